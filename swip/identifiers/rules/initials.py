"""Letters that stand for somebody, and not for a team, a plan or a country."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import context
from .kinds import Kind
from .passages import Passage
from .vocabulary import is_word

# A point that ends the sentence as well is left to the sentence.
POINT = r"(?:\.(?=[,;:)’']| [a-z]))?"
INITIALS = re.compile(
    # “I saw J and M. J slept”: with a space between, only a second point makes one person of two letters.
    rf"(?<![\w.])(?:(?:[A-Z]\.){{1,3}}[A-Z]\b|(?:[A-Z]\. ?){{1,3}}[A-Z](?=\.)){POINT}(?!\w)"
    r"|(?<![\w./&-])[A-Z]{2,3}(?:-[A-Z]{1,2})?(?=['’]s\b|\b(?![/&'’-]))"
)
LETTER = re.compile(rf"(?<![\w.&/’'-])[A-Z](?=['’]s\b|[ .,;:?!)\n]|$)(?!\.\w){POINT}")
# People write “Child A” and “Mr X” so that nobody is named: these letters are nobody’s.
CONVENTIONAL_LETTERS = frozenset("ABCDXYZI")
# After “Child A” and “Child B”, “Child E” is one more letter that was chosen.
UNNAMED = r"\b(?:Child|Parent|Mother|Father|Family|Sibling|Boy|Girl|Person) "
CHOSEN = re.compile(rf"{UNNAMED}[ABC]\b")
SOMEBODY_UNNAMED = re.compile(rf"{UNNAMED}$")
A_THING_BEFORE = re.compile(
    r"\b(?:vitamin|type|group|plan|section|class|unit|grade|hepatitis|option|part|appendix|point|table|figure|team|room"
    r"|block|ward|level|column|year|set|category|band|schedule|form|flat|house|generation|factor) $",
    re.IGNORECASE,
)
BEFORE_A_LETTER = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Miss|Dr|[Ii]nitials?|about|visited|told|asked|saw|met|that|with"
    r"|(?:spoke|spoken|talked|listened|wrote|speak|talk|listen) (?:to|with)) "
    r"|(?:[Cc]hild|[Bb]aby|[Mm]u?m|[Dd]ad|[Bb]rother|[Ss]ister|[Mm]other|[Ff]ather|[Ss]ibling|[Bb]oy|[Gg]irl|[Ss]on"
    r"|[Dd]aughter|[Ff]amily|[Cc]lient|[Tt]win|[Nn]an|[Uu]ncle|[Aa]unt|[Cc]ousin) \(?)$"
)
AFTER_A_LETTER = re.compile(
    r"['’]s \w"
    r"| (?:said|says|told|asked|is|was|has|had|put|disclosed|lives|felt|wanted|cried|attends|would|and (?:his|her))\b"
    r"| and [A-Z] (?:were|are|have|had|live|both|said)"
)
SOMEBODY_AFTER = re.compile(
    r"(?:['’]s)? (?:said|says|told|asked|lives|felt|disclosed|attends|cried|was born|is \d)"
)
SOMEBODY_BEFORE = re.compile(
    r"\b(?:child|mother|mum|father|dad|brother|sister|boy|girl|client|called|initials?|son|daughter) \(?$",
    re.IGNORECASE,
)
# Written beside a person, and yet what they have, are or are subject to.
NEVER_SOMEBODY = context.words(
    """
    DOB EDD NHS ASD ODD FAS SEN EHC LAC CIN CPP CSE CCE CLA MCA DVA IRO UPN NRM MAP SGO EPO ICO FGM TAF TAC BME LGB
    UTI CBT DBT OCD BPD PDA SLT EAL FSM AAC NEO GAD SLD
    """
)
POINTED = context.words("nhs ehcp asd dob edd camhs gp ni tv iq pe re sw un uk us sen")
SHOUTED = re.compile(r"[A-Z]{4,}")
FAR = 14


def initials_in(text: str, spared: bytearray) -> Iterator[Passage]:
    """Two letters or three with or without points, and one letter where it does what people do."""
    for match in INITIALS.finditer(text):
        if not spared[match.start()] and are_somebodys(text, match):
            reason = "These letters look like somebody’s initials"
            yield Passage(Kind.INITIALS, *match.span(), "", reason)
    letters = [
        (match, text[max(0, match.start() - FAR) : match.start()])
        for match in LETTER.finditer(text)
        if match[0][0] not in CONVENTIONAL_LETTERS and not spared[match.start()]
    ]
    chosen = bool(letters and CHOSEN.search(text))
    letters = [
        (match, before)
        for match, before in letters
        if not (A_THING_BEFORE.search(before) or (chosen and SOMEBODY_UNNAMED.search(before)))
    ]
    somebodys = {
        match[0][0]
        for match, before in letters
        if BEFORE_A_LETTER.search(before) or does_something(text[match.end() : match.end() + FAR])
    }
    for match, before in letters:
        if match[0][0] in somebodys or (before.endswith(" and ") and before[-6:-5] in somebodys):
            yield Passage(Kind.INITIALS, *match.span(), "", "One letter stands for somebody here")


def does_something(after: str) -> bool:
    verb = re.match(r" (\w+)", after)
    return bool(AFTER_A_LETTER.match(after) or (verb and verb[1] in context.DOES))


def are_somebodys(text: str, match: re.Match[str]) -> bool:
    if "." in match[0]:
        low = match[0].lower()
        return low not in context.ABBREVIATIONS and re.sub(r"[. ]", "", low) not in POINTED
    letters = match[0].replace("-", "")
    if letters == "DS" and re.match(r" [A-Z][a-z]", text[match.end() : match.end() + 3]):
        return False  # a detective sergeant
    if letters in context.NOT_INITIALS or letters in NEVER_SOMEBODY or is_word(letters.lower()):
        return False
    if len(letters) == 3 and "-" not in match[0]:
        before = text[max(0, match.start() - FAR) : match.start()]
        after = text[match.end() : match.end() + 20]
        return bool(SOMEBODY_AFTER.match(after) or SOMEBODY_BEFORE.search(before))
    # Within a line of capitals two letters are a word.
    around = text[max(0, match.start() - 25) : match.end() + 25]
    return len(SHOUTED.findall(around)) < 2
