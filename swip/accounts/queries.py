"""Questions that pages ask about people and organisations."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from swip.accounts.models import (
    Appointment,
    Invitation,
    Organisation,
    RegisterCheck,
    RegisterExtract,
    Role,
    Team,
    User,
)
from swip.accounts.permissions import appointed_to, sign_ins_of
from swip.accounts.rules import device_in_words, digest_of, register_warnings


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


# The register


@dataclass(frozen=True)
class RecheckRule:
    """How long an answer of the register holds, and the page and version of the rule that says so."""

    days: int = 30
    href: str = ""
    reference: str = ""


def recheck_rule(person: User) -> RecheckRule:
    """The rule books stand on a floor above; the setting REGISTER_RECHECK_RULE names who knows them."""
    rule: RecheckRule = import_string(settings.REGISTER_RECHECK_RULE)(person)
    return rule


@dataclass(frozen=True)
class RegisterStanding:
    """What is known of somebody's registration: the last answer, and the look after it that got none."""

    person: User
    answer: RegisterCheck | None
    without_answer: RegisterCheck | None
    warnings: list[str]

    @property
    def next_check_on(self) -> datetime.date | None:
        look = self.without_answer or self.answer
        return look.next_check_on if look else None

    def is_due(self, on: datetime.date) -> bool:
        return self.next_check_on is not None and self.next_check_on <= on


def register_checks_of(person: User) -> QuerySet[RegisterCheck]:
    """Every look at the register for one person, the newest first."""
    return RegisterCheck.objects.filter(person=person).select_related("checked_by")


def latest_look(person: User) -> RegisterCheck | None:
    return register_checks_of(person).first()


def latest_register_check(person: User) -> RegisterCheck | None:
    """The newest look that got an answer, for the number they have now."""
    answered = register_checks_of(person).exclude(result=RegisterCheck.Result.UNAVAILABLE)
    return answered.filter(register_number=person.register_number).first()


def register_standing(person: User) -> RegisterStanding:
    return register_standings([person])[person.pk]


def register_standings(people: Iterable[User]) -> dict[int, RegisterStanding]:
    """Where each of several people stands with the register, in one question."""
    known = {person.pk: person for person in people}
    checks = (
        RegisterCheck.objects.filter(person__in=known, register_number=F("person__register_number"))
        .select_related("checked_by")
        .order_by("person", "result", "-checked_at", "-pk")
        .distinct("person", "result")
    )
    looks: dict[int, list[RegisterCheck]] = {pk: [] for pk in known}
    for check in checks:
        looks[check.person_id].append(check)
    return {pk: _standing(known[pk], looks[pk]) for pk in known}


def _standing(person: User, looks: list[RegisterCheck]) -> RegisterStanding:
    newest_first = sorted(looks, key=lambda look: (look.checked_at, look.pk), reverse=True)
    answer = next((look for look in newest_first if look.was_answered), None)
    newest = newest_first[0] if newest_first else None
    without_answer = newest if newest and not newest.was_answered else None
    warnings = []
    if answer is not None:
        warnings = warnings_of(person, answer, is_found=answer.result == RegisterCheck.Result.FOUND)
    return RegisterStanding(person, answer, without_answer, warnings)


def warnings_of(person: User, seen: Any, *, is_found: bool | None = None) -> list[str]:
    """What stands out in what was seen of somebody on the register, whether it is kept already or not."""
    return register_warnings(
        our_name=person.name,
        is_found=hasattr(seen, "registered_name") if is_found is None else is_found,
        registered_name=getattr(seen, "registered_name", ""),
        status=getattr(seen, "register_status", ""),
        registered_until=getattr(seen, "registered_until", None),
        annotations=getattr(seen, "annotations", ""),
        today=timezone.localdate(),
    )


def due_for_recheck(on: datetime.date) -> QuerySet[Any]:
    """Whose registration is to be looked up again by this day. Each knows `recheck_after_days`."""
    due = RegisterCheck.objects.filter(next_check_on__lte=on)
    return (
        User.objects.filter(is_active=True, register_checks__in=due)
        .exclude(register_number="")
        .annotate(recheck_after_days=F("register_checks__recheck_after_days"))
        .order_by("register_checks__next_check_on", "name")
    )


def person_to_look_up(pk: int) -> User | None:
    return User.objects.filter(pk=pk, is_active=True).exclude(register_number="").first()


def newest_extract() -> RegisterExtract | None:
    return RegisterExtract.objects.select_related("sent_by").first()
