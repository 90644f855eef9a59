"""What made-up people write, read from the data files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FROM_MONTH = {"court-work": 8, "audit": 5, "observation-write-up": 2, "learning-applied": 1}
DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Written:
    """A piece of evidence as somebody wrote it, with what it shows of each framework."""

    kind: str
    title: str
    what_happened: str
    what_it_shows: str
    shows: dict[str, str]
    areas: dict[str, str]
    came_back: dict[str, str] = field(default_factory=dict)
    from_month: int = 0

    def reasons(self, framework: str) -> dict[str, str]:
        """By the code of the outcome, how the piece shows it."""
        return self.areas if framework == "KSS" else self.shows

    @property
    def first_version(self) -> str:
        """What a piece said of what it shows before it was sent back."""
        first_sentences = self.what_it_shows.rpartition(". ")[0] + "."
        return self.came_back.get("shows", first_sentences)


@cache
def pieces() -> tuple[Written, ...]:
    """Every text, each with the month before which nobody would have lived through it."""
    return tuple(
        Written(**{"from_month": FROM_MONTH.get(each["kind"], 0), **each})
        for each in _read("evidence.toml")["piece"]
    )


@cache
def phrases() -> dict[str, Any]:
    return _read("words.toml")


@cache
def told(name: str) -> dict[str, Any]:
    """What a file tells: of what was observed, what was heard, or what was planned."""
    return _read(f"{name}.toml")


@cache
def cast() -> dict[str, Any]:
    return _read("cast.toml")


def phrase(*path: str) -> Any:
    found: Any = phrases()
    for name in path:
        found = found[name]
    return found


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
