"""What counts toward the outcomes of many social workers, for the rooms that add it up."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import F, QuerySet

from swip.observations.models import Observation, ObservedOutcome


def seen_outcomes() -> QuerySet[ObservedOutcome]:
    """Every outcome that an observer saw, in an observation that counts."""
    return ObservedOutcome.objects.filter(
        answer=ObservedOutcome.Answer.SEEN,
        observation__status=Observation.Status.AGREED,
        observation__quarantined_at=None,
    )


def seen_outcomes_of(enrolments: Collection[int]) -> QuerySet[ObservedOutcome, Any]:
    """Of these enrolments, one row for each outcome seen: whose, which, when, how complex, where, by whom."""
    return (
        seen_outcomes()
        .filter(observation__enrolment__in=enrolments)
        .order_by()
        .values(
            "outcome",
            "observation",
            enrolment=F("observation__enrolment"),
            observed_on=F("observation__observed_on"),
            complexity=F("observation__complexity"),
            setting=F("observation__setting"),
            contexts=F("observation__contexts"),
            by_assessor=F("observation__by_assessor"),
        )
    )
