"""The capacity board: who carries how many of how many, who is away, whose time ends."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from swip.accounts.models import Organisation, User
from swip.enrolment.models import ConflictOfInterest, Enrolment, Pairing
from swip.enrolment.queries import with_its_programme
from swip.staffing import permissions
from swip.staffing.models import Away, Capacity, HandingOver
from swip.staffing.queries.handing_over import drafts_at
from swip.staffing.queries.leave import uncovered_leave
from swip.staffing.queries.staff import PAIRED_AS, Member, Paired, Staff

LISTED_AT_MOST = 20


@dataclass(frozen=True)
class Row:
    """One colleague on the board."""

    member: Member
    carries: int
    covers: int
    coming: int
    ending: int
    most: int
    limit: Capacity | None
    away: Away | None
    is_away_now: bool
    first_day: datetime.date | None
    last_day: datetime.date | None

    @property
    def person(self) -> User:
        return self.member.person

    @property
    def taken(self) -> int:
        return self.carries + self.covers + self.coming

    @property
    def free(self) -> int:
        return max(self.most - self.taken, 0)

    @property
    def over(self) -> int:
        return max(self.taken - self.most, 0)

    @property
    def teams(self) -> str:
        return ", ".join(each.name for each in self.member.teams)

    @property
    def bar(self) -> dict[str, int]:
        """What they may carry, in parts; above it, what is too much."""
        parts, left = {}, self.most
        for name, count in [("carries", self.carries), ("covers", self.covers), ("coming", self.coming)]:
            parts[name] = min(count, left)
            left -= parts[name]
        return parts | {"over": self.over, "free": self.free}


def rows_of(staff: Staff, kind: str) -> list[Row]:
    """Everybody who may do this today or soon."""
    today, soon = staff.today, staff.numbers.soon(staff.today)
    by_person: dict[int, list[Paired]] = {}
    for each in staff.paired:
        if kind == Capacity.Kind.OBSERVE or each.kind == PAIRED_AS[Capacity.Kind(kind)]:
            by_person.setdefault(each.person, []).append(each)
    return [
        _row(staff, member, kind, by_person.get(person, []), today, soon)
        for person, member in staff.members.items()
        if member.held(kind)
    ]


def _row(
    staff: Staff,
    member: Member,
    kind: str,
    paired: Sequence[Paired],
    today: datetime.date,
    soon: datetime.date,
) -> Row:
    now = {each.enrolment for each in paired if each.is_on(today) and not each.is_cover}
    covered = {each.enrolment for each in paired if each.is_on(today) and each.is_cover} - now
    coming = {each.enrolment for each in paired if each.starts_on > today and not each.is_cover}
    ending = {each.enrolment for each in paired if not each.is_cover and today <= each.ends_on <= soon}
    away = next((each for each in staff.aways.get(member.person.pk, []) if each.starts_on <= soon), None)
    first_day, last_day = member.first_day(kind), member.last_day(kind)
    return Row(
        member=member,
        carries=len(now),
        covers=len(covered),
        coming=len(coming - now - covered),
        ending=len(ending),
        most=staff.most(member.person.pk, kind, today),
        limit=staff.limit(member.person.pk, kind, today),
        away=away,
        is_away_now=away is not None and away.starts_on <= today,
        first_day=first_day if first_day > today else None,
        last_day=last_day if last_day and last_day <= soon else None,
    )


NEVER = datetime.date.max
SORTS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: row.person.name.casefold(),
    "team": lambda row: row.teams.casefold(),
    "carries": lambda row: row.taken,
    "free": lambda row: row.free - row.over,
    "away": lambda row: row.away.starts_on if row.away else NEVER,
    "last_day": lambda row: row.last_day or NEVER,
}
DEFAULT_SORT = "-free"


def sorted_by(rows: list[Row], sort: str) -> list[Row]:
    """By what was asked for; within it by name."""
    by_name = sorted(rows, key=SORTS["name"])
    name = sort.removeprefix("-")
    if name not in SORTS:
        return sorted_by(rows, DEFAULT_SORT)
    return sorted(by_name, key=SORTS[name], reverse=sort.startswith("-"))


ONLY: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "free": ("Has room", lambda row: row.free > 0),
    "full": ("Full or over", lambda row: row.free == 0),
    "away": ("Away now or soon", lambda row: row.away is not None),
    "leaving": ("Last day is near", lambda row: row.last_day is not None),
    "limit": ("Has a limit of their own", lambda row: row.limit is not None),
}


def having(rows: list[Row], *, name: str = "", team: str = "", only: str = "") -> list[Row]:
    """The part of the board that somebody asked for."""
    if name:
        rows = [each for each in rows if name.casefold() in each.person.name.casefold()]
    if team:
        rows = [each for each in rows if team in {str(one.pk) for one in each.member.teams}]
    if only in ONLY:
        rows = [each for each in rows if ONLY[only][1](each)]
    return rows


@dataclass(frozen=True)
class Totals:
    """A whole organisation in a few numbers."""

    colleagues: int
    carried: int
    room: int
    full: int
    away: int


def totals_of(rows: Sequence[Row]) -> Totals:
    return Totals(
        colleagues=len(rows),
        carried=sum(each.taken for each in rows),
        room=sum(each.free for each in rows),
        full=sum(not each.free for each in rows),
        away=sum(each.is_away_now for each in rows),
    )


@dataclass(frozen=True)
class ToDo:
    """What a coordinator should act upon."""

    unpaired: list[Enrolment]
    in_conflict: list[Pairing]
    not_appointed: list[tuple[User, int]]
    drafts: list[HandingOver]
    uncovered: list[Away]


def to_do(staff: Staff, kind: str, *, user: User) -> ToDo:
    return ToDo(
        list(unpaired(staff.organisation, PAIRED_AS[Capacity.Kind(kind)])[:LISTED_AT_MOST])
        if kind in PAIRED_AS
        else [],
        list(in_conflict(staff.organisation, user=user)[:LISTED_AT_MOST]),
        not_appointed(staff),
        drafts_at(staff.organisation, user=user),
        list(
            uncovered_leave(user, soon=staff.numbers.soon(staff.today)).filter(
                organisation=staff.organisation
            )
        ),
    )


def unpaired(organisation: Organisation, kind: str) -> QuerySet[Enrolment]:
    """Those whom nobody supervises, or assesses, who may; the longest on the programme first."""
    acting = Pairing.objects.not_over().acting().filter(enrolment=OuterRef("pk"), kind=kind)
    alone = permissions.employed_by(organisation).filter(~Exists(acting))
    return with_its_programme(alone).order_by("starts_on", "pk")


def in_conflict(organisation: Organisation, *, user: User) -> QuerySet[Pairing]:
    return conflicts_of_others(permissions.pairings_at(organisation), user=user)


def conflicts_of_others(pairings: QuerySet[Pairing], *, user: User) -> QuerySet[Pairing]:
    """A coordinator does not learn here that somebody declared a conflict with them."""
    return conflicting(pairings).exclude(Q(person=user) | Q(enrolment__social_worker=user))


def conflicting(pairings: QuerySet[Pairing]) -> QuerySet[Pairing]:
    """Paired, though the two should not be: somebody declared it afterwards."""
    one = Q(person=OuterRef("person"), other=OuterRef("enrolment__social_worker"))
    other = Q(other=OuterRef("person"), person=OuterRef("enrolment__social_worker"))
    declared = ConflictOfInterest.objects.open().filter(one | other)
    return (
        pairings.filter(Exists(declared))
        .select_related("person", "enrolment__social_worker", "enrolment__programme")
        .order_by("starts_on", "pk")
    )


def not_appointed(staff: Staff) -> list[tuple[User, int]]:
    """Whose appointment is over though they still have social workers, and how many."""
    left: dict[int, set[int]] = {}
    for each in staff.paired:
        member = staff.members.get(each.person)
        role = Pairing.ROLE_OF[Pairing.Kind(each.kind)]
        if member is None or all(held.role != role for held in member.appointments):
            left.setdefault(each.person, set()).add(each.enrolment)
    people = User.objects.filter(pk__in=left).order_by("name", "pk")
    return [(each, len(left[each.pk])) for each in people]
