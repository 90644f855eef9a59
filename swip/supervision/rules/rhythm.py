"""On which days a supervision session is promised, and the sum that gives their number, in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from swip.enrolment.rules import months_after

MONTHS_IN_A_YEAR = 12
DAYS_IN_SIX_WEEKS = 42
SHORTEST_MONTH, LONGEST_MONTH = 28, 31

# The first and the last day of a time in which nothing is expected; without a last one, until further notice.
Gap = tuple[datetime.date, datetime.date | None]


@dataclass(frozen=True)
class Every:
    """How often: every so many days, or every so many months."""

    days: int = 0
    months: int = 0

    @classmethod
    def of(cls, code: str) -> Every:
        """From its code: "7d" is every 7 days, "1m" every month."""
        number, unit = int(code[:-1]), code[-1]
        return cls(days=number) if unit == "d" else cls(months=number)

    @property
    def code(self) -> str:
        return f"{self.days}d" if self.days else f"{self.months}m"

    @property
    def words(self) -> str:
        if self.days:
            return f"every {self.days} days" if self.days > 1 else "every day"
        return f"every {self.months} months" if self.months > 1 else "every month"

    def is_as_often_as(self, other: Every) -> bool:
        """Never less often, in whatever month: every 28 days is as often as every month, every 30 days is not."""
        longest = self.days or self.months * LONGEST_MONTH
        shortest = other.days or other.months * SHORTEST_MONTH
        return self == other or longest <= shortest

    @property
    def pace(self) -> str:
        """Which line of the rule about lateness it falls under."""
        if 0 < self.days <= 7:
            return "weekly"
        return "fortnightly" if 0 < self.days <= 14 else "monthly"


PHASES = {
    "weeks_1_to_6": "weeks 1 to 6",
    "to_month_6": "week 7 to month 6",
    "to_month_12": "month 7 to month 12",
    "year_2": "year 2",
}


@dataclass(frozen=True)
class Rhythm:
    """How often supervision takes place, from the first week to the end."""

    weeks_1_to_6: Every
    to_month_6: Every
    to_month_12: Every
    year_2: Every


@dataclass(frozen=True)
class Slot:
    """A day by which a session is promised."""

    day: datetime.date
    year: int
    phase: str
    every: Every


def without_overlaps(gaps: Iterable[Gap], start: datetime.date) -> tuple[Gap, ...]:
    """In order, none before the start, and those that touch made one."""
    found: list[Gap] = []
    for first, last in sorted(gaps, key=lambda gap: gap[0]):
        if last is not None and last < start:
            continue
        first = max(first, start)
        if found:
            before_first, before_last = found[-1]
            if before_last is None:
                break
            if first <= before_last + datetime.timedelta(days=1):
                found[-1] = (before_first, None if last is None else max(before_last, last))
                continue
        found.append((first, last))
    return tuple(found)


def moved_on(day: datetime.date, gaps: Sequence[Gap]) -> datetime.date | None:
    """Where a day comes to lie when the clock stands still in each gap; None where nobody knows yet.

    The gaps are in order and do not overlap.
    """
    for first, last in gaps:
        if first > day:
            break
        if last is None:
            return None
        day += last - first + datetime.timedelta(days=1)
    return day


def days_later(day: datetime.date, days: int, gaps: Sequence[Gap]) -> datetime.date | None:
    """So many days on from a day outside the gaps, with the clock standing still in each."""
    return moved_on(day + datetime.timedelta(days=days), [gap for gap in gaps if gap[0] > day])


def _phases(
    start: datetime.date, end: datetime.date, rhythm: Rhythm
) -> Iterable[tuple[str, int, datetime.date, datetime.date, Every]]:
    """Each stretch with its year, first and last day, as if nobody were ever away."""
    six_weeks = start + datetime.timedelta(days=DAYS_IN_SIX_WEEKS)
    half, whole = months_after(start, 6), months_after(start, MONTHS_IN_A_YEAR)
    yield "weeks_1_to_6", 1, start, six_weeks, rhythm.weeks_1_to_6
    yield "to_month_6", 1, six_weeks, half, rhythm.to_month_6
    yield "to_month_12", 1, half, whole, rhythm.to_month_12
    year, since = 2, whole
    while since < end:
        until = months_after(start, year * MONTHS_IN_A_YEAR)
        yield "year_2", year, since, until, rhythm.year_2
        year, since = year + 1, until


def _days(first: datetime.date, last: datetime.date, every: Every) -> list[datetime.date]:
    """The days of one stretch. Where it is a day or two too short for its last interval, that one is cut short."""
    if every.months:
        days, months = [], every.months
        while (day := months_after(first, months)) <= last:
            days.append(day)
            months += every.months
        return days
    number = max(1, int((last - first).days / every.days + 0.5))
    return [min(first + datetime.timedelta(days=every.days * each), last) for each in range(1, number + 1)]


@lru_cache(maxsize=4096)
def days_in_rhythm(
    start: datetime.date, end: datetime.date, rhythm: Rhythm, gaps: tuple[Gap, ...] = ()
) -> tuple[Slot, ...]:
    """Every day by which a session is promised, from the start to the end.

    In a gap (a pause, leave of the exempt kinds) none is: the rhythm stands still, and goes on where it stopped.
    """
    found: list[Slot] = []
    for phase, year, first, last, every in _phases(start, end, rhythm):
        for day in _days(first, last, every):
            moved = moved_on(day, gaps)
            if moved is None or moved > end:
                return tuple(found)
            found.append(Slot(moved, year, phase, every))
    return tuple(found)


def day_of_the_year(start: datetime.date, year: int, gaps: Sequence[Gap]) -> datetime.date | None:
    """The last day of a year of the programme, counted like the rhythm."""
    return moved_on(months_after(start, year * MONTHS_IN_A_YEAR), gaps)


@dataclass(frozen=True)
class Promise:
    """What holds from a day on, until the next promise: by the rule book, or by an agreement that all have signed."""

    since: datetime.date
    rhythm: Rhythm
    # Hours a week and percent of a usual workload: in the first year, and after it.
    hours: tuple[float, float] = (0.0, 0.0)
    workload: tuple[int, int] = (100, 100)

    def hours_in(self, year: int) -> float:
        return self.hours[min(year, 2) - 1]

    def workload_in(self, year: int) -> int:
        return self.workload[min(year, 2) - 1]


@lru_cache(maxsize=4096)
def promised_days(
    start: datetime.date, end: datetime.date, promises: tuple[Promise, ...], gaps: tuple[Gap, ...] = ()
) -> tuple[Slot, ...]:
    """The days in the rhythm, where it was agreed anew on the way: each promise holds until the next."""
    found: list[Slot] = []
    for number, promise in enumerate(promises):
        since = promise.since if number else start
        until = promises[number + 1].since if number + 1 < len(promises) else datetime.date.max
        slots = days_in_rhythm(start, end, promise.rhythm, gaps)
        found += [each for each in slots if since <= each.day < until]
    return tuple(found)


# ---- The sum, for a person to check


@dataclass(frozen=True)
class Line:
    """One line of the sum."""

    words: str
    first: datetime.date
    last: datetime.date
    sessions: int


@dataclass(frozen=True)
class Sum:
    """The sessions of one year, line by line."""

    year: int
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return sum(each.sessions for each in self.lines)

    @property
    def words(self) -> str:
        """6 + 10 + 6 = 22 sessions in year 1"""
        counts = " + ".join(str(each.sessions) for each in self.lines)
        sessions = "1 session" if self.total == 1 else f"{self.total} sessions"
        equals = f"{counts} = " if len(self.lines) > 1 else ""
        return f"{equals}{sessions} in year {self.year}"


def sums(slots: Iterable[Slot]) -> list[Sum]:
    """How the number of sessions comes about, year by year."""
    found = []
    for year, of_year in groupby(slots, key=lambda slot: slot.year):
        lines = []
        for (phase, every), grouped in groupby(of_year, key=lambda slot: (slot.phase, slot.every)):
            days = [slot.day for slot in grouped]
            name = PHASES[phase] if phase != "year_2" else f"year {year}"
            lines.append(Line(f"{name[:1].upper()}{name[1:]}: {every.words}", days[0], days[-1], len(days)))
        found.append(Sum(year, tuple(lines)))
    return found
