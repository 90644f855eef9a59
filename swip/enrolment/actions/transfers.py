"""The employer of before: asked to let somebody go, reporting, releasing, taking it back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import Organisation, Role, User
from swip.accounts.permissions import appointed_to
from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.enrolment import queries
from swip.enrolment.actions.common import locked
from swip.enrolment.models import Claim, Enrolment, Transfer
from swip.enrolment.queries import transfers as found
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell


@transaction.atomic
def begin_release(enrolment: Enrolment, organisation: Organisation, *, by: User) -> Transfer:
    """Somebody is about to leave: a report is begun. Where one is open already, it is that one."""
    return _opened(enrolment, organisation, by=by)


def _opened(enrolment: Enrolment, organisation: Organisation, *, by: User) -> Transfer:
    current = locked(enrolment)
    if not current.is_open:
        raise StaleStep(enrolment)
    if open_one := found.open_transfer(current):
        return open_one
    transfer = Transfer.objects.create(
        enrolment=enrolment,
        from_organisation=organisation,
        started_by=by,
        report=found.last_report(current, organisation),
    )
    history.record(
        "transfer.begun",
        transfer,
        by=by,
        on_behalf_of="" if by == current.social_worker else organisation.name,
        note=f"A move away from {organisation}",
    )
    return transfer


@transaction.atomic
def ask_for_release(enrolment: Enrolment, claim: Claim, *, by: User) -> Transfer:
    """The social worker, claimed by a new employer, asks the one they have to let them go."""
    stay = queries.lead_stay_on(enrolment, timezone.localdate())
    if stay is None:
        raise StaleStep(enrolment)
    transfer = _opened(enrolment, stay.organisation, by=by)
    if transfer.status != Transfer.Status.DRAFT or transfer.asked_at is not None:
        raise StaleStep(transfer)
    transfer.asked_at = timezone.now()
    transfer.save(update_fields=["asked_at"])
    history.record(
        "transfer.asked",
        transfer,
        by=by,
        note=f"To work for {claim.organisation} from {date_in_words(claim.first_day)}",
        data={"to": claim.organisation_id, "first_day": claim.first_day.isoformat()},
    )
    for coordinator in coordinators_of(transfer):
        tell(
            coordinator,
            "transfer-asked",
            href=transfer.get_absolute_url(),
            transfer=transfer,
            claim=claim,
        )
    return transfer


def write_report(transfer: Transfer, revision: int, report: str, *, by: User) -> None:
    """The report as it stands, saved while it is written: by whichever of the coordinators has it open."""
    if transfer.status != Transfer.Status.DRAFT:
        raise StaleStep(transfer)
    if not transfer.holds(report=report):
        transfer.save_over(revision, report=report)


@transaction.atomic
def release(transfer: Transfer, *, last_day: datetime.date, revision: int, by: User) -> None:
    """The employer lets go from a day on. The social worker can read the report, and answer it."""
    enrolment = locked(transfer.enrolment)
    if not enrolment.is_open:
        raise StaleStep(enrolment)
    current = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if current.status == Transfer.Status.DRAFT and current.revision != revision:
        raise StaleText(transfer)
    if found.needs_report(enrolment.rule_book) and not current.report.strip():
        raise ChangeRefused("Write the report first", None)
    transfer.move_to(Transfer.Status.RELEASED, last_day=last_day, released_by=by, released_at=timezone.now())
    history.record(
        "transfer.released",
        transfer,
        by=by,
        on_behalf_of=transfer.from_organisation.name,
        rules=enrolment.rule_book.reference,
        note=f"Last day with {transfer.from_organisation}: {date_in_words(last_day)}",
        data={"from": transfer.from_organisation_id, "last_day": last_day.isoformat()},
    )
    worker = enrolment.social_worker
    waiting = [each.claim for each in found.claims_waiting_for(worker) if each.claim.is_move]
    tell(
        worker,
        "transfer-released",
        href=transfer.get_absolute_url(),
        transfer=transfer,
        claims=waiting,
    )


@transaction.atomic
def take_back(transfer: Transfer, *, because: str, by: User) -> None:
    """They stay after all, or on another day: until the social worker has agreed to a claim, nothing has moved."""
    was_released = transfer.was_released
    transfer.move_to(Transfer.Status.TAKEN_BACK, closed_at=timezone.now(), closed_because=because)
    history.record(
        "transfer.taken_back",
        transfer,
        by=by,
        on_behalf_of=transfer.from_organisation.name,
        note=because,
    )
    if was_released or transfer.asked_at:
        tell(
            transfer.enrolment.social_worker,
            "transfer-taken-back",
            href=transfer.get_absolute_url(),
            transfer=transfer,
        )


@transaction.atomic
def answer_report(transfer: Transfer, words: str, *, by: User) -> None:
    """What the social worker says to the report goes wherever the report goes, and stays."""
    readable = [Transfer.Status.RELEASED, Transfer.Status.COMPLETED]
    answered = Transfer.objects.filter(pk=transfer.pk, answer="", status__in=readable)
    said = {"answer": words, "answered_at": timezone.now()}
    if not answered.update(**said):
        raise StaleStep(transfer)
    for name, value in said.items():
        setattr(transfer, name, value)
    history.record("transfer.answered", transfer, by=by)
    if transfer.released_by and transfer.status == Transfer.Status.RELEASED:
        tell(
            transfer.released_by,
            "transfer-answered",
            href=transfer.get_absolute_url(),
            transfer=transfer,
        )


def coordinators_of(transfer: Transfer) -> list[User]:
    """Those of the employer of before, save the social worker, who may be one."""
    coordinators = appointed_to(transfer.from_organisation, Role.COORDINATOR)
    return [each for each in coordinators if each != transfer.enrolment.social_worker]
