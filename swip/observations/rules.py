"""How an observation stands, what is missing before both sign it, and how a year stands against the rules."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

MONTHS_IN_A_YEAR = 12
LONGEST_TEXT = 20_000
LONGEST_REASON = 2_000


# ---- One observation


class Stage(StrEnum):
    """How far an observation has come, told from its parts; they may come in any order."""

    STARTED = "started"
    PLANNED = "planned"
    OBSERVED = "observed"
    REFLECTED = "reflected"
    TO_AGREE = "to_agree"
    AGREED = "agreed"
    CANCELLED = "cancelled"
    FAMILY_SAID_NO = "family_said_no"

    @property
    def words(self) -> str:
        return STAGE_WORDS[self]


STAGE_WORDS = {
    Stage.STARTED: "Being planned",
    Stage.PLANNED: "Planned",
    Stage.OBSERVED: "Observed",
    Stage.REFLECTED: "Reflected upon",
    Stage.TO_AGREE: "Waiting to be agreed",
    Stage.AGREED: "Agreed",
    Stage.CANCELLED: "Cancelled",
    Stage.FAMILY_SAID_NO: "The family said no",
}


def stage_of(
    status: str, *, is_planned: bool, is_observed: bool, is_reflected: bool, family: str = ""
) -> Stage:
    if status in (Stage.AGREED, Stage.CANCELLED):
        return Stage(status)
    if family == "declined":
        return Stage.FAMILY_SAID_NO
    if is_observed and is_reflected:
        # What waits to be agreed is what can be signed.
        return Stage.TO_AGREE if is_planned and family else Stage.REFLECTED
    if is_observed:
        return Stage.OBSERVED
    if is_reflected:
        return Stage.REFLECTED
    return Stage.PLANNED if is_planned else Stage.STARTED


class Missing(StrEnum):
    """What stands between an observation and both signatures."""

    PLAN = "plan"
    OBSERVER = "observer"
    OBSERVATION = "observation"
    REFLECTION = "reflection"
    FAMILY = "family"
    FAMILY_SAID_NO = "family_said_no"

    @property
    def words(self) -> str:
        return MISSING_WORDS[self]


MISSING_WORDS = {
    Missing.PLAN: "The plan has not been shared: write it now, late is better than never",
    Missing.OBSERVER: "Nobody has been asked to observe",
    Missing.OBSERVATION: "The observer has not sent what they saw and their feedback",
    Missing.REFLECTION: "The reflection has not been shared",
    Missing.FAMILY: "Nobody has recorded whether the family agreed",
    Missing.FAMILY_SAID_NO: "The family said no, so something else has to be observed",
}


def missing(
    *, is_planned: bool, has_observer: bool, is_observed: bool, is_reflected: bool, family: str
) -> list[Missing]:
    """Everything that has to come before the social worker can agree, in the order in which it usually comes."""
    found = []
    if not is_planned:
        found.append(Missing.PLAN)
    if not is_observed:
        found.append(Missing.OBSERVATION if has_observer else Missing.OBSERVER)
    if not is_reflected:
        found.append(Missing.REFLECTION)
    if family == "":
        found.append(Missing.FAMILY)
    if family == "declined":
        found.append(Missing.FAMILY_SAID_NO)
    return found


# ---- A year of observations against the rules

ENOUGH = "direct_observations.min"
SPREAD = "direct_observations.spread"
BY_ASSESSOR = "direct_observations.observer_is_assessor.min"
OBSERVERS = "observation.different_observers.min"
SETTINGS = "observation.settings.min"


@dataclass(frozen=True)
class Watched:
    """An agreed observation, as far as the rules look at it. The observer is told apart, not named."""

    on: datetime.date
    observer: str
    setting: str
    by_assessor: bool


@dataclass(frozen=True)
class Wanted:
    """What the rule book asks of each year."""

    in_a_year: int = 0
    # By which month of the year how many.
    spread: tuple[tuple[int, int], ...] = ()
    by_assessor: int = 0
    observers: int = 0
    settings: int = 0


@dataclass(frozen=True)
class Line:
    """One rule, and how the year stands against it."""

    rule_key: str
    words: str
    is_met: bool
    due_on: datetime.date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Year:
    """One year of the programme: how many there are, and what is still to come."""

    number: int
    starts_on: datetime.date
    ends_on: datetime.date
    count: int
    lines: tuple[Line, ...]
    is_now: bool

    @property
    def is_enough(self) -> bool:
        return all(line.is_met for line in self.lines)

    @property
    def is_late(self) -> bool:
        return any(line.is_late for line in self.lines)

    @property
    def words(self) -> str:
        """ "2 of 3 this year; one by your assessor still to come; the next by 3 March 2027"."""
        first, *others = self.lines
        if self.is_enough:
            return f"{first.words}. That is enough"
        return "; ".join([first.words, *(line.words for line in others if not line.is_met)])


def standing(
    watched: Collection[Watched],
    wanted: Wanted,
    month_days: Mapping[int, datetime.date],
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    length_months: int,
    today: datetime.date,
    is_own: bool = True,
    is_yearly: bool = True,
) -> list[Year]:
    """Every year of a programme. `month_days` gives the day on which a month of the programme is served."""
    months = MONTHS_IN_A_YEAR if is_yearly else length_months
    count = max(math.ceil(length_months / months), 1)
    edges = [starts_on, *(month_days[months * number] for number in range(1, count)), ends_on]
    years = []
    for number, (first, last) in enumerate(pairwise(edges), 1):
        # What comes before the start or after the end belongs to the first year, or to the last.
        since = datetime.date.min if number == 1 else first
        until = datetime.date.max if number == count else last
        within = [each for each in watched if since <= each.on < until]
        dues = [(month_days.get(months * (number - 1) + month, last), many) for month, many in wanted.spread]
        is_now = since <= today < until
        years.append(
            Year(
                number=number,
                starts_on=first,
                ends_on=last,
                count=len(within),
                lines=tuple(
                    _lines(within, wanted, dues, last, today, is_own=is_own, is_now=is_now, number=number)
                ),
                is_now=is_now,
            )
        )
    return years


def _lines(
    within: Sequence[Watched],
    wanted: Wanted,
    dues: Sequence[tuple[datetime.date, int]],
    last: datetime.date,
    today: datetime.date,
    *,
    is_own: bool,
    is_now: bool,
    number: int,
) -> list[Line]:
    count = len(within)
    when = "this year" if is_now else f"in year {number}"
    has_passed = today > last
    is_met = count >= wanted.in_a_year
    told = f"{count} of {wanted.in_a_year} {when}" if wanted.in_a_year else f"{count} {when}"
    lines = [Line(ENOUGH, told, is_met, last, not is_met and has_passed)]
    if following := next((day for day, many in dues if count < many), None):
        is_late = today > following
        words = f"the next {'was due ' if is_late else ''}by {_in_words(following)}"
        lines.append(Line(SPREAD, words, is_met=False, due_on=following, is_late=is_late))
    # A rule that asks for nothing is not spoken of.
    if wanted.by_assessor:
        lacking = wanted.by_assessor - sum(each.by_assessor for each in within)
        words = f"{_many(lacking)} by {'your' if is_own else 'the'} assessor still to come"
        lines.append(_still(BY_ASSESSOR, lacking, words, last, has_passed))
    if wanted.observers:
        lacking = wanted.observers - len({each.observer for each in within})
        words = f"{_others(lacking, 'person', 'people', has_some=count > 0)} still to observe"
        lines.append(_still(OBSERVERS, lacking, words, last, has_passed))
    if wanted.settings:
        lacking = wanted.settings - len({each.setting for each in within})
        words = f"{_others(lacking, 'setting', 'settings', has_some=count > 0)} still to be seen"
        lines.append(_still(SETTINGS, lacking, words, last, has_passed))
    return lines


def _others(many: int, one: str, several: str, *, has_some: bool) -> str:
    """Others than those there were; where there were none, as many as are wanted."""
    if has_some:
        return f"another {one}" if many == 1 else f"{_many(many)} other {several}"
    return f"one {one}" if many == 1 else f"{_many(many)} different {several}"


MET = {
    BY_ASSESSOR: "observed by an assessor",
    OBSERVERS: "observed by different people",
    SETTINGS: "observed in different settings",
}


def _still(rule_key: str, lacking: int, words: str, due_on: datetime.date, has_passed: bool) -> Line:
    if lacking <= 0:
        return Line(rule_key, MET[rule_key], is_met=True)
    return Line(rule_key, words, is_met=False, due_on=due_on, is_late=has_passed)


def _many(count: int) -> str:
    return {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}.get(count, str(count))


def _in_words(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
