"""Asking people to take up a role, and taking it up."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from swip.accounts import jobs, permissions, queries
from swip.accounts.actions.people import confirm_address, register_person
from swip.accounts.actions.roles import record_appointment
from swip.accounts.models import Appointment, Invitation, Organisation, Team, User
from swip.core import history
from swip.core.lifecycle import StaleStep


class NotVouchedFor(Exception):
    """Whoever sent the invitation may not give this role any more."""


def _expiry() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=settings.INVITATION_DAYS)


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    role: str,
    name: str,
    email: str,
    by: User,
    team: Team | None = None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Invitation:
    """Ask somebody by email to take up a role. The letter leaves once this is saved."""
    invitation = Invitation(
        organisation=organisation,
        role=role,
        name=name,
        email=email.strip().lower(),
        team=team,
        starts_on=starts_on or timezone.localdate(),
        ends_on=ends_on,
    )
    return invite_all([invitation], by=by)[0]


@transaction.atomic
def invite_all(invitations: Sequence[Invitation], *, by: User) -> list[Invitation]:
    """Send invitations that are written and not kept yet, in as many questions as for one."""
    for invitation in invitations:
        invitation.invited_by, invitation.expires_at = by, _expiry()
    Invitation.objects.bulk_create(invitations)
    history.record_all(
        history.entry("invitation.sent", each, by=by, note=str(each), data={"role": each.role})
        for each in invitations
    )
    tasks: list[Any] = [{"invitation_id": each.pk} for each in invitations]
    if tasks:
        jobs.send_invitation.batch_defer(*tasks)
    return list(invitations)


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """A new link, for as long again; the older one stops working. From now on this person vouches for it."""
    open_ones = Invitation.objects.filter(pk=invitation.pk, status=Invitation.Status.SENT)
    if not open_ones.update(expires_at=_expiry(), invited_by=by):
        raise StaleStep(invitation)
    history.record("invitation.sent_again", invitation, by=by, note=str(invitation))
    jobs.send_invitation.defer(invitation_id=invitation.pk)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """The link stops working."""
    invitation.move_to(Invitation.Status.WITHDRAWN)
    history.record("invitation.withdrawn", invitation, by=by, note=str(invitation))


@transaction.atomic
def accept(invitation: Invitation, *, name: str, by: User | None) -> User:
    """Take up the role. Whoever is new here gets an account, and their address counts as confirmed."""
    # The second of two clicks waits for the first one to end, and then finds the invitation used.
    invitation = Invitation.objects.select_for_update(of=["self"]).get(pk=invitation.pk)
    if not invitation.may_move_to(Invitation.Status.ACCEPTED):
        raise StaleStep(invitation)
    if not permissions.vouched_for().contains(invitation):
        raise NotVouchedFor
    person = by or register_person(invitation.email, name, by=None)
    invitation.move_to(Invitation.Status.ACCEPTED, accepted_by=person)
    confirm_address(person)
    history.record("invitation.accepted", invitation, by=person, note=str(invitation))
    if not queries.holds_role(person, invitation.organisation, invitation.role):
        appointment = Appointment.objects.create(
            person=person,
            organisation=invitation.organisation,
            role=invitation.role,
            team=invitation.team,
            starts_on=max(invitation.starts_on, timezone.localdate()),
            ends_on=invitation.ends_on,
        )
        record_appointment(appointment, by=person, action="appointment.taken_up")
    return person
