"""What all readers share: how much of a file is read, and what they say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_CHARACTERS = 200_000
MOST_PICTURES = 3_000
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\ud800-\udfff]")


class Picture(NamedTuple):
    """Something that only a person can look at, and where it stands: “page 2”, or nothing where that is not known."""

    place: str = ""


# A text without a place is the name of a problem.
Texts = Iterator[tuple[str, str] | str | Picture]


class Unreadable(Exception):
    """Somebody has to look at the file themselves."""

    def __init__(self, problem: str):
        self.problem = problem
        super().__init__(problem)


class Bounded(NamedTuple):
    parts: list[tuple[str, str]]
    problems: list[str]
    pictures: list[str]


def bounded(texts: Texts) -> Bounded:
    """As many as may be. What a person has to look at is said before anything is cut off."""
    said = Bounded([], [], [])
    left = MOST_CHARACTERS
    for each in texts:
        if isinstance(each, Picture):
            if len(said.pictures) < MOST_PICTURES:
                said.pictures.append(each.place)
            continue
        if isinstance(each, str):
            say(said.problems, each)
            continue
        place, text = each
        text = UNSEEN.sub("", text).strip()
        if not text:
            continue
        if len(text) > left:
            said.parts.append((place, text[:left]))
            say(said.problems, "too-long")
            break
        left -= len(text)
        said.parts.append((place, text))
    return said


def say(problems: list[str], problem: str) -> None:
    if problem not in problems:
        problems.append(problem)
