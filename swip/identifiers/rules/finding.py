"""The two verbs: find what could identify somebody, and put something else in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from .dates import found_dates
from .homes import found_homes, found_rare
from .kinds import Finding, Kind
from .names import found_names
from .passages import Passage, found_by_shape
from .pseudonyms import PseudonymBook


def find(
    text: str,
    *,
    colleagues: Collection[str] | Mapping[str, str] = (),
    book: Mapping[str, str] | None = None,
) -> list[Finding]:
    """What could identify somebody, in order and never overlapping; colleagues may come with their roles."""
    names = book if isinstance(book, PseudonymBook) else PseudonymBook(known=book)
    names.keep_clear_of(text)
    return [finding(text, each, names) for each in in_order(all_passages(text))]


def all_passages(text: str) -> list[Passage]:
    """Everything that any way of looking finds, which may overlap."""
    ways = (found_by_shape, found_homes, found_dates, found_rare, found_names)
    return [each for way in ways for each in way(text)]


def in_order(passages: Iterable[Passage]) -> list[Passage]:
    """Of passages that overlap, the one found first by the more certain shape, or else the longer, is kept."""
    kept: list[Passage] = []
    for each in sorted(passages, key=lambda passage: (passage.start, passage.start - passage.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def finding(text: str, passage: Passage, names: PseudonymBook) -> Finding:
    here = text[passage.start : passage.end]
    suggestion = passage.suggestion or (
        names.name_for_initials(here) if passage.kind is Kind.INITIALS else names.name_for(here)
    )
    return Finding(
        passage.kind, passage.start, passage.end, here, suggestion, passage.is_colleague, passage.reason
    )


def replace(text: str, replacements: Iterable[tuple[Finding, str]]) -> str:
    """The text with each finding's place taken by what stands beside it here."""
    parts, after = [], 0
    for each, instead in sorted(replacements, key=lambda pair: pair[0].start):
        parts += [text[after : each.start], instead]
        after = each.end
    return "".join([*parts, text[after:]])
