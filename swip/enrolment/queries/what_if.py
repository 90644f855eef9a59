"""What a change would do to somebody's dates, beside what they are now. Nothing of it is stored."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone

from swip.enrolment.models import Absence, EmploymentPeriod, Enrolment, Pause
from swip.enrolment.queries.timetable import Sum, life_of, rules_of_sum, sum_of, tenths, terms_of
from swip.enrolment.rules import timetable as engine
from swip.enrolment.rules.timetable import DueStage, Life, Terms, Timetable, Why
from swip.programmes.models import Rule


def absence_in_a_life(absence: Absence) -> engine.Absence:
    return engine.Absence(
        absence.starts_on,
        absence.ends_on,
        absence.kind,
        absence.kind_words,
        absence.is_exempt,
        absence.makes_longer,
    )


def pause_in_a_life(pause: Pause) -> engine.Pause:
    return engine.Pause(pause.starts_on, pause.ends_on, pause.expected_return_on, pause.reason_words)


def job_in_a_life(period: EmploymentPeriod) -> engine.Job:
    return engine.Job(period.starts_on, period.ends_on, tenths(period.full_time_equivalent))


@dataclass(frozen=True)
class Span:
    """A stretch of time as the drawing shows it."""

    starts_on: datetime.date
    ends_on: datetime.date
    state: str
    text: str


def spans(worked_out: Timetable) -> list[Span]:
    """What the days up to the end were or will be."""
    drawn = []
    for each in worked_out.sum:
        if each.why == Why.WORKED:
            is_full = each.tenths >= engine.FULL_TIME
            state, text = (
                ("full_time", "Full time") if is_full else ("part_time", f"0.{each.tenths} of full time")
            )
        elif each.why in (Why.AWAY, Why.LEAVE):
            state, text = "away", each.words
        else:
            state = "still"
            text = {
                Why.PAUSED: f"Paused: {each.words[:1].lower()}{each.words[1:]}",
                Why.LEFT: "Not on the programme",
            }.get(each.why, "Between two employers")
        drawn.append(Span(each.starts_on, each.ends_on, state, text))
    if worked_out.ends_on > worked_out.ends_before_more_time_on:
        last = worked_out.ends_on - datetime.timedelta(days=1)
        drawn.append(Span(worked_out.ends_before_more_time_on, last, "more", "More time"))
    return drawn


@dataclass(frozen=True)
class Outcome:
    """How things would stand: the end, every stage, and the sum behind it."""

    title: str
    worked_out: Timetable
    sum: Sum
    rules: dict[str, Rule]

    @property
    def ends_on(self) -> datetime.date:
        return self.worked_out.ends_on

    @property
    def spans(self) -> list[Span]:
        return spans(self.worked_out)


@dataclass(frozen=True)
class StageRow:
    """One stage: its day now, and its day by each of the options; no day where it is not asked for."""

    name: str
    now: datetime.date | None
    then: list[datetime.date | None]
    held_on: datetime.date | None


@dataclass(frozen=True)
class Comparison:
    """Now, and then: one option, or two where the person may choose."""

    now: Outcome
    options: list[Outcome]
    stages: list[StageRow]


class Change(Protocol):
    """What was typed of a change, as far as it bears on time."""

    def options(self, life: Life) -> Sequence[tuple[str, Life]]:
        """The life as it would be, under its title; two where the person may choose."""


def compare(enrolment: Enrolment, change: Change) -> Comparison:
    life, terms = life_of(enrolment), terms_of(enrolment.rule_book)
    now = _outcome("Now", life, terms, enrolment)
    options = [_outcome(title, each, terms, enrolment) for title, each in change.options(life)]
    return Comparison(now, options, _rows(now, options))


def outcome_now(enrolment: Enrolment) -> Outcome:
    """How things stand today."""
    return _outcome("Now", life_of(enrolment), terms_of(enrolment.rule_book), enrolment)


def _outcome(title: str, life: Life, terms: Terms, enrolment: Enrolment) -> Outcome:
    worked_out = engine.timetable(life, terms, on=timezone.localdate())
    told = sum_of(life, terms, worked_out)
    return Outcome(title, worked_out, told, rules_of_sum(enrolment.rule_book, told))


def _rows(now: Outcome, options: list[Outcome]) -> list[StageRow]:
    dues = [_by_stage(each.worked_out.stages) for each in [now, *options]]
    names: dict[tuple[str, int], DueStage] = {}
    for each in dues:
        for key, due in each.items():
            names.setdefault(key, due)
    rows = []
    for key, due in sorted(names.items(), key=lambda item: (item[1].stage.month, item[1].round)):
        days = [_day(each.get(key)) for each in dues]
        rows.append(StageRow(due.name, days[0], days[1:], due.held_on))
    return rows


def _by_stage(stages: Iterable[DueStage]) -> dict[tuple[str, int], DueStage]:
    return {(each.stage.code, each.round): each for each in stages}


def _day(due: DueStage | None) -> datetime.date | None:
    return due.due_on if due is not None and not due.falls_away else None
