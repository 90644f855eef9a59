"""The kinds of evidence that people can choose: those for everybody, and those an employer adds."""

from __future__ import annotations

from django.db import transaction

from swip.accounts.models import User
from swip.evidence.kinds import read_kinds
from swip.evidence.models import EvidenceKind, KindVersion


@transaction.atomic
def load_kinds() -> int:
    """Bring the kinds for everybody up to date with their data file. One no longer listed stays as it is."""
    listed = read_kinds()
    for each in listed:
        kind, _ = EvidenceKind.objects.update_or_create(code=each["code"], defaults=each)
        keep_wording(kind, by=None)
    return len(listed)


def keep_wording(kind: EvidenceKind, *, by: User | None) -> KindVersion:
    """A version for what it says now, unless the newest says the same."""
    newest = kind.versions.order_by("-number").first()
    if newest and newest.words == kind.words:
        return newest
    number = newest.number + 1 if newest else 1
    return KindVersion.objects.create(kind=kind, number=number, made_by=by, **kind.words)
