"""Who becomes what, goes on being it, and is it no longer."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from swip.accounts import jobs, letters
from swip.accounts.models import Appointment, Organisation, Role, Team, User
from swip.core import history
from swip.core.lifecycle import StaleStep


class LastAdministrator(Exception):
    """Without this appointment nobody could look after the organisation."""


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
    record_appointment(appointment, by=by)
    if person != by:
        jobs.post(letters.compose("appointed", person.email, appointment=appointment, by=by))
    return appointment


def record_appointment(appointment: Appointment, *, by: User, action: str = "appointment.made") -> None:
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


@transaction.atomic
def renew(
    appointment: Appointment,
    *,
    by: User,
    last_day: datetime.date | None = None,
    first_day: datetime.date | None = None,
) -> Appointment:
    """Let a role go on: until a later day, or with no end planned. One that is over begins anew."""
    Organisation.objects.select_for_update().get(pk=appointment.organisation_id)
    appointment.refresh_from_db()
    same = {
        "person": appointment.person_id,
        "organisation": appointment.organisation_id,
        "role": appointment.role,
    }
    if Appointment.objects.not_over().filter(**same).exclude(pk=appointment.pk).exists():
        raise StaleStep(appointment.organisation)
    if not Appointment.objects.not_over().contains(appointment):
        return appoint(
            appointment.person,
            appointment.organisation,
            role=appointment.role,
            by=by,
            team=appointment.team,
            starts_on=first_day,
            ends_on=last_day,
        )
    if appointment.ends_on is None or (last_day is not None and last_day <= appointment.ends_on):
        raise StaleStep(appointment.organisation)
    appointment.ends_on = last_day
    appointment.save(update_fields=["ends_on"])
    record_appointment(appointment, by=by, action="appointment.renewed")
    if appointment.person != by:
        jobs.post(letters.compose("renewed", appointment.person.email, appointment=appointment, by=by))
    return appointment


@transaction.atomic
def change_team_of(appointment: Appointment, *, team: Team | None, by: User) -> None:
    """The same role in another team, from now on."""
    Organisation.objects.select_for_update().get(pk=appointment.organisation_id)
    appointment.refresh_from_db()
    if not Appointment.objects.not_over().contains(appointment):
        raise StaleStep(appointment.organisation)
    if appointment.team == team:
        return
    appointment.team = team
    appointment.save(update_fields=["team"])
    record_appointment(appointment, by=by, action="appointment.team_changed")
