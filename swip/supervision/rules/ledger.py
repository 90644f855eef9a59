"""What was given of what was promised: sessions, protected hours and workload, on plain values."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from swip.supervision.rules.rhythm import (
    Gap,
    Promise,
    Slot,
    day_of_the_year,
    days_later,
    promised_days,
)

DAYS_IN_A_WEEK = 7


def plain(hours: float) -> float:
    """To a tenth of an hour; a whole number of hours without a point."""
    rounded = round(hours, 1)
    return int(rounded) if rounded == int(rounded) else rounded


class Came(StrEnum):
    """What came of a day by which a session was promised."""

    GIVEN = "given"
    LATE = "late"
    DUE = "due"
    COMING = "coming"

    @property
    def words(self) -> str:
        return _CAME[self]


_CAME = {
    Came.GIVEN: "Held in time",
    Came.LATE: "Not held in time",
    Came.DUE: "Due now",
    Came.COMING: "To come",
}


@dataclass(frozen=True)
class SlotSeen:
    """A promised day with what came of it."""

    slot: Slot
    came: Came
    held_on: datetime.date | None = None


def what_came(
    slots: Sequence[Slot],
    last_days: Sequence[datetime.date],
    held: Iterable[datetime.date],
    *,
    today: datetime.date,
) -> list[SlotSeen]:
    """Each promised day takes the first session after the day before it, up to its last day in time."""
    waiting = sorted(held)
    place, number = 0, len(waiting)
    seen = []
    before = datetime.date.min
    for slot, in_time in zip(slots, last_days, strict=True):
        while place < number and waiting[place] <= before:
            place += 1
        if place < number and waiting[place] <= in_time:
            seen.append(SlotSeen(slot, Came.GIVEN, waiting[place]))
            place += 1
        elif slot.day > today:
            seen.append(SlotSeen(slot, Came.COMING))
        else:
            seen.append(SlotSeen(slot, Came.DUE if today <= in_time else Came.LATE))
        before = slot.day
    return seen


def late_by_year(plan: Plan, held: Iterable[datetime.date], *, today: datetime.date) -> dict[int, int]:
    """How many promised days of each year had no session in time: what `what_came` calls late, only counted."""
    waiting = sorted(held)
    place, number = 0, len(waiting)
    late: dict[int, int] = {}
    before = datetime.date.min
    for slot, in_time in zip(plan.slots, plan.last_days, strict=True):
        if slot.day > today:
            break
        while place < number and waiting[place] <= before:
            place += 1
        if place < number and waiting[place] <= in_time:
            place += 1
        elif in_time < today:
            late[slot.year] = late.get(slot.year, 0) + 1
        before = slot.day
    return late


@dataclass(frozen=True)
class Facts:
    """All that has to be known to say whether one person's support was given as promised."""

    start: datetime.date
    end: datetime.date
    promises: tuple[Promise, ...]
    allowance: tuple[tuple[str, int], ...]
    gaps: tuple[Gap, ...] = ()
    # The days of sessions that took place, of those that somebody disputes, and of those that are planned.
    held: Sequence[datetime.date] = ()
    disputed: Sequence[datetime.date] = ()
    planned: Sequence[datetime.date] = ()
    # A day and who cancelled.
    cancelled: Sequence[tuple[datetime.date, str]] = ()
    # The first day of a week, and the hours taken.
    weeks: Sequence[tuple[datetime.date, float]] = ()
    # A day and how large the workload was, in percent of a usual one.
    workloads: Sequence[tuple[datetime.date, float]] = ()


@dataclass(frozen=True)
class Plan:
    """What is promised to whoever starts on one day under the same promises."""

    slots: tuple[Slot, ...]
    # Until when each could be held in time; for ever, where nobody knows yet.
    last_days: tuple[datetime.date, ...]
    # The last day of each year that the programme has, counted like the rhythm.
    ends: tuple[datetime.date | None, ...]
    # A year, its promised days, and their last days in time, in order.
    by_year: tuple[tuple[int, list[datetime.date], list[datetime.date]], ...]


@lru_cache(maxsize=4096)
def plan_of(
    start: datetime.date,
    end: datetime.date,
    promises: tuple[Promise, ...],
    gaps: tuple[Gap, ...],
    allowance: tuple[tuple[str, int], ...],
) -> Plan:
    """Worked out once for all who start together. `allowance`: after how many days a session is late, for each pace."""
    late_after = dict(allowance)
    slots = promised_days(start, end, promises, gaps)
    last_days = tuple(
        days_later(slot.day, late_after.get(slot.every.pace, 0), gaps) or datetime.date.max for slot in slots
    )
    years = slots[-1].year if slots else 1
    return Plan(
        slots,
        last_days,
        tuple(day_of_the_year(start, number, gaps) for number in range(1, years + 1)),
        tuple(
            (
                year,
                [slot.day for slot in slots if slot.year == year],
                sorted(last for slot, last in zip(slots, last_days, strict=True) if slot.year == year),
            )
            for year in range(1, years + 1)
        ),
    )


@dataclass(frozen=True)
class Figures:
    """Promised and given, in one year of the programme or in all of it."""

    promised: int = 0
    expected: int = 0
    # Of those, the ones whose time to be late has passed, too: what is due now may still be held.
    overdue: int = 0
    late: int = 0
    given: int = 0
    planned: int = 0
    disputed: int = 0
    cancelled: dict[str, int] = field(default_factory=dict)
    hours_promised: float = 0.0
    hours_taken: float = 0.0
    weeks_recorded: int = 0

    @property
    def missing(self) -> int:
        """How many sessions fewer were given than should have been by now."""
        return max(0, self.overdue - self.given)

    @property
    def coming(self) -> int:
        """What is still to be given in this time."""
        return max(0, self.promised - self.given - self.missing)

    @property
    def hours_missing(self) -> float:
        """Not taken, or not recorded."""
        return plain(max(0.0, self.hours_promised - self.hours_taken))


@dataclass(frozen=True)
class Year(Figures):
    """One year of the programme, with its workload."""

    number: int = 1
    workload_promised: int = 100
    workloads: tuple[float, ...] = ()

    @property
    def workload(self) -> float | None:
        """The average of what was recorded in this year."""
        return round(sum(self.workloads) / len(self.workloads), 1) if self.workloads else None

    @property
    def is_too_much(self) -> bool:
        return self.workload is not None and self.workload > self.workload_promised


@dataclass(frozen=True)
class Support:
    """Support given against support promised, by one day."""

    on: datetime.date
    years: tuple[Year, ...]
    is_agreed: bool = False

    @property
    def so_far(self) -> Figures:
        """All years together."""
        cancelled: Counter[str] = Counter()
        for year in self.years:
            cancelled.update(year.cancelled)
        names = ["promised", "expected", "overdue", "late", "given", "planned", "disputed"]
        return Figures(
            **{name: sum(getattr(year, name) for year in self.years) for name in names},
            cancelled=dict(cancelled),
            hours_promised=plain(sum(year.hours_promised for year in self.years)),
            hours_taken=plain(sum(year.hours_taken for year in self.years)),
            weeks_recorded=sum(year.weeks_recorded for year in self.years),
        )

    @property
    def now(self) -> Year:
        """The year of the programme that this day falls into."""
        begun = [year for year in self.years if year.expected or year.number == 1]
        return begun[-1]

    @property
    def missing(self) -> int:
        return sum(year.missing for year in self.years)

    @property
    def is_short(self) -> bool:
        """Fewer sessions than promised, or more work than promised."""
        return self.missing > 0 or self.now.is_too_much

    @property
    def words(self) -> str:
        """One line of it: 12 of 14 sessions given, 2 missing"""
        so_far = self.so_far
        said = f"{so_far.given} of {so_far.expected} sessions given"
        return f"{said}, {self.missing} missing" if self.missing else said


def support(facts: Facts, *, today: datetime.date) -> Support:
    """What was promised by today and what was given, for each year of the programme."""
    plan = plan_of(facts.start, facts.end, facts.promises, facts.gaps, facts.allowance)
    ends = plan.ends
    hours = _hours_promised(facts, ends, min(today, facts.end))
    due = due_by_year(plan, today)
    late = late_by_year(plan, facts.held, today=today)
    given, planned, disputed = (_by_year(days, ends) for days in (facts.held, facts.planned, facts.disputed))
    cancelled: Counter[tuple[int, str]] = Counter((_year_of(day, ends), by) for day, by in facts.cancelled)
    weeks: dict[int, list[float]] = {}
    for week, taken in facts.weeks:
        weeks.setdefault(_year_of(week, ends), []).append(taken)
    years = []
    for number, end in enumerate(ends, start=1):
        promised, expected, overdue = due.get(number, (0, 0, 0))
        years.append(
            Year(
                number=number,
                promised=promised,
                expected=expected,
                overdue=overdue,
                late=late.get(number, 0),
                given=given[number - 1],
                planned=planned[number - 1],
                disputed=disputed[number - 1],
                cancelled={by: count for (year, by), count in cancelled.items() if year == number},
                hours_promised=hours.get(number, 0.0),
                hours_taken=plain(sum(weeks.get(number, ()))),
                weeks_recorded=len(weeks.get(number, ())),
                workload_promised=_promise_on(facts.promises, min(today, end or today)).workload_in(number),
                workloads=tuple(percent for day, percent in facts.workloads if _year_of(day, ends) == number),
            )
        )
    return Support(today, tuple(years))


def due_by_year(plan: Plan, today: datetime.date) -> dict[int, tuple[int, int, int]]:
    """By year: how many days are promised in all, by today, and too long ago to be held in time."""
    return {
        year: (len(days), bisect_right(days, today), bisect_left(last_days, today))
        for year, days, last_days in plan.by_year
    }


def _by_year(days: Iterable[datetime.date], ends: Sequence[datetime.date | None]) -> list[int]:
    """How many days fall into each year."""
    found = [0] * len(ends)
    for day in days:
        found[_year_of(day, ends) - 1] += 1
    return found


def _year_of(day: datetime.date, ends: Sequence[datetime.date | None]) -> int:
    for number, end in enumerate(ends, start=1):
        if end is None or day <= end:
            return number
    return len(ends)


def _promise_on(promises: Sequence[Promise], day: datetime.date) -> Promise:
    held = [each for each in promises if each.since <= day]
    return held[-1] if held else promises[0]


def _hours_promised(
    facts: Facts, ends: Sequence[datetime.date | None], until: datetime.date
) -> dict[int, float]:
    """Protected hours by year, day by day of what was promised a week; none in a gap."""
    found: dict[int, float] = {}
    first = facts.start
    for number, end in enumerate(ends, start=1):
        last = until if end is None or number == len(ends) else min(end, until)
        hours = 0.0
        for place, promise in enumerate(facts.promises):
            since = max(first, promise.since if place else facts.start)
            following = facts.promises[place + 1 :]
            to = min(last, following[0].since - datetime.timedelta(days=1)) if following else last
            hours += promise.hours_in(number) * days_outside(since, to, facts.gaps) / DAYS_IN_A_WEEK
        found[number] = plain(hours)
        first = last + datetime.timedelta(days=1)
    return found


def days_outside(first: datetime.date, last: datetime.date, gaps: Sequence[Gap]) -> int:
    """The days from a first to a last one, both counted, that lie in no gap."""
    if last < first:
        return 0
    days = (last - first).days + 1
    for gap_first, gap_last in gaps:
        overlap = (min(last, gap_last or last) - max(first, gap_first)).days + 1
        days -= max(0, overlap)
    return days
