"""The kinds of evidence that people can choose."""

from __future__ import annotations

from django.db import transaction

from swip.evidence.kinds import read_kinds
from swip.evidence.models import (
    EvidenceKind,
)


@transaction.atomic
def load_kinds() -> int:
    """Bring the kinds up to date with their data file. One that is no longer listed stays as it is."""
    listed = read_kinds()
    for kind in listed:
        EvidenceKind.objects.update_or_create(code=kind["code"], defaults=kind)
    return len(listed)
