"""What is enough for an outcome, in words. The numbers come from the rule book."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


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


def is_met(*, required: int, accepted: int) -> bool:
    """What the programme asks for by the end. That there are several kinds is wanted, and not a condition."""
    return accepted >= required


@lru_cache(maxsize=4096)  # a page of fifty people asks a thousand times, and there are few answers
def standing(
    *, required: int, kinds_wanted: int, accepted: int, kinds: int, waiting: int = 0, returned: int = 0
) -> Standing:
    """How much there is of what is asked for and wanted, and what would settle it."""
    if accepted >= required and kinds >= kinds_wanted:
        return Standing(State.ENOUGH, "Enough")
    if accepted >= required:
        missing = kinds_wanted - kinds
        return Standing(State.STARTED, f"{more(missing, 'kind', 'kinds')} would settle it")
    if accepted:
        return Standing(State.STARTED, f"{more(required - accepted, 'piece', 'pieces')} would settle it")
    if waiting:
        return Standing(State.WAITING, "Handed in, waiting to be read")
    if returned:
        return Standing(State.WAITING, "Sent back with comments, to be handed in again")
    return Standing(State.NOTHING, "Nothing yet")


def still_wants(
    *, required: int, kinds_wanted: int, accepted: int, kind_names: list[str], waiting: int
) -> str:
    """In a sentence what an outcome still wants; when it wants nothing, that is said too."""
    also = f" {wait_to_be_read(waiting)}" if waiting else ""
    if accepted < required:
        missing = required - accepted
        if missing == 1:
            return f"{'One more' if accepted else 'A'} piece of evidence that shows it.{also}"
        return f"{missing}{' more' if accepted else ''} pieces of evidence that show it.{also}"
    if len(kind_names) < kinds_wanted:
        wanted = more(kinds_wanted - len(kind_names), "kind of evidence", "kinds of evidence")
        than = f", other than {listed(kind_names)}" if kind_names else ""
        return f"{wanted}{than}.{also}"
    return "Nothing more. This is enough: you can stop here."


def wait_to_be_read(waiting: int) -> str:
    if waiting == 1:
        return "One piece waits to be read."
    return f"{waiting} pieces wait to be read."


def more(number: int, one: str, many: str) -> str:
    return f"One more {one}" if number == 1 else f"{number} more {many}"


def listed(names: list[str]) -> str:
    """ "reflection and court work": names of kinds in the middle of a sentence."""
    lower = [name[:1].lower() + name[1:] for name in names]
    return " and ".join([", ".join(lower[:-1]), lower[-1]] if len(lower) > 1 else lower)


def how_many(there: int, wanted: int, when: str = "this year") -> str:
    """ "2 of 3 this year", "1 in year 2; no number is asked for", "3 this year. That is enough"."""
    if not wanted:
        return f"{there} {when}; no number is asked for"
    return f"{there} {when}. That is enough" if there >= wanted else f"{there} of {wanted} {when}"
