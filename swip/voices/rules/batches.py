"""What a batch tells the social worker: question by question, never person by person."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from swip.voices.rules.asked import DRAWING, FACE_QUESTIONS, FACES, WORD_QUESTIONS


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
    """What one person said, as far as it is to be shown; new, unless the social worker may know it already."""

    answers: Mapping[str, str]
    words: Mapping[str, str]
    has_drawing: bool = False
    shows_drawing: bool = False
    is_new: bool = True

    def answered(self, key: str) -> bool:
        return self.has_drawing if key == DRAWING else bool(self.answers.get(key))

    def would_show(self, key: str) -> bool:
        if key == DRAWING:
            return self.has_drawing and self.shows_drawing
        return bool(self.words.get(key)) if key in WORD_QUESTIONS else self.answers.get(key) in FACES


@dataclass(frozen=True)
class Together:
    """What several people said: of each question, only where enough of them answered it."""

    how_many: int
    faces: dict[str, dict[str, int]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    shows_drawings: bool = False
    left_out: list[str] = field(default_factory=list)

    @property
    def says_nothing(self) -> bool:
        return not (self.faces or self.words or self.shows_drawings)


def together(voices: Iterable[Told], least: int) -> Together:
    """In an order that comes from the words alone: who said something, and after whom, leaves no trace in it."""
    said = list(voices)
    asked_them = [
        key for key in (*FACE_QUESTIONS, *WORD_QUESTIONS, DRAWING) if any(o.would_show(key) for o in said)
    ]
    shown = [key for key in asked_them if _is_enough(key, said, least)]
    faces = {key: _counted(each.answers.get(key) for each in said) for key in FACE_QUESTIONS if key in shown}
    words = {
        key: sorted((each.words[key] for each in said if each.words.get(key)), key=shuffled)
        for key in WORD_QUESTIONS
        if key in shown
    }
    left_out = [key for key in asked_them if key not in shown]
    return Together(len(said), faces, words, DRAWING in shown, left_out)


def _counted(chosen: Iterable[str | None]) -> dict[str, int]:
    counts = Counter(chosen)
    return {face: counts[face] for face in FACES}


def _is_enough(key: str, said: Sequence[Told], least: int) -> bool:
    """Beside answers that the social worker has read before, a few new ones could be told apart: these are counted.

    Where nobody is new, numbers are not drawn again: whoever is missing could be worked out of them. Words can be.
    """
    new = [each for each in said if each.is_new]
    among = new if new or key in FACE_QUESTIONS else said
    return sum(each.answered(key) for each in among) >= least


@dataclass(frozen=True)
class Kinds:
    """How many children and young people, and how many of their families: told apart, or only together."""

    children: int = 0
    families: int = 0
    together: int = 0


def kinds_apart(released: Iterable[tuple[int, int]], least: int) -> Kinds:
    """Batch after batch, children and families of each: told apart where there are enough of both.

    With the next batch a number that was told grows by enough, too, or not at all.
    """
    told, waiting = Kinds(), Kinds()
    for children, families in released:
        waiting = Kinds(waiting.children + children, waiting.families + families)
        if min(waiting.children, waiting.families) >= least:
            told = Kinds(told.children + waiting.children, told.families + waiting.families)
            waiting = Kinds()
    return Kinds(told.children, told.families, waiting.children + waiting.families)


def shuffled(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
