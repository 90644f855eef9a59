"""Decisions about evidence, on plain values."""

from swip.evidence.rules.suggestion import MOST_SUGGESTED
from swip.evidence.rules.writing import (
    COMPLEXITY_MISSING,
    DATE_MISSING,
    DATE_WRONG,
    KIND_MISSING,
    LEVEL_MISSING,
    LONGEST_ANSWER,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_FILES,
    OUTCOMES_MISSING,
    TITLE_MISSING,
    WHAT_HAPPENED_MISSING,
    WHAT_IT_SHOWS_MISSING,
    Gap,
    gaps,
    reason_missing,
)

__all__ = [
    "COMPLEXITY_MISSING",
    "DATE_MISSING",
    "DATE_WRONG",
    "KIND_MISSING",
    "LEVEL_MISSING",
    "LONGEST_ANSWER",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "MOST_FILES",
    "MOST_SUGGESTED",
    "OUTCOMES_MISSING",
    "TITLE_MISSING",
    "WHAT_HAPPENED_MISSING",
    "WHAT_IT_SHOWS_MISSING",
    "Gap",
    "gaps",
    "reason_missing",
]
