"""Reads a table of links between frameworks, and refuses what does not fit the frameworks it speaks of."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from swip.standards.reading.manifest import load_toml, shaped
from swip.standards.reading.shapes import CannotRead

COLUMNS = ["pqs_outcome", "framework", "item_code", "item_title", "strength", "rationale"]
STRENGTHS = ("exact", "strong", "partial", "none")
REASON = re.compile(r"(?P<reason>.+) \[confidence=(?P<confidence>high|medium|low)\]")
NOTHING = ("-", "(no item)")
OUR_LABEL = " (team label)"

# Framework and version, and in it each code that may be linked with the words that stand there.
Known = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True)
class Target:
    """A framework version, and the name that the table has for it."""

    name: str
    framework: str
    version: str


@dataclass(frozen=True)
class Head:
    """Who made the crosswalk, and the caution that goes with it."""

    code: str
    title: str
    file: str
    maker: str
    caution: str
    explanation: str
    framework: str
    version: str
    rows: int


@dataclass(frozen=True)
class Link:
    """One row: from an outcome to an item of another framework, or to nothing in it."""

    line: int
    origin: str
    target: Target
    destination: str
    strength: str
    reason: str
    confidence: str


@dataclass(frozen=True)
class Crosswalk:
    """A whole table of links."""

    head: Head
    links: tuple[Link, ...]


def read_crosswalk(path: Path, known: Known) -> Crosswalk:
    """All rows, each checked against the frameworks it speaks of."""
    said = load_toml(path)
    targets = {
        target.name: target
        for number, each in enumerate(said.pop("targets", []), start=1)
        for target in [shaped(path, f"[[targets]] number {number}", Target, each)]
    }
    head = shaped(path, "the file", Head, said)
    for framework, version in [(head.framework, head.version)] + [
        (t.framework, t.version) for t in targets.values()
    ]:
        if (framework, version) not in known:
            raise CannotRead(path, None, f"no version {version} of a framework {framework} is loaded")
    table = path.with_name(head.file)
    links = _links(table, head, targets, known)
    if len(links) != head.rows:
        raise CannotRead(table, None, f"holds {len(links)} rows, but {head.rows} are expected")
    return Crosswalk(head, tuple(links))


def _links(table: Path, head: Head, targets: Mapping[str, Target], known: Known) -> list[Link]:
    links: list[Link] = []
    seen: dict[tuple[str, str, str], int] = {}
    try:
        file = table.open(encoding="utf-8-sig", newline="")
    except OSError as fault:
        raise CannotRead(table, None, f"the file cannot be opened: {fault.strerror}") from fault
    with file:
        rows = csv.DictReader(file)
        if rows.fieldnames != COLUMNS:
            raise CannotRead(table, 1, f"the columns should be {', '.join(COLUMNS)}")
        for row in rows:
            line = rows.line_num
            if None in row or None in row.values():
                raise CannotRead(table, line, "has more or fewer cells than there are columns")
            link = _link(table, line, row, head, targets, known)
            pair = (link.origin, link.target.name, link.destination)
            if pair in seen:
                raise CannotRead(table, line, f"item_code: the pair is already on line {seen[pair]}")
            seen[pair] = line
            links.append(link)
    return links


def _link(
    table: Path, line: int, row: dict[str, str], head: Head, targets: Mapping[str, Target], known: Known
) -> Link:
    def refuse(column: str, reason: str) -> NoReturn:
        raise CannotRead(table, line, f"{column}: {reason}")

    if row["pqs_outcome"] not in known[head.framework, head.version]:
        refuse("pqs_outcome", f"{head.framework} has no outcome “{row['pqs_outcome']}”")
    if row["framework"] not in targets:
        refuse("framework", f"“{row['framework']}” is not among {', '.join(targets)}")
    if row["strength"] not in STRENGTHS:
        refuse("strength", f"“{row['strength']}” is not one of {', '.join(STRENGTHS)}")
    target = targets[row["framework"]]
    items = known[target.framework, target.version]
    code, title = row["item_code"], row["item_title"]
    found_nothing = (code, title) == NOTHING
    if found_nothing != (row["strength"] == "none"):
        refuse("strength", "“none” goes with the item code “-” and the title “(no item)”, and only with them")
    if not found_nothing:
        if code not in items:
            refuse("item_code", f"{target.name} has no item “{code}”")
        if _capital(title.removesuffix(OUR_LABEL)) != items[code]:
            refuse("item_title", f"{target.name} {code} is “{items[code]}”, not “{title}”")
    said = REASON.fullmatch(row["rationale"])
    if not said:
        refuse("rationale", "does not end in [confidence=high], [confidence=medium] or [confidence=low]")
    return Link(
        line=line,
        origin=row["pqs_outcome"],
        target=target,
        destination="" if found_nothing else code,
        strength=row["strength"],
        reason=said["reason"],
        confidence=said["confidence"],
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
