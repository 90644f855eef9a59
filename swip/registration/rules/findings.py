"""What is said about a row of a file: what stands in the way, what to look at, what to know."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Weight(StrEnum):
    """What a finding does to its row."""

    STOPS = "stops"
    LOOK = "look"
    NO_GRANT = "no_grant"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing about one cell, and what to do about it."""

    column: str
    value: str
    remedy: str
    weight: Weight = Weight.STOPS

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def in_words(self) -> str:
        return f"{self.column}: {self.remedy}" if self.column else self.remedy


def in_words(kept: list[dict[str, Any]]) -> str:
    """What a row that is sent back says about itself."""
    return ". ".join(Finding(**each).in_words for each in kept if each["weight"] == Weight.STOPS)
