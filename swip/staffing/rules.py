"""Who is suggested to look after a social worker, in which order and why: on plain values, without names.

What is known of a colleague holds no name, so that nobody can come first by the alphabet or by what a name tells.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

DAYS_IN_A_WEEK = 7
ONESELF = {"supervisor": "would supervise themselves", "assessor": "would assess themselves"}
THE_OTHER = {"supervisor": "assesses", "assessor": "supervises"}
DID_IT = {"supervisor": "supervised", "assessor": "assessed"}


@dataclass(frozen=True)
class Fairness:
    """The numbers of the rule book that a suggestion applies."""

    first_weeks: int = 6
    away_days: int = 14
    counts_as: int = 1
    wants_two_people: bool = True


@dataclass(frozen=True)
class Colleague:
    """What counts about somebody who may take on a social worker. `number` only tells them apart."""

    number: int
    carries: int
    most: int
    is_in_team: bool = False
    looked_after_before: bool = False
    days_away: int = 0
    leaves_in_first_weeks: bool = False
    has_conflict: bool = False
    is_oneself: bool = False
    does_the_other: bool = False


@dataclass(frozen=True)
class Suggested:
    """Somebody who could take on a social worker, and what speaks for and against it."""

    number: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """Somebody who is not suggested, and why not."""

    number: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """The first is the one to try first; nobody is paired by it."""

    suggested: tuple[Suggested, ...]
    left_out: tuple[LeftOut, ...]


def days_in_common(
    first: datetime.date, weeks: int, periods: Iterable[tuple[datetime.date, datetime.date]]
) -> int:
    """How many of the first weeks' days lie within any of these periods, both ends of which belong to them."""
    last = first + datetime.timedelta(days=weeks * DAYS_IN_A_WEEK - 1)
    days: set[int] = set()
    for starts_on, ends_on in periods:
        days |= set(range(max(starts_on, first).toordinal(), min(ends_on, last).toordinal() + 1))
    return len(days)


def why_not(colleague: Colleague, *, kind: str, fairness: Fairness) -> tuple[str, ...]:
    """Everything that stands in the way of suggesting somebody; nothing, where they can be suggested."""
    stands = [
        (colleague.is_oneself, ONESELF[kind]),
        (colleague.has_conflict, "conflict of interest"),
        (colleague.does_the_other and fairness.wants_two_people, f"already {THE_OTHER[kind]} them"),
        (colleague.most == 0, "takes nobody at the moment"),
        (0 < colleague.most <= colleague.carries, f"full, carries {colleague.carries} of {colleague.most}"),
        (
            colleague.days_away >= fairness.away_days > 0,
            f"away for {colleague.days_away} days of the first {fairness.first_weeks} weeks",
        ),
        (colleague.leaves_in_first_weeks, f"appointment ends in the first {fairness.first_weeks} weeks"),
    ]
    return tuple(words for is_so, words in stands if is_so)


def why(colleague: Colleague, *, kind: str, fairness: Fairness) -> tuple[str, ...]:
    """What speaks for somebody, and what a little against them."""
    weeks = fairness.first_weeks
    away = colleague.days_away
    said = [
        (True, f"carries {colleague.carries} of {colleague.most}"),
        (colleague.is_in_team, "same team"),
        (colleague.looked_after_before, f"{DID_IT[kind]} them before"),
        (not away, f"free all the first {weeks} weeks"),
        (away > 0, f"away for {away} {'day' if away == 1 else 'days'} of the first {weeks} weeks"),
        (colleague.does_the_other, f"also {THE_OTHER[kind]} them"),
    ]
    return tuple(words for is_so, words in said if is_so)


def place_in_order(colleague: Colleague, *, fairness: Fairness, seed: str) -> tuple[Fraction, Fraction, str]:
    """The smaller, the sooner: the share they would carry, with what counts for and against; then the draw."""
    for_them = colleague.is_in_team + colleague.looked_after_before
    counted = colleague.carries + 1 + fairness.counts_as * ((colleague.days_away > 0) - for_them)
    share = Fraction(colleague.carries + 1, colleague.most)
    return max(Fraction(counted, colleague.most), Fraction(0)), share, draw(seed, colleague.number)


def draw(seed: str, number: int) -> str:
    """A lot for each colleague, the same whenever it is drawn again for the same social worker."""
    return hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()


def match(colleagues: Iterable[Colleague], *, kind: str, fairness: Fairness, seed: str) -> Match:
    """Everybody who could take on one social worker, in order, and everybody who is left out."""
    everybody = list(colleagues)
    refusals = {each.number: why_not(each, kind=kind, fairness=fairness) for each in everybody}
    free = [each for each in everybody if not refusals[each.number]]
    free.sort(key=lambda each: place_in_order(each, fairness=fairness, seed=seed))
    left_out = [each for each in everybody if refusals[each.number]]
    left_out.sort(key=lambda each: draw(seed, each.number))
    return Match(
        tuple(Suggested(each.number, why(each, kind=kind, fairness=fairness)) for each in free),
        tuple(LeftOut(each.number, refusals[each.number]) for each in left_out),
    )


@dataclass(frozen=True)
class Wanted:
    """A social worker who needs somebody, with what counts about each colleague for them in particular."""

    number: int
    seed: str
    colleagues: tuple[Colleague, ...]


def spread(wanted: Sequence[Wanted], *, kind: str, fairness: Fairness) -> dict[int, Suggested | None]:
    """Somebody for each of many social workers, so that the load is even and as few as can be go without.

    Whoever has the fewest to choose from comes first. Each choice counts in the next. Where nobody is free for the
    last ones, those before them make room if they can.
    """
    room: dict[int, int] = {}
    load: dict[int, int] = {}
    options: dict[int, dict[int, Colleague]] = {}
    for one in wanted:
        options[one.number] = {}
        for each in one.colleagues:
            load.setdefault(each.number, each.carries)
            room.setdefault(each.number, each.most - each.carries)
            if not why_not(each, kind=kind, fairness=fairness):
                options[one.number][each.number] = each
    in_turn = sorted(wanted, key=lambda each: (len(options[each.number]), draw(each.seed, each.number)))
    chosen: dict[int, int] = {}

    def give(one: Wanted, tried: set[int]) -> bool:
        """Take the best who has room; else ask those who took a place here before to go elsewhere."""

        def order(number: int) -> tuple[Fraction, Fraction, str]:
            colleague = replace(options[one.number][number], carries=load[number])
            return place_in_order(colleague, fairness=fairness, seed=one.seed)

        candidates = sorted((each for each in options[one.number] if each not in tried), key=order)
        for number in candidates:
            if room[number] > 0:
                take(one, number)
                return True
        for number in candidates:
            tried.add(number)
            for holder in [each for each in in_turn if chosen.get(each.number) == number]:
                leave(holder, number)
                if give(holder, tried):
                    take(one, number)
                    return True
                take(holder, number)
        return False

    def take(one: Wanted, number: int) -> None:
        chosen[one.number] = number
        room[number] -= 1
        load[number] += 1

    def leave(one: Wanted, number: int) -> None:
        del chosen[one.number]
        room[number] += 1
        load[number] -= 1

    for one in in_turn:
        give(one, set())
    return {one.number: _told(one, chosen, options, load, kind, fairness) for one in wanted}


def _told(
    one: Wanted,
    chosen: Mapping[int, int],
    options: Mapping[int, Mapping[int, Colleague]],
    load: Mapping[int, int],
    kind: str,
    fairness: Fairness,
) -> Suggested | None:
    """The reasons count what the others of the same plan bring along."""
    number = chosen.get(one.number)
    if number is None:
        return None
    colleague = options[one.number][number]
    reasons = why(colleague, kind=kind, fairness=fairness)[1:]
    carries = f"will carry {load[number]} of {colleague.most} with everybody handed over here"
    return Suggested(number, (carries, *reasons))
