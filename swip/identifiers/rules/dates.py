"""Days of birth, other exact days and exact ages; a day alone, such as that of a training, is left in peace."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .bands import NUMBERS
from .kinds import Kind
from .passages import Passage

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
SHORT = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"]
MONTH = rf"(?:{'|'.join(MONTHS + SHORT)})\b"
# The point of a short month, but not the one that ends the sentence.
POINT = r"(?:\.(?=,? ?\d|, | (?-i:[a-z])))?"
YEAR = r"(?:19|20)\d\d|['’]\d\d"
DATE = re.compile(
    r"(?<![\w£$/.-])(?=[\dadfjmnos])(?:"
    r"\d{1,2}(?P<separator>[/.-])\d{1,2}(?P=separator)(?:(?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)"
    r"|(?:19|20)\d\d-\d\d-\d\d(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{MONTH}{POINT}(?:,?[ -](?:{YEAR}))?(?!\w)"
    rf"|{MONTH}{POINT} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:{YEAR}))?(?![\w:])"
    r")",
    re.IGNORECASE,
)
OF_BIRTH = re.compile(
    r"\b(?:born|d\.?o\.?b\.?|date of birth|birth ?date|birthday|birth|b\.|(?:turn(?:s|ed|ing)?"
    r"|will be) (?:\w+|\d+)"
    r"|due date|expected delivery|EDD|due on)\b|\bDOB",
    re.IGNORECASE,
)
EVENT = re.compile(
    r"\b(?:died|death|dead|passed away|funeral|buried|killed|murder\w*|stabb\w+|removed|removal"
    r"|hearing|court|arrest\w*|raid"
    r"|charged|convicted|sentenced|bailed|accommodated|placed|placement|admitted|discharged"
    r"|overdose\w*|injur\w+|incident"
    r"|assault\w*|attack\w*|strangl\w+|order was|order on|granted|accident|missing|found|section(?:ed"
    r"| 47| 20)|strategy "
    r"(?:meeting|discussion)|conference|moved|married|arrived|disclos\w+|house fire|fire|released"
    r"|evict\w+|adopted|burn\w*|"
    r"raped|pregnan\w+|miscarr\w+|stillb\w+|ambulance|a&e|rushed|collapsed)\b",
    re.IGNORECASE,
)
# Most words are left at their first letter, which is quicker than trying each of these.
NUMBER = rf"(?=[\defnost])(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
AGE = re.compile(
    rf"\b{NUMBER}(?: (?:and a half|½))?[- ](?:year|month|week|day)s?[- ]olds?\b"
    rf"|\b{NUMBER} years?(?:,| and)? {NUMBER} (?:months?|weeks?)(?: old| of age)?\b"
    rf"|\b(?:aged|age:?|is now|just turned|turned|had turned|has turned) (?P<here>{NUMBER}(?:½|\.5"
    rf"| and a half)?(?: (?:weeks?|months?|years?)\b(?! old))?)"
    r"(?= ?[,.;)]| and | who| when| at | in | on | last | this | with | was| is|$)"
    rf"|(?<=[\w’'])\s\((?P<alone>\d{{1,2}}(?: ?(?:y(?:ea)?rs?|m(?:on)?ths?|y/?o|m))?)\)"
    r"|\b(?P<short>\d{1,2} ?(?:yo|y/o|yrs? old|mths? old))\b",
    re.IGNORECASE,
)
# A group, a range or a rule of law says nobody's age.
NOBODY = re.compile(
    r"(?:\b(?:under|over|above|below|between|from|to|than|until|age of|ages of|and|every|all|typical"
    r"|average|a|any"
    r"|at|section|outcomes?|page|step|up to|least)|[-–])\s*$",
    re.IGNORECASE,
)
IN_GENERAL = re.compile(
    r"(?:children|people|adults|those|anyone|pupils|young|babies|ones|families|parents)\W*$", re.IGNORECASE
)
AVERAGE = re.compile(
    r"\b(?:typically|developmentally|milestones?|most|research|usually|expected of|for|law|generally)\b", re.I
)

# Some of those words also stand before somebody's age.
STILL_SOMEBODY = re.compile(r"\b(?:and|a|to|at|from|than)\s*$", re.IGNORECASE)
HAS_A_YEAR = re.compile(r"\d{4}|['’]\d\d|[/.-]\d\d$")
BIRTH_AFTER = re.compile(
    r"\W{0,3}(?:\(?DOB\)?|is (?:his|her|their) (?:birthday|date of birth)|birthday)", re.IGNORECASE
)
RANGE_AFTER = re.compile(r"\s?(?:to|-|–|and over|or|upwards)\b")
# “2 years and 3 months” may be how long something took.
A_STRETCH = re.compile(r"years?\W.*(?:months?|weeks?)$")
IS_BEFORE = re.compile(r"(?:\b(?:is|was|are|were|be|now|turned|aged)|['’]s) $", re.IGNORECASE)
SOMEBODY_BEFORE = re.compile(
    r"(?:[A-Z][\w’'-]*|\b(?:boy|girl|son|daughter|brother|sister|sibling|child|baby|mother|father|mum|dad|twin|cousin"
    r"|nephew|niece|stepson|stepdaughter|aunt|uncle|partner|boyfriend|girlfriend))$"
)


def found_dates(text: str) -> Iterator[Passage]:
    """Exact days that could be matched with a person, and exact ages."""
    yield from found_days(text)
    yield from found_ages(text)


def found_days(text: str) -> Iterator[Passage]:
    for match in DATE.finditer(text):
        before = sentence_before(text, match.start(), 60)
        after = sentence_after(text, match.end(), 60)
        has_year = HAS_A_YEAR.search(match[0])
        if OF_BIRTH.search(before[-40:]) or BIRTH_AFTER.match(after):
            reason = "It stands beside a birth or a birthday"
            yield Passage(Kind.DATE_OF_BIRTH, *match.span(), "", reason)
        elif EVENT.search(before) or (has_year and EVENT.search(after)):
            reason = "The exact day of something that others may know of"
            yield Passage(Kind.DATE, *match.span(), "", reason)


def found_ages(text: str) -> Iterator[Passage]:
    for match in AGE.finditer(text):
        group = next((each for each in ("here", "alone", "short") if match[each]), 0)
        start, end = match.span(group)
        said = text[start:end].lower()
        before = sentence_before(text, match.start(), 40)
        if said.endswith("olds") or is_nobodys(before, is_typical=group in {"here", 0}):
            continue
        if group == "here" and RANGE_AFTER.match(text[end : end + 12]):
            continue
        if group == "alone" and not (
            text[: match.start()].rstrip("’'s")[-1:].isalpha() and SOMEBODY_BEFORE.search(before)
        ):
            continue
        if A_STRETCH.search(said) and not IS_BEFORE.search(before):
            continue
        yield Passage(Kind.AGE, start, end, "", "An exact age")


def is_nobodys(before: str, *, is_typical: bool) -> bool:
    """Whether the words before an age speak of a group, a range, or of what children do at that age."""
    if IN_GENERAL.search(before):
        return True
    if NOBODY.search(before) and not STILL_SOMEBODY.search(before):
        return True
    return is_typical and bool(AVERAGE.search(before[-25:]))


def sentence_before(text: str, position: int, length: int) -> str:
    return re.split(r"(?<!\.\w)[.!?] |\n", text[max(0, position - length) : position])[-1]


def sentence_after(text: str, position: int, length: int) -> str:
    return re.split(r"[.!?](?: |$)|\n", text[position : position + length])[0]


def month_of(date: str) -> str:
    """The month of an exact day, with its year where one was written."""
    low = date.lower()
    year = re.search(r"(?:19|20)\d\d", low)
    named = re.search(r"[a-z]{3,}", re.sub(r"\d(?:st|nd|rd|th)|\bof\b|\bthe\b", " ", low))
    month = ""
    if named:
        month = next((each for each in MONTHS if each.startswith(named[0][:3])), "")
    elif parts := re.findall(r"\d+", low):
        number = int(parts[1]) if len(parts) > 1 else 0
        month = MONTHS[number - 1] if 1 <= number <= 12 else ""
    return " ".join(filter(None, [month.capitalize(), year[0] if year else ""])) or "that month"
