"""The verbs of joining a programme: register, and start on the first day."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import queries
from swip.enrolment.actions.pairings import name_first
from swip.enrolment.models import (
    EligibilityDecision,
    EmploymentPeriod,
    Enrolment,
    Pairing,
    StageDate,
)
from swip.enrolment.queries import Registration
from swip.enrolment.queries.timetable import dates_ahead
from swip.enrolment.rules import RegistrationRefused
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell
from swip.programmes.rules import eligibility


@transaction.atomic
def register(registration: Registration, *, by: User) -> Enrolment:
    """Give a social worker a place on a programme, with everything that follows from their first day."""
    book = registration.rule_book
    outcome = eligibility(book.questions, registration.answers)
    if not outcome.may_join:
        raise RegistrationRefused("The answers to the eligibility questions say that they cannot join")
    person = _person(registration, by=by)
    dates = dates_ahead(book, registration.starts_on, registration.full_time_equivalent)
    enrolment = _place(registration, person, ends_on=dates.ends_on, by=by)
    history.record(
        "enrolment.registered",
        enrolment,
        by=by,
        on_behalf_of=registration.organisation.name,
        rules=book.reference,
        note=f"On the {book.programme}, from {date_in_words(enrolment.starts_on)}",
        data={"result": outcome.leads_to.value, "starts_on": enrolment.starts_on.isoformat()},
    )
    EligibilityDecision.objects.create(
        enrolment=enrolment,
        rule_book=book,
        answers=queries.answers_as_asked(book, registration.answers),
        result=EligibilityDecision.Result.JOINS
        if outcome.has_grant
        else EligibilityDecision.Result.JOINS_WITHOUT_GRANT,
        reasons=queries.reasons_as_told(book, registration.answers),
        decided_by=by,
    )
    EmploymentPeriod.objects.create(
        enrolment=enrolment,
        organisation=registration.organisation,
        team=registration.team,
        full_time_equivalent=registration.full_time_equivalent,
        starts_on=enrolment.starts_on,
    )
    stages = {each.code: each for each in book.stages}
    StageDate.objects.bulk_create(
        StageDate(enrolment=enrolment, stage=stages[due.stage.code], due_on=due.due_on, round=due.round)
        for due in dates.stages
    )
    chosen = {Pairing.Kind.SUPERVISOR: registration.supervisor, Pairing.Kind.ASSESSOR: registration.assessor}
    for kind, colleague in chosen.items():
        if colleague is not None:
            name_first(enrolment, kind, colleague, from_day=enrolment.starts_on, by=by)
    if enrolment.starts_on <= timezone.localdate():
        _start(enrolment, by=by)
    tell(
        person,
        "enrolment-welcome",
        href=enrolment.get_absolute_url(),
        enrolment=enrolment,
        organisation=registration.organisation,
        supervisor=registration.supervisor,
        assessor=registration.assessor,
    )
    return enrolment


def _person(registration: Registration, *, by: User) -> User:
    """Somebody who is known already is not added a second time."""
    known = queries.known_person(registration.email, registration.register_number)
    if known is None:
        try:
            with transaction.atomic():
                person = User.objects.create_user(
                    registration.email, registration.name, register_number=registration.register_number
                )
        except IntegrityError:
            raise RegistrationRefused(
                "Somebody with this email address or register number has just been added. Try again"
            ) from None
        history.record("person.added", person, by=by, on_behalf_of=registration.organisation.name)
        return person
    if not known.register_number and registration.register_number:
        known.register_number = registration.register_number
        known.save(update_fields=["register_number"])
        history.record(
            "person.register_number_added", known, by=by, on_behalf_of=registration.organisation.name
        )
    return known


def _place(registration: Registration, person: User, *, ends_on: datetime.date, by: User) -> Enrolment:
    book = registration.rule_book
    place: dict[str, Any] = {"programme": book.programme, "organisation": registration.organisation, "by": by}
    if person in {registration.supervisor, registration.assessor}:
        raise RegistrationRefused("Nobody supervises or assesses themselves", "people")
    queries.refuse_registration(person, **place)
    try:
        with transaction.atomic():
            return Enrolment.objects.create(
                social_worker=person,
                programme=book.programme,
                rule_book=book,
                standards=book.standards,
                starts_on=registration.starts_on,
                expected_end_on=ends_on,
            )
    except IntegrityError:  # somebody else registered them in the same moment
        queries.refuse_registration(person, **place)
        raise


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
    history.record("enrolment.started", enrolment, by=by, rules=enrolment.rule_book.reference)


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
