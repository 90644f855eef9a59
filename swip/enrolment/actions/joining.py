"""The verbs of joining a programme: register, and start on the first day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts import actions as accounts
from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.core.models import Entry
from swip.enrolment import queries
from swip.enrolment.actions.pairings import letter_to_colleague, named_first
from swip.enrolment.models import (
    EligibilityDecision,
    EmploymentPeriod,
    Enrolment,
    Pairing,
    StageDate,
)
from swip.enrolment.queries import Registration
from swip.enrolment.queries.register import recheck_days
from swip.enrolment.queries.timetable import dates_ahead
from swip.enrolment.rules import RegistrationRefused
from swip.govuk.words import date_in_words
from swip.notifications.actions import Letter, tell, tell_many
from swip.programmes.models import RuleBook
from swip.programmes.rules import LeadsTo, eligibility


@transaction.atomic
def register(registration: Registration, *, by: User) -> Enrolment:
    """Give a social worker a place on a programme, with everything that follows from their first day."""
    return register_all([registration], by=by)[0]


@transaction.atomic
def register_all(registrations: Sequence[Registration], *, by: User) -> list[Enrolment]:
    """Give each of them a place, in as many questions as for one; where one is refused, nobody has one."""
    decisions = _decisions(registrations, by=by)
    people = _people(registrations, by=by)
    ahead = cache(dates_ahead)
    timetables = [ahead(each.rule_book, each.starts_on, each.full_time_equivalent) for each in registrations]
    enrolments = _places(registrations, people, [each.ends_on for each in timetables], by=by)
    for (decision, _), enrolment in zip(decisions, enrolments, strict=True):
        decision.enrolment = enrolment
    EligibilityDecision.objects.bulk_create(decision for decision, _ in decisions)
    EmploymentPeriod.objects.bulk_create(
        EmploymentPeriod(
            enrolment=enrolment,
            organisation=each.organisation,
            team=each.team,
            full_time_equivalent=each.full_time_equivalent,
            starts_on=enrolment.starts_on,
        )
        for each, enrolment in zip(registrations, enrolments, strict=True)
    )
    StageDate.objects.bulk_create(
        StageDate(
            enrolment=enrolment,
            stage=enrolment.rule_book.stage(due.stage.code),
            due_on=due.due_on,
            round=due.round,
        )
        for enrolment, dates in zip(enrolments, timetables, strict=True)
        for due in dates.stages
    )
    pairings = {
        enrolment.pk: _pairings(each, enrolment)
        for each, enrolment in zip(registrations, enrolments, strict=True)
    }
    Pairing.objects.bulk_create(chain.from_iterable(pairings.values()))
    _start_those_due(enrolments)
    history.record_all(
        chain.from_iterable(
            _entries(each, decision, leads_to, pairings[decision.enrolment.pk], by=by)
            for each, (decision, leads_to) in zip(registrations, decisions, strict=True)
        )
    )
    _welcome(registrations, enrolments, pairings)
    accounts.ask_register_of({each.social_worker: recheck_days(each.rule_book) for each in enrolments})
    return enrolments


def _decisions(
    registrations: Sequence[Registration], *, by: User
) -> list[tuple[EligibilityDecision, LeadsTo]]:
    """What each was asked and answered, and what that leads to, in the words of the day."""

    @cache
    def told(book: RuleBook, given: tuple[tuple[str, str], ...]) -> tuple[dict[str, Any], LeadsTo]:
        answers = dict(given)
        outcome = eligibility(book.questions, answers)
        if not outcome.may_join:
            raise RegistrationRefused("The answers to the eligibility questions say that they cannot join")
        result = EligibilityDecision.Result
        words = {
            "answers": queries.answers_as_asked(book, answers),
            "result": result.JOINS if outcome.has_grant else result.JOINS_WITHOUT_GRANT,
            "reasons": queries.reasons_as_told(book, answers),
        }
        return words, outcome.leads_to

    decisions = []
    for each in registrations:
        words, leads_to = told(each.rule_book, tuple(sorted(each.answers.items())))
        decision = EligibilityDecision(rule_book=each.rule_book, decided_by=by, **words)
        decisions.append((decision, leads_to))
    return decisions


def _people(registrations: Sequence[Registration], *, by: User) -> list[User]:
    """Somebody who is known already is not added a second time."""
    known = queries.KnownPeople((each.email, each.register_number) for each in registrations)
    found = [known.find(each.email, each.register_number) for each in registrations]
    newcomers = [
        accounts.NewPerson(each.email, each.name, each.register_number, each.organisation.name)
        for each, person in zip(registrations, found, strict=True)
        if person is None
    ]
    try:
        added = iter(accounts.register_people(newcomers, by=by))
    except (accounts.AddressTaken, accounts.RegisterNumberTaken):
        raise RegistrationRefused(
            "Somebody with this email address or register number has just been added. Try again"
        ) from None
    people, entries = [], []
    for each, person in zip(registrations, found, strict=True):
        if person is None:
            person = next(added)
        elif not person.register_number and each.register_number:
            person.register_number = each.register_number
            person.save(update_fields=["register_number"])
            entries.append(("person.register_number_added", person, each))
        people.append(person)
    history.record_all(
        history.entry(action, person, by=by, on_behalf_of=each.organisation.name)
        for action, person, each in entries
    )
    return people


def _places(
    registrations: Sequence[Registration], people: list[User], ends: list[datetime.date], *, by: User
) -> list[Enrolment]:
    def refuse() -> None:
        programmes = {each.rule_book.programme for each in registrations}
        places = {each: queries.OpenPlaces(people, each) for each in programmes}
        for each, person in zip(registrations, people, strict=True):
            if person in {each.supervisor, each.assessor}:
                raise RegistrationRefused("Nobody supervises or assesses themselves", "people")
            places[each.rule_book.programme].refuse(person, organisation=each.organisation, by=by)
        for person, colleague in queries.in_conflict(
            (person, colleague)
            for each, person in zip(registrations, people, strict=True)
            for colleague in (each.supervisor, each.assessor)
        ):
            raise RegistrationRefused(
                f"{colleague} and {person} have a conflict of interest. Choose somebody else", "people"
            )

    refuse()
    try:
        with transaction.atomic():
            return Enrolment.objects.bulk_create(
                Enrolment(
                    social_worker=person,
                    programme=each.rule_book.programme,
                    rule_book=each.rule_book,
                    standards=each.rule_book.standards,
                    starts_on=each.starts_on,
                    expected_end_on=end,
                )
                for each, person, end in zip(registrations, people, ends, strict=True)
            )
    except IntegrityError:  # somebody else registered them in the same moment
        refuse()
        raise


def _pairings(registration: Registration, enrolment: Enrolment) -> list[Pairing]:
    chosen = {Pairing.Kind.SUPERVISOR: registration.supervisor, Pairing.Kind.ASSESSOR: registration.assessor}
    return [
        Pairing(enrolment=enrolment, kind=kind, person=colleague, starts_on=enrolment.starts_on)
        for kind, colleague in chosen.items()
        if colleague is not None
    ]


def _entries(
    registration: Registration,
    decision: EligibilityDecision,
    leads_to: LeadsTo,
    pairings: list[Pairing],
    *,
    by: User,
) -> Iterator[Entry]:
    enrolment, employer = decision.enrolment, registration.organisation.name
    yield history.entry(
        "enrolment.registered",
        enrolment,
        by=by,
        on_behalf_of=employer,
        rules=enrolment.rule_book.reference,
        note=f"On the {enrolment.programme}, from {date_in_words(enrolment.starts_on)}",
        data={"result": leads_to.value, "starts_on": enrolment.starts_on.isoformat()},
    )
    for pairing in pairings:
        yield named_first(pairing, by=by, on_behalf_of=employer)
    if enrolment.status == Enrolment.Status.ACTIVE:
        yield _started(enrolment, by=by)


def _welcome(
    registrations: Sequence[Registration], enrolments: list[Enrolment], pairings: dict[int, list[Pairing]]
) -> None:
    """The colleagues, and then the social worker. Many letters at once can wait; one is sent at once."""
    letters = []
    for each, enrolment in zip(registrations, enrolments, strict=True):
        letters += [letter_to_colleague(pairing) for pairing in pairings[enrolment.pk]]
        told = {"organisation": each.organisation, "supervisor": each.supervisor, "assessor": each.assessor}
        letters.append(
            Letter(
                enrolment.social_worker,
                "enrolment-welcome",
                href=enrolment.get_absolute_url(),
                context={"enrolment": enrolment, **told},
            )
        )
    if len(enrolments) > 1:
        tell_many(letters)
        return
    for letter in letters:
        tell(letter.person, letter.kind, href=letter.href, **letter.context)


def _start_those_due(enrolments: list[Enrolment]) -> None:
    today = timezone.localdate()
    due = [each for each in enrolments if each.starts_on <= today]
    before, after = Enrolment.Status.REGISTERED, Enrolment.Status.ACTIVE
    Enrolment.objects.filter(pk__in=[each.pk for each in due], status=before).update(status=after)
    for each in due:
        each.status = after


@transaction.atomic
def start(enrolment: Enrolment, *, by: User | None = None) -> None:
    """The first day has come. `by` is None where the service notices it by itself."""
    _start(enrolment, by=by)
    tell(
        enrolment.social_worker,
        "enrolment-started",
        href=enrolment.get_absolute_url(),
        enrolment=enrolment,
    )


def _start(enrolment: Enrolment, *, by: User | None) -> None:
    enrolment.move_to(Enrolment.Status.ACTIVE)
    history.record_all([_started(enrolment, by=by)])


def _started(enrolment: Enrolment, *, by: User | None) -> Entry:
    return history.entry("enrolment.started", enrolment, by=by, rules=enrolment.rule_book.reference)


def start_all_due(on: datetime.date | None = None) -> int:
    """Everybody whose first day has come; each on their own, so that one that fails holds up nobody."""
    started = 0
    for enrolment in queries.waiting_to_start(on or timezone.localdate()):
        try:
            start(enrolment)
        except StaleStep:  # somebody was quicker: withdrawn, or started by the same job run twice
            continue
        started += 1
    return started
