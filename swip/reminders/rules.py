"""Which reminder a thing calls for on a day, and when it may leave. Plain values in, plain values out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MIDNIGHT = datetime.time(0)


class Moment(StrEnum):
    """Where a reminder stands to the day on which something is due."""

    BEFORE = "before"
    DUE = "due"
    LATE = "late"
    ESCALATED = "escalated"


@dataclass(frozen=True)
class Step:
    """One reminder of a thing: so many days after the day it is due, before it where the number is negative."""

    moment: Moment
    days: int

    @property
    def code(self) -> str:
        return f"{self.moment}-{abs(self.days)}"

    @property
    def is_late(self) -> bool:
        return self.moment in (Moment.LATE, Moment.ESCALATED)


@dataclass(frozen=True)
class Rhythm:
    """What a rule book says of reminders: days before, days after, and after how many a coordinator is told."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    escalate_after: int | None

    @property
    def steps(self) -> list[Step]:
        """In the order of days. A day on which the coordinator is told is no other reminder as well."""
        steps = {-days: Step(Moment.BEFORE, -days) for days in self.before if days > 0}
        steps[0] = Step(Moment.DUE, 0)
        steps |= {days: Step(Moment.LATE, days) for days in self.after if days > 0}
        if self.escalate_after is not None and self.escalate_after > 0:
            steps[self.escalate_after] = Step(Moment.ESCALATED, self.escalate_after)
        return [steps[day] for day in sorted(steps)]

    @property
    def longest_notice(self) -> int:
        return max(self.before, default=0)


def step_on(
    due_on: datetime.date, today: datetime.date, rhythm: Rhythm, *, late_after: datetime.date | None = None
) -> Step | None:
    """The latest reminder that a thing calls for by today: those that were missed are not made up for.

    Where more time was agreed, nothing counts as late until that is over, too.
    """
    days = (today - due_on).days
    days_late = (today - max(late_after or due_on, due_on)).days
    reached = [step for step in rhythm.steps if step.days <= (days_late if step.is_late else days)]
    return reached[-1] if reached else None


# ---- Hours of rest


@dataclass(frozen=True)
class Quiet:
    """No reminder leaves from one time of the day until another; where both are the same, at any time."""

    starts: datetime.time
    ends: datetime.time

    def covers(self, time: datetime.time) -> bool:
        if self.starts == self.ends:
            return False
        if self.starts < self.ends:
            return self.starts <= time < self.ends
        return time >= self.starts or time < self.ends


def quiet_hours(rows: Iterable[Any]) -> list[Quiet]:
    """As a rule book writes them: "19:00" to "08:00"."""
    return [
        Quiet(datetime.time.fromisoformat(row["from"]), datetime.time.fromisoformat(row["to"]))
        for row in rows
    ]


def leaves_at(now: datetime.datetime, quiet: Sequence[Quiet], zone: datetime.tzinfo) -> datetime.datetime:
    """Now, or when the hours of rest are over, by the clock on the wall, whatever was done to it in the night."""
    moment = now
    for _ in range(2 * len(quiet) + 1):
        wall = moment.astimezone(zone)
        resting = next((each for each in quiet if each.covers(wall.time())), None)
        if resting is None:
            return moment
        day = wall.date()
        if wall.time() >= resting.ends:
            day += datetime.timedelta(days=1)
        over = datetime.datetime.combine(day, resting.ends, tzinfo=zone)
        # At the end of summer the same time comes twice: the second one is later.
        if over.astimezone(datetime.UTC) <= moment.astimezone(datetime.UTC):
            over = over.replace(fold=1)
        moment = over.astimezone(datetime.UTC)
    raise ValueError("The hours of rest leave no time of the day for reminders")


def rests_at(
    moment: datetime.datetime, quiet: Sequence[Quiet], zone: datetime.tzinfo
) -> datetime.datetime | None:
    """When the next hours of rest begin after a moment outside them; none where there are none."""
    wall = moment.astimezone(zone)
    begins = [
        datetime.datetime.combine(wall.date() + datetime.timedelta(days=day), each.starts, tzinfo=zone)
        for each in quiet
        if each.starts != each.ends
        for day in (0, 1)
    ]
    in_utc = [each.astimezone(datetime.UTC) for each in begins]
    return min((each for each in in_utc if each > moment.astimezone(datetime.UTC)), default=None)


def own_hours(earliest: datetime.time | None, latest: datetime.time | None) -> list[Quiet]:
    """What somebody chose, as hours of rest over those of the rules."""
    quiet = []
    if earliest is not None and earliest != MIDNIGHT:
        quiet.append(Quiet(MIDNIGHT, earliest))
    if latest is not None and latest != MIDNIGHT:
        quiet.append(Quiet(latest, MIDNIGHT))
    return quiet


# ---- Whose day it is


def is_wanted(step: Step, *, rhythm: str) -> bool:
    """Whether somebody who chose "late", say, wants this reminder."""
    if rhythm == "none":
        return False
    return step.is_late or rhythm != "late"


def is_day_of(rhythm: str, weekday: int, *, since: datetime.date, until: datetime.date) -> bool:
    """A weekly digest is made on its weekday, or on the next day on which any are made."""
    if rhythm != "weekly":
        return True
    days = (until - since).days + 1
    return days >= 7 or any(
        (since + datetime.timedelta(days=number)).isoweekday() == weekday for number in range(max(days, 1))
    )


def after_working_days(start: datetime.date, days: int) -> datetime.date:
    """Monday to Friday are counted; the first day is the one after."""
    day = start
    while days > 0:
        day += datetime.timedelta(days=1)
        days -= day.isoweekday() <= 5
    return day
