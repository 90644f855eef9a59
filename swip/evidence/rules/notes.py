"""How a note is called, what its sentences are, and what is missing before it can be kept or shared."""

from __future__ import annotations

import hashlib
import re

from swip.evidence.rules.writing import LONGEST_TEXT, LONGEST_TITLE, too_long

LONGEST_NAME = 60
NOTHING_WRITTEN = "Enter a title or what happened"
WORDS_MISSING = "Enter what you want to talk about"
DAY_WRONG = "The day must be a real date, today or in the past"
NONE_CHOSEN = "Select at least one sentence"

# A full stop after one of these, or after a lone capital, ends no sentence.
INITIAL = re.compile(r"(?:^|[\s(])[A-Z]\.$")
TITLES = re.compile(r"\b(?:mr|mrs|ms|dr|prof|rev|st|vs|approx|e\.g|i\.e)\.$", re.IGNORECASE)
END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?![a-z\s])")


def name_of(title: str, words: str) -> str:
    """What a note is called in lists: its title, or how it begins."""
    if title.strip():
        return title.strip()
    beginning = " ".join(words.split())
    if len(beginning) > LONGEST_NAME:
        return f"{beginning[:LONGEST_NAME].rpartition(' ')[0] or beginning[:LONGEST_NAME]} …"
    return beginning or "Untitled note"


def wrong_day(boxes: list[str]) -> str:
    """What stands in the boxes for the day, where that is no day."""
    return " ".join(each for each in boxes if each)


def sentences(text: str) -> list[str]:
    """Each sentence as a person would point at it. A new line ends one too; every word is in exactly one."""
    found = []
    for line in text.splitlines():
        begins = 0
        for end in END.finditer(line):
            so_far = line[begins : end.start()]
            if INITIAL.search(so_far) or TITLES.search(so_far):
                continue
            found.append(line[begins : end.end()].strip())
            begins = end.end()
        found.append(line[begins:].strip())
    return [each for each in found if each]


def digest_of(sentence: str) -> str:
    """Tells the same sentence again without keeping it."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()


def together(before: str, lifted: list[str]) -> str:
    """What stood there, and what is lifted to it, as a paragraph of its own."""
    return "\n\n".join(part for part in (before.rstrip(), " ".join(lifted)) if part)


def missing_before_sharing(*, title: str, words: str, date_was_wrong: bool) -> list[str]:
    """What has to be put right before a supervisor reads it."""
    found = []
    if len(title) > LONGEST_TITLE:
        found.append(too_long("Title", LONGEST_TITLE, len(title)))
    if date_was_wrong:
        found.append(DAY_WRONG)
    if not words.strip():
        found.append(WORDS_MISSING)
    elif len(words) > LONGEST_TEXT:
        found.append(too_long("What you want to talk about", LONGEST_TEXT, len(words)))
    return found
