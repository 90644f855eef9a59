"""The time engine: from what happened in somebody's life to the day a programme ends and every due date.

A programme of so many months is a number of days owed. Each day serves the part of it that is worked; some days serve
nothing. The programme is served on the first day by which all of it has been served. Plain values in, plain values
out; the same life always gives the same dates. The rules it leans on stand in the rule book under `programme.`.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from swip.enrolment.rules.lives import (
    FOR_EVER,
    FULL_TIME,
    Absence,
    Gap,
    Held,
    Job,
    Life,
    MoreTime,
    Pause,
    Span,
    StageTerms,
    Terms,
)
from swip.enrolment.rules.place import MONTHS_IN_A_YEAR, months_after, stage_name

__all__ = [
    "FULL_TIME",
    "Absence",
    "Clock",
    "DueStage",
    "Gap",
    "Held",
    "Job",
    "Life",
    "MoreTime",
    "Pause",
    "Span",
    "StageTerms",
    "Stretch",
    "Terms",
    "Timetable",
    "Why",
    "timetable",
]


class Why(StrEnum):
    """What a stretch of days was for the programme."""

    WORKED = "worked"
    BETWEEN_JOBS = "between_jobs"
    AWAY = "away"
    LEAVE = "leave"
    PAUSED = "paused"
    LEFT = "left"


@dataclass(frozen=True)
class Stretch:
    """Days in a row that were the same for the programme: a line of the sum."""

    starts_on: datetime.date
    days: int
    why: Why
    tenths: int
    words: str = ""

    @property
    def ends_on(self) -> datetime.date:
        return self.starts_on + datetime.timedelta(days=self.days - 1)

    @property
    def served_tenths(self) -> int:
        return self.days * self.tenths


@dataclass(frozen=True)
class AbsenceYear:
    """Ordinary absence added up over one induction year, and whether it counts."""

    number: int
    starts_on: datetime.date
    ends_on: datetime.date
    days: int
    counts: bool


@dataclass(frozen=True)
class DueStage:
    """A stage with its day. `round` counts up where a review is asked for again between two stages."""

    stage: StageTerms
    due_on: datetime.date
    round: int = 1
    held_on: datetime.date | None = None
    falls_away: bool = False
    is_pulled_forward: bool = False

    @property
    def name(self) -> str:
        return stage_name(self.stage.name, round=self.round, is_final=self.stage.is_final)


@dataclass(frozen=True)
class Timetable:
    """When a programme ends and everything in it falls due, with the sum that says why."""

    ends_on: datetime.date
    ends_before_more_time_on: datetime.date
    owed_days: int
    served_tenths: int
    sum: tuple[Stretch, ...]
    absence_years: tuple[AbsenceYear, ...]
    stages: tuple[DueStage, ...]
    is_capped: bool
    cap_on: datetime.date | None


class Clock:
    """Runs at a rate that changes only on certain days; says how far it is, and when it gets somewhere."""

    def __init__(self, start: int, rates: Iterable[tuple[int, int]]):
        """`rates`: a day, and the rate from that day on; the first is the start."""
        self.days: list[int] = []
        self.rates: list[int] = []
        self.sums: list[int] = []
        total, day_before, rate_before = 0, start, 0
        for day, rate in rates:
            total += (day - day_before) * rate_before
            self.days.append(day)
            self.rates.append(rate)
            self.sums.append(total)
            day_before, rate_before = day, rate

    def at(self, day: int) -> int:
        """What has run up before this day."""
        place = max(bisect_right(self.days, day) - 1, 0)
        return self.sums[place] + max(day - self.days[place], 0) * self.rates[place]

    def reach(self, amount: int) -> int:
        """The first day before which so much has run up. The last rate is never nought."""
        for place, (day, following) in enumerate(pairwise([*self.days, FOR_EVER])):
            missing = amount - self.sums[place]
            if missing <= 0:
                return day
            if self.rates[place] and missing <= (following - day) * self.rates[place]:
                return day + -(-missing // self.rates[place])
        return FOR_EVER

    def after(self, day: int, amount: int) -> int:
        """The first day by which so much has run up since another."""
        return self.reach(self.at(day) + amount) if amount > 0 else day


def timetable(life: Life, terms: Terms, *, on: datetime.date) -> Timetable:
    """Everything about somebody's time. `on` is the day on which it is asked: only open ends look at it."""
    start = life.starts_on.toordinal()
    jobs = _without_open_ends(life, on)
    pauses = [(each.first, _end_of_pause(each, on), each.words) for each in life.pauses]
    gaps = [(each.first, each.after) for each in life.gaps]
    still = [(first, after) for first, after, _ in pauses] + gaps
    years = list(_absence_years(life, terms, start, still, on))
    counting = _counting_absences(life, years, on)
    stretches = list(_stretches(start, jobs, counting, pauses, gaps, terms))
    served = Clock(start, ((each.day, each.tenths) for each in stretches))
    there = Clock(start, ((each.day, int(each.is_there)) for each in stretches))

    length = max(terms.length_months - life.months_off, 1)
    owed = _nominal(life.starts_on, length)
    base = served.reach(owed * FULL_TIME)
    cap = _cap(life, terms, start, stretches)
    is_capped = cap is not None and cap < base
    before_more_time = min(base, cap) if cap is not None else base
    extra = sum(each.days for each in life.more_time)
    end = there.after(before_more_time, extra)
    dues = _Dues(life, terms, served, there, before_more_time)
    return Timetable(
        ends_on=_day(end),
        ends_before_more_time_on=_day(before_more_time),
        owed_days=owed,
        served_tenths=min(served.at(max(on.toordinal(), start)), owed * FULL_TIME),
        sum=tuple(_lines(stretches, before_more_time)),
        absence_years=tuple(each for each in years if each.days),
        stages=tuple(dues.all(end)),
        is_capped=is_capped,
        cap_on=_day(cap) if cap is not None else None,
    )


def _day(ordinal: int) -> datetime.date:
    return datetime.date.fromordinal(min(ordinal, FOR_EVER))


def _nominal(start: datetime.date, months: int) -> int:
    """So many months from the start in days: always counted from the start."""
    return (months_after(start, months) - start).days


def _shortest(start: datetime.date, months: int | None) -> int | None:
    """The fewest days that so many months can have: the same wherever in the year they begin."""
    if months is None:
        return None
    return min(
        (months_after(start, first + months) - months_after(start, first)).days
        for first in range(MONTHS_IN_A_YEAR)
    )


def _without_open_ends(life: Life, on: datetime.date) -> list[tuple[int, int, int]]:
    """Somebody between two jobs is taken to work again from the day of asking, as many hours as before."""
    jobs = [(each.first, each.after, each.tenths) for each in life.jobs]
    last = max((after for _, after, _ in jobs), default=life.starts_on.toordinal())
    if last < FOR_EVER:
        hours = sum(tenths for _, after, tenths in jobs if after == last) or FULL_TIME
        jobs.append((max(last, on.toordinal()), FOR_EVER, min(hours, FULL_TIME)))
    return jobs


def _end_of_pause(pause: Pause, on: datetime.date) -> int:
    """Open, it lasts until the expected return, and while nobody has come back, until the day of asking."""
    if pause.ends_on is not None:
        return pause.after
    expected = pause.expected_return_on.toordinal() if pause.expected_return_on else pause.first
    return max(expected, on.toordinal(), pause.first)


def _end_of_absence(absence: Absence, on: datetime.date) -> int:
    """Open, it lasts until the day of asking."""
    return absence.after if absence.ends_on is not None else max(on.toordinal() + 1, absence.first)


def _absence_years(
    life: Life, terms: Terms, start: int, still: list[tuple[int, int]], on: datetime.date
) -> Iterator[AbsenceYear]:
    """Ordinary absence, added up over each induction year; the years stand still during a pause."""
    ordinary = [(each.first, _end_of_absence(each, on)) for each in life.absences if not each.is_exempt]
    if not ordinary:
        return
    edges = sorted({start, *(edge for span in still for edge in span if start < edge < FOR_EVER)})
    years = Clock(start, ((edge, int(not _covers(still, edge))) for edge in edges))
    days = sorted({day for first, after in ordinary for day in range(max(first, start), after)})
    away = [day for day in days if not _covers(still, day)]
    number, first_day = 0, start
    while away and first_day <= away[-1]:
        number += 1
        next_year = years.reach(_nominal(life.starts_on, number * terms.induction_year_months))
        total = bisect_right(away, next_year - 1) - bisect_right(away, first_day - 1)
        counts = total >= terms.absence_threshold_days
        yield AbsenceYear(number, _day(first_day), _day(next_year - 1), total, counts)
        first_day = next_year


def _covers(spans: Iterable[tuple[int, int]], day: int) -> bool:
    return any(first <= day < after for first, after in spans)


def _counting_absences(
    life: Life, years: list[AbsenceYear], on: datetime.date
) -> list[tuple[int, int, Why, str]]:
    """The stretches of absence that serve nothing: chosen leave, and ordinary absence past the threshold."""
    counting = []
    for each in life.absences:
        first, after = each.first, _end_of_absence(each, on)
        if each.is_exempt:
            if each.makes_longer is not False:
                counting.append((first, after, Why.LEAVE, each.words))
            continue
        for year in years:
            begins, ends = year.starts_on.toordinal(), year.ends_on.toordinal() + 1
            if year.counts and first < ends and after > begins:
                counting.append((max(first, begins), min(after, ends), Why.AWAY, each.words))
    return counting


@dataclass(frozen=True)
class _Stretch:
    """From a day on, until the next begins."""

    day: int
    why: Why
    tenths: int
    words: str

    @property
    def is_there(self) -> bool:
        """At work for the programme: extensions, and the time between two reviews, run on such days."""
        return self.why == Why.WORKED


def _stretches(
    start: int,
    jobs: list[tuple[int, int, int]],
    counting: list[tuple[int, int, Why, str]],
    pauses: list[tuple[int, int, str]],
    gaps: list[tuple[int, int]],
    terms: Terms,
) -> Iterator[_Stretch]:
    edges = {start}
    for first, after in _edges(jobs, counting, pauses, gaps):
        edges.update(edge for edge in (first, after) if start < edge < FOR_EVER)
    before: _Stretch | None = None
    for day in sorted(edges):
        stretch = _on(day, jobs, counting, pauses, gaps, terms)
        if before is None or (stretch.why, stretch.tenths, stretch.words) != (
            before.why,
            before.tenths,
            before.words,
        ):
            before = stretch
            yield stretch


def _edges(*spans: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, int]]:
    for each in spans:
        yield from ((span[0], span[1]) for span in each)


def _on(
    day: int,
    jobs: list[tuple[int, int, int]],
    counting: list[tuple[int, int, Why, str]],
    pauses: list[tuple[int, int, str]],
    gaps: list[tuple[int, int]],
    terms: Terms,
) -> _Stretch:
    """What a day is for the programme: the first of these that holds."""
    if _covers(gaps, day):
        return _Stretch(day, Why.LEFT, 0, "")
    for first, after, words in pauses:
        if first <= day < after:
            return _Stretch(day, Why.PAUSED, 0, words)
    for first, after, why, words in counting:
        if first <= day < after:
            return _Stretch(day, why, 0, words)
    hours = [tenths for first, after, tenths in jobs if first <= day < after]
    if not hours:
        return _Stretch(day, Why.BETWEEN_JOBS, 0, "")
    tenths = min(sum(hours), FULL_TIME) if terms.part_time_lengthens else FULL_TIME
    return _Stretch(day, Why.WORKED, tenths, "")


def _cap(life: Life, terms: Terms, start: int, stretches: list[_Stretch]) -> int | None:
    """The day on which the longest time is used up, not counting what the rule book leaves out."""
    if terms.longest_months is None:
        return None
    left_out = {Why.LEFT}
    if "pauses" in terms.cap_excludes:
        left_out.add(Why.PAUSED)
    if "exempt_leave" in terms.cap_excludes:
        left_out.add(Why.LEAVE)
    clock = Clock(start, ((each.day, int(each.why not in left_out)) for each in stretches))
    return clock.reach(_nominal(life.starts_on, terms.longest_months))


def _lines(stretches: list[_Stretch], end: int) -> Iterator[Stretch]:
    """The sum, up to the end before more time was given."""
    for each, following in pairwise([*stretches, None]):
        after = min(following.day if following else end, end)
        if each is not None and after > each.day:
            yield Stretch(_day(each.day), after - each.day, each.why, each.tenths, each.words)


class _Dues:
    """When the stages of one programme fall due in one life."""

    def __init__(self, life: Life, terms: Terms, served: Clock, there: Clock, before_more_time: int):
        self.life, self.terms, self.served, self.there = life, terms, served, there
        self.before_more_time = before_more_time
        self.days_between_reviews = _shortest(life.starts_on, terms.months_between_reviews)

    def all(self, end: int) -> Iterator[DueStage]:
        stages = sorted(self.terms.stages, key=lambda each: each.month)
        previous, month_before = self.life.starts_on.toordinal(), 0
        last_between: StageTerms | None = None
        found: list[DueStage] = []
        for stage in stages:
            if stage.is_final:
                continue
            month = stage.month - self.life.months_off
            due = self._due(stage, month, previous, month_before)
            found.append(due)
            is_a_step = stage.has_review and not stage.is_optional and not due.falls_away
            if is_a_step:
                previous, month_before, last_between = due.due_on.toordinal(), month, stage
        if last_between is not None:
            found += self._between(last_between, previous, month_before)
        found += [self._final(stage, end) for stage in stages if stage.is_final]
        yield from sorted(found, key=lambda each: (each.stage.month, each.round))

    def _due(self, stage: StageTerms, month: int, previous: int, month_before: int) -> DueStage:
        if held := self.life.held.get((stage.code, 1)):
            return DueStage(stage, held.due_on, held_on=held.held_on)
        if month <= 0 and stage.month > 0:
            return DueStage(stage, months_after(self.life.starts_on, stage.month), falls_away=True)
        due = self.served.reach(self._owed(month) * FULL_TIME)
        pulled = due
        if stage.has_review and not stage.is_optional:
            pulled = self._at_most(due, previous, month, month_before)
        pulled = min(pulled, self.before_more_time)
        return DueStage(stage, _day(pulled), is_pulled_forward=pulled < due)

    def _owed(self, month: int) -> int:
        return _nominal(self.life.starts_on, max(month, 0))

    def _at_most(self, due: int, previous: int, month: int, month_before: int) -> int:
        """Hours stretch the time between two reviews, but never beyond the longest there may be."""
        longest = self._longest(month, month_before)
        if longest is None or self.there.at(due) - self.there.at(previous) <= longest:
            return due
        return self.there.after(previous, longest)

    def _longest(self, month: int, month_before: int) -> int | None:
        """In days; never shorter than somebody who works full time has between the same two stages."""
        if self.days_between_reviews is None:
            return None
        return max(self.days_between_reviews, self._owed(month) - self._owed(month_before))

    def _between(self, stage: StageTerms, previous: int, month_before: int) -> Iterator[DueStage]:
        """Reviews beside the stages, where part-time hours leave too long before the end.

        They follow from the review before, not from the end: what happens later never moves one that is past.
        """
        last_month = max(self.terms.length_months - self.life.months_off, 1)
        longest = self._longest(last_month, month_before)
        if longest is None:
            return
        span = self.there.at(self.before_more_time) - self.there.at(previous)
        for round_ in range(2, -(-span // longest) + 1):
            if held := self.life.held.get((stage.code, round_)):
                yield DueStage(stage, held.due_on, round_, held_on=held.held_on)
                continue
            yield DueStage(stage, _day(self.there.after(previous, longest * (round_ - 1))), round_)

    def _final(self, stage: StageTerms, end: int) -> DueStage:
        """Held, it stays held: whoever gives more time after that asks for it again."""
        round_ = self.life.final_round
        if held := self.life.held.get((stage.code, round_)):
            return DueStage(stage, held.due_on, round_, held_on=held.held_on)
        return DueStage(stage, _day(end), round_)
