"""The form for files: several at once, each told apart by its name."""

from __future__ import annotations

from swip.evidence import rules
from swip.files import fields


class FilesForm(fields.FilesForm):
    """The good ones are kept, and each of the others is told apart by its name."""

    def __init__(self, *args, by, **options):
        super().__init__(*args, sender=by, most=rules.MOST_FILES, **options)
