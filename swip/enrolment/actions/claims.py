"""The new employer claims; the social worker agrees or declines, and with that they have moved."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, Role, Team, User
from swip.accounts.permissions import appointed_to
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import queries, rules
from swip.enrolment.actions.common import locked, sentences
from swip.enrolment.actions.ending import come_back, ended_as_kept, ended_in_words
from swip.enrolment.actions.pairings import KIND_WORDS, end_pairings
from swip.enrolment.actions.timetable import work_out
from swip.enrolment.models import Claim, EmploymentPeriod, Enrolment, Pairing, Transfer
from swip.enrolment.queries import transfers as found
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell
from swip.programmes.models import Programme

A_DAY = datetime.timedelta(days=1)


@transaction.atomic
def claim(
    organisation: Organisation,
    programme: Programme,
    *,
    kind: str,
    register_number: str,
    email: str,
    first_day: datetime.date,
    full_time_equivalent: Decimal,
    team: Team | None = None,
    by: User,
) -> Claim:
    """Somebody is to work for an employer. They are asked, if they exist; who claims does not learn whether."""
    try:
        with transaction.atomic():
            claimed = Claim.objects.create(
                organisation=organisation,
                programme=programme,
                kind=kind,
                register_number=register_number,
                email=email,
                first_day=first_day,
                full_time_equivalent=full_time_equivalent,
                team=team,
                claimed_by=by,
            )
    except IntegrityError:
        raise ChangeRefused(
            "Your organisation has claimed somebody with this number already. Withdraw that claim first",
            "register_number",
        ) from None
    history.record(
        "claim.made",
        claimed,
        by=by,
        on_behalf_of=organisation.name,
        note=f"From {date_in_words(first_day)}",
    )
    worker = found.person_claimed(claimed)
    if worker and found.place_claimed(claimed, worker):
        tell(worker, "claim-made", href=claimed.get_absolute_url(), claim=claimed)
    return claimed


@transaction.atomic
def withdraw_claim(claimed: Claim, *, by: User) -> None:
    """It was a mistake, or has come to nothing."""
    worker = found.person_claimed(claimed)
    is_known = worker is not None and found.place_claimed(claimed, worker) is not None
    claimed.move_to(Claim.Status.WITHDRAWN, closed_at=timezone.now(), email="")
    history.record("claim.withdrawn", claimed, by=by, on_behalf_of=claimed.organisation.name)
    if worker and is_known:
        tell(worker, "claim-withdrawn", claim=claimed)


@transaction.atomic
def decline_claim(claimed: Claim, *, by: User) -> None:
    """The social worker does not go there. Who claimed is told so; it is written in the worker's own history."""
    claimed.move_to(Claim.Status.DECLINED, closed_at=timezone.now(), email="")
    history.record(
        "claim.declined", claimed, by=by, chain=by.history_chain, note=f"By {claimed.organisation}"
    )
    tell(claimed.claimed_by, "claim-declined", href=reverse("enrolment:claims"), claim=claimed)


@transaction.atomic
def agree(claimed: Claim, *, by: User) -> Enrolment:
    """The social worker agrees: from here on the new employer employs them, from its first day.

    Everything happens at once or not at all: the job before ends, the next one begins, people and dates follow.
    """
    place = found.place_claimed(claimed, by)
    if place is None:
        raise StaleStep(claimed)
    enrolment = locked(place)
    if enrolment.status != place.status:
        raise StaleStep(place)
    transfer = found.open_transfer(enrolment)
    if claimed.is_move and enrolment.is_open:
        _move(claimed, enrolment, transfer, by=by)
    elif claimed.is_move:
        _come_back(claimed, enrolment, by=by)
    else:
        _work_for_both(claimed, enrolment, by=by)
    claimed.move_to(Claim.Status.AGREED, closed_at=timezone.now(), email="", enrolment=enrolment)
    return enrolment


def _move(claimed: Claim, enrolment: Enrolment, transfer: Transfer | None, *, by: User) -> None:
    if transfer is None or transfer.status != Transfer.Status.RELEASED or transfer.last_day is None:
        raise StaleStep(claimed)
    if claimed.first_day <= transfer.last_day:
        raise ChangeRefused(days_that_clash(claimed, transfer))
    after = transfer.last_day + A_DAY
    before = transfer.from_organisation
    _end_jobs(enrolment, before, before_day=after)
    _end_jobs(enrolment, claimed.organisation, before_day=claimed.first_day)
    _employ(claimed, enrolment, is_lead=True)
    ended = end_pairings(enrolment, *Pairing.Kind.values, before=after)
    transfer.move_to(Transfer.Status.COMPLETED, claim=claimed, closed_at=timezone.now())
    what = (
        f"From {before} (last day {date_in_words(transfer.last_day)})"
        f" to {claimed.organisation} (first day {date_in_words(claimed.first_day)})"
    )
    history.record(
        "transfer.completed",
        transfer,
        by=by,
        rules=enrolment.rule_book.reference,
        note=f"{what}, {_hours(claimed)}",
        data={
            "from": before.pk,
            "to": claimed.organisation_id,
            "last_day": transfer.last_day.isoformat(),
            "first_day": claimed.first_day.isoformat(),
            "full_time_equivalent": str(claimed.full_time_equivalent),
            "ended": [[each.kind, each.person_id] for each in ended],
        },
    )
    work_out(enrolment, by=by, because=f"Moved to another employer. {what}")
    told: dict[str, Any] = {"transfer": transfer, "claim": claimed, "enrolment": enrolment}
    tell(by, "transfer-completed", href=enrolment.get_absolute_url(), **told)
    for coordinator in _coordinators(before, but=by):
        tell(coordinator, "transfer-left", **told)
    _tell_arrived(claimed, enrolment, but=by)
    for pairing in ended:
        tell(pairing.person, "pairing-ends-with-move", pairing=pairing, role=KIND_WORDS[pairing.kind], **told)


def days_that_clash(claimed: Claim, transfer: Transfer) -> str:
    return (
        f"{transfer.from_organisation} says that your last day is {date_in_words(transfer.last_day)}, and"
        f" {claimed.organisation} that your first day is {date_in_words(claimed.first_day)}."
        " Ask them to agree: one of them has to change its day before you can go on"
    )


def _come_back(claimed: Claim, enrolment: Enrolment, *, by: User) -> None:
    withdrawal = queries.last_withdrawal(enrolment)
    if withdrawal is None:
        raise StaleStep(claimed)
    if claimed.first_day <= withdrawal.last_day:
        raise ChangeRefused(
            f"Your last day on the programme was {date_in_words(withdrawal.last_day)}. Ask"
            f" {claimed.organisation} to claim you again with a later first day"
        )
    for period in enrolment.employment_periods.not_over(withdrawal.last_day + A_DAY):
        _shorten(period, withdrawal.last_day + A_DAY)
    _employ(claimed, enrolment, is_lead=True)
    ended = come_back(enrolment, withdrawal, returned_on=claimed.first_day)
    note = f"With {claimed.organisation}, from {date_in_words(claimed.first_day)}, {_hours(claimed)}"
    history.record(
        "enrolment.reinstated",
        enrolment,
        by=by,
        rules=enrolment.rule_book.reference,
        note=sentences(note, ended_in_words(ended)),
        data={
            "last_day": withdrawal.last_day.isoformat(),
            "returned_on": claimed.first_day.isoformat(),
            "ended": ended_as_kept(ended),
            "to": claimed.organisation_id,
        },
    )
    work_out(enrolment, by=by, because=f"Back on the programme. {note}")
    tell(
        by,
        "enrolment-reinstated",
        href=enrolment.get_absolute_url(),
        enrolment=enrolment,
        day=claimed.first_day,
    )
    _tell_arrived(claimed, enrolment, but=by)


def _work_for_both(claimed: Claim, enrolment: Enrolment, *, by: User) -> None:
    if claimed.first_day < enrolment.starts_on:
        raise ChangeRefused(
            f"Your programme begins on {date_in_words(enrolment.starts_on)}. Ask {claimed.organisation}"
            " to claim you again with that day or a later one"
        )
    _employ(claimed, enrolment, is_lead=False)
    lead = queries.employer_name(enrolment)
    note = f"{claimed.organisation}, from {date_in_words(claimed.first_day)}, {_hours(claimed)}"
    history.record(
        "enrolment.second_job_began",
        enrolment,
        by=by,
        rules=enrolment.rule_book.reference,
        note=f"{note}. {lead} still answers for the programme" if lead else note,
        data={
            "to": claimed.organisation_id,
            "first_day": claimed.first_day.isoformat(),
            "full_time_equivalent": str(claimed.full_time_equivalent),
        },
    )
    work_out(enrolment, by=by, because=f"A second employer. {note}")
    told: dict[str, Any] = {"claim": claimed, "enrolment": enrolment, "lead": lead}
    tell(by, "second-job-began", href=enrolment.get_absolute_url(), **told)
    for coordinator in set(coordinators_of_lead(enrolment)) - {by, claimed.claimed_by}:
        tell(coordinator, "second-job-began", href=enrolment.get_absolute_url(), **told)
    tell(claimed.claimed_by, "second-job-agreed", href=enrolment.get_absolute_url(), **told)


def coordinators_of_lead(enrolment: Enrolment) -> list[User]:
    stay = queries.lead_stay_on(enrolment, timezone.localdate())
    return _coordinators(stay.organisation, but=enrolment.social_worker) if stay else []


def _coordinators(organisation: Organisation, *, but: User) -> list[User]:
    return [each for each in appointed_to(organisation, Role.COORDINATOR) if each != but]


def _tell_arrived(claimed: Claim, enrolment: Enrolment, *, but: User) -> None:
    for coordinator in _coordinators(claimed.organisation, but=but):
        tell(
            coordinator,
            "transfer-arrived",
            href=enrolment.get_absolute_url(),
            claim=claimed,
            enrolment=enrolment,
        )


def _employ(claimed: Claim, enrolment: Enrolment, *, is_lead: bool) -> EmploymentPeriod:
    try:
        with transaction.atomic():
            return EmploymentPeriod.objects.create(
                enrolment=enrolment,
                organisation=claimed.organisation,
                team=claimed.team,
                full_time_equivalent=claimed.full_time_equivalent,
                is_lead=is_lead,
                starts_on=claimed.first_day,
            )
    except IntegrityError:  # a job with them that is over by now, or another employer that is about to lead
        raise ChangeRefused(
            f"From {date_in_words(claimed.first_day)} on this overlaps another job in your record."
            f" Ask {claimed.organisation} to claim you again with another first day"
        ) from None


def _end_jobs(enrolment: Enrolment, organisation: Organisation, *, before_day: datetime.date) -> None:
    """The jobs with one employer end before a day; hours that were planned from then on are taken back."""
    for period in enrolment.employment_periods.not_over(before_day).filter(organisation=organisation):
        _shorten(period, before_day)


def _shorten(period: EmploymentPeriod, before_day: datetime.date) -> None:
    last_day = rules.ends_before(rules.Period(period.starts_on, period.ends_on), before_day)
    if last_day is None:
        period.delete()
        return
    period.ends_on = last_day
    period.save(update_fields=["ends_on"])


def _hours(claimed: Claim) -> str:
    hours = claimed.full_time_equivalent
    return "full time" if hours == 1 else f"{hours} of full time"
