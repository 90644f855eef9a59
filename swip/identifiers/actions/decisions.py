"""Keeps what was decided on a form about words that were not in the record yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import models, transaction

from swip.accounts.models import User
from swip.identifiers.actions.scans import upon
from swip.identifiers.models import Scan
from swip.identifiers.queries import Passage, look


@transaction.atomic
def keep_decisions(
    subject: models.Model,
    passages: Iterable[Passage],
    decisions: Sequence[dict[str, str | int]],
    *,
    by: User,
    colleagues: Collection[str] | Mapping[str, str] = (),
) -> None:
    """What was decided on a form about words that are now in the record, so that nobody is asked twice.

    In the same transaction as the words: whatever is found in them now, somebody has decided to keep.
    """
    looking = look(subject, passages, colleagues=colleagues)
    if decisions or looking.found:
        Scan.objects.create(
            **upon(subject),
            by=by,
            digest=looking.digest,
            is_whole=True,
            decisions=decisions,
            settled=[each.key for each in looking.found],
        )
