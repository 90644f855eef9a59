"""Conflicts of interest, as those may see them who act upon them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from swip.accounts.models import Organisation, User
from swip.enrolment.models import ConflictOfInterest
from swip.staffing import permissions


def with_people(conflicts: QuerySet[ConflictOfInterest]) -> QuerySet[ConflictOfInterest]:
    return conflicts.select_related("person", "other", "declared_by").order_by("-declared_at", "-pk")


def declared_at(organisation: Organisation, *, user: User) -> QuerySet[ConflictOfInterest]:
    return with_people(permissions.conflicts_kept_by(user).filter(organisation=organisation))


def declared_by(user: User) -> list[ConflictOfInterest]:
    return list(with_people(permissions.own_conflicts(user)))


def conflicts_of(person: User, *, user: User) -> list[ConflictOfInterest]:
    """Those of one colleague, for a coordinator."""
    kept = permissions.conflicts_kept_by(user)
    return list(with_people(kept.filter(Q(person=person) | Q(other=person))))


def workers_at(organisation: Organisation) -> list[User]:
    enrolled = permissions.employed_by(organisation).values("social_worker")
    return list(User.objects.filter(pk__in=enrolled).order_by("name", "pk"))


def colleague_with_address(
    organisations: Iterable[Organisation], email: str
) -> tuple[User, Organisation] | None:
    """Somebody who works where one works oneself, and where that is."""
    for organisation in organisations:
        person = permissions.people_at(organisation).filter(email=email).first()
        if person is not None:
            return person, organisation
    return None
