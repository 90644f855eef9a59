"""What counts toward the outcomes of many social workers, for the rooms that add it up."""

from __future__ import annotations

from django.db.models import QuerySet

from swip.observations.models import Observation, ObservedOutcome


def seen_outcomes() -> QuerySet[ObservedOutcome]:
    """Every outcome that an observer saw, in an observation that counts."""
    return ObservedOutcome.objects.filter(
        answer=ObservedOutcome.Answer.SEEN,
        observation__status=Observation.Status.AGREED,
        observation__quarantined_at=None,
    )
