"""Letters that stand for somebody, and not for a team, a plan or a country."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import context
from .kinds import Kind
from .passages import Passage
from .vocabulary import is_word

INITIALS = re.compile(
    r"(?<![\w.])(?:[A-Z]\. ?){1,3}[A-Z]\b(?:\.(?!\w))?(?!\w)|(?<![\w./&-])[A-Z]{2,3}(?=['’]s\b|\b(?![/&'’-]))"
)
LETTER = re.compile(r"(?<![\w.&/’'-])[A-Z](?=['’]s\b| \w| ?[,.])(?![.]\w)")
CONVENTIONAL_LETTERS = frozenset("ABCDXYZI")


def initials_in(text: str, spared: bytearray) -> Iterator[Passage]:
    for match in INITIALS.finditer(text):
        letters = match[0].replace(".", "").replace(" ", "")
        if spared[match.start()] or letters in context.NOT_INITIALS or is_word(letters.lower()):
            continue
        dotted = "." in match[0]
        if not dotted and len(letters) == 3 and not looks_like_somebody(text, match):
            continue
        if not dotted and reader_shouts(text, match):
            continue
        if dotted and match[0].lower() in {
            "e.g",
            "i.e",
            "a.m",
            "p.m",
            "u.k",
            "u.s",
            "u.s.a",
            "d.o.b",
            "p.s",
            "n.b",
        }:
            continue
        yield Passage(
            Kind.INITIALS, match.start(), match.end(), "", "These letters look like somebody’s initials"
        )
    for match in LETTER.finditer(text):
        if match[0] in CONVENTIONAL_LETTERS or spared[match.start()]:
            continue
        title = re.search(
            r"\b(?:Mr|Mrs|Ms|Miss|Dr|Baby|mum|dad|brother|sister) $",
            text[max(0, match.start() - 9) : match.start()],
        )
        does = re.match(
            r"(?:['’]s \w|"
            + r" (?:said|says|told|asked|is|was|has|had|disclosed|lives|felt|wanted|cried|attends)\b)",
            text[match.end() : match.end() + 12],
        )
        if title or does:
            yield Passage(
                Kind.INITIALS, match.start(), match.end(), "", "One letter stands for somebody here"
            )


SOMEBODY_AFTER = re.compile(
    r"^(?:['’]s)? (?:said|says|told|asked|lives|felt|disclosed|attends|cried|was born|is \d)"
)
SOMEBODY_BEFORE = re.compile(
    r"\b(?:child|mother|mum|father|dad|brother|sister|boy|girl|client|called|initials?|son|daughter) \(?$",
    re.I,
)


def looks_like_somebody(text: str, match: re.Match[str]) -> bool:
    return bool(
        SOMEBODY_AFTER.match(text[match.end() : match.end() + 20])
        or SOMEBODY_BEFORE.search(text[max(0, match.start() - 14) : match.start()])
    )


def reader_shouts(text: str, match: re.Match[str]) -> bool:
    """Within a line of capitals two letters are a word."""
    around = re.findall(r"[A-Z]{4,}", text[max(0, match.start() - 25) : match.end() + 25])
    return len(around) > 1
