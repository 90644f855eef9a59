"""A registration under way."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.actions import register
from swip.enrolment.models import Enrolment
from swip.programmes.models import RuleBook
from swip.registration import queries
from swip.registration.actions.likeness import keep_marks
from swip.registration.models import RegistrationDraft


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
    registration = queries.registration_of(draft)
    enrolment = register(registration, by=by)
    keep_marks([(enrolment.social_worker, registration.name, draft.details.get("date_mark"))])
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
