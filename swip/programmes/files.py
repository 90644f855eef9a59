"""Rule books as files: read, and checked line by line before anything reaches the database."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from swip.programmes import rules, values
from swip.programmes.models import EligibilityQuestion, Rule, Source, Stage

FOLDER = Path(__file__).parent / "data"
APPLIED = FOLDER / "applied.txt"
TEXT, NUMBER, DAY, TRUTH, ROWS = str, int, datetime.date, bool, list


class FaultInFile(Exception):
    """A file that cannot be loaded; says which file, where in it, and why."""

    def __init__(self, path: Path, where: str, reason: str):
        super().__init__(f"{path.name}: {where}: {reason}")


@dataclass(frozen=True)
class RuleBookFile:
    """One rule book as its file has it, in records that are not saved yet."""

    path: Path
    programme: dict[str, Any]
    version: str
    valid_from: datetime.date
    framework: str
    framework_version: str
    summary: str
    sections: list[dict[str, str]]
    sources: list[Source]
    rules: list[Rule]
    stages: list[Stage]
    questions: list[EligibilityQuestion]


@cache
def applied() -> dict[str, list[str]]:
    """Which parts of the service lean on which rule, by the list that tests hold against the code."""
    lines = [
        line.split(":") for line in APPLIED.read_text().splitlines() if line and not line.startswith("#")
    ]
    return {key.strip(): [room.strip() for room in rooms.split(",")] for key, rooms in lines}


def read_folder(folder: Path = FOLDER) -> list[RuleBookFile]:
    """Every rule book of a folder. A file without a programme only holds what others share."""
    documents = {path: _toml(path) for path in sorted(folder.glob("*.toml"))}
    return [_rule_book(path, each, folder) for path, each in documents.items() if "programme" in each]


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise FaultInFile(path, "the file", str(problem)) from None


def _rule_book(path: Path, document: dict[str, Any], folder: Path) -> RuleBookFile:
    shared: dict[str, Any] = {}
    if common := document.get("common"):
        common_path = folder / common
        if not common_path.is_file():
            raise FaultInFile(path, "common", f"there is no file {common}")
        shared = _toml(common_path)
    programme = _checked(
        path,
        "programme",
        document["programme"],
        {"code": TEXT, "name": TEXT, "short_name": TEXT, "description": TEXT, "position": NUMBER},
    )
    head = _checked(
        path,
        "rule_book",
        document.get("rule_book", {}),
        {"version": TEXT, "valid_from": DAY, "framework": TEXT, "framework_version": TEXT, "summary": TEXT},
    )
    sections = [
        _checked(path, "section", each, {"code": TEXT, "title": TEXT}, {"summary": TEXT})
        for each in _both(path, "section", shared, document, by="code")
    ]
    sources = [
        _source(path, number, each)
        for number, each in enumerate(_both(path, "source", shared, document, "code"), 1)
    ]
    known_sources = {source.code for source in sources}
    places = {each["code"]: place for place, each in enumerate(sections)}
    read = [_rule(path, each, places, known_sources) for each in _both(path, "rule", shared, document, "key")]
    read.sort(key=lambda rule: places[rule.section])
    for number, rule in enumerate(read, 1):
        rule.position = number
    book = RuleBookFile(
        path=path,
        programme=programme,
        **head,
        sections=sections,
        sources=sources,
        rules=read,
        stages=[_stage(path, number, each) for number, each in enumerate(document.get("stage", []), 1)],
        questions=[
            _question(path, number, each) for number, each in enumerate(document.get("question", []), 1)
        ],
    )
    by_key = {rule.key: rule for rule in read}
    for fault in rules.faults(rules=by_key, stages=book.stages, questions=book.questions):
        raise FaultInFile(path, "the rule book", fault)
    return book


def _both(path: Path, table: str, shared: dict, own: dict, by: str) -> list[dict[str, Any]]:
    """What is shared, with the programme's own in its place where that says something else."""
    found: dict[str, dict[str, Any]] = {}
    for document in (shared, own):
        names = [each.get(by) for each in document.get(table, [])]
        for number, name in enumerate(names, 1):
            if not isinstance(name, str) or not name:
                raise FaultInFile(path, f"{table} {number}", f"needs a {by}")
            if names.count(name) > 1:
                raise FaultInFile(path, f"{table} {name}", "is there twice")
        found |= {each[by]: each for each in document.get(table, [])}
    return list(found.values())


def _checked(
    path: Path,
    where: str,
    entry: dict[str, Any],
    needed: Mapping[str, type],
    allowed: Mapping[str, type] | None = None,
) -> dict[str, Any]:
    """Everything needed is there, nothing unknown is, and each is of its type."""
    known = {**needed, **(allowed or {})}
    for name in needed:
        if name not in entry:
            raise FaultInFile(path, where, f"{name} is missing")
    for name, value in entry.items():
        if name not in known:
            raise FaultInFile(path, where, f"{name} is not known here")
        if type(value) is not known[name]:
            raise FaultInFile(path, where, f"{name} is not of the right type")
        if value == "":
            raise FaultInFile(path, where, f"{name} is empty")
    return dict(entry)


def _source(path: Path, position: int, entry: dict[str, Any]) -> Source:
    needed = {"code": TEXT, "title": TEXT}
    fields = _checked(
        path, f"source {entry['code']}", entry, needed, {"publisher": TEXT, "address": TEXT, "dated": TEXT}
    )
    return Source(position=position, **fields)


RULE_NEEDS = {
    "key": TEXT,
    "section": TEXT,
    "title": TEXT,
    "kind": TEXT,
    "words": TEXT,
    "sources": ROWS,
    "confidence": TEXT,
}
RULE_MAY_HAVE = {
    "unknown": TRUTH,
    "unit": TEXT,
    "source_note": TEXT,
    "tighten": TEXT,
    "valid_from": DAY,
    "valid_to": DAY,
}


def _rule(path: Path, entry: dict[str, Any], sections: dict[str, int], sources: set[str]) -> Rule:
    where = f"rule {entry['key']}"
    value = entry.get("value")
    fields = _checked(
        path, where, {k: v for k, v in entry.items() if k != "value"}, RULE_NEEDS, RULE_MAY_HAVE
    )
    reasons = {
        "its key is not in shape": not re.fullmatch(values.KEY_PATTERN, fields["key"]),
        f"there is no section {fields['section']}": fields["section"] not in sections,
        f"there is no kind {fields['kind']}": fields["kind"] not in list(values.Kind),
        f"there is no confidence {fields['confidence']}": fields["confidence"] not in Rule.Confidence.values,
        "it says both a value and that it is unknown": "value" in entry and fields.get("unknown", False),
        "it says no value": "value" not in entry and not fields.get("unknown", False),
        "it names no source": not fields["sources"],
        "it can be tightened in no known way": fields.get("tighten", "") not in Rule.Tighten.values,
    }
    for reason, is_so in reasons.items():
        if is_so:
            raise FaultInFile(path, where, reason)
    for code in fields["sources"]:
        if code not in sources:
            raise FaultInFile(path, where, f"there is no source {code}")
    try:
        stored = values.checked(fields["kind"], value)
    except values.ValueNotUnderstood as problem:
        raise FaultInFile(path, where, f"its value {problem}") from None
    return Rule(
        key=fields["key"],
        section=fields["section"],
        title=fields["title"],
        kind=fields["kind"],
        value=stored,
        unit=fields.get("unit", ""),
        plain_words=fields["words"],
        sources=fields["sources"],
        source_note=fields.get("source_note", ""),
        confidence=fields["confidence"],
        may_tighten=fields.get("tighten", ""),
        valid_from=fields.get("valid_from"),
        valid_to=fields.get("valid_to"),
    )


def _stage(path: Path, position: int, entry: dict[str, Any]) -> Stage:
    where = f"stage {entry.get('code', position)}"
    fields = _checked(
        path,
        where,
        entry,
        {"code": TEXT, "name": TEXT, "month": NUMBER, "description": TEXT},
        {"has_review": TRUTH, "is_final": TRUTH, "is_optional": TRUTH, "self_assessment_point": TEXT},
    )
    if fields.get("self_assessment_point", "") not in Stage.Point.values:
        raise FaultInFile(path, where, f"there is no point {fields['self_assessment_point']}")
    return Stage(position=position, **fields)


def _question(path: Path, position: int, entry: dict[str, Any]) -> EligibilityQuestion:
    where = f"question {entry.get('code', position)}"
    needed = {"code": TEXT, "words": TEXT, "missing": TEXT, "rule": TEXT, "answers": ROWS}
    fields = _checked(path, where, entry, needed, {"hint": TEXT})
    answers = [
        _checked(
            path,
            f"{where}, answer {number}",
            answer,
            {"code": TEXT, "words": TEXT, "leads_to": TEXT},
            {"explanation": TEXT, "warning": TEXT, "warning_rule": TEXT},
        )
        for number, answer in enumerate(fields["answers"], 1)
    ]
    return EligibilityQuestion(
        code=fields["code"],
        position=position,
        rule_key=fields["rule"],
        wording=fields["words"],
        hint=fields.get("hint", ""),
        missing_wording=fields["missing"],
        answers_wording=answers,
    )
