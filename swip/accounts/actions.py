"""What changes about people, organisations, teams and who is what where."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from swip.accounts import jobs, letters, queries
from swip.accounts.models import Appointment, Invitation, Organisation, Role, Team, User
from swip.core import history
from swip.core.lifecycle import StaleStep


class LastAdministrator(Exception):
    """Without this appointment nobody could look after the organisation."""


class AlreadySetUp(Exception):
    """Somebody else has become the first administrator meanwhile."""


# People


@transaction.atomic
def register_person(email: str, name: str, *, by: User | None, register_number: str = "") -> User:
    """Give somebody an account. They sign in with a code sent to this address."""
    person = User.objects.create_user(email, name, register_number=register_number)
    history.record("user.registered", person, by=by or person)
    return person


@transaction.atomic
def change_details(person: User, *, by: User, name: str, register_number: str) -> None:
    changed = [
        field
        for field, value in (("name", name), ("register_number", register_number))
        if getattr(person, field) != value
    ]
    if changed:
        person.name, person.register_number = name, register_number
        person.save(update_fields=changed)
        history.record("user.details_changed", person, by=by, data={"changed": changed})


@transaction.atomic
def confirm_address(person: User) -> None:
    """A link or a code that was sent to the address came back: it is theirs."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def change_address(person: User, email: str, *, by: User | None) -> None:
    """Somebody reads their e-mail elsewhere now. Whoever still reads the old address cannot get in."""
    person.email = email.strip().lower()
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    history.record("user.address_changed", person, by=by)
    sign_out_everywhere(person, by=by)


@transaction.atomic
def end_sign_in(sign_in: UserSession, *, by: User) -> None:
    """Sign out of one browser from another."""
    sign_in.end()
    history.record("user.signed_out_elsewhere", by, by=by)


@transaction.atomic
def sign_out_everywhere(person: User, *, by: User | None) -> None:
    """Every sign-in ends, also those that we no longer know of: what they were made with has changed."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    sign_ins = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=sign_ins.values("session_key")).delete()
    sign_ins.delete()
    history.record("user.signed_out_everywhere", person, by=by)


# Organisations and teams


@transaction.atomic
def set_up_service(*, organisation_name: str, kind: str, name: str, email: str) -> User:
    """The very first person names their organisation and administers it from now on."""
    with connection.cursor() as cursor:
        # Of two people who hold the link at once, one becomes the first administrator.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('set up the service', 0))")
    if queries.has_administrator():
        raise AlreadySetUp
    person = queries.person_with_address(email) or register_person(email, name, by=None)
    organisation = Organisation.objects.create(name=organisation_name, kind=kind)
    history.record("organisation.added", organisation, by=person)
    appointment = Appointment.objects.create(
        person=person, organisation=organisation, role=Role.ADMINISTRATOR
    )
    _record_appointment(appointment, by=person)
    return person


@transaction.atomic
def add_organisation(
    *, name: str, kind: str, administrator_name: str, administrator_email: str, by: User
) -> Organisation:
    """The national programme brings an organisation in and invites its first administrator."""
    organisation = Organisation.objects.create(name=name, kind=kind)
    history.record("organisation.added", organisation, by=by)
    invite(organisation, role=Role.ADMINISTRATOR, name=administrator_name, email=administrator_email, by=by)
    return organisation


@transaction.atomic
def change_organisation(organisation: Organisation, *, name: str, kind: str, by: User) -> None:
    if (organisation.name, organisation.kind) == (name, kind):
        return
    before = organisation.name
    organisation.name, organisation.kind = name, kind
    organisation.save(update_fields=["name", "kind"])
    note = f"{before} is now {name}" if before != name else ""
    history.record("organisation.changed", organisation, by=by, note=note, data={"kind": kind})


@transaction.atomic
def add_team(organisation: Organisation, *, name: str, service_area: str, by: User) -> Team:
    team = Team.objects.create(organisation=organisation, name=name, service_area=service_area)
    history.record("team.added", team, by=by, note=name, data={"service_area": service_area})
    return team


@transaction.atomic
def change_team(team: Team, *, name: str, service_area: str, by: User) -> None:
    if (team.name, team.service_area) == (name, service_area):
        return
    before = team.name
    team.name, team.service_area = name, service_area
    team.save(update_fields=["name", "service_area"])
    note = f"{before} is now {name}" if before != name else name
    history.record("team.changed", team, by=by, note=note, data={"service_area": service_area})


# Who is what


@transaction.atomic
def appoint(
    person: User,
    organisation: Organisation,
    *,
    role: str,
    by: User,
    team: Team | None = None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Appointment:
    """Make somebody something in an organisation, from a day on."""
    appointment = Appointment.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        team=team,
        starts_on=starts_on or timezone.localdate(),
        ends_on=ends_on,
    )
    _record_appointment(appointment, by=by)
    if person != by:
        jobs.post(letters.compose("appointed", person.email, appointment=appointment, by=by))
    return appointment


def _record_appointment(appointment: Appointment, *, by: User, action: str = "appointment.made") -> None:
    data = {
        "role": appointment.role,
        "person": appointment.person_id,
        "team": appointment.team_id,
        "starts_on": appointment.starts_on.isoformat(),
        "ends_on": appointment.ends_on.isoformat() if appointment.ends_on else None,
    }
    history.record(action, appointment, by=by, note=_said(appointment), data=data)


def _said(appointment: Appointment) -> str:
    return f"{appointment.person}: {appointment.get_role_display()}"


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: User, last_day: datetime.date | None = None) -> None:
    """End a role after a last day; without one, now: they lose what it opened with their next click."""
    # Two administrators who end each other's role at once wait for each other here, and of two who end the
    # same one the second is told: a last day in the future would open again what was closed a moment ago.
    Organisation.objects.select_for_update().get(pk=appointment.organisation_id)
    appointment.refresh_from_db()
    if not Appointment.objects.not_over().contains(appointment):
        raise StaleStep(appointment.organisation)
    if appointment.role == Role.ADMINISTRATOR and not _has_other_administrator(appointment):
        raise LastAdministrator
    today = timezone.localdate()
    if last_day is None:
        appointment.ends_on = max(today, appointment.starts_on)
        appointment.ended_at = timezone.now()
    else:
        appointment.ends_on = last_day
    appointment.save(update_fields=["ends_on", "ended_at"])
    data = {"ends_on": appointment.ends_on.isoformat(), "at_once": last_day is None}
    history.record("appointment.ended", appointment, by=by, note=_said(appointment), data=data)


def _has_other_administrator(appointment: Appointment) -> bool:
    """Somebody whose own appointment as administrator goes on."""
    others = Appointment.objects.current().filter(
        organisation=appointment.organisation_id, role=Role.ADMINISTRATOR, ends_on=None
    )
    return others.exclude(pk=appointment.pk).filter(person__is_active=True).exists()


# Invitations


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
    """Ask somebody by e-mail to take up a role. The letter leaves once this is saved."""
    invitation = Invitation.objects.create(
        organisation=organisation,
        role=role,
        name=name,
        email=email.strip().lower(),
        team=team,
        starts_on=starts_on or timezone.localdate(),
        ends_on=ends_on,
        expires_at=_expiry(),
        invited_by=by,
    )
    history.record("invitation.sent", invitation, by=by, note=str(invitation), data={"role": role})
    jobs.send_invitation.defer(invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """A new link, for as long again; the older one stops working."""
    open_ones = Invitation.objects.filter(pk=invitation.pk, status=Invitation.Status.SENT)
    if not open_ones.update(expires_at=_expiry()):
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
        _record_appointment(appointment, by=person, action="appointment.taken_up")
    return person
