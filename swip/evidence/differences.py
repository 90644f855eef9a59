"""What changed between two texts, word by word, for people to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A word with the space before it, so that words that were changed one after the other read as one change.
WORDS = re.compile(r"\s*\S+|\s+")
LINES = re.compile(r"[^\n]*\n?")
# Comparing grows with the product of the lengths; past this a passage is shown as replaced whole.
MOST_COMPARISONS = 1_000_000


@dataclass(frozen=True)
class Passage:
    """A stretch of text that stayed, was taken out, or was put in."""

    what: Literal["same", "out", "in"]
    text: str


def differences(before: str, after: str) -> list[Passage]:
    """First by lines, then, where lines were replaced, by words."""
    passages: list[Passage] = []
    for old, new in stretches(LINES.findall(before)[:-1], LINES.findall(after)[:-1]):
        if old == new or not old or not new:
            passages += as_passages(old, new)
            continue
        for old_words, new_words in stretches(WORDS.findall(old), WORDS.findall(new)):
            passages += as_passages(old_words, new_words)
    return joined(passages)


def stretches(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Pairs of what was there and what is there now; equal pairs stayed."""
    if len(old) * len(new) > MOST_COMPARISONS:
        return [("".join(old), "".join(new))]
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        ("".join(old[old_from:old_to]), "".join(new[new_from:new_to]))
        for _, old_from, old_to, new_from, new_to in steps
    ]


def as_passages(old: str, new: str) -> list[Passage]:
    if old == new:
        return [Passage("same", old)]
    return [Passage("out", old), Passage("in", new)]


def joined(passages: list[Passage]) -> list[Passage]:
    """Neighbours of one sort read as one."""
    found: list[Passage] = []
    for passage in passages:
        if not passage.text:
            continue
        if found and found[-1].what == passage.what:
            found[-1] = Passage(passage.what, found[-1].text + passage.text)
        else:
            found.append(passage)
    return found


def are_the_same(passages: list[Passage]) -> bool:
    return all(passage.what == "same" for passage in passages)
