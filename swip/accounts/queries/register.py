"""What is known of people's registration."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from swip.accounts.models import (
    RegisterCheck,
    RegisterExtract,
    User,
)
from swip.accounts.rules import register_warnings


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


def awaiting_register_check(people: QuerySet[User], on: datetime.date) -> QuerySet[User]:
    """Of these people, who has never been looked up, or has to be again by this day."""
    looks = RegisterCheck.objects.filter(person=OuterRef("pk"), register_number=OuterRef("register_number"))
    return (
        people.filter(is_active=True)
        .exclude(register_number="")
        .exclude(Exists(looks.filter(next_check_on__gt=on)))
        .order_by("name")
    )
