"""Codes on paper: short enough to type, long enough that nobody guesses one."""

from __future__ import annotations

import re
import secrets

# No vowels, so that no word comes about, and nothing like something else: no 0, 1, B, I, L, O, Q, S, U, V, Z.
# Twenty-three is a prime, which lets one letter at the end catch every wrong letter and every swapped pair.
LETTERS = "23456789CDFGHJKMNPRTWXY"
CHOSEN = 11  # of 23 each: about a thousand million million
LENGTH = CHOSEN + 1
GROUP = 4
BETWEEN = re.compile(r"[\s\-–—_.·•]+")


def new_code() -> str:
    chosen = "".join(secrets.choice(LETTERS) for _ in range(CHOSEN))
    return chosen + check_letter(chosen)


def check_letter(chosen: str) -> str:
    weighed = sum(place * LETTERS.index(letter) for place, letter in enumerate(chosen, start=1))
    return LETTERS[weighed % len(LETTERS)]


def in_groups(code: str) -> str:
    """As it stands on the paper: 7K3M-P2XD-49TH."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def as_kept(typed: str) -> str:
    """What somebody typed, with or without spaces and dashes, in small letters or large."""
    return BETWEEN.sub("", typed).upper()


def is_possible(code: str) -> bool:
    """Whether a code can have been on a paper: says nothing of whether it was."""
    if len(code) != LENGTH or any(letter not in LETTERS for letter in code):
        return False
    return check_letter(code[:CHOSEN]) == code[CHOSEN:]
