"""Who may act for which organisation. Roles come from current appointments and nowhere else."""

from __future__ import annotations

import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from swip.accounts.models import (
    Appointment,
    ColleagueFile,
    Invitation,
    Organisation,
    Role,
    Team,
    TeamQuerySet,
    User,
)

RENEWED_WITHIN_DAYS = 90
FILLED_BY_COORDINATORS = [Role.PRACTICE_SUPERVISOR, Role.ASSESSOR]


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


def teams_administered_by(user: User) -> TeamQuerySet:
    return Team.objects.filter(organisation__in=administered_by(user))


def national_programmes_run_by(user: User) -> QuerySet[Organisation]:
    """Whoever runs the national programme brings organisations in, and does not look into them."""
    return administered_by(user).filter(kind=Organisation.Kind.NATIONAL)


def brought_in_by(user: User) -> QuerySet[Organisation]:
    """For the national programme: every organisation, by name, to see which still wait for an administrator."""
    if national_programmes_run_by(user).exists():
        return Organisation.objects.all()
    return Organisation.objects.none()


def awaiting_administrator(user: User) -> QuerySet[Organisation]:
    """The organisations without an administrator: the national programme invites one, and that is all."""
    administrators = Appointment.objects.not_over().filter(role=Role.ADMINISTRATOR)
    return brought_in_by(user).exclude(pk__in=administrators.values("organisation"))


def appointed_to(organisation: Organisation, role: str) -> QuerySet[User]:
    """The people who hold a role in an organisation today."""
    current = Appointment.objects.current().filter(organisation=organisation, role=role)
    return User.objects.filter(pk__in=current.values("person"), is_active=True).order_by("name")


def people_of(organisation: Organisation) -> QuerySet[User]:
    """Everybody who is something in an organisation today or will be: who may be given another role there."""
    appointments = Appointment.objects.not_over().filter(organisation=organisation)
    return User.objects.filter(pk__in=appointments.values("person"), is_active=True).order_by("name")


def roles_filled_by(user: User, organisation: Organisation) -> list[str]:
    """The roles this person may give to others here: administrators any, coordinators those they pair with."""
    if administered_by(user).contains(organisation):
        is_national = organisation.kind == Organisation.Kind.NATIONAL
        return [role for role in Role if role != Role.PROGRAMME_EDITOR or is_national]
    if staffed_by(user).contains(organisation):
        return list(FILLED_BY_COORDINATORS)
    return []


def _filled_by(user: User) -> Q:
    return Q(organisation__in=administered_by(user)) | Q(
        organisation__in=organisations_where(user, Role.COORDINATOR), role__in=FILLED_BY_COORDINATORS
    )


def appointments_shown_to(user: User) -> QuerySet[Appointment]:
    """Whoever staffs an organisation sees who is what in it, and who was."""
    return Appointment.objects.filter(organisation__in=staffed_by(user))


def appointments_ended_by(user: User) -> QuerySet[Appointment]:
    """Whoever may give a role may also end it."""
    return Appointment.objects.not_over().filter(_filled_by(user))


def appointments_renewed_by(user: User) -> QuerySet[Appointment]:
    """Whoever may give a role lets it go on, also for a while after it has ended. Not beside another of its kind."""
    since = timezone.localdate() - datetime.timedelta(days=RENEWED_WITHIN_DAYS)
    another = Appointment.objects.not_over().filter(
        person=OuterRef("person"), organisation=OuterRef("organisation"), role=OuterRef("role")
    )
    lasting = Appointment.objects.filter(_filled_by(user), ends_on__gte=since, person__is_active=True)
    return lasting.exclude(Exists(another.exclude(pk=OuterRef("pk"))))


def invitations_shown_to(user: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organisation__in=staffed_by(user))


def invitations_kept_by(user: User) -> QuerySet[Invitation]:
    """Whoever may give a role sends its invitation again, or withdraws it."""
    kept = _filled_by(user) | Q(
        role=Role.ADMINISTRATOR, organisation__in=awaiting_administrator(user).values("pk")
    )
    return Invitation.objects.filter(kept)


def vouched_for() -> QuerySet[Invitation]:
    """The invitations whose sender may still give the role: a link does not outlive its sender's own role."""
    held = Appointment.objects.current().filter(person=OuterRef("invited_by"), person__is_active=True)
    held_here = held.filter(organisation=OuterRef("organisation"))
    administrators = Appointment.objects.not_over().filter(
        organisation=OuterRef("organisation"), role=Role.ADMINISTRATOR
    )
    run_nationally = held.filter(role=Role.ADMINISTRATOR, organisation__kind=Organisation.Kind.NATIONAL)
    return Invitation.objects.filter(
        Q(Exists(held_here.filter(role=Role.ADMINISTRATOR)))
        | Q(Exists(held_here.filter(role=Role.COORDINATOR)), role__in=FILLED_BY_COORDINATORS)
        | Q(Exists(run_nationally), ~Exists(administrators), role=Role.ADMINISTRATOR)
    )


def register_looked_after_by(user: User) -> QuerySet[User]:
    """Whose registration somebody checks: their colleagues', and those of the people they coordinate.

    Who is coordinated is known on a floor above, which the setting REGISTER_LOOKED_AFTER_BY names.
    """
    colleagues = Appointment.objects.not_over().filter(organisation__in=staffed_by(user))
    coordinated = import_string(settings.REGISTER_LOOKED_AFTER_BY)(user)
    return User.objects.filter(Q(pk__in=colleagues.values("person")) | Q(pk__in=coordinated.values("pk")))


def register_checks_shown_to(user: User) -> QuerySet[User]:
    """Everyone sees what was seen of themselves on the register, as does whoever checks it."""
    return User.objects.filter(Q(pk=user.pk) | Q(pk__in=register_looked_after_by(user).values("pk")))


def colleague_files_of(user: User) -> QuerySet[ColleagueFile]:
    """The files that somebody sent, while they staff the organisation."""
    return ColleagueFile.objects.filter(sent_by=user, organisation__in=staffed_by(user))


def sign_ins_of(user: User) -> QuerySet[UserSession]:
    """Where somebody is or was signed in: shown to themselves alone."""
    return UserSession.objects.filter(user=user)
