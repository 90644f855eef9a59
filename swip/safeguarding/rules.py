"""Words that may tell of harm. They only show the reader the local procedure; a person judges, and nothing is kept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "signs-of-harm.toml"
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'"})


@cache
def pattern() -> re.Pattern[str]:
    """All phrases of all languages in one: a child may use several languages, whatever the page was in."""
    phrases = [phrase for words in tomllib.loads(FILE.read_text())["phrases"].values() for phrase in words]
    longest_first = sorted({phrase.translate(APOSTROPHES) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_as_pattern, longest_first))})(?!\w)", re.IGNORECASE)


def _as_pattern(phrase: str) -> str:
    """A star stands for any ending of a word, an underscore for up to three words between."""
    parts = [re.escape(part).replace(r"\*", r"\w*") for part in phrase.split()]
    joined = r"\s+".join(parts)
    return joined.replace(r"\s+_\s+", r"\s+(?:\w+\s+){0,3}")


def signs_of_harm(texts: Iterable[str]) -> list[str]:
    """The words that made us think of harm, each once, as they were written."""
    found: dict[str, str] = {}
    for text in texts:
        for match in pattern().finditer(text.translate(APOSTROPHES)):
            words = " ".join(match.group().split())
            found.setdefault(words.lower(), words)
    return list(found.values())
