"""A text as a reader takes it in: its words, where sentences begin, and where others are cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from . import context
from .vocabulary import FIRST_NAMES, SURNAMES, plain

TOKEN = re.compile(r"[^\W\d_]+(?:['’‘-][^\W\d_]+)*")
POSSESSIVE = re.compile(r"['’](?:s|S)?$")
ENDS_A_SENTENCE = re.compile(r"[.!?:\n•…|*\t]|[-–—] *$|^ *\d+[.)] ")
WITH_AN_ARTICLE = re.compile(r"(?:al|el|an|ar|as|ash|at|az|ul|ad|bin|abu)[-’'](?=[^\W\d_a-z])")
OPENS_SPEECH = re.compile(r"[\"“‘]\s*$|(?<!\w)'$")
CLOSES_SPEECH = re.compile(r"^[.,!?]?[\"”’']")
CITATION = re.compile(
    r"\((?:e\.g\.,? |see |see also |cf\. |adapted from |citing )?"
    r"[^\W\d_a-z][^()\d]{1,120}?,? (?:19|20)\d\d[a-z]?\b[^()]{0,120}\)"
)
YEAR_IN_BRACKETS = re.compile(r"(?:['’]s?)? \((?:19|20)\d\d[a-z]?[^()\n]{0,40}\)")
AUTHORS = re.compile(
    r"(?<!\w)[^\W\d_a-z][\w’'-]{1,30}+(?:(?:,? (?:and|&) |, )[^\W\d_a-z][\w’'-]{1,30}+){0,4}"
    r"(?: et al\.?| and (?:others|colleagues))?$"
)
FAR = 90
REFERENCE = re.compile(
    r"^[^\W\d_a-z][\w’'-]{1,30}, (?:[A-Z]\.[ ,]*){1,3}[^\n]{0,300}\((?:19|20)\d\d[a-z]?\)[^\n]{0,400}", re.M
)
# Nobody is called “Sept”; “Jan” and “May” are months where a number, another day or a word for a time is beside them.
ONLY_A_DAY = (
    "(?:feb|apr|jul|aug|sept?|oct|nov|dec|tues?|weds?|thurs?|fri|(?:jan|febr)uary|march|july"
    "|(?:septem|octo|novem|decem)ber|(?:mon|wednes|thurs|fri|satur)day)"
)
OR_A_NAME = "(?:jan|mar|may|june?|april|august|mon|thu|sat|sun|(?:sun|tues)day)"
DAY_OR_MONTH = rf"(?:{ONLY_A_DAY}|{OR_A_NAME})"
DAYS = re.compile(
    rf"(?<![\w’'-])(?=[adfjmnostw]){DAY_OR_MONTH}"
    rf"(?:(?:,? (?:and|or|to|until|till|through) | ?[-–/&] ?|, ?| ){DAY_OR_MONTH})*(?![\w’'])",
    re.IGNORECASE,
)
SURELY_A_DAY = re.compile(rf"\b{ONLY_A_DAY}\b", re.IGNORECASE)
A_TIME_BEFORE = re.compile(
    r"(?:(?<!\d)\d{1,2}(?:st|nd|rd|th)?(?: of)?[ /-]"
    r"|\b(?:in|on|since|until|till|during|last|next|this|each|every|early|late|mid|mid-|by|end of|start of"
    r"|beginning of|middle of)[ -]?)$",
    re.IGNORECASE,
)
A_TIME_AFTER = re.compile(
    r"\.? (?:the )?\d{1,2}(?:st|nd|rd|th)?\b(?! ?(?:years?|months?|weeks?|yo|y/o|yrs?|times)\b)"
    r"|\.?,? (?:of )?(?:(?:19|20)\d\d\b|['’]\d\d\b)",
    re.IGNORECASE,
)
SOMEBODY_LAST = re.compile(rf"[^\w]+(?:(?:and|or) )?{OR_A_NAME}$", re.IGNORECASE)
A_TITLE_BEFORE = re.compile(rf"\b(?:{'|'.join(context.TITLES)})\.? $", re.IGNORECASE)
READ_ABOUT = re.compile(rf"\b(?:{'|'.join(re.escape(each) for each in context.READ_ABOUT)})\b")


class Token(NamedTuple):
    """A word of the text, and what there is to know of it before looking around."""

    start: int
    end: int
    text: str
    low: str
    is_capital: bool
    begins: bool
    stands_alone: bool
    is_possessive: bool
    gap: str


def tokens_of(text: str) -> list[Token]:
    found: list[Token] = []
    after = 0
    for match in TOKEN.finditer(text):
        start, end = match.span()
        gap = text[after:start]
        word = match[0]
        possessive = False
        if "'" in word or "’" in word:
            bare = POSSESSIVE.sub("", word) if word[-2:] in {"'s", "’s", "'S", "’S"} else word
            possessive = bare != word
            end -= len(word) - len(bare)
            word = bare
        elif (
            word.endswith("s") and text[end : end + 1] in {"'", "’"} and text[end + 1 : end + 2] in {" ", ""}
        ):
            possessive = True
        begins = not found
        alone = False
        if gap != " " and found:
            if OPENS_SPEECH.search(gap):
                alone = bool(CLOSES_SPEECH.match(text[match.end() : match.end() + 2]))
                begins = not alone
            elif ENDS_A_SENTENCE.search(gap):
                last = found[-1]
                begins = not (
                    gap == ". " and (last.low in context.TITLES or (len(last.text) == 1 and last.is_capital))
                )
        capital = word[0].isupper() or bool(WITH_AN_ARTICLE.match(word))
        found.append(Token(start, end, word, plain(word), capital, begins, alone, possessive, gap))
        after = match.end()
    return found


def spared(text: str) -> list[tuple[int, int]]:
    """Where other people's writing is cited, and those whom everybody has read about are named."""
    found = [match.span() for match in REFERENCE.finditer(text)]
    for match in CITATION.finditer(text):
        if not names_somebody_we_know(match[0]):
            found.append(match.span())
    for match in YEAR_IN_BRACKETS.finditer(text):
        start = max(0, match.start() - FAR)
        authors = AUTHORS.search(text[start : match.start()])
        if authors and not names_somebody_we_know(authors[0]):
            found.append((start + authors.start(), match.end()))
    found += [match.span() for match in READ_ABOUT.finditer(lowered(text))]
    return [*found, *days_in(text)]


def lowered(text: str) -> str:
    """In small letters, each of them where it was."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(each.lower()[:1] for each in text)


def days_in(text: str) -> Iterator[tuple[int, int]]:
    """Months and weekdays, short ones too, where they are no name: “12 Jan”, “on Tues”, “from May to June”."""
    for match in DAYS.finditer(text):
        days, start, end = match[0], match.start(), match.end()
        before, after = text[max(0, start - 14) : start], text[end : end + 16]
        if A_TITLE_BEFORE.search(before):
            continue
        if after[1:].partition(" ")[0] in context.DOES and (somebody := SOMEBODY_LAST.search(days)):
            days = days[: somebody.start()]  # “In May, June told me.”
        if (
            SURELY_A_DAY.search(days)
            or A_TIME_BEFORE.search(before)
            or A_TIME_AFTER.match(after)
            or (re.search(r"\b(?:from|between) $", before, re.IGNORECASE) and len(days.split()) > 1)
        ):
            yield start, start + len(days)


def names_somebody_we_know(citation: str) -> bool:
    """Authors are cited by their surname: a first name with a year after it is a child and when they were born."""
    capitals = [plain(each) for each in TOKEN.findall(citation) if each[0].isupper()]
    return "born" in citation or all(each in FIRST_NAMES and each not in SURNAMES for each in capitals)
