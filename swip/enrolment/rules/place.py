"""When the stages of a programme fall due, and whether somebody's step is open: on plain values."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

MONTHS_IN_A_YEAR = 12


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month, so many months on, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, monthrange(year, month)[1]))


class AStage(Protocol):
    """What has to be known of a stage to say when it is due."""

    month: int


Stage = TypeVar("Stage", bound=AStage)


@dataclass(frozen=True)
class Due(Generic[Stage]):
    """A stage and its day."""

    stage: Stage
    on: datetime.date


def stages_due(start: datetime.date, stages: Iterable[Stage]) -> list[Due[Stage]]:
    """Each stage with its day, always counted from the start and never from the stage before."""
    return [
        Due(stage, months_after(start, stage.month)) for stage in sorted(stages, key=lambda each: each.month)
    ]


def expected_end(start: datetime.date, length_months: int) -> datetime.date:
    """The day by which a programme of this length is served by somebody who works full time throughout."""
    return months_after(start, length_months)


def stage_name(name: str, *, round: int, is_final: bool) -> str:
    """What people call a stage that is asked for once more."""
    if round == 1:
        return name
    if is_final:
        return f"{name}, after more time"
    return f"{name}, again" if round == 2 else f"{name}, again ({round})"


def stage_state(
    *,
    due_on: datetime.date,
    held_on: datetime.date | None,
    today: datetime.date,
    is_open: bool,
    soon_days: int,
    late_after: datetime.date | None = None,
) -> str:
    """How a stage stands, in the words of the stage line; missed, where all is over and it was never held."""
    if held_on is not None:
        return "held"
    if not is_open:
        return "missed"
    if (late_after or due_on) < today:
        return "late"
    return "due" if (due_on - today).days <= soon_days else "coming"


class RegistrationRefused(Exception):
    """Somebody cannot be registered as they were typed in; says why, and on which page it can be mended."""

    def __init__(self, reason: str, step: str = "details"):
        self.reason, self.step = reason, step
        super().__init__(reason)


@dataclass(frozen=True)
class Period:
    """From one day to another, both of which belong to it; without a last day, until further notice."""

    starts_on: datetime.date
    ends_on: datetime.date | None = None


def ends_before(period: Period, day: datetime.date) -> datetime.date | None:
    """The last day of a period that something else takes the place of; None where it would never begin."""
    if period.starts_on >= day:
        return None
    eve = day - datetime.timedelta(days=1)
    return eve if period.ends_on is None else min(period.ends_on, eve)
