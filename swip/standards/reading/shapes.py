"""What a framework is once it has been read, whatever form it came in."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path


class CannotRead(Exception):
    """Something in a file that cannot be placed. It is for a person to decide, so nothing is loaded."""

    def __init__(self, path: Path, line: int | None, reason: str):
        self.path, self.line, self.reason = path, line, reason
        where = f"{path.name}, line {line}" if line else path.name
        super().__init__(f"{where}: {reason}")


@dataclass(frozen=True)
class Framework:
    """A set of standards and who publishes it."""

    code: str
    title: str
    short_title: str
    publisher: str
    home_address: str = ""
    position: int = 0


@dataclass(frozen=True)
class Licence:
    """What may be done with the text."""

    code: str
    title: str
    address: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Subject:
    """The field of work that the framework is about."""

    code: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Version:
    """One version as it was published."""

    code: str
    title: str
    status: str
    text_may_ship: bool
    description: str = ""
    published_on: date | None = None
    published_words: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    attribution: str = ""
    source_address: str = ""
    count_note: str = ""
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """What the framework calls one of the things it holds."""

    code: str
    name: str
    plural: str
    role: str
    heading: str = ""
    description: str = ""


@dataclass(frozen=True)
class Item:
    """One piece: its code, what it stands under, its words."""

    code: str
    kind: str
    text: str
    parent: str = ""
    summary: str = ""
    is_our_label: bool = False
    line: int | None = None

    @property
    def slug(self) -> str:
        """The code as it stands in an address."""
        return re.sub(r"[^a-z0-9.]+", "-", self.code.lower()).strip("-")


@dataclass(frozen=True)
class Term:
    """A word that the framework defines."""

    term: str
    meaning: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """What the document says about itself, under one heading."""

    heading: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True)
class Evidence:
    """A theory, approach or study that the authors name."""

    kind: str
    name: str
    reference: str = ""


# These tell where a version stands in its life, which goes on after it was published.
CHANGES_WITH_TIME = ("status", "valid_from", "valid_to")


@dataclass(frozen=True)
class FrameworkRead:
    """A whole framework version, ready to be loaded."""

    path: Path
    framework: Framework
    version: Version
    licence: Licence
    subjects: tuple[Subject, ...]
    kinds: tuple[Kind, ...]
    items: tuple[Item, ...]
    terms: tuple[Term, ...] = ()
    passages: tuple[Passage, ...] = ()
    evidence_base: tuple[Evidence, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for the same words: a published version is compared by it, never overwritten."""
        held = asdict(self)
        for apart in ("path", "framework", "licence", "subjects"):
            del held[apart]
        for changing in CHANGES_WITH_TIME:
            del held["version"][changing]
        for item in held["items"]:
            del item["line"]
        return hashlib.sha256(json.dumps(_said(held), sort_keys=True, default=str).encode()).hexdigest()


def _said(value):
    """Without what is empty, so that a field added one day leaves older fingerprints as they were."""
    if isinstance(value, dict):
        return {key: _said(each) for key, each in value.items() if each not in (None, "", (), [], False)}
    if isinstance(value, list | tuple):
        return [_said(each) for each in value]
    return value
