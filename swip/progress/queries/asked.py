"""What the programme asks for besides the outcomes: to be observed, and to be heard about."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from swip.enrolment.models import Enrolment
from swip.enrolment.queries import rules_behind, value_or
from swip.feedback.queries.rounds import answers_counted
from swip.observations.queries import standing_of
from swip.observations.rules import ENOUGH, Year
from swip.programmes.models import Rule
from swip.progress.rules import how_many, how_many_told
from swip.voices.queries import BATCH_LEAST, Counted, counted_voices, number
from swip.voices.rules.batches import Kinds, kinds_apart

PROFESSIONALS = "feedback.professionals.min"
CHILDREN = "feedback.children_young_people.min"
FAMILIES = "feedback.families_carers.min"
# What each of these counts is called, and the page on which it can be asked for.
HEARD = {
    PROFESSIONALS: ("Answers from other professionals", "feedback:rounds"),
    CHILDREN: ("Feedback from children and young people", "voices:voices"),
    FAMILIES: ("Feedback from parents and carers", "voices:voices"),
}
TOGETHER = "Feedback from children, young people, parents and carers, counted together"


@dataclass(frozen=True)
class AskedFor:
    """One thing that a year of the programme asks for, and how it stands, in words."""

    title: str
    words: str
    is_met: bool
    is_late: bool
    is_asked: bool
    href: str
    rule: Rule | None


@dataclass(frozen=True)
class YearAsked:
    """One year of the programme, up to its own last day."""

    year: Year
    last_day: datetime.date
    things: list[AskedFor]


def asked_of(enrolment: Enrolment) -> list[YearAsked]:
    """Every year of somebody's programme with what it asks for, and what there is."""
    rules = {each.key: each for each in rules_behind(enrolment.rule_book, ENOUGH, *HEARD, BATCH_LEAST)}
    voices = counted_voices([enrolment.pk])
    least = number(enrolment, BATCH_LEAST)
    found = []
    for year in standing_of(enrolment):
        first, last = _days_of(year, enrolment)
        # Voices are told by their month alone, so that nobody is picked out by a day: a month belongs to the year in
        # which it begins, and the month in which the programme began to the first.
        since = first.replace(day=1) if year.number == 1 else first
        in_time = [each for each in voices if since <= each.given_in <= last]
        heard = {
            PROFESSIONALS: answers_counted([enrolment], first, last).get(enrolment.pk, 0),
            CHILDREN: sum(each.number for each in in_time if each.is_child),
            FAMILIES: sum(each.number for each in in_time if not each.is_child),
        }
        kinds = _kinds(in_time, least)
        told = {CHILDREN: kinds.children, FAMILIES: kinds.families} if kinds.together else {}
        things = [_to_be_observed(enrolment, year, rules.get(ENOUGH))]
        things += [
            _to_be_heard(enrolment, year, key, there, rules.get(key), told.get(key))
            for key, there in heard.items()
        ]
        if kinds.together:
            things.append(_counted_together(enrolment, year, kinds.together, least, rules.get(BATCH_LEAST)))
        found.append(YearAsked(year, last, things))
    return found


def _to_be_observed(enrolment: Enrolment, year: Year, rule: Rule | None) -> AskedFor:
    return AskedFor(
        title="Observations of your practice",
        words=year.words,
        is_met=year.is_enough,
        is_late=year.is_late,
        is_asked=True,
        href=reverse("observations:list", args=[enrolment.pk]),
        rule=rule,
    )


def _to_be_heard(
    enrolment: Enrolment, year: Year, key: str, there: int, rule: Rule | None, told: int | None
) -> AskedFor:
    """`told`: how many of them may be told, where it is not all."""
    title, page = HEARD[key]
    wanted = value_or(enrolment.rule_book, key, 0)
    when = _when(year)
    return AskedFor(
        title=title,
        words=how_many(there, wanted, when) if told is None else how_many_told(told, there, wanted, when),
        is_met=there >= wanted,
        is_late=there < wanted and year.ends_on <= timezone.localdate(),
        is_asked=wanted > 0,
        href=reverse(page, args=[enrolment.pk]),
        rule=rule,
    )


def _kinds(voices: list[Counted], least: int) -> Kinds:
    """Batch after batch, in the order in which the worker read them."""
    batches = dict.fromkeys(each.batch_id for each in voices)
    return kinds_apart(
        (
            (
                sum(each.number for each in voices if each.batch_id == batch and each.is_child),
                sum(each.number for each in voices if each.batch_id == batch and not each.is_child),
            )
            for batch in batches
        ),
        least,
    )


def _counted_together(
    enrolment: Enrolment, year: Year, there: int, least: int, rule: Rule | None
) -> AskedFor:
    return AskedFor(
        title=TOGETHER,
        words=f"{there} {_when(year)}. Children are counted apart from their families once at least {least} of each "
        "are there, so that nobody can be picked out",
        is_met=True,
        is_late=False,
        is_asked=False,
        href=reverse("voices:voices", args=[enrolment.pk]),
        rule=rule,
    )


def _when(year: Year) -> str:
    return "this year" if year.is_now else f"in year {year.number}"


def _days_of(year: Year, enrolment: Enrolment) -> tuple[datetime.date, datetime.date]:
    """A year ends on the day the next begins, which belongs to the next; the last holds its own last day."""
    is_last = year.ends_on == enrolment.expected_end_on
    return year.starts_on, year.ends_on if is_last else year.ends_on - datetime.timedelta(days=1)
