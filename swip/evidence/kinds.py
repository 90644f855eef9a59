"""Reads the kinds of evidence from their data file."""

import tomllib
from pathlib import Path

KINDS = Path(__file__).parent / "data" / "kinds.toml"
OBSERVATION = "Observation"  # no piece of evidence has it: an observation that counts is a kind of its own


def read_kinds(path: Path = KINDS) -> list[dict]:
    """Every kind in the order it is offered."""
    kinds = tomllib.loads(path.read_text(encoding="utf-8"))["kind"]
    return [{**kind, "position": position} for position, kind in enumerate(kinds, 1)]


def called(name: str) -> str:
    """How two names of kinds are compared: people see neither capitals nor spaces as a difference."""
    return " ".join(name.split()).casefold()
