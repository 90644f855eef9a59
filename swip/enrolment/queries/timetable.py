"""Somebody's time on a programme: what it is worked out from, what comes out, and what would come out if."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from swip.enrolment.models import (
    Absence,
    EmploymentPeriod,
    Enrolment,
    Extension,
    Pause,
    Reduction,
    StageDate,
    Withdrawal,
)
from swip.enrolment.queries.place import value_or, with_its_programme
from swip.enrolment.rules import timetable as engine
from swip.enrolment.rules.timetable import Life, Terms, Timetable, Why
from swip.govuk.words import and_list, date_in_words, plural
from swip.programmes.models import Rule, RuleBook

LENGTH = "programme.length_months"
LONGEST = "programme.max_calendar_months"
OWED = "programme.time.owed"
PART_TIME = "programme.part_time"
CAP_EXCLUDES = "programme.part_time.cap_excludes"
BETWEEN_REVIEWS = "programme.part_time.reviews"
THRESHOLD = "programme.absence.threshold_days"
INDUCTION_YEAR = "programme.absence.induction_year"
EXEMPT = "programme.absence.exempt"
PAUSES = "programme.pause.agreement"
GROUNDS = "programme.extension.grounds"
REDUCTION = "programme.reduction"
MONTH_ENDS = "programme.time.month_ends"


def terms_of(rule_book: RuleBook) -> Terms:
    """What a rule book says about time, as plain values."""
    return Terms(
        length_months=rule_book.value(LENGTH),
        stages=tuple(
            engine.StageTerms(
                each.code,
                each.name,
                each.month,
                has_review=each.has_review,
                is_optional=each.is_optional,
                is_final=each.is_final,
            )
            for each in rule_book.stages
        ),
        longest_months=value_or(rule_book, LONGEST, None),
        part_time_lengthens=value_or(rule_book, PART_TIME, True),
        absence_threshold_days=value_or(rule_book, THRESHOLD, 30),
        induction_year_months=value_or(rule_book, INDUCTION_YEAR, 12),
        months_between_reviews=value_or(rule_book, BETWEEN_REVIEWS, None),
        cap_excludes=frozenset(code for code, _ in value_or(rule_book, CAP_EXCLUDES, ())),
    )


def tenths(full_time_equivalent: Decimal) -> int:
    """0.6 of full time as 6: the engine's sums are exact."""
    return int(full_time_equivalent * engine.FULL_TIME)


def with_open_ends(on: datetime.date) -> QuerySet[Enrolment]:
    """Those whose dates move as the days go by: absent without a last day, paused past their expected return,
    or between two employers."""
    away = Absence.objects.counted().filter(enrolment=OuterRef("pk"), ends_on=None, starts_on__lte=on)
    paused = Pause.objects.counted().filter(enrolment=OuterRef("pk"), ends_on=None, expected_return_on__lt=on)
    employed = EmploymentPeriod.objects.not_over(on).filter(enrolment=OuterRef("pk"))
    return with_its_programme(
        Enrolment.objects.filter(
            Exists(away) | Exists(paused) | ~Exists(employed),
            status__in=[Enrolment.Status.ACTIVE, Enrolment.Status.PAUSED],
        )
    ).order_by("pk")


# From the records to a life


def lives_of(enrolments: Iterable[Enrolment]) -> dict[int, Life]:
    """Everything that bears on the time of each of these, in as many questions as for one."""
    by_number = {each.pk: each for each in enrolments}
    of_each: dict[type, dict[int, list[Any]]] = {}
    for model in (EmploymentPeriod, Absence, Pause, Withdrawal, Extension, Reduction, StageDate):
        rows: dict[int, list[Any]] = defaultdict(list)
        for row in _counted(model, by_number):
            rows[row.enrolment_id].append(row)
        of_each[model] = rows
    return {
        pk: _life(each, {model: rows[pk] for model, rows in of_each.items()})
        for pk, each in by_number.items()
    }


def _counted(model: Any, numbers: Iterable[int]) -> Iterable[Any]:
    if model is EmploymentPeriod:
        return model.objects.filter(enrolment__in=numbers).order_by("starts_on", "pk")
    if model is StageDate:
        held = model.objects.filter(enrolment__in=numbers, held_on__isnull=False)
        finals = model.objects.filter(enrolment__in=numbers, stage__is_final=True, held_on=None)
        return chain(held.select_related("stage"), finals.select_related("stage"))
    return model.objects.counted().filter(enrolment__in=numbers).order_by("pk")


def _life(enrolment: Enrolment, facts: dict[Any, list[Any]]) -> Life:
    day = datetime.timedelta(days=1)
    return Life(
        starts_on=enrolment.starts_on,
        jobs=tuple(
            engine.Job(each.starts_on, each.ends_on, tenths(each.full_time_equivalent))
            for each in facts[EmploymentPeriod]
        ),
        absences=tuple(
            engine.Absence(
                each.starts_on, each.ends_on, each.kind, each.kind_words, each.is_exempt, each.makes_longer
            )
            for each in facts[Absence]
        ),
        pauses=tuple(
            engine.Pause(each.starts_on, each.ends_on, each.expected_return_on, each.reason_words)
            for each in facts[Pause]
        ),
        gaps=tuple(
            engine.Gap(each.last_day + day, each.returned_on - day)
            for each in facts[Withdrawal]
            if each.returned_on and each.returned_on > each.last_day + day
        ),
        more_time=tuple(engine.MoreTime(each.days, each.ground_words) for each in facts[Extension]),
        months_off=sum(each.months for each in facts[Reduction]),
        final_round=max((each.round for each in facts[StageDate] if each.stage.is_final), default=1),
        held={
            (each.stage.code, each.round): engine.Held(each.due_on, each.held_on)
            for each in facts[StageDate]
            if each.held_on
        },
    )


def life_of(enrolment: Enrolment) -> Life:
    return lives_of([enrolment])[enrolment.pk]


def timetable_of(enrolment: Enrolment, on: datetime.date | None = None) -> Timetable:
    """Worked out anew from the records, as at a day."""
    terms = terms_of(enrolment.rule_book)
    return engine.timetable(life_of(enrolment), terms, on=on or timezone.localdate())


def dates_ahead(rule_book: RuleBook, starts_on: datetime.date, full_time_equivalent: Decimal) -> Timetable:
    """The dates of somebody who is about to join, if nothing else happens."""
    life = Life(starts_on, (engine.Job(starts_on, tenths=tenths(full_time_equivalent)),))
    return engine.timetable(life, terms_of(rule_book), on=starts_on)


# The sum in words


@dataclass(frozen=True)
class Line:
    """One line of a sum: from when to when, what those days were, how many, what they served; and the rule."""

    starts_on: datetime.date
    ends_on: datetime.date
    what: str
    days: int
    served: str
    rule_key: str

    def __str__(self) -> str:
        span = f"{date_in_words(self.starts_on)} to {date_in_words(self.ends_on)}"
        return f"{span}: {plural(self.days, 'day', 'days')}, {self.what}: {self.served}"


@dataclass(frozen=True)
class Note:
    """A sentence beside the sum, and the rule behind it."""

    words: str
    rule_key: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Sum:
    """How an end date comes about, so that anybody can check it."""

    owed: Note
    lines: list[Line]
    notes: list[Note]
    result: Note

    def __str__(self) -> str:
        return "\n".join(str(each) for each in [self.owed, *self.lines, *self.notes, self.result])


def days_served(served_tenths: int) -> str:
    """Days, with their tenth where there is one: "365 days", "164.4 days"."""
    whole, part = divmod(served_tenths, engine.FULL_TIME)
    return f"{whole:,}.{part} days" if part else plural(whole, "day", "days")


def sum_of(life: Life, terms: Terms, worked_out: Timetable) -> Sum:
    """The sum behind an end date, each line with its rule."""
    months = terms.length_months - life.months_off
    owed_words = f"{plural(months, 'month', 'months')} from {date_in_words(life.starts_on)}"
    if life.months_off:
        owed_words += f" ({terms.length_months} less {life.months_off} for experience before)"
    owed = f"Owed: {owed_words}, which is {plural(worked_out.owed_days, 'day', 'days')} of full time"
    return Sum(
        owed=Note(owed, REDUCTION if life.months_off else LENGTH),
        lines=[_line(each) for each in worked_out.sum],
        notes=_notes(life, terms, worked_out),
        result=_result(worked_out),
    )


WHAT = {
    Why.WORKED: ("full time", OWED),
    Why.BETWEEN_JOBS: ("between two employers", OWED),
    Why.AWAY: ("{words}, which counts as absence", THRESHOLD),
    Why.LEAVE: ("{words}, added to the programme", EXEMPT),
    Why.PAUSED: ("paused: {words}", PAUSES),
    Why.LEFT: ("not on the programme", OWED),
}


def _line(stretch: engine.Stretch) -> Line:
    what, rule_key = WHAT[stretch.why]
    if stretch.why == Why.WORKED and stretch.tenths < engine.FULL_TIME:
        what, rule_key = f"at 0.{stretch.tenths} of full time", PART_TIME
    served = f"{days_served(stretch.served_tenths)} served" if stretch.tenths else "nothing served"
    words = what.format(words=stretch.words[:1].lower() + stretch.words[1:])
    return Line(stretch.starts_on, stretch.ends_on, words, stretch.days, served, rule_key)


def _notes(life: Life, terms: Terms, worked_out: Timetable) -> list[Note]:
    notes = []
    for year in worked_out.absence_years:
        span = f"{date_in_words(year.starts_on)} to {date_in_words(year.ends_on)}"
        total = f"{plural(year.days, 'day', 'days')} of absence in induction year {year.number} ({span})"
        limit = terms.absence_threshold_days
        notes.append(
            Note(f"{total}: {limit} or more, so all of it counts", THRESHOLD)
            if year.counts
            else Note(f"{total}: fewer than {limit}, so nothing moves", THRESHOLD)
        )
    for leave in life.absences:
        if leave.is_exempt and leave.makes_longer is not True:
            span = f"{leave.words} from {date_in_words(leave.starts_on)}"
            chosen = (
                "by the social worker’s choice it does not make the programme longer"
                if leave.makes_longer is False
                else "time is added until the social worker chooses"
            )
            notes.append(Note(f"{span}: {chosen}", EXEMPT))
    if worked_out.is_capped and worked_out.cap_on:
        notes.append(
            Note(
                f"The longest time a programme may take, {terms.longest_months} months, is used up by"
                f" {date_in_words(worked_out.cap_on)}: the final review is held then and decides whether to"
                " extend",
                LONGEST,
            )
        )
    notes += _more_time(life, worked_out)
    return notes


def _more_time(life: Life, worked_out: Timetable) -> list[Note]:
    if not life.more_time:
        return []
    begins, ends = worked_out.ends_before_more_time_on, worked_out.ends_on - datetime.timedelta(days=1)
    span = f"{date_in_words(begins)} to {date_in_words(ends)}"
    given = [
        f"{plural(each.days, 'day', 'days')} of more time"
        + (f" ({each.words[:1].lower()}{each.words[1:]})" if each.words else "")
        for each in life.more_time
    ]
    return [Note(f"{span}: {and_list(given)}", GROUNDS)]


def _result(worked_out: Timetable) -> Note:
    served = sum(each.served_tenths for each in worked_out.sum)
    owed = min(served, worked_out.owed_days * engine.FULL_TIME)
    return Note(
        f"Served in all: {days_served(owed)} of {worked_out.owed_days:,}."
        f" The programme ends on {date_in_words(worked_out.ends_on)}",
        MONTH_ENDS,
    )


def rules_of_sum(rule_book: RuleBook, told: Sum) -> dict[str, Rule]:
    """The rules that a sum leans on, as far as the rule book has them."""
    said: list[Line | Note] = [told.owed, *told.lines, *told.notes, told.result]
    keys = {each.rule_key for each in said}
    known = rule_book.contents.rules
    return {key: known[key] for key in keys if key in known}
