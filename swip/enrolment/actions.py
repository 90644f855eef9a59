"""The verbs of an enrolment: register, start, pair, extend, end. Each is one transaction."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import queries, rules
from swip.enrolment.models import (
    EligibilityDecision,
    EmploymentPeriod,
    Enrolment,
    Extension,
    Look,
    Pairing,
    RegistrationDraft,
    StageDate,
    Withdrawal,
)
from swip.enrolment.queries import Registration
from swip.enrolment.rules import RegistrationRefused
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell
from swip.programmes.models import RuleBook, Stage
from swip.programmes.rules import eligibility

KIND_WORDS: dict[str, str] = {Pairing.Kind.SUPERVISOR: "supervisor", Pairing.Kind.ASSESSOR: "assessor"}


@transaction.atomic
def register(registration: Registration, *, by: User) -> Enrolment:
    """Give a social worker a place on a programme, with everything that follows from their first day."""
    book = registration.rule_book
    outcome = eligibility(book.questions, registration.answers)
    if not outcome.may_join:
        raise RegistrationRefused("The answers to the eligibility questions say that they cannot join")
    person = _person(registration, by=by)
    enrolment = _place(registration, person, by=by)
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
    StageDate.objects.bulk_create(
        StageDate(enrolment=enrolment, stage=due.stage, due_on=due.on)
        for due in rules.stages_due(enrolment.starts_on, book.stages)
    )
    chosen = {Pairing.Kind.SUPERVISOR: registration.supervisor, Pairing.Kind.ASSESSOR: registration.assessor}
    for kind, colleague in chosen.items():
        if colleague is not None:
            _name(enrolment, kind, colleague, from_day=enrolment.starts_on, by=by)
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


def _place(registration: Registration, person: User, *, by: User) -> Enrolment:
    book = registration.rule_book
    place: dict[str, Any] = {"programme": book.programme, "organisation": registration.organisation, "by": by}
    if person in {registration.supervisor, registration.assessor}:
        raise RegistrationRefused("Nobody supervises or assesses themselves", "people")
    queries.refuse_registration(person, **place)
    end = rules.expected_end(registration.starts_on, book.value("programme.length_months"))
    try:
        with transaction.atomic():
            return Enrolment.objects.create(
                social_worker=person,
                programme=book.programme,
                rule_book=book,
                standards=book.standards,
                starts_on=registration.starts_on,
                expected_end_on=end,
            )
    except IntegrityError:  # somebody else registered them in the same moment
        queries.refuse_registration(person, **place)
        raise


# A registration under way


@transaction.atomic
def begin_registration(organisation: Organisation, *, by: User) -> RegistrationDraft:
    """Whoever begins twice without answering anything carries on with the first."""
    untouched = RegistrationDraft.objects.filter(
        organisation=organisation,
        coordinator=by,
        status=RegistrationDraft.Status.OPEN,
        rule_book=None,
        details={},
    ).first()
    if untouched:
        return untouched
    draft = RegistrationDraft.objects.create(organisation=organisation, coordinator=by)
    history.record("registration.started", draft, by=by, on_behalf_of=organisation.name)
    return draft


@transaction.atomic
def choose_programme(draft: RegistrationDraft, rule_book: RuleBook) -> None:
    """Another programme asks other questions, so that the answers to the former are dropped."""
    locked = _open_draft(draft)
    if locked.rule_book != rule_book:
        _save(draft, rule_book=rule_book, eligibility_answers={})


@transaction.atomic
def answer_question(draft: RegistrationDraft, code: str, answer: str) -> None:
    locked = _open_draft(draft)
    _save(draft, eligibility_answers={**locked.eligibility_answers, code: answer})


@transaction.atomic
def keep_details(draft: RegistrationDraft, **details: Any) -> None:
    """What was typed about the person, in the form in which it can be kept."""
    locked = _open_draft(draft)
    _save(draft, details={**locked.details, **details})


@transaction.atomic
def delete_registration(draft: RegistrationDraft, *, by: User) -> None:
    """Nothing that was typed about the person stays."""
    draft.move_to(RegistrationDraft.Status.DELETED, details={}, eligibility_answers={})
    history.record("registration.deleted", draft, by=by, on_behalf_of=draft.organisation.name)


@transaction.atomic
def finish_registration(draft: RegistrationDraft, *, by: User) -> Enrolment:
    """Register the person of a draft. Pressed twice, it still happens once."""
    _open_draft(draft)
    enrolment = register(queries.registration_of(draft), by=by)
    finished = RegistrationDraft.Status.FINISHED
    draft.move_to(finished, details={}, eligibility_answers={}, enrolment=enrolment, saved_at=timezone.now())
    return enrolment


def _open_draft(draft: RegistrationDraft) -> RegistrationDraft:
    locked = RegistrationDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.status != RegistrationDraft.Status.OPEN:
        raise StaleStep(draft)
    return locked


def _save(draft: RegistrationDraft, **changes: Any) -> None:
    for name, value in {"saved_at": timezone.now(), **changes}.items():
        setattr(draft, name, value)
    draft.save(update_fields=["saved_at", *changes])


# From registered to active


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


# Who supervises, who assesses


@transaction.atomic
def pair(
    enrolment: Enrolment,
    kind: str,
    person: User,
    *,
    by: User,
    from_day: datetime.date | None = None,
    instead_of: int | None = None,
    note: str = "",
) -> Pairing:
    """Name a supervisor or an assessor from a day on. Whoever did it before is told, and stays in history.

    `instead_of` is the number of the pairing that the coordinator saw: if it is another, somebody was quicker.
    """
    locked = _locked(enrolment)
    day = max(from_day or timezone.localdate(), locked.starts_on)
    former = locked.pairing(kind)
    if (former.pk if former else None) != instead_of or not locked.is_open:
        raise StaleStep(enrolment)
    if person.pk == locked.social_worker_id:
        raise ValueError("nobody supervises or assesses themselves")
    if former is None:
        pairing = _name(enrolment, kind, person, from_day=day, by=by, note=note)
        _tell_worker(pairing, former)
        return pairing
    _end_pairings(enrolment, kind, before=day)
    pairing = Pairing.objects.create(enrolment=enrolment, kind=kind, person=person, starts_on=day)
    history.record(
        "enrolment.supervisor_changed" if kind == Pairing.Kind.SUPERVISOR else "enrolment.assessor_changed",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        note=_sentences(
            f"From {former.person} to {person}, from {date_in_words(day)}",
            note,
        ),
        data={"from": former.person_id, "to": person.pk, "from_day": day.isoformat()},
    )
    _tell_colleague(pairing)
    tell(former.person, "pairing-ends", pairing=pairing, role=KIND_WORDS[kind])
    _tell_worker(pairing, former)
    return pairing


def _tell_colleague(pairing: Pairing) -> None:
    href = pairing.enrolment.get_absolute_url()
    tell(pairing.person, "pairing-begins", href=href, pairing=pairing, role=KIND_WORDS[pairing.kind])


def _tell_worker(pairing: Pairing, former: Pairing | None) -> None:
    enrolment = pairing.enrolment
    told = {"pairing": pairing, "former": former, "role": KIND_WORDS[pairing.kind]}
    tell(enrolment.social_worker, "pairing-changed", href=enrolment.get_absolute_url(), **told)


def _name(
    enrolment: Enrolment, kind: str, person: User, *, from_day: datetime.date, by: User, note: str = ""
) -> Pairing:
    """The first to supervise or assess, or the first after a time without anybody."""
    pairing = Pairing.objects.create(enrolment=enrolment, kind=kind, person=person, starts_on=from_day)
    history.record(
        "enrolment.supervisor_named" if kind == Pairing.Kind.SUPERVISOR else "enrolment.assessor_named",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        note=_sentences(f"{person}, from {date_in_words(from_day)}", note),
        data={"to": person.pk, "from_day": from_day.isoformat()},
    )
    _tell_colleague(pairing)
    return pairing


def _end_pairings(enrolment: Enrolment, *kinds: str, before: datetime.date) -> list[Pairing]:
    """What would not have begun by then is taken back; history says that it was meant."""
    ended = []
    for pairing in enrolment.pairings.not_over(before).filter(kind__in=kinds).select_related("person"):
        last_day = rules.ends_before(rules.Period(pairing.starts_on, pairing.ends_on), before)
        if last_day is None:
            pairing.delete()
        else:
            pairing.ends_on = last_day
            pairing.save(update_fields=["ends_on"])
        ended.append(pairing)
    return ended


# Stages and time


@transaction.atomic
def hold_stage(
    enrolment: Enrolment, stage: Stage, *, on: datetime.date, by: User | None, round: int = 1
) -> None:
    """A stage was held, the first time or again after more time was given. Told twice, it stays as it was."""
    due = StageDate.objects.filter(enrolment=enrolment, stage=stage, round=round, held_on=None)
    if due.update(held_on=on):
        history.record(
            "enrolment.stage_held",
            enrolment,
            by=by,
            rules=enrolment.rule_book.reference,
            note=stage.name,
            data={"stage": stage.code, "round": round, "on": on.isoformat()},
        )


@transaction.atomic
def extend(enrolment: Enrolment, *, to: datetime.date, reason: str, by: User) -> Extension:
    """More time: the programme ends later. Its last stage is due at the new end, once more if it was held."""
    locked = _locked(enrolment)
    if not locked.may_move_to(Enrolment.Status.COMPLETED):
        raise StaleStep(enrolment)
    if to <= locked.expected_end_on:
        raise ValueError("an extension ends later than the programme did before")
    extension = Extension.objects.create(
        enrolment=enrolment,
        previous_end_on=locked.expected_end_on,
        ends_on=to,
        reason=reason,
        given_by=by,
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(expected_end_on=to)
    enrolment.expected_end_on = to
    last = StageDate.objects.filter(enrolment=enrolment, stage__is_final=True)
    last.exclude(held_on=None).update(held_on=None, round=F("round") + 1)
    last.update(due_on=to)
    history.record(
        "enrolment.extended",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
        note=f"Until {date_in_words(to)}",
        data={"from": extension.previous_end_on.isoformat(), "to": to.isoformat()},
    )
    return extension


# The end


@transaction.atomic
def complete(enrolment: Enrolment, *, by: User) -> None:
    """The employer has decided that the standards are met."""
    _finish(enrolment, Enrolment.Status.COMPLETED, "enrolment.completed", by=by)


@transaction.atomic
def not_complete(enrolment: Enrolment, *, by: User) -> None:
    """The employer has decided that the standards are not met."""
    _finish(enrolment, Enrolment.Status.NOT_COMPLETED, "enrolment.not_completed", by=by)


def _finish(enrolment: Enrolment, status: str, action: str, *, by: User) -> None:
    enrolment.move_to(status)
    _end_pairings(enrolment, *Pairing.Kind.values, before=_tomorrow())
    history.record(
        action,
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
    )


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, last_day: datetime.date, by: User, note: str = "") -> None:
    """The social worker leaves the programme. What they handed in stays theirs to read."""
    words = dict(queries.withdrawal_reasons(enrolment.rule_book))[reason]
    supervisor, assessor = enrolment.supervisor, enrolment.assessor
    enrolment.move_to(Enrolment.Status.WITHDRAWN)
    Withdrawal.objects.create(
        enrolment=enrolment, reason=reason, reason_words=words, last_day=last_day, recorded_by=by
    )
    _end_pairings(
        enrolment,
        *Pairing.Kind.values,
        before=max(last_day + datetime.timedelta(days=1), _tomorrow()),
    )
    history.record(
        "enrolment.withdrawn",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
        note=_sentences(f"{words}. Last day: {date_in_words(last_day)}", note),
        data={"reason": reason, "last_day": last_day.isoformat()},
    )
    told = [each for each in {enrolment.social_worker, supervisor, assessor} if each and each != by]
    for person in told:
        tell(
            person,
            "enrolment-withdrawn",
            href=enrolment.get_absolute_url(),
            enrolment=enrolment,
            last_day=last_day,
        )


# Who looked


def note_look(enrolment: Enrolment, *, by: User) -> None:
    """Somebody from outside the supervision opens a page of this record: kept once a day for each person."""
    if enrolment.social_worker_id == by.pk:
        return
    today = timezone.localdate()
    supervises = Pairing.objects.not_over(today).filter(
        enrolment=OuterRef("pk"), kind=Pairing.Kind.SUPERVISOR, person=by
    )
    noted = Look.objects.filter(enrolment=OuterRef("pk"), by=by, on=today)
    if Enrolment.objects.filter(Exists(supervises) | Exists(noted), pk=enrolment.pk).exists():
        return
    with transaction.atomic():
        _, is_first = Look.objects.get_or_create(enrolment=enrolment, by=by, on=today)
        if not is_first:
            return
        history.record("enrolment.looked", enrolment, by=by, on_behalf_of=queries.employer_name(enrolment))


def _locked(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)


def _tomorrow() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=1)


def _sentences(*sentences: str) -> str:
    return ". ".join(each.strip().rstrip(".") for each in sentences if each.strip())
