"""What is enough for an outcome, in words. The numbers come from the rule book."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class State(StrEnum):
    """Where an outcome stands, for drawings and counts."""

    ENOUGH = "enough"
    STARTED = "started"
    WAITING = "waiting"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Standing:
    """Where an outcome stands, and the words for it."""

    state: State
    words: str

    @property
    def is_enough(self) -> bool:
        return self.state is State.ENOUGH


class Amounts(NamedTuple):
    """What enough is made of: as the programme asks for it, or as it is there."""

    pieces: int = 0
    kinds: int = 0
    days: int = 0
    people: int = 0
    complexities: int = 0


# What one of them is called, and several.
WORDS = {
    "pieces": ("piece", "pieces"),
    "kinds": ("kind", "kinds"),
    "days": ("day", "days"),
    "people": ("reader or observer", "readers or observers"),
    "complexities": ("level of complexity", "levels of complexity"),
}


def missing(asked: Amounts, there: Amounts) -> dict[str, int]:
    """The one place that says what enough is: nothing is missing.

    While pieces are missing nothing else is named: those to come may well be of other kinds and days.
    """
    found = {
        name: wanted - got for name, wanted, got in zip(WORDS, asked, there, strict=True) if wanted > got
    }
    return {"pieces": found["pieces"]} if "pieces" in found else found


def is_met(asked: Amounts, there: Amounts) -> bool:
    """What the programme asks for by the end. All but the pieces is wanted, and not a condition."""
    return there.pieces >= asked.pieces


@lru_cache(maxsize=4096)  # a page of fifty people asks a thousand times, and there are few answers
def standing(asked: Amounts, there: Amounts, *, waiting: int = 0, returned: int = 0) -> Standing:
    """How much there is of what is asked for and wanted, and what would settle it."""
    wanted = missing(asked, there)
    if not wanted:
        return Standing(State.ENOUGH, "Enough")
    if there.pieces:
        words = listed([more(number, *WORDS[name]) for name, number in wanted.items()])
        return Standing(State.STARTED, f"{words[:1].upper()}{words[1:]} would settle it")
    if waiting:
        return Standing(State.WAITING, "Handed in, waiting to be read")
    if returned:
        return Standing(State.WAITING, "Sent back with comments, to be handed in again")
    return Standing(State.NOTHING, "Nothing yet")


def still_wants(
    asked: Amounts, there: Amounts, *, kind_names: list[str], complexities: list[str], waiting: int
) -> str:
    """In sentences what an outcome still wants, and why; when it wants nothing, that is said too."""
    wanted = missing(asked, there)
    if not wanted:
        return "Nothing more. This is enough: you can stop here."
    said = [_wanted(name, number, there, kind_names, complexities) for name, number in wanted.items()]
    return " ".join([*said, wait_to_be_read(waiting)] if waiting else said)


def _wanted(name: str, number: int, there: Amounts, kinds: list[str], complexities: list[str]) -> str:
    if name == "pieces":
        if number == 1:
            return f"{'One more' if there.pieces else 'A'} piece of evidence that shows it."
        return f"{number}{' more' if there.pieces else ''} pieces of evidence that show it."
    if name == "kinds":
        return f"{more(number, 'kind of evidence', 'kinds of evidence')}{_other_than(kinds)}."
    if name == "complexities":
        return f"{more(number, *WORDS[name])}{_other_than(complexities)}."
    if name == "days":
        work = "Work of another day" if number == 1 else f"Work of {number} other days"
        return f"{work}{_since(there.pieces, there.days, 'are of', 'the same day', 'days')}."
    who = "Another person" if number == 1 else f"{number} other people"
    seen = "were read or seen by"
    return f"{who} to read or see it{_since(there.pieces, there.people, seen, 'the same person', 'people')}."


def _other_than(names: list[str]) -> str:
    return f", other than {listed(names)}" if names else ""


def _since(pieces: int, there: int, are: str, same: str, several: str) -> str:
    """Why another is wanted: ", since both pieces are of the same day"; of one piece nobody has to be told."""
    if pieces < 2:
        return ""
    if there == 1:
        return f", since {'both' if pieces == 2 else f'all {pieces}'} pieces {are} {same}"
    return f", since the {pieces} pieces {are} {there} {several}"


def wait_to_be_read(waiting: int) -> str:
    if waiting == 1:
        return "One piece waits to be read."
    return f"{waiting} pieces wait to be read."


def more(number: int, one: str, many: str) -> str:
    return f"One more {one}" if number == 1 else f"{number} more {many}"


def listed(words: list[str]) -> str:
    """ "reflection and court work": in the middle of a sentence."""
    lower = [each[:1].lower() + each[1:] for each in words]
    return " and ".join([", ".join(lower[:-1]), lower[-1]] if len(lower) > 1 else lower)


def how_many(there: int, wanted: int, when: str = "this year") -> str:
    """ "2 of 3 this year", "1 in year 2; no number is asked for", "3 this year. That is enough"."""
    if not wanted:
        return f"{there} {when}; no number is asked for"
    return f"{there} {when}. That is enough" if there >= wanted else f"{there} of {wanted} {when}"


def how_many_told(told: int, there: int, wanted: int, when: str = "this year") -> str:
    """Where not all of those who are there can be told apart from others, lest somebody is picked out."""
    counted = f"{told} {when}, and perhaps more among those counted together"
    if not told:
        counted = f"Counted together with others {when}"
    if not wanted:
        return f"{counted}; no number is asked for"
    return f"{counted}. That is enough" if there >= wanted else f"{counted}; {wanted} are asked for"
