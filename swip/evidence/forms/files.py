"""The form for files: several at once, each told apart by its name."""

from __future__ import annotations

from django import forms

from swip.evidence import rules
from swip.files.fields import FilesField


class FilesForm(forms.Form):
    """`accepted` are those that may be kept, also where others were refused."""

    files = FilesField(label="Add files", most=rules.MOST_FILES, error_messages={"required": "Select a file"})

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.fields["files"].sender = by
        self.accepted = []

    def clean(self):
        answers = super().clean()
        self.accepted = answers.get("files", [])
        for message in self.fields["files"].refused:
            self.add_error("files", message)
        return answers

    def refuse_too_many(self, names):
        """Once for all of them."""
        *others, last = names
        these, one = (f"{', '.join(others)} and {last} were", "some") if others else (f"{last} was", "one")
        self.add_error(
            "files", f"{these} not added: {rules.MOST_FILES} files are the most. Remove {one} first"
        )
