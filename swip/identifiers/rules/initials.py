"""Letters that stand for somebody, and not for a team, a plan or a country."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import context
from .kinds import Kind
from .passages import Passage
from .vocabulary import is_word

INITIALS = re.compile(
    r"(?<![\w.])(?:[A-Z]\. ?){1,3}[A-Z]\b(?:\.(?!\w))?(?!\w)"
    r"|(?<![\w./&-])[A-Z]{2,3}(?:-[A-Z]{1,2})?(?=['’]s\b|\b(?![/&'’-]))"
)
LETTER = re.compile(r"(?<![\w.&/’'-])[A-Z](?=['’]s\b|[ .,;)])(?!\.\w)")
# People write “Child A” and “Mr X” so that nobody is named: these letters are nobody’s.
CONVENTIONAL_LETTERS = frozenset("ABCDXYZI")
BEFORE_A_LETTER = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Baby|mum|dad|brother|sister|mother|father|about|visited|told|asked|saw|met|that|with) $"
)
AFTER_A_LETTER = re.compile(
    r"['’]s \w"
    r"| (?:said|says|told|asked|is|was|has|had|disclosed|lives|felt|wanted|cried|attends|would|and (?:his|her))\b"
)
SOMEBODY_AFTER = re.compile(
    r"(?:['’]s)? (?:said|says|told|asked|lives|felt|disclosed|attends|cried|was born|is \d)"
)
SOMEBODY_BEFORE = re.compile(
    r"\b(?:child|mother|mum|father|dad|brother|sister|boy|girl|client|called|initials?|son|daughter) \(?$",
    re.IGNORECASE,
)
SHOUTED = re.compile(r"[A-Z]{4,}")
FAR = 14


def initials_in(text: str, spared: bytearray) -> Iterator[Passage]:
    """Two letters or three with or without points, and one letter where it does what people do."""
    for match in INITIALS.finditer(text):
        if not spared[match.start()] and are_somebodys(text, match):
            reason = "These letters look like somebody’s initials"
            yield Passage(Kind.INITIALS, *match.span(), "", reason)
    for match in LETTER.finditer(text):
        if match[0] in CONVENTIONAL_LETTERS or spared[match.start()]:
            continue
        before = BEFORE_A_LETTER.search(text[max(0, match.start() - FAR) : match.start()])
        if before or AFTER_A_LETTER.match(text[match.end() : match.end() + FAR]):
            yield Passage(Kind.INITIALS, *match.span(), "", "One letter stands for somebody here")


def are_somebodys(text: str, match: re.Match[str]) -> bool:
    if "." in match[0]:
        return match[0].lower() not in context.ABBREVIATIONS
    letters = match[0].replace("-", "")
    if letters in context.NOT_INITIALS or is_word(letters.lower()):
        return False
    if len(letters) == 3 and "-" not in match[0]:
        before = text[max(0, match.start() - FAR) : match.start()]
        after = text[match.end() : match.end() + 20]
        return bool(SOMEBODY_AFTER.match(after) or SOMEBODY_BEFORE.search(before))
    # Within a line of capitals two letters are a word.
    around = text[max(0, match.start() - 25) : match.end() + 25]
    return len(SHOUTED.findall(around)) < 2
