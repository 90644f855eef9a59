"""Questions about where social workers stand, for this room's pages and the rooms above."""

from swip.progress.queries.asked import AskedFor, YearAsked, asked_of
from swip.progress.queries.breadth import LOOK_RULE, Breadth, Met, breadth_of
from swip.progress.queries.counting import (
    ENOUGH_RULES,
    RULES_ASKED,
    DomainProgress,
    OutcomeProgress,
    asked_by,
    asked_in,
    cohort_progress,
    counts_of,
    enough_of_many,
    evidence_for,
    observations_for,
    outcome_progress,
    progress_by_domain,
    progress_toward,
)

__all__ = [
    "ENOUGH_RULES",
    "LOOK_RULE",
    "RULES_ASKED",
    "AskedFor",
    "Breadth",
    "DomainProgress",
    "Met",
    "OutcomeProgress",
    "YearAsked",
    "asked_by",
    "asked_in",
    "asked_of",
    "breadth_of",
    "cohort_progress",
    "counts_of",
    "enough_of_many",
    "evidence_for",
    "observations_for",
    "outcome_progress",
    "progress_by_domain",
    "progress_toward",
]
