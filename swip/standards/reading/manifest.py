"""The file beside a text that says what it is, how it is read, and what is put right in it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from swip.standards.reading import shapes
from swip.standards.reading.shapes import CannotRead

FORMS = ("text", "table")
ROLES = ("group", "outcome", "prompt", "part")
PARTS = ("ignored", "title", "passage", "terms", "overview", "body", "annex")
REPAIRS = {"code": "code", "words": "becomes", "break": None, "continue": "after"}
Shape = TypeVar("Shape")


@dataclass(frozen=True)
class KindRule:
    """A kind of thing, and how one begins in the body and in the overview of a text."""

    code: str
    name: str
    plural: str
    role: str
    heading: str = ""
    description: str = ""
    body: str = ""
    overview: str = ""
    has_summary: bool = False

    @property
    def kind(self) -> shapes.Kind:
        return shapes.Kind(self.code, self.name, self.plural, self.role, self.heading, self.description)


@dataclass(frozen=True)
class Part:
    """A stretch of the document: from this line to the line before the next part."""

    line: int
    begins: str
    as_: str
    heading: str = ""
    reason: str = ""


@dataclass(frozen=True)
class TermRule:
    """A word that the document defines, and the forms in which it occurs."""

    term: str
    forms: tuple[str, ...]
    meaning: str = ""


@dataclass(frozen=True)
class EvidenceRule:
    """Something the authors drew on, and the line that says so."""

    kind: str
    name: str
    reference: str = ""
    line: int = 0
    words: str = ""


@dataclass(frozen=True)
class Repair:
    """A known fault of a text and what is right, checked against what the line says."""

    line: int
    do: str
    reads: str
    reason: str
    code: str = ""
    becomes: str = ""
    after: int = 0


@dataclass(frozen=True)
class ItemRow:
    """A piece of a framework that is written in the manifest itself."""

    code: str
    kind: str
    text: str
    parent: str = ""
    summary: str = ""
    is_our_label: bool = False


@dataclass(frozen=True)
class PassageRow:
    """A passage that is written in the manifest itself."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """All that the file says."""

    path: Path
    form: str
    framework: shapes.Framework
    version: shapes.Version
    licence: shapes.Licence
    expected: Mapping[str, int]
    kinds: tuple[KindRule, ...]
    subjects: tuple[shapes.Subject, ...] = ()
    terms: tuple[TermRule, ...] = ()
    evidence_base: tuple[EvidenceRule, ...] = ()
    text: str = ""
    parts: tuple[Part, ...] = ()
    repairs: tuple[Repair, ...] = ()
    table: str = ""
    items: tuple[ItemRow, ...] = ()
    passages: tuple[PassageRow, ...] = ()
    source: Path = field(default=Path())


TABLES: dict[str, type] = {
    "framework": shapes.Framework,
    "version": shapes.Version,
    "licence": shapes.Licence,
}
LISTS: dict[str, type] = {
    "subjects": shapes.Subject,
    "kinds": KindRule,
    "terms": TermRule,
    "evidence_base": EvidenceRule,
    "parts": Part,
    "repairs": Repair,
    "items": ItemRow,
    "passages": PassageRow,
}


def read(path: Path) -> Manifest:
    """The manifest, refused if anything in it is missing, unknown or of the wrong sort."""
    said = load_toml(path)
    found: dict[str, Any] = {}
    for name, value in said.items():
        if name in TABLES:
            found[name] = shaped(path, f"[{name}]", TABLES[name], value)
        elif name in LISTS:
            found[name] = tuple(
                shaped(path, f"[[{name}]] number {number}", LISTS[name], each)
                for number, each in enumerate(value, start=1)
            )
        elif name in ("form", "text", "table", "expected"):
            found[name] = value
        else:
            raise CannotRead(path, None, f"nothing called “{name}” is known here")
    for name in ("form", "expected", "kinds", *TABLES):
        if name not in found:
            raise CannotRead(path, None, f"“{name}” is missing")
    source = path.with_name(found.get("text") or found.get("table") or path.name)
    described = Manifest(path=path, source=source, **found)
    _make_sense(described)
    return described


def load_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise CannotRead(path, None, f"the file cannot be opened: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise CannotRead(path, None, "the file is not UTF-8 text") from fault
    except tomllib.TOMLDecodeError as fault:
        raise CannotRead(path, None, f"not TOML: {fault}") from fault


def shaped(path: Path, where: str, shape: type[Shape], said: object) -> Shape:
    """The words of one table, with every key known and none missing."""
    if not isinstance(said, dict):
        raise CannotRead(path, None, f"{where} is not a table")
    known = {each.name.rstrip("_"): each for each in fields(shape)}  # type: ignore[arg-type]
    for key in said:
        if key not in known:
            raise CannotRead(path, None, f"{where}: nothing called “{key}” is known here")
    values = {}
    for key, each in known.items():
        if key in said:
            values[each.name] = tuple(said[key]) if isinstance(said[key], list) else said[key]
            _right_sort(path, f"{where}: “{key}”", str(each.type), values[each.name])
        elif each.default is MISSING:
            raise CannotRead(path, None, f"{where}: “{key}” is missing")
    return shape(**values)


def _right_sort(path: Path, where: str, sort: str, value: object) -> None:
    plain = {"<class 'str'>": str, "<class 'int'>": int, "<class 'bool'>": bool}.get(sort)
    if plain and (not isinstance(value, plain) or (plain is int and isinstance(value, bool))):
        raise CannotRead(path, None, f"{where} is not a {plain.__name__}")


def _make_sense(described: Manifest) -> None:
    def refuse(reason: str) -> NoReturn:
        raise CannotRead(described.path, None, reason)

    if described.form not in FORMS:
        refuse(f"form “{described.form}” is not one of {', '.join(FORMS)}")
    if described.form == "text" and not (described.text and described.parts):
        refuse("a text needs “text” and [[parts]]")
    for kind in described.kinds:
        if kind.role not in ROLES:
            refuse(f"kind “{kind.code}”: role “{kind.role}” is not one of {', '.join(ROLES)}")
        for pattern in (kind.body, kind.overview):
            try:
                re.compile(pattern)
            except re.error as fault:
                refuse(f"kind “{kind.code}”: “{pattern}” is not a pattern: {fault}")
    if not any(kind.role == "outcome" for kind in described.kinds):
        refuse("no kind has the role “outcome”: nothing could be shown or judged")
    subjects = {subject.code for subject in described.subjects}
    for code in described.version.subjects:
        if code not in subjects:
            refuse(f"subject “{code}” of the version is not among [[subjects]]")
    for part in described.parts:
        if part.as_ not in PARTS:
            refuse(f"part at line {part.line}: “{part.as_}” is not one of {', '.join(PARTS)}")
        if part.as_ == "ignored" and not part.reason:
            refuse(f"part at line {part.line} is ignored without a reason")
    for repair in described.repairs:
        if repair.do not in REPAIRS:
            refuse(f"repair of line {repair.line}: “{repair.do}” is not one of {', '.join(REPAIRS)}")
        needed = REPAIRS[repair.do]
        if needed and not getattr(repair, needed):
            refuse(f"repair of line {repair.line}: “{needed}” is missing")
        if not repair.reads or not repair.reason:
            refuse(f"repair of line {repair.line}: “reads” or “reason” is empty")
