"""Questions about registrations under way."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.db.models import QuerySet
from django.urls import reverse

from swip.accounts.models import User
from swip.enrolment.models import Pairing
from swip.enrolment.queries import (
    Answered,
    Registration,
    answered,
    choosable,
    known_person,
    rule_books_in_force,
    teams_of,
)
from swip.enrolment.rules import RegistrationRefused
from swip.programmes.models import RuleBook
from swip.programmes.rules import Eligibility, eligibility
from swip.registration.models import RegistrationDraft


def answered_in(draft: RegistrationDraft) -> list[Answered]:
    return answered(draft.rule_book, draft.eligibility_answers) if draft.rule_book else []


def in_the_way(draft: RegistrationDraft) -> list[Answered]:
    """The answers for which nobody can join."""
    return [each for each in answered_in(draft) if each.stands_in_the_way]


def is_all_answered(draft: RegistrationDraft) -> bool:
    return draft.rule_book is not None and len(answered_in(draft)) == len(draft.rule_book.questions)


def is_worth_telling(draft: RegistrationDraft) -> bool:
    """All is answered, and some answer costs the grant or warns: said before anything else is typed."""
    return (
        "email" not in draft.details
        and is_all_answered(draft)
        and any(each.consequences for each in answered_in(draft))
    )


def newer_rules(draft: RegistrationDraft) -> RuleBook | None:
    """The rule book in force, where that is no longer the one whose questions were answered."""
    if draft.rule_book is None:
        return None
    in_force = rule_books_in_force().filter(programme=draft.rule_book.programme).first()
    return in_force if in_force != draft.rule_book else None


def worker_of(draft: RegistrationDraft) -> User | None:
    """The person a draft is about, if we know them already."""
    try:
        return known_person(draft.details["email"], draft.details["register_number"])
    except RegistrationRefused:
        return None


def with_rules(drafts: QuerySet[RegistrationDraft]) -> QuerySet[RegistrationDraft]:
    return drafts.select_related(
        "coordinator", "organisation", "rule_book__programme", "rule_book__standards"
    )


def eligibility_of(draft: RegistrationDraft) -> Eligibility:
    return eligibility(cast(RuleBook, draft.rule_book).questions, draft.eligibility_answers)


@dataclass(frozen=True)
class Step:
    """One page of a registration."""

    name: str
    href: str
    is_done: bool


def steps_of(draft: RegistrationDraft) -> list[Step]:
    """Every page of a registration in order; what is asked depends on the programme."""
    details = draft.details

    def step(name: str, is_done: bool, *more: str) -> Step:
        href = reverse(f"registration:{name}", args=[draft.pk, *more])
        return Step(":".join([name, *more]), href, is_done)

    steps = [step("programme", draft.rule_book is not None)]
    if draft.rule_book is not None:
        steps += [
            step("question", each.code in draft.eligibility_answers, each.code)
            for each in draft.rule_book.questions
        ]
    return [
        *steps,
        step("details", "email" in details),
        *(
            [step("same_person", details.get("is_another") == details["alike"])]
            if details.get("alike")
            else []
        ),
        step("place", "starts_on" in details),
        step("people", "supervisor" in details),
        step("check", False),
    ]


def registration_of(draft: RegistrationDraft) -> Registration:
    """What was answered, with the records it names; refused where something has changed since."""
    if next(each for each in steps_of(draft) if not each.is_done).name != "check":
        raise RegistrationRefused("Answer every question first", "check")
    details = draft.details
    chosen = {}
    for kind in Pairing.Kind.values:
        number = details[kind]
        people = {each.person_id: each.person for each in choosable([draft.organisation], kind)}
        if number is not None and number not in people:
            raise RegistrationRefused(
                f"The {kind} you chose no longer has that appointment. Choose again", "people"
            )
        chosen[kind] = people.get(number)
    teams = {each.pk: each for each in teams_of(draft.organisation)}
    return Registration(
        organisation=draft.organisation,
        rule_book=cast(RuleBook, draft.rule_book),
        answers=draft.eligibility_answers,
        name=details["name"],
        email=details["email"],
        register_number=details["register_number"],
        starts_on=datetime.date.fromisoformat(details["starts_on"]),
        full_time_equivalent=Decimal(details["full_time_equivalent"]),
        team=teams.get(details["team"]),
        **chosen,
    )


def with_next_step(drafts: QuerySet[RegistrationDraft]) -> list[tuple[RegistrationDraft, str]]:
    """The registrations under way, each with the page that comes next."""
    under_way = with_rules(drafts.filter(status=RegistrationDraft.Status.OPEN))
    return [
        (draft, next(step.href for step in steps_of(draft) if not step.is_done)) for draft in under_way[:50]
    ]
