"""Reads the text of a file in a process of its own, which may use so much time and memory and no more.

A file comes from outside: it may be damaged, or made to keep a machine busy. The child knows nothing of the service.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SECONDS = 15
ROOT = Path(__file__).resolve().parents[3]
OFFICE = "application/vnd.openxmlformats-officedocument."
FORMATS = {
    "application/pdf": "pdf",
    f"{OFFICE}wordprocessingml.document": "docx",
    f"{OFFICE}spreadsheetml.sheet": "xlsx",
    f"{OFFICE}presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "image/jpeg": "image",
    "image/png": "image",
    "image/webp": "image",
    "text/plain": "text",
}


class Problem(StrEnum):
    """Why a person has to look at a file themselves."""

    LOCKED = "locked"
    NO_TEXT = "no-text"
    SOME_PAGES = "some-pages"
    PICTURE = "picture"
    PLACE = "place"
    PLACE_INSIDE = "place-inside"
    INSIDE = "inside"
    PART = "part"
    TOO_LONG = "too-long"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"

    @property
    def in_words(self) -> str:
        return IN_WORDS[self]


IN_WORDS = {
    Problem.LOCKED: "It is locked with a password, so it could not be looked through.",
    Problem.NO_TEXT: "It holds pictures of pages and no text, so it could not be looked through.",
    Problem.SOME_PAGES: "Some of its pages are pictures without text, which could not be looked through.",
    Problem.PICTURE: "What a picture shows cannot be looked through.",
    Problem.PLACE: "The place where it was taken is written into it, and what it shows cannot be looked through.",
    Problem.PLACE_INSIDE: "The place where a picture in it was taken is written into it.",
    Problem.INSIDE: "Another file is inside it, which could not be looked through.",
    Problem.PART: "A part of it could not be opened, so it could not be looked through.",
    Problem.TOO_LONG: "It is so long that only a part of it could be looked through.",
    Problem.DAMAGED: "It could not be opened, so it could not be looked through.",
    Problem.UNKNOWN: "Files of its kind cannot be looked through.",
}


@dataclass(frozen=True)
class Part:
    """A stretch of a file's text, and where it stands: “page 2”."""

    place: str
    text: str


@dataclass(frozen=True)
class Read:
    """The text of a file as far as it could be read, and what a person has to look at: where each picture stands."""

    parts: list[Part]
    problems: tuple[Problem, ...] = ()
    pictures: tuple[str, ...] = ()


def read(content: bytes, content_type: str, *, seconds: float = SECONDS) -> Read:
    """The text of a file. Whatever it holds, an answer comes within a time."""
    format_name = FORMATS.get(content_type)
    if format_name is None:
        return Read([], (Problem.UNKNOWN,))
    command = [sys.executable, "-m", "swip.identifiers.reading", format_name]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=seconds, cwd=ROOT)
    except subprocess.TimeoutExpired:
        return Read([], (Problem.TOO_LONG,))
    if done.returncode:
        return Read([], (Problem.DAMAGED,))
    said = json.loads(done.stdout)
    return Read(
        [Part(place, text) for place, text in said["parts"]],
        tuple(Problem(each) for each in said["problems"]),
        tuple(said["pictures"]),
    )
