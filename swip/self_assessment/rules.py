"""What a self-assessment still wants, and when one is due. Nothing here adds words up."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# Long enough for an example, short enough to be read by somebody who supervises several people.
LONGEST_REASON = 5_000

BEGINNING = "beginning"


@dataclass(frozen=True)
class Wanted:
    """What is still open: outcomes without a word, without a reason, or with one that is too long."""

    words: list[Any]
    reasons: list[Any]
    shorter: list[Any]
    is_all: bool = False  # nothing was said of any

    @property
    def is_nothing(self) -> bool:
        return not (self.words or self.reasons or self.shorter)


def wanted(placed: Iterable[tuple[Any, str, str]]) -> Wanted:
    """`placed` gives each outcome with its word and its reason, both empty where nothing was said."""
    placed = list(placed)
    return Wanted(
        words=[outcome for outcome, word, _ in placed if not word],
        reasons=[outcome for outcome, word, reason in placed if word and not reason.strip()],
        shorter=[outcome for outcome, _, reason in placed if len(reason) > LONGEST_REASON],
        is_all=not any(word or reason.strip() for _, word, reason in placed),
    )


def is_gap(word: str, other: str, *, scale: Sequence[str]) -> bool:
    """What somebody cannot do on their own yet, or what two people see differently."""
    is_low = word in scale[: len(scale) // 2]
    return is_low or bool(word and other and word != other)


def is_ahead(point: str, due_on: datetime.date | None, *, today: datetime.date, soon_days: int) -> bool:
    """Whether a point is still far off. The first one is there from the start on."""
    return point != BEGINNING and due_on is not None and due_on > today + datetime.timedelta(days=soon_days)


def due_on(point: str, stage_due_on: datetime.date, first_within_weeks: int | None) -> datetime.date:
    """With its stage; the first one some weeks after the start, so that a plan can build on it."""
    if point == BEGINNING and first_within_weeks:
        return stage_due_on + datetime.timedelta(weeks=first_within_weeks)
    return stage_due_on
