"""Who may act for which organisation. Roles come from current appointments and nowhere else."""

from __future__ import annotations

from django.db.models import QuerySet

from swip.accounts.models import Appointment, Organisation, Role, Team, User


def held_by(user: User, *roles: str) -> QuerySet[Appointment]:
    """The appointments that make somebody what they are today."""
    appointments = Appointment.objects.current().filter(person=user)
    return appointments.filter(role__in=roles) if roles else appointments


def organisations_where(user: User, *roles: str) -> QuerySet[Organisation]:
    """The organisations this person acts for today in one of these roles."""
    return Organisation.objects.filter(pk__in=held_by(user, *roles).values("organisation"))


def administered_by(user: User) -> QuerySet[Organisation]:
    """An administrator keeps the people, teams and appointments of their organisation."""
    return organisations_where(user, Role.ADMINISTRATOR)


def staffed_by(user: User) -> QuerySet[Organisation]:
    """Coordinators, too, invite the supervisors and assessors that they pair people with."""
    return organisations_where(user, Role.ADMINISTRATOR, Role.COORDINATOR)


def teams_staffed_by(user: User) -> QuerySet[Team]:
    return Team.objects.filter(organisation__in=staffed_by(user))


def appointed_to(organisation: Organisation, role: str) -> QuerySet[User]:
    """The people who hold a role in an organisation today."""
    current = Appointment.objects.current().filter(organisation=organisation, role=role)
    return User.objects.filter(pk__in=current.values("person"), is_active=True).order_by("name")
