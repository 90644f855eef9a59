"""What the programme asks for besides the outcomes: to be observed, and to be heard about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from swip.enrolment.models import Enrolment
from swip.enrolment.queries import rules_behind, value_or
from swip.feedback.queries.rounds import answers_counted
from swip.observations.queries import standing_of
from swip.observations.rules import ENOUGH, Year
from swip.programmes.models import Rule
from swip.progress.rules import how_many
from swip.voices.queries import Counted, counted_voices

PROFESSIONALS = "feedback.professionals.min"
CHILDREN = "feedback.children_young_people.min"
FAMILIES = "feedback.families_carers.min"


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
    """One year of the programme."""

    year: Year
    things: list[AskedFor]


def asked_of(enrolment: Enrolment) -> list[YearAsked]:
    """Every year of somebody's programme with what it asks for, and what there is."""
    book = enrolment.rule_book
    rules = {each.key: each for each in rules_behind(book, ENOUGH, PROFESSIONALS, CHILDREN, FAMILIES)}
    heard = counted_voices([enrolment.pk])

    def thing(title: str, key: str, there: int, page: str, when: str) -> AskedFor:
        wanted = value_or(book, key, 0)
        return AskedFor(
            title=title,
            words=how_many(there, wanted, when),
            is_met=there >= wanted,
            is_late=False,
            is_asked=wanted > 0,
            href=reverse(page, args=[enrolment.pk]),
            rule=rules.get(key),
        )

    found = []
    for year in standing_of(enrolment):
        when = "this year" if year.is_now else f"in year {year.number}"
        answers = answers_counted([enrolment], year.starts_on, year.ends_on).get(enrolment.pk, 0)
        observed = AskedFor(
            title="Observations of your practice",
            words=year.words,
            is_met=year.is_enough,
            is_late=year.is_late,
            is_asked=True,
            href=reverse("observations:list", args=[enrolment.pk]),
            rule=rules.get(ENOUGH),
        )
        things = [
            observed,
            thing("Answers from other professionals", PROFESSIONALS, answers, "feedback:rounds", when),
            thing(
                "Feedback from children and young people",
                CHILDREN,
                _heard(heard, year, True),
                "voices:voices",
                when,
            ),
            thing(
                "Feedback from parents and carers",
                FAMILIES,
                _heard(heard, year, False),
                "voices:voices",
                when,
            ),
        ]
        found.append(YearAsked(year, things))
    return found


def _heard(counted: Iterable[Counted], year: Year, is_child: bool) -> int:
    """Voices are told by their month alone, so that nobody is picked out by a day."""
    first, last = year.starts_on.replace(day=1), year.ends_on
    return sum(
        each.number for each in counted if each.is_child == is_child and first <= each.given_in <= last
    )
