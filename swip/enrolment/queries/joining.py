"""What is asked before somebody joins, and what their answers lead to."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from swip.accounts.models import Organisation, Team, User
from swip.enrolment.models import EmploymentPeriod, Enrolment
from swip.enrolment.rules import RegistrationRefused
from swip.govuk.words import month_year
from swip.programmes.models import Programme, Rule, RuleBook
from swip.programmes.rules import LeadsTo


class OpenPlaces:
    """Who of these people is on a programme now, and where: in two questions, however many they are."""

    def __init__(self, people: Iterable[User], programme: Programme) -> None:
        self.programme = programme
        open_ones = Enrolment.objects.filter(programme=programme, status__in=Enrolment.OPEN)
        self._by_person = {each.social_worker_id: each for each in open_ones.filter(social_worker__in=people)}
        employed = EmploymentPeriod.objects.not_over().filter(enrolment__in=self._by_person.values())
        self._employers = set(employed.values_list("enrolment_id", "organisation_id"))

    def of(self, person: User) -> Enrolment | None:
        return self._by_person.get(person.pk)

    def is_employed(self, place: Enrolment, organisation: Organisation) -> bool:
        return (place.pk, organisation.pk) in self._employers

    def refuse(self, person: User, *, organisation: Organisation, by: User) -> None:
        """Nobody registers themselves, and nobody has two places at a time on one programme, wherever it is."""
        if person == by:
            raise RegistrationRefused("You cannot register yourself. Ask another coordinator")
        place = self.of(person)
        if place is None:
            return
        since = f"on the {self.programme} since {month_year(place.starts_on)}"
        if self.is_employed(place, organisation):
            raise RegistrationRefused(f"This person is already {since}, in your organisation")
        raise RegistrationRefused(
            f"This person is already {since}, with another employer. They cannot be registered a second time."
            " If they have moved to you, claim their record"
        )


def refuse_registration(person: User, *, programme: Programme, organisation: Organisation, by: User) -> None:
    OpenPlaces([person], programme).refuse(person, organisation=organisation, by=by)


@dataclass(frozen=True)
class Registration:
    """Everything that is known of somebody when they join."""

    organisation: Organisation
    rule_book: RuleBook
    answers: Mapping[str, str]
    name: str
    email: str
    register_number: str
    starts_on: datetime.date
    full_time_equivalent: Decimal = Decimal("1.0")
    team: Team | None = None
    supervisor: User | None = None
    assessor: User | None = None


@dataclass(frozen=True)
class Consequence:
    """What an answer leads to, and the rule that says so."""

    leads_to: str
    explanation: str
    rule: Rule


@dataclass
class Answered:
    """One question of a rule book as it was answered."""

    question: str
    code: str
    answer: str
    answer_code: str
    rule_key: str
    consequences: list[Consequence] = field(default_factory=list)

    @property
    def stands_in_the_way(self) -> bool:
        return any(each.leads_to == LeadsTo.CANNOT_JOIN for each in self.consequences)


def rule_books_in_force() -> QuerySet[RuleBook]:
    """The programmes that people can be registered on today."""
    in_force = RuleBook.objects.in_force_on(timezone.localdate())
    return in_force.select_related("programme", "standards").order_by("programme__position")


def answered(rule_book: RuleBook, answers: Mapping[str, str]) -> list[Answered]:
    """The questions that have an answer, each with what that leads to."""
    told = []
    for question in rule_book.questions:
        given = {each["code"]: each for each in question.answers}.get(answers.get(question.code, ""))
        if given is None:
            continue
        consequences = []
        if given["leads_to"] != LeadsTo.JOINS:
            consequences.append(
                Consequence(
                    given["leads_to"], given.get("explanation", ""), rule_book.rule(question.rule_key)
                )
            )
        if given.get("warning"):
            rule = rule_book.rule(given.get("warning_rule", question.rule_key))
            consequences.append(Consequence(LeadsTo.WARN, given["warning"], rule))
        told.append(
            Answered(
                question.words, question.code, given["words"], given["code"], question.rule_key, consequences
            )
        )
    return told


def answers_as_asked(rule_book: RuleBook, answers: Mapping[str, str]) -> list[dict[str, str]]:
    """The questions and answers in the words of the day, to be kept with the decision."""
    return [
        {
            "question": each.question,
            "question_code": each.code,
            "answer": each.answer,
            "answer_code": each.answer_code,
            "rule": each.rule_key,
        }
        for each in answered(rule_book, answers)
    ]


def reasons_as_told(rule_book: RuleBook, answers: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"leads_to": each.leads_to, "explanation": each.explanation, "rule": each.rule.key}
        for one in answered(rule_book, answers)
        for each in one.consequences
    ]
