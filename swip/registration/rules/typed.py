"""Names, numbers, hours and answers as people type them, in a form or in a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

LONGEST_NAME = 150
IN_NAMES = set(" -'’.,‑")
REGISTER_NUMBER = re.compile(r"SW[1-9][0-9]{0,5}")
PART_OF_FULL_TIME = re.compile(r"(?:0?[.,]([1-9])0*|1(?:[.,]0+)?)")
PER_CENT = re.compile(r"(?:([1-9])0|(100)) ?%")


class NotUnderstood(ValueError):
    """Says what is wrong with something that was typed, and how to write it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def name_of(typed: str) -> str:
    name = " ".join(typed.split())
    if len(name) > LONGEST_NAME:
        raise NotUnderstood(f"Full name must be {LONGEST_NAME} characters or fewer")
    if any(unicodedata.category(each)[0] not in "LM" and each not in IN_NAMES for each in name):
        raise NotUnderstood(
            "Full name must only include letters, spaces, hyphens, full stops and apostrophes"
        )
    return name


def register_number_of(typed: str) -> str:
    """With or without its letters, and with spaces anywhere."""
    number = re.sub(r"\s", "", typed).upper()
    number = f"SW{number}" if re.fullmatch(r"[0-9]+", number) else number
    if not REGISTER_NUMBER.fullmatch(number):
        raise NotUnderstood(
            "Registration number must be SW and then up to 6 numbers, the first of them not 0, like SW12345"
        )
    return number


def part_of_full_time_of(typed: str) -> Decimal:
    """0.6, 0,6 and 60% are the same; one is full time."""
    text = typed.strip()
    if match := PER_CENT.fullmatch(text):
        return Decimal(f"0.{match[1]}") if match[1] else Decimal("1.0")
    match = PART_OF_FULL_TIME.fullmatch(text)
    if not match:
        raise NotUnderstood(
            "Part of full time must be a number from 0.1 to 1, with one decimal place, like 0.6"
        )
    return Decimal(f"0.{match[1]}") if match[1] else Decimal("1.0")


def loosely(words: str) -> str:
    """The same whatever the capitals, the spaces and the stops."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def answer_of(typed: str, choices: Sequence[tuple[str, str]]) -> str:
    """The code of an answer that was given by its code, by its words, or by the first word of those."""
    wanted = loosely(typed)
    for code, words in choices:
        if wanted in {loosely(code), loosely(words), loosely(words.split(",")[0])}:
            return code
    raise NotUnderstood("Write one of these: " + " / ".join(words for _, words in choices))
