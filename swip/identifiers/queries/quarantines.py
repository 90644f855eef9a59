"""What is out of sight, and of what kind."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from swip.accounts.models import User
from swip.identifiers import permissions
from swip.identifiers.models import Quarantine, QuarantineQuerySet
from swip.identifiers.rules import Kind

# What a reader can say they saw. The kinds that a text is looked through for, and what only people see.
KINDS = {
    **{kind.value: kind.label for kind in Kind},
    "picture": "Photograph or picture",
    "signature": "Signature",
    "other": "Something else by which somebody could be recognised",
}


def kinds_in_words(codes: Iterable[str]) -> list[str]:
    return [KINDS.get(each, KINDS["other"]) for each in codes]


def open_upon(record: models.Model) -> Quarantine | None:
    """The quarantine that this record is in."""
    return Quarantine.objects.open().upon(record).first()


def newest_upon(record: models.Model) -> Quarantine | None:
    return Quarantine.objects.upon(record).first()


def kept_by_organisation(user: User) -> QuarantineQuerySet:
    """What somebody sees to, those still open first and of them the longest wait."""
    kept = permissions.quarantines_kept_by(user).select_related("organisation", "writer", "started_by")
    return kept.order_by(models.F("ended_at").desc(nulls_first=True), "started_at", "pk")
