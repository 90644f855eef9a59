"""All of an employer's colleagues at once: what they may, what they carry, when they are away."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from swip.accounts.models import Appointment, Organisation, Role, Team, User
from swip.enrolment.models import Pairing
from swip.staffing import permissions
from swip.staffing.models import Away, Capacity
from swip.staffing.queries.rule_numbers import Numbers

KIND_OF = {Pairing.Kind.SUPERVISOR: Capacity.Kind.SUPERVISE, Pairing.Kind.ASSESSOR: Capacity.Kind.ASSESS}
PAIRED_AS = {kind: paired for paired, kind in KIND_OF.items()}
ROLES_FOR = {
    Capacity.Kind.SUPERVISE: [Role.PRACTICE_SUPERVISOR],
    Capacity.Kind.ASSESS: [Role.ASSESSOR],
    # Nobody is appointed to observe: whoever supervises or assesses may.
    Capacity.Kind.OBSERVE: [Role.PRACTICE_SUPERVISOR, Role.ASSESSOR],
}


@dataclass(frozen=True)
class Paired:
    """One pairing as it counts: whose, what as, from when to when."""

    person: int
    kind: str
    is_cover: bool
    starts_on: datetime.date
    ends_on: datetime.date
    enrolment: int

    def is_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass
class Member:
    """A colleague with the appointments they hold, or are about to."""

    person: User
    appointments: list[Appointment] = field(default_factory=list)

    @property
    def teams(self) -> list[Team]:
        return sorted({each.team for each in self.appointments if each.team}, key=lambda team: team.name)

    def held(self, kind: str) -> list[Appointment]:
        return [each for each in self.appointments if each.role in ROLES_FOR[Capacity.Kind(kind)]]

    def may(self, kind: str, on: datetime.date) -> bool:
        return any(each.starts_on <= on and _ends(each) >= on for each in self.held(kind))

    def last_day(self, kind: str) -> datetime.date | None:
        """Until when they may; nothing where no end is known."""
        held = self.held(kind)
        if not held or any(each.ends_on is None for each in held):
            return None
        return max(_ends(each) for each in held)

    def first_day(self, kind: str) -> datetime.date:
        return min(each.starts_on for each in self.held(kind))


def _ends(appointment: Appointment) -> datetime.date:
    return appointment.ends_on or datetime.date.max


class Staff:
    """One picture of an organisation, read once with a fixed number of questions, whatever its size."""

    def __init__(self, organisation: Organisation, *, today: datetime.date) -> None:
        self.organisation, self.today = organisation, today
        self.numbers = Numbers()
        self.members = self._members()
        self.paired = self._paired()
        self.limits = self._limits()
        self.aways = self._aways()
        self._carried: dict[datetime.date, Counter[tuple[int, str]]] = {}

    def _members(self) -> dict[int, Member]:
        held = (
            Appointment.objects.not_over(self.today)
            .filter(organisation=self.organisation, role__in=permissions.MAY_TAKE_ON, person__is_active=True)
            .select_related("person", "team")
            .order_by("person__name", "person__pk", "pk")
        )
        found: dict[int, Member] = {}
        for each in held:
            found.setdefault(each.person_id, Member(each.person)).appointments.append(each)
        return found

    def _paired(self) -> list[Paired]:
        """A pairing without an end lasts until the programme ends, as far as is known."""
        rows = permissions.pairings_at(self.organisation).values_list(
            "person", "kind", "is_cover", "starts_on", "ends_on", "enrolment", "enrolment__expected_end_on"
        )
        # Who is late with the end of the programme is still carried.
        return [
            Paired(person, kind, is_cover, starts_on, ends_on or max(end, self.today), enrolment)
            for person, kind, is_cover, starts_on, ends_on, enrolment, end in rows
        ]

    def _limits(self) -> dict[tuple[int, str], list[Capacity]]:
        limits: dict[tuple[int, str], list[Capacity]] = defaultdict(list)
        for each in Capacity.objects.not_over(self.today).filter(organisation=self.organisation):
            limits[each.person_id, each.kind].append(each)
        return limits

    def _aways(self) -> dict[int, list[Away]]:
        found: dict[int, list[Away]] = defaultdict(list)
        recorded = Away.objects.not_over(self.today).filter(
            organisation=self.organisation, status=Away.Status.RECORDED
        )
        for each in recorded.prefetch_related("covers__person"):
            found[each.person_id].append(each)
        return found

    def limit(self, person: int, kind: str, on: datetime.date) -> Capacity | None:
        """What a coordinator said for that day; nothing where the rule applies."""
        limits = self.limits.get((person, kind), [])
        return next(
            (each for each in limits if each.starts_on <= on <= (each.ends_on or datetime.date.max)), None
        )

    def most(self, person: int, kind: str, on: datetime.date) -> int:
        limit = self.limit(person, kind, on)
        return self.numbers.most(kind) if limit is None else limit.most

    def carried(self, on: datetime.date) -> Counter[tuple[int, str]]:
        """How many each has on that day or later; whom they cover for counts while it lasts."""
        if on not in self._carried:
            counted = {
                (each.person, each.kind, each.enrolment)
                for each in self.paired
                if (each.is_on(on) if each.is_cover else each.ends_on >= on)
            }
            self._carried[on] = Counter((person, kind) for person, kind, _ in counted)
        return self._carried[on]
