"""Decisions about evidence, on plain values."""

from swip.evidence.rules.writing import (
    DATE_MISSING,
    DATE_WRONG,
    KIND_MISSING,
    LONGEST_DRAFT,
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
    too_long,
)

__all__ = [
    "DATE_MISSING",
    "DATE_WRONG",
    "KIND_MISSING",
    "LONGEST_DRAFT",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "MOST_FILES",
    "OUTCOMES_MISSING",
    "TITLE_MISSING",
    "WHAT_HAPPENED_MISSING",
    "WHAT_IT_SHOWS_MISSING",
    "Gap",
    "gaps",
    "reason_missing",
    "too_long",
]
