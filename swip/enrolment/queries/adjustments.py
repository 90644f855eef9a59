"""What somebody asked for to help them, as the one who asks and those it is shared with read it."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from swip.core import history, history_words
from swip.core.history_words import Told
from swip.enrolment.models import Adjustment, AdjustmentShare


def with_everything(adjustments: QuerySet[Adjustment]) -> QuerySet[Adjustment]:
    """In the order they were asked for, each with whom it is shared now."""
    shares = Prefetch("shares", AdjustmentShare.objects.filter(ended_at=None), to_attr="open_shares")
    return (
        adjustments.select_related(
            "answered_by",
            "enrolment__social_worker",
            "enrolment__programme",
            "enrolment__rule_book__programme",
        )
        .prefetch_related(shares)
        .order_by("asked_at", "pk")
    )


def groups_of(adjustment: Adjustment) -> list[str]:
    """With whom it is shared now."""
    return list(adjustment.shares.filter(ended_at=None).values_list("group", flat=True))


def history_of(adjustment: Adjustment) -> list[Told]:
    """Newest first: for the social worker alone."""
    return history_words.told(history.of(adjustment).reverse(), is_own=True)
