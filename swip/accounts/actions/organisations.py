"""What changes about organisations and their teams."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from swip.accounts import queries
from swip.accounts.actions.invitations import invite
from swip.accounts.actions.people import register_person
from swip.accounts.actions.roles import record_appointment
from swip.accounts.models import Appointment, Organisation, Role, Team, User
from swip.core import history
from swip.core.lifecycle import StaleStep


class AlreadySetUp(Exception):
    """Somebody else has become the first administrator meanwhile."""


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
    record_appointment(appointment, by=person)
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


@transaction.atomic
def close_team(team: Team, *, by: User) -> None:
    """Nobody joins it any more. Who is in it stays until they are moved; what it was stays in the record."""
    _turn(team, "team.closed", timezone.localdate(), by=by)


@transaction.atomic
def open_team_again(team: Team, *, by: User) -> None:
    _turn(team, "team.opened_again", None, by=by)


def _turn(team: Team, action: str, closed_on: datetime.date | None, *, by: User) -> None:
    unturned = Team.objects.filter(pk=team.pk, closed_on__isnull=closed_on is not None)
    if not unturned.update(closed_on=closed_on):
        raise StaleStep(team)
    team.closed_on = closed_on
    history.record(action, team, by=by, note=team.name)
