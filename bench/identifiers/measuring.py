"""Holds the identifier guard against sentences in which people have marked what could identify somebody."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from swip.identifiers.rules import Finding, Kind, find

HERE = Path(__file__).resolve().parent
PARTS = ("development", "held_out")
MARK = re.compile(r"\[\[([A-Z_]+)\|([^\]|]+)\]\]")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
NAMES = (Kind.NAME, Kind.INITIALS)
STRUCTURED = (
    *(Kind.DATE_OF_BIRTH, Kind.ADDRESS, Kind.POSTCODE, Kind.PHONE, Kind.EMAIL, Kind.NHS_NUMBER),
    *(Kind.NATIONAL_INSURANCE, Kind.CASE_NUMBER, Kind.VEHICLE, Kind.LINK),
)


class Mark(NamedTuple):
    """What a person marked in a sentence."""

    kind: Kind
    start: int
    end: int


@dataclass
class Score:
    """How many marks there were, were found, were called by their kind, and what was found besides."""

    marks: Counter[Kind] = field(default_factory=Counter)
    found: Counter[Kind] = field(default_factory=Counter)
    called_right: Counter[Kind] = field(default_factory=Counter)
    false_alarms: Counter[Kind] = field(default_factory=Counter)
    sentences: int = 0
    missed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    def recall(self, *kinds: Kind) -> float:
        wanted = kinds or tuple(self.marks)
        return sum(self.found[kind] for kind in wanted) / (sum(self.marks[kind] for kind in wanted) or 1)


def read_sentence(line: str) -> tuple[str, list[Mark]]:
    """The sentence as it would be typed, and where its marks are."""
    text, marks, after = "", [], 0
    for match in MARK.finditer(line):
        text += line[after : match.start()]
        marks.append(Mark(Kind[match[1]], len(text), len(text) + len(match[2])))
        text += match[2]
        after = match.end()
    return text + line[after:], marks


def sentences(part: str) -> list[tuple[str, list[Mark]]]:
    lines = (HERE / f"{part}.txt").read_text(encoding="utf-8").splitlines()
    return [read_sentence(line) for line in lines if line and not line.startswith("#")]


def covers(text: str, mark: Mark, findings: list[Finding]) -> bool:
    """Every word of what was marked lies within something that is shown, but for titles and little words."""
    words = [match.span() for match in WORD.finditer(text, mark.start, mark.end)]
    little = {
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "the",
        "of",
        "and",
        "judge",
        "pc",
        "sgt",
        "auntie",
        "nana",
        "mama",
    }
    return all(
        any(each.start <= start and end <= each.end for each in findings)
        for start, end in words
        if text[start:end].lower() not in little
    )


def measure(part: str) -> Score:
    """Each sentence by itself, which is harder than a whole text where one mention helps the next."""
    score = Score()
    for text, marks in sentences(part):
        score.sentences += 1
        findings = find(text)
        for mark in marks:
            score.marks[mark.kind] += 1
            touching = [each for each in findings if each.start < mark.end and mark.start < each.end]
            if covers(text, mark, touching):
                score.found[mark.kind] += 1
                score.called_right[mark.kind] += any(each.kind is mark.kind for each in touching)
            else:
                score.missed.append(f"{mark.kind.label}: {text[mark.start : mark.end]} · {text}")
        for each in findings:
            if not any(each.start < mark.end and mark.start < each.end for mark in marks):
                score.false_alarms[each.kind] += 1
                score.alarms.append(f"{each.kind.label}: {each.text} · {text}")
    return score


@dataclass
class Quiet:
    """What is shown in texts in which there is nothing to find."""

    words: int
    alarms: list[Finding]

    @property
    def per_150_words(self) -> float:
        return len(self.alarms) * 150 / self.words


def measure_clean(part: str) -> Quiet:
    """Each paragraph by itself."""
    paragraphs = (HERE / f"clean_{part}.txt").read_text(encoding="utf-8").split("\n\n")
    alarms = [each for paragraph in paragraphs for each in find(paragraph)]
    return Quiet(sum(len(paragraph.split()) for paragraph in paragraphs), alarms)
