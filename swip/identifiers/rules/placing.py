"""Where a passage stands in its sentence, and how words of ours are put there so that it still reads."""

from __future__ import annotations

import re
from typing import NamedTuple

FAR = 80
DETERMINER = re.compile(
    r"\b(the|a|an|his|her|their|my|our|your|its|this|that|each|every|another|one|[^\W\d_]+['’]s) $",
    re.IGNORECASE,
)
# Where a sentence, a line or an entry of a list begins, also within quotation marks.
BEGINS = re.compile(r"(?:[.!?…][\"”’')]* +|(?:^|\n)\s*(?:[-•*–] *|\d+[.)] *)?)[\"“‘'(]*$")
ENDS = re.compile(r"\s*(?:$|\n|[.,;:)!?\"”])")


class Place(NamedTuple):
    """A stretch of a text, and what stands right before and after it."""

    text: str
    start: int
    end: int

    @property
    def said(self) -> str:
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        return self.text[max(0, self.start - FAR) : self.start]

    @property
    def after(self) -> str:
        return self.text[self.end : self.end + FAR]

    @property
    def begins(self) -> bool:
        """Whether a sentence begins here."""
        earlier = self.text[max(0, self.start - 12) : self.start]
        return bool(BEGINS.search(earlier if self.start <= 12 else f"…{earlier}"))

    @property
    def ends_a_clause(self) -> bool:
        return bool(ENDS.match(self.after))

    @property
    def is_in_brackets(self) -> bool:
        return self.before.endswith("(") and self.after.startswith(")")

    @property
    def determiner(self) -> str:
        """“the ”, “a ”, “her ”, “Amira’s ”, as it was typed, or nothing."""
        found = DETERMINER.search(self.before)
        return found[0] if found else ""

    def follows(self, *words: str) -> str:
        """Which of these words stands right before, as it was typed; nothing when none does."""
        found = re.search(rf"\b(?:{'|'.join(words)}) $", self.before, re.IGNORECASE)
        return found[0] if found else ""

    def back(self, length: int) -> Place:
        return self._replace(start=self.start - length)

    def on(self, length: int) -> Place:
        return self._replace(end=self.end + length)


class Words(NamedTuple):
    """What to put in a place; nothing when only whoever wrote it could say it in other words."""

    place: Place
    instead: str


def nothing(place: Place) -> Words:
    return Words(place, "")


def put(place: Place, instead: str) -> Words:
    """With a capital where a sentence begins."""
    return Words(place, capital(instead) if place.begins else instead)


def put_for(place: Place, lead: str, instead: str) -> Words:
    """In place of the lead as well, and with a capital where the lead had one."""
    whole = place.back(len(lead))
    return Words(whole, capital(instead)) if lead[:1].isupper() else put(whole, instead)


def noun(place: Place, named: str) -> Words:
    """Something of a kind: with the article that stands there, or one of its own."""
    there = place.determiner
    if not there:
        return put(place, with_article(named))
    if there.strip().lower() in {"a", "an"}:
        return put_for(place, there, with_article(named))
    # Whose it is may be a name, which is found by itself.
    return (
        Words(place, named)
        if re.search(r"['’]s $", there)
        else Words(place.back(len(there)), f"{there}{named}")
    )


def with_article(named: str) -> str:
    return f"{'an' if named[:1].lower() in 'aeio' or named.startswith(('NHS', 'MP')) else 'a'} {named}"


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
