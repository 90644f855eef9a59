"""Looks the files of a record through: what they hold can only be kept or taken away, not mended."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from swip.identifiers.reading import SECONDS as ONE_FILE
from swip.identifiers.reading import Part, Problem, Read, read
from swip.identifiers.rules import Finding, PseudonymBook, find

REMEMBERED_SECONDS = 24 * 60 * 60
# For all files of a record together: the person is waiting, and so is the web server.
SECONDS = 20.0
MOST_SHOWN = 20
MOST_PLACES = 10
# What is said of a file then says already that it is pictures.
SAID_OF_PICTURES = {Problem.PICTURE, Problem.PLACE, Problem.NO_TEXT}


@dataclass(frozen=True)
class File:
    """A file that goes with a record."""

    name: str
    content_type: str
    digest: str
    href: str
    open: Callable[[], Any]


@dataclass(frozen=True)
class FileLook:
    """What was found in a file, each with its place, and what of it a person has to look at themselves."""

    file: File
    key: str
    found: Sequence[tuple[str, Finding]] = ()
    problems: Sequence[Problem] = ()
    pictures: Sequence[str] = ()
    is_settled: bool = False

    @property
    def is_open(self) -> bool:
        return not self.is_settled and bool(self.found or self.is_unread)

    @property
    def is_unread(self) -> bool:
        """Whether a part of it can be known by looking at it alone."""
        return bool(self.problems or self.pictures)

    @property
    def unread_in_words(self) -> str:
        said = [each.in_words for each in self.problems]
        if self.pictures and not SAID_OF_PICTURES & set(self.problems):
            many = len(self.pictures)
            them = (
                "pictures, which could not be read: look at them"
                if many > 1
                else "picture, which could not be read: look at it"
            )
            return " ".join([*said, f"It holds {many} {them} yourself{self.places}."])
        return " ".join([*said, "Look at it yourself."])

    @property
    def places(self) -> str:
        places = list(dict.fromkeys(each for each in self.pictures if each))
        more = [f"{len(places) - MOST_PLACES} more"] if len(places) > MOST_PLACES else []
        return f" ({', '.join([*places[:MOST_PLACES], *more])})" if places else ""

    @property
    def shown(self) -> Sequence[tuple[str, Finding]]:
        return self.found[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return len(self.found) - len(self.shown)


def look_at(
    files: Sequence[File],
    salt: str,
    settled: frozenset[str],
    colleagues: Collection[str] | Mapping[str, str],
    book: PseudonymBook,
) -> list[FileLook]:
    until = time.monotonic() + SECONDS
    return [look_at_one(each, salt, settled, colleagues, book, until=until) for each in files]


def look_at_one(
    file: File,
    salt: str,
    settled: frozenset[str],
    colleagues: Collection[str] | Mapping[str, str],
    book: PseudonymBook,
    *,
    until: float,
) -> FileLook:
    key = salted_hmac(salt, f"file:{file.digest}:{file.name}", algorithm="sha256").hexdigest()[:32]
    if key in settled:
        return FileLook(file, key, is_settled=True)
    # That nothing was found is remembered for a while; what was found is not.
    remembered = f"identifiers:looked-at:{key}"
    if before := cache.get(remembered):
        problems, pictures = before
        return FileLook(file, key, problems=[Problem(each) for each in problems], pictures=pictures)
    contents = contents_of(file, until - time.monotonic())
    named = Part("in its name", spoken(file.name))
    found = [
        (place, finding)
        for place, finding in found_in([named, *contents.parts], colleagues, book)
        if not finding.is_colleague
    ]
    if not found and Problem.TOO_LONG not in contents.problems:
        said = ([str(each) for each in contents.problems], list(contents.pictures))
        cache.set(remembered, said, REMEMBERED_SECONDS)
    return FileLook(file, key, found, contents.problems, contents.pictures)


def found_in(
    parts: Sequence[Part], colleagues: Collection[str] | Mapping[str, str], book: PseudonymBook
) -> list[tuple[str, Finding]]:
    """What stands in the parts of a file, looked through in one go, each with its place."""
    starts = [0, *accumulate(len(each.text) + 2 for each in parts)]
    whole = "\n\n".join(each.text for each in parts)
    return [
        (parts[bisect_right(starts, finding.start) - 1].place, finding)
        for finding in find(whole, colleagues=colleagues, book=book)
    ]


def contents_of(file: File, seconds: float) -> Read:
    if seconds <= 0:
        return Read([], (Problem.TOO_LONG,))
    try:
        with file.open() as opened:
            content = opened.read()
    except OSError:
        return Read([], (Problem.DAMAGED,))
    return read(content, file.content_type, seconds=min(seconds, ONE_FILE))


def spoken(name: str) -> str:
    """A file's name as words: “jane_smith-report.pdf” names somebody as well."""
    return name.rpartition(".")[0].replace("_", " ").replace("-", " ") or name
