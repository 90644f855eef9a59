"""A cohort on plain values: how each person stands, who is waited for, and whom somebody asked for."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from operator import attrgetter


class Timing(StrEnum):
    """Whether the next review is in time."""

    LATE = "late"
    SOON = "soon"
    ON_TRACK = "on_track"
    OVER = "over"


TIMING_WORDS = {
    Timing.LATE: "Late",
    Timing.SOON: "Due soon",
    Timing.ON_TRACK: "On track",
    Timing.OVER: "No review left",
}


def timing(
    next_due: datetime.date | None,
    *,
    late_after: datetime.date | None = None,
    today: datetime.date,
    soon_days: int,
) -> Timing:
    """Where an adjustment gives further days, nobody is called late before they are over."""
    if next_due is None:
        return Timing.OVER
    if (late_after or next_due) < today:
        return Timing.LATE
    if next_due <= today + datetime.timedelta(days=soon_days):
        return Timing.SOON
    return Timing.ON_TRACK


class Party(StrEnum):
    """In what capacity somebody is waited for."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    ASSESSOR = "assessor"
    COORDINATOR = "coordinator"
    EMPLOYER = "employer"


PARTY_WORDS = {
    Party.WORKER: "Social worker",
    Party.SUPERVISOR: "Practice supervisor",
    Party.ASSESSOR: "Assessor",
    Party.COORDINATOR: "Coordinator",
    Party.EMPLOYER: "Employer",
}


# What may fall short of what was promised, and the words for it.
SUPPORT_WORDS = {
    "sessions": "supervision sessions",
    "protected_time": "protected time",
    "workload": "a protected workload",
}


@dataclass(frozen=True)
class SupportSeen:
    """What one social worker was promised by today, and what they were given."""

    given: int = 0
    expected: int = 0
    missing: int = 0
    hours_promised: float = 0
    hours_taken: float = 0
    workload: float | None = None
    workload_promised: int = 100
    is_agreed: bool = False

    @property
    def hours_missing(self) -> float:
        """Of the weeks that were entered."""
        return round(max(0, self.hours_promised - self.hours_taken), 1)

    @cached_property
    def briefly(self) -> str:
        """For a narrow column: "5 sessions, 14.8 hours, workload"."""
        said = {
            "sessions": f"{self.missing} {'session' if self.missing == 1 else 'sessions'}",
            "protected_time": f"{self.hours_missing:g} hours",
            "workload": "workload",
        }
        return f"short of {', '.join(said[kind] for kind in self.short_of)}" if self.short_of else ""

    @cached_property
    def short_of(self) -> tuple[str, ...]:
        falls_short = {
            "sessions": self.missing > 0,
            "protected_time": self.hours_missing > 0,
            "workload": self.workload is not None and self.workload > self.workload_promised,
        }
        return tuple(kind for kind, is_short in falls_short.items() if is_short)

    @cached_property
    def words(self) -> str:
        """Only what falls short, with its figures."""
        said = {
            "sessions": f"{self.missing} of {self.expected} sessions missing",
            "protected_time": f"{self.hours_missing:g} of {round(self.hours_promised, 1):g} protected hours lost",
            "workload": f"workload {self.workload:g}% instead of {self.workload_promised}%"
            if self.workload is not None
            else "",
        }
        return ", ".join(said[kind] for kind in self.short_of)


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that one person has to do for one social worker, since when, and the name of the page it is on."""

    party: Party
    person_id: int | None
    person: str
    what: str
    since: datetime.date
    page: str

    @property
    def key(self) -> str:
        """The same for everything that waits for one person, or for one gap that nobody fills."""
        return str(self.person_id or self.person)


@dataclass(slots=True)
class Member:
    """One social worker of a cohort, with all that a coordinator asks about them."""

    enrolment_id: int
    social_worker_id: int
    name: str
    status: str
    starts_on: datetime.date
    expected_end_on: datetime.date
    programme_id: int
    programme: str
    rule_book_id: int
    standards_id: int
    is_open: bool = True
    team_id: int | None = None
    team: str = ""
    supervisor_id: int | None = None
    supervisor: str = ""
    supervisor_away_until: datetime.date | None = None
    assessor_id: int | None = None
    assessor: str = ""
    stage: str = ""
    stage_month: int = 0
    due_on: datetime.date | None = None
    timing: Timing = Timing.OVER
    waits: list[Wait] = field(default_factory=list)
    support: SupportSeen | None = None
    enough: int = 0
    outcomes: int = 0

    @property
    def longest_wait(self) -> Wait | None:
        return min(self.waits, key=attrgetter("since"), default=None)

    @property
    def short_of(self) -> tuple[str, ...]:
        return self.support.short_of if self.support else ()

    @property
    def is_unsupervised(self) -> bool:
        return self.is_open and self.supervisor_id is None


# ---- Who is waited for


@dataclass(slots=True)
class Waiter:
    """One person whom others wait for, with everything that waits for them, the oldest first."""

    key: str
    person: str
    party: Party
    items: list[tuple[Member, Wait]] = field(default_factory=list)

    @property
    def since(self) -> datetime.date:
        return self.items[0][1].since


def waiters(members: Iterable[Member]) -> list[Waiter]:
    """Whom a coordinator waits for, themselves left out; who has kept somebody waiting longest comes first."""
    found: dict[str, Waiter] = {}
    items = [
        (member, wait) for member in members for wait in member.waits if wait.party is not Party.COORDINATOR
    ]
    for member, wait in sorted(items, key=lambda item: item[1].since):
        waiter = found.get(wait.key)
        if waiter is None:
            waiter = found[wait.key] = Waiter(wait.key, wait.person, wait.party)
        waiter.items.append((member, wait))
    return list(found.values())


# ---- Whose support falls short


@dataclass(slots=True)
class Group:
    """The people of one team or of one supervisor, and for how many of them support falls short of what."""

    key: str
    name: str
    members: list[Member] = field(default_factory=list)

    def short_of(self, kind: str) -> int:
        return sum(kind in member.short_of for member in self.members)

    @property
    def short(self) -> int:
        return sum(bool(member.short_of) for member in self.members)

    @property
    def counts(self) -> dict[str, int]:
        """Each person once: as promised, or short of one kind of support, or of several."""
        kinds = [len(member.short_of) for member in self.members]
        return {
            "promised": kinds.count(0),
            "one": kinds.count(1),
            "several": sum(each > 1 for each in kinds),
        }


def by_team(members: Iterable[Member]) -> list[Group]:
    return _grouped(members, lambda member: (str(member.team_id or NONE), member.team or "No team yet"))


def by_supervisor(members: Iterable[Member]) -> list[Group]:
    return _grouped(
        members, lambda member: (str(member.supervisor_id or NONE), member.supervisor or "No supervisor")
    )


def _grouped(members: Iterable[Member], key: Callable[[Member], tuple[str, str]]) -> list[Group]:
    """Where support falls short for the largest part comes first."""
    found: dict[str, Group] = {}
    for member in members:
        number, name = key(member)
        found.setdefault(number, Group(number, name)).members.append(member)
    return sorted(
        found.values(), key=lambda group: (-group.short / len(group.members), group.name.casefold())
    )


# ---- Whom somebody asked for

NONE = "none"
AWAY = "away"
OPEN = "open"
ALL = "all"
LATE_OR_SOON = "late_or_soon"
THIS_MONTH = "this_month"
AHEAD = "ahead"
ANYBODY = "anybody"
ANYTHING = "anything"


def _status(member: Member, value: str, today: datetime.date) -> bool:
    return value == ALL or (member.is_open if value == OPEN else member.status == value)


def _supervisor(member: Member, value: str, today: datetime.date) -> bool:
    if value == NONE:
        return member.is_unsupervised
    if value == AWAY:
        return member.is_open and member.supervisor_away_until is not None
    return str(member.supervisor_id) == value


def _timing(member: Member, value: str, today: datetime.date) -> bool:
    if value == LATE_OR_SOON:
        return member.timing in (Timing.LATE, Timing.SOON)
    return member.timing == value


def _started(member: Member, value: str, today: datetime.date) -> bool:
    if value == AHEAD:
        return member.starts_on > today
    return (member.starts_on.year, member.starts_on.month) == (today.year, today.month)


def _waiting(member: Member, value: str, today: datetime.date) -> bool:
    return any(value in (ANYBODY, wait.party) for wait in member.waits)


def _support(member: Member, value: str, today: datetime.date) -> bool:
    return bool(member.short_of) if value == ANYTHING else value in member.short_of


FILTERS: dict[str, Callable[[Member, str, datetime.date], bool]] = {
    "name": lambda member, value, today: value.casefold() in member.name.casefold(),
    "status": _status,
    "programme": lambda member, value, today: str(member.programme_id) == value,
    "team": lambda member, value, today: str(member.team_id or NONE) == value,
    "stage": lambda member, value, today: member.stage == value,
    "supervisor": _supervisor,
    "timing": _timing,
    "waiting": _waiting,
    "support": _support,
    "started": _started,
}


def asked_for(members: Iterable[Member], asked: Mapping[str, str], today: datetime.date) -> list[Member]:
    """Those of a cohort who fit every answer of a filter; an empty answer fits everybody."""
    tests = [(FILTERS[name], value) for name, value in asked.items() if value and name in FILTERS]
    found = list(members)
    for test, value in tests:
        found = [member for member in found if test(member, value, today)]
    return found


SORTS: dict[str, Callable[[Member], object]] = {
    "name": lambda member: member.name.casefold(),
    "team": lambda member: member.team.casefold() or None,
    "programme": lambda member: member.programme.casefold(),
    "supervisor": lambda member: member.supervisor.casefold() or None,
    "due": lambda member: member.due_on,
    "started": lambda member: member.starts_on,
    "enough": lambda member: member.enough,
    "waiting": lambda member: wait.since if (wait := member.longest_wait) else None,
    "support": lambda member: -len(member.short_of) or None,
}
DEFAULT_SORT = "due"


def in_order(members: Iterable[Member], sort: str) -> list[Member]:
    """Sorted by one column, then by name; whoever has nothing in it comes last, whichever way it is sorted."""
    key = SORTS.get(sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    by_name = sorted(members, key=lambda member: (member.name.casefold(), member.enrolment_id))
    filled = [member for member in by_name if key(member) is not None]
    empty = [member for member in by_name if key(member) is None]
    return sorted(filled, key=key, reverse=sort.startswith("-")) + empty  # type: ignore[arg-type]
