"""Who can be chosen, and who is known already."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from swip.accounts.models import Appointment, Organisation, Team, User
from swip.enrolment.models import (
    EmploymentPeriod,
    Enrolment,
    Pairing,
)
from swip.enrolment.queries.conflicts import in_conflict_with
from swip.enrolment.rules import RegistrationRefused


def choosable(
    organisations: Iterable[Organisation],
    kind: str,
    *,
    worker: User | None = None,
    except_for: Collection[User] = (),
) -> list[Appointment]:
    """Who holds the role there today, by name; somebody in two teams is there once.

    Neither the social worker for whom somebody is chosen, nor whoever is in conflict with them.
    """
    left_out = {each.pk for each in except_for}
    if worker is not None:
        left_out |= {worker.pk} | in_conflict_with(worker)
    current = (
        Appointment.objects.current()
        .filter(
            organisation__in=organisations, role=Pairing.ROLE_OF[Pairing.Kind(kind)], person__is_active=True
        )
        .exclude(person__in=left_out)
        .select_related("person", "team")
        .order_by("person__name", "person__pk", "pk")
    )
    found: dict[int, Appointment] = {}
    for each in current:
        found.setdefault(each.person_id, each)
    return list(found.values())


def with_team(appointment: Appointment) -> str:
    return f"{appointment.person}, {appointment.team}" if appointment.team else str(appointment.person)


def teams_of(organisation: Organisation) -> list[Team]:
    return list(organisation.teams.open().order_by("name"))


def employers_of(enrolment: Enrolment) -> QuerySet[Organisation]:
    employed = EmploymentPeriod.objects.not_over().filter(enrolment=enrolment)
    return Organisation.objects.filter(pk__in=employed.values("organisation"))


class KnownPeople:
    """Whom addresses and register numbers belong to, for one person or for thousands in one question."""

    def __init__(self, wanted: Iterable[tuple[str, str]]) -> None:
        pairs = [(email.strip().lower(), number) for email, number in wanted]
        found = User.objects.filter(
            Q(email__in={email for email, _ in pairs})
            | Q(register_number__in={number for _, number in pairs} - {""})
        )
        self._by_email: dict[str, User] = {}
        self._by_number: dict[str, User] = {}
        for person in found:
            self._by_email[person.email] = person
            self._by_number[person.register_number] = person

    def find(self, email: str, register_number: str) -> User | None:
        """The one person that both belong to, if we know them; says why not, where that cannot be."""
        by_email = self._by_email.get(email.strip().lower())
        by_number = self._by_number.get(register_number) if register_number else None
        if by_email and by_number and by_email != by_number:
            raise RegistrationRefused(
                "This email address and this register number belong to two different people. Check both"
            )
        person = by_email or by_number
        if person is None:
            return None
        if not person.is_active:
            raise RegistrationRefused(
                "This person’s account is closed. Ask an administrator to open it again"
            )
        if register_number and person.register_number not in ("", register_number):
            raise RegistrationRefused(
                "The person with this email address has another register number. Check both"
            )
        return person


def known_person(email: str, register_number: str) -> User | None:
    """The one person that an address and a register number belong to, if we know them."""
    return KnownPeople([(email, register_number)]).find(email, register_number)
