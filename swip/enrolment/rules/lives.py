"""What happened in somebody's life, as far as it bears on their time, and what a rule book says about time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from swip.enrolment.rules.place import MONTHS_IN_A_YEAR

FULL_TIME = 10  # hours are counted in tenths of full time, so that sums are exact
FOR_EVER = datetime.date.max.toordinal()


@dataclass(frozen=True)
class Span:
    """From one day to another, both of which belong to it; without a last day, until further notice."""

    starts_on: datetime.date
    ends_on: datetime.date | None = None

    @property
    def first(self) -> int:
        return self.starts_on.toordinal()

    @property
    def after(self) -> int:
        """The day after the last one."""
        return self.ends_on.toordinal() + 1 if self.ends_on else FOR_EVER


@dataclass(frozen=True)
class Job(Span):
    """Contracted hours, in tenths of full time."""

    tenths: int = FULL_TIME
    where: str = ""


@dataclass(frozen=True)
class Absence(Span):
    """Days away. Of the exempt kinds the worker chooses whether they make the programme longer."""

    kind: str = ""
    words: str = "Absence"
    is_exempt: bool = False
    makes_longer: bool | None = None


@dataclass(frozen=True)
class Pause(Span):
    """The programme stands still: to the last day where it is known, until the expected return where it is not."""

    expected_return_on: datetime.date | None = None
    words: str = "Pause"


@dataclass(frozen=True)
class Gap(Span):
    """Between leaving the programme and being taken up again; both are known."""


@dataclass(frozen=True)
class MoreTime:
    """An extension, in days of the calendar."""

    days: int
    words: str = ""


@dataclass(frozen=True)
class Held:
    """A stage that was held stays as it was."""

    due_on: datetime.date
    held_on: datetime.date


@dataclass(frozen=True)
class StageTerms:
    """What a programme says of one stage."""

    code: str
    name: str
    month: int
    has_review: bool = True
    is_optional: bool = False
    is_final: bool = False


@dataclass(frozen=True)
class Terms:
    """What the rule book says about time. Months of the calendar, days of the calendar."""

    length_months: int
    stages: tuple[StageTerms, ...]
    longest_months: int | None = None
    part_time_lengthens: bool = True
    absence_threshold_days: int = 30
    induction_year_months: int = MONTHS_IN_A_YEAR
    months_between_reviews: int | None = None
    cap_excludes: frozenset[str] = frozenset({"pauses", "extensions", "exempt_leave"})


@dataclass(frozen=True)
class Life:
    """What happened, as far as it bears on time."""

    starts_on: datetime.date
    jobs: tuple[Job, ...]
    absences: tuple[Absence, ...] = ()
    pauses: tuple[Pause, ...] = ()
    gaps: tuple[Gap, ...] = ()
    more_time: tuple[MoreTime, ...] = ()
    months_off: int = 0
    final_round: int = 1
    held: Mapping[tuple[str, int], Held] = field(default_factory=dict)
