"""Looks the files of a record through: what they hold can only be kept or taken away, not mended."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from swip.identifiers.reading import SECONDS as ONE_FILE
from swip.identifiers.reading import Part, Problem, Read, read
from swip.identifiers.rules import Finding, Kind, PseudonymBook, find

REMEMBERED_SECONDS = 24 * 60 * 60
# For all files of a record together: the person is waiting, and so is the web server.
SECONDS = 20.0
# Past this, one answer is for all of a kind, of which at most so many are shown.
MOST_ONE_BY_ONE = 20
MOST_SHOWN = 100
# What is kept of a decision about a file: the kind of thing that was found in it, or that a person looked at it.
IN_A_FILE = "file:"
PICTURES = "pictures"
UNREAD = "unread"
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
class InFile:
    """Something found in a file, wherever in it that stands."""

    key: str
    kind: Kind
    text: str
    places: Sequence[str]

    @property
    def in_words(self) -> str:
        return f"“{self.text}” ({some_of(self.places)})"


@dataclass(frozen=True)
class FileQuestion:
    """What a person decides about at once: one thing, all of a kind where there are many, or what cannot be read."""

    key: str
    about: str
    label: str
    hint: str
    # What is kept of the answer: a code and a number.
    kind: str
    count: int
    settles: Sequence[str]
    is_unread: bool = False
    words: Sequence[str] = ()


@dataclass(frozen=True)
class FileLook:
    """What was found in a file, each with its place, and what of it a person has to look at themselves."""

    file: File
    key: str
    found: Sequence[InFile] = ()
    problems: Sequence[Problem] = ()
    pictures: Sequence[str] = ()
    is_settled: bool = False
    # Of which somebody has decided before.
    settled: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        return bool(self.questions)

    @property
    def is_unread(self) -> bool:
        """Whether a part of it can be known by looking at it alone."""
        return bool(self.problems or self.pictures)

    @property
    def unread_in_words(self) -> str:
        said = [each.in_words for each in self.problems]
        if self.pictures and not SAID_OF_PICTURES & set(self.problems):
            where = some_of(list(dict.fromkeys(each for each in self.pictures if each)))
            them = (
                "pictures, which could not be read: look at them"
                if len(self.pictures) > 1
                else "picture, which could not be read: look at it"
            )
            stands = f" ({where})" if where else ""
            return " ".join([*said, f"It holds {len(self.pictures)} {them} yourself{stands}."])
        return " ".join([*said, "Look at it yourself."])

    @cached_property
    def questions(self) -> list[FileQuestion]:
        """What is still to be decided about it."""
        if self.is_settled:
            return []
        left = [each for each in self.found if each.key not in self.settled]
        asked = [self.about_one(each) for each in left]
        if len(left) > MOST_ONE_BY_ONE:
            kinds = dict.fromkeys(each.kind for each in left)
            asked = [self.about_all([each for each in left if each.kind == kind]) for kind in kinds]
        if self.is_unread and (unread := self.about_unread()).key not in self.settled:
            asked.insert(0, unread)
        return asked

    def about_one(self, found: InFile) -> FileQuestion:
        return FileQuestion(
            key=found.key,
            about=f"“{found.text}” in “{self.file.name}”",
            label=f"{found.kind.label}: “{found.text}”",
            hint=capitalised(some_of(found.places)),
            kind=f"{IN_A_FILE}{found.kind.value}",
            count=1,
            settles=[found.key],
        )

    def about_all(self, found: Sequence[InFile]) -> FileQuestion:
        if len(found) == 1:
            return self.about_one(found[0])
        kind = found[0].kind
        more = [f"and {len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else []
        return FileQuestion(
            key=part_key(self.key, *(each.key for each in found)),
            about=f"what was found in “{self.file.name}” ({kind.label[:1].lower()}{kind.label[1:]})",
            label=f"{kind.label}: {len(found)} different ones",
            hint="",
            kind=f"{IN_A_FILE}{kind.value}",
            count=len(found),
            settles=[each.key for each in found],
            words=[*(each.in_words for each in found[:MOST_SHOWN]), *more],
        )

    def about_unread(self) -> FileQuestion:
        key = part_key(self.key, "unread")
        return FileQuestion(
            key=key,
            about=f"“{self.file.name}”",
            label="What could not be read",
            hint=self.unread_in_words,
            kind=PICTURES if self.pictures else UNREAD,
            count=len(self.pictures) or 1,
            settles=[key],
            is_unread=True,
        )

    def settled_by(self, decided: Collection[str]) -> set[str]:
        """What somebody is not asked about again: parts of the file, or all of it."""
        questions = self.questions
        answered = [each for each in questions if each.key in decided]
        if len(answered) == len(questions):
            return {self.key}
        return {key for each in answered for key in each.settles}


def some_of(places: Sequence[str]) -> str:
    more = [f"{len(places) - MOST_PLACES} more"] if len(places) > MOST_PLACES else []
    return ", ".join([*places[:MOST_PLACES], *more])


def capitalised(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def part_key(*parts: str) -> str:
    """Of a part of a file, by the key of the file: nobody can try words out on it without the secret behind that."""
    return salted_hmac("swip.identifiers:part", ":".join(parts), algorithm="sha256").hexdigest()[:32]


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
        said = [Problem(each) for each in problems]
        return FileLook(file, key, problems=said, pictures=pictures, settled=settled)
    contents = contents_of(file, until - time.monotonic())
    named = Part("in its name", spoken(file.name))
    found = together(key, found_in([named, *contents.parts], colleagues, book))
    if not found and Problem.TOO_LONG not in contents.problems:
        unread = ([str(each) for each in contents.problems], list(contents.pictures))
        cache.set(remembered, unread, REMEMBERED_SECONDS)
    return FileLook(file, key, found, contents.problems, contents.pictures, settled=settled)


def together(key: str, found: Iterable[tuple[str, Finding]]) -> list[InFile]:
    """The same words are decided about once, with every place where they stand."""
    places: dict[tuple[Kind, str], dict[str, None]] = {}
    spelled: dict[tuple[Kind, str], str] = {}
    for place, finding in found:
        if finding.is_colleague:
            continue
        same = (finding.kind, " ".join(finding.text.casefold().split()))
        spelled.setdefault(same, finding.text)
        places.setdefault(same, {})[place] = None
    return [
        InFile(part_key(key, kind.value, words), kind, spelled[kind, words], list(where))
        for (kind, words), where in places.items()
    ]


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
