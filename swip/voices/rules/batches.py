"""What a batch tells the social worker: question by question, never person by person."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from swip.voices.rules.asked import FACE_QUESTIONS, FACES, WORD_QUESTIONS


class Showable(Protocol):
    """An answer of which is known whether it was shown before, in a batch that was taken apart."""

    @property
    def was_shown(self) -> bool: ...


Answer = TypeVar("Answer", bound=Showable)


def go_together(ready: Sequence[Answer], least: int) -> list[Answer]:
    """Those that are released next: all, if those never shown are enough by themselves, else those shown before.

    The social worker knows these, and what is left over when they are taken away would be the few new ones.
    """
    shown_before = [each for each in ready if each.was_shown]
    if shown_before and len(ready) - len(shown_before) < least:
        return shown_before
    return list(ready)


@dataclass(frozen=True)
class Told:
    """What one person said, as far as it is to be shown."""

    answers: Mapping[str, str]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Together:
    """What several people said."""

    how_many: int
    faces: dict[str, dict[str, int]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)


def together(voices: Iterable[Told]) -> Together:
    """In an order that comes from the words alone: who said something, and after whom, leaves no trace in it."""
    said = list(voices)
    faces = {}
    for key in FACE_QUESTIONS:
        counts = Counter(each.answers[key] for each in said if each.answers.get(key) in FACES)
        faces[key] = {face: counts[face] for face in FACES}
    words = {
        key: sorted((each.words[key] for each in said if each.words.get(key)), key=shuffled)
        for key in WORD_QUESTIONS
    }
    return Together(len(said), faces, words)


def shuffled(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
