"""Questions that pages ask about people and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from swip.accounts.models import (
    Appointment,
    Invitation,
    Organisation,
    Role,
    Team,
    User,
)
from swip.accounts.permissions import appointed_to, sign_ins_of, staffed_by
from swip.accounts.rules import device_in_words
from swip.core.links import digest_of


@dataclass(frozen=True)
class SignIn:
    """One place where somebody is signed in."""

    session: UserSession
    device: str
    is_this_one: bool


def open_sign_ins(user: User, session_key: str | None) -> list[SignIn]:
    """Where somebody is signed in now, newest first; the sessions that are over are left out."""
    alive = Session.objects.filter(expire_date__gt=timezone.now())
    sessions = sign_ins_of(user).filter(session_key__in=alive.values("session_key")).order_by("-created_at")
    return [
        SignIn(each, device_in_words(each.user_agent), each.session_key == session_key) for each in sessions
    ]


def has_two_steps(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def person_with_address(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower()).first()


def has_administrator() -> bool:
    """Once somebody has administered anything here, the service is set up."""
    return Appointment.objects.filter(role=Role.ADMINISTRATOR).exists()


def people_now(appointments: Any, organisation: Organisation) -> QuerySet[Appointment]:
    """Who is what in an organisation today, or will be."""
    return (
        appointments.not_over()
        .filter(organisation=organisation)
        .select_related("person", "team")
        .order_by("person__name", "role", "pk")
    )


def people_before(appointments: QuerySet[Appointment], organisation: Organisation) -> QuerySet[Appointment]:
    """Who was what, the last to leave first."""
    now = Appointment.objects.not_over()
    return (
        appointments.filter(organisation=organisation)
        .exclude(pk__in=now.values("pk"))
        .select_related("person", "team")
        .order_by("-ends_on", "person__name", "pk")
    )


def appointments_of(user: User) -> QuerySet[Appointment]:
    """What somebody is and was, wherever, the present first."""
    return (
        Appointment.objects.filter(person=user)
        .select_related("organisation", "team")
        .order_by("-starts_on", "organisation__name", "pk")
    )


def waiting_invitations(organisation: Organisation) -> int:
    return Invitation.objects.filter(organisation=organisation, status=Invitation.Status.SENT).count()


def with_administrators(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Organisations, each knowing whether somebody administers it, and whom its invitations wait for."""
    held = Appointment.objects.not_over().filter(organisation=OuterRef("pk"), role=Role.ADMINISTRATOR)
    waiting = Invitation.objects.filter(status=Invitation.Status.SENT, role=Role.ADMINISTRATOR)
    return organisations.annotate(has_administrator=Exists(held)).prefetch_related(
        Prefetch("invitations", queryset=waiting, to_attr="waiting_for")
    )


def invitation_with(token: str) -> Invitation | None:
    """The invitation whose newest letter carried this token."""
    invitations = Invitation.objects.select_related("organisation", "team", "invited_by", "accepted_by")
    return invitations.filter(token_digest=digest_of(token)).first()


def people_to_ask(invitation: Invitation) -> QuerySet[User]:
    """Who can send an invitation again once its sender cannot."""
    return appointed_to(invitation.organisation, Role.ADMINISTRATOR)[:3]


def holds_role(person: User, organisation: Organisation, role: str) -> bool:
    appointments = Appointment.objects.not_over().filter(person=person)
    return appointments.filter(organisation=organisation, role=role).exists()


def is_invited(email: str, organisation: Organisation, role: str) -> bool:
    open_ones = Invitation.objects.filter(organisation=organisation, role=role, status=Invitation.Status.SENT)
    return open_ones.filter(email__iexact=email).exists()


def is_organisation_named(name: str, *, other_than: Organisation | None = None) -> bool:
    others = Organisation.objects.exclude(pk=other_than.pk) if other_than else Organisation.objects.all()
    return others.filter(name__iexact=name).exists()


def is_team_named(name: str, organisation: Organisation, *, other_than: Team | None = None) -> bool:
    others = organisation.teams.exclude(pk=other_than.pk) if other_than else organisation.teams.all()
    return others.filter(name__iexact=name).exists()


def is_register_number_taken(number: str, *, by_other_than: User) -> bool:
    return User.objects.filter(~Q(pk=by_other_than.pk), register_number=number).exists()


def shared_organisation(user: User, colleague: User) -> Organisation | None:
    """An organisation that somebody staffs and the other holds a role in: the page to go back to."""
    held = Appointment.objects.not_over().filter(person=colleague)
    return staffed_by(user).filter(pk__in=held.values("organisation")).first()


def people_in_team(team: Team) -> QuerySet[Appointment]:
    """Who has a role in a team now, or will have."""
    return Appointment.objects.not_over().filter(team=team).select_related("person").order_by("person__name")
