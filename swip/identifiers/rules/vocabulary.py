"""What is known about words: which are names, which are places, and which are only words."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ı": "i", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "’": "'", "‘": "'"}
)


def plain(text: str) -> str:
    """In small letters and without accents, to compare with others."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return "".join(each for each in letters if not unicodedata.combining(each)).casefold()


def listed(text: str) -> tuple[str, ...]:
    """The words of a text that is a list, in its order."""
    return tuple(text.split())


def words_of(name: str) -> frozenset[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(
        plain(word) for line in lines if not line.startswith("#") for word in line.replace("-", " ").split()
    )


WORDS = words_of("words.txt")
# Little words are never a name by themselves, whatever language else they may be a name in.
LITTLE = """
an can he my to so do were son dad oh man lad main said of in on at it is as am be by if or the and hung nan nana
mum me we she her his him who how why yes no not but for from one two dear
mam mammy nanny nannie nanna gran grampy grampa gramps nain taid tad mamgu tadcu babcia dadi nani ammi abbu hooyo
"""
NEVER = frozenset(LITTLE.split())
FIRST_NAMES = words_of("first_names.txt") - NEVER
SURNAMES = words_of("surnames.txt") - NEVER
PLACES = words_of("places.txt")
# Only of some is it certain enough to hold it against a title.
WOMENS_NAMES = words_of("womens_names.txt")
MENS_NAMES = words_of("mens_names.txt")
# What a word may end in, and what it ended in before that.
ENDINGS = [
    *((ending, "") for ending in listed("es s ed ing ly ally er ers est ness less ful ment ments able al")),
    *((ending, "e") for ending in listed("ed ing er ers")),
    *((ending, "y") for ending in listed("ies ied ily iness")),
]
SHAPED_LIKE_A_WORD = listed(
    """
    tion tions sion sions ment ments ness ity ities ship ships hood ism ology ologist ological ingly
    edly ively ously ful fully less ible ably ised ising isation ized izing ical ically ative ances
    ences ious aneous
    """
)
CONTRACTED = frozenset(["d", "ll", "ve", "re", "m", "t", "s"])
BEGINNINGS = listed("un re non anti inter multi over under pre post self dis mis co")


@cache
def is_first_name(word: str) -> bool:
    """Also a double one: “Ioana-Maria”, “Kayleigh-Anne”."""
    if "-" not in word:
        return word in FIRST_NAMES
    return all(part in FIRST_NAMES or part in SURNAMES for part in word.split("-"))


@cache
def is_word(word: str) -> bool:
    """An ordinary word, also in the plural, the past and other forms; `word` is in small letters."""
    if word in WORDS or word in NEVER:
        return True
    if word in FIRST_NAMES or word in SURNAMES or word in PLACES:
        return False
    head, _, tail = word.partition("'")
    if tail in CONTRACTED:
        return is_word(head)
    if len(word) > 6 and word.endswith(SHAPED_LIKE_A_WORD):
        return True
    if "-" in word:
        return all(is_word(part) for part in word.split("-") if part)
    return is_form_of_a_word(word) or any(
        word.startswith(each) and (word[len(each) :] in WORDS or is_form_of_a_word(word[len(each) :]))
        for each in BEGINNINGS
    )


def is_form_of_a_word(word: str) -> bool:
    for ending, instead in ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)] + instead
            if len(stem) > 2 and stem in WORDS:
                return True
            if len(stem) > 4 and stem[-1] == stem[-2] and stem[:-1] in WORDS:  # stopped, running
                return True
    return False
