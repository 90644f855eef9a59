"""The two verbs: find what could identify somebody, and put something else in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from .colleagues import Colleagues
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
    known = Colleagues(colleagues)
    passages = in_order([*known.named_in(text), *all_passages(text, names)])
    return [finding(text, each, names, known) for each in passages]


def all_passages(text: str, names: PseudonymBook) -> list[Passage]:
    """Everything that any way of looking finds, which may overlap."""
    ways = (found_by_shape, found_homes, found_dates, found_rare)
    shaped = [each for way in ways for each in way(text)]
    return [*shaped, *found_names(text, known=names.people, invented=names.invented)]


def in_order(passages: Iterable[Passage]) -> list[Passage]:
    """Of passages that overlap the one that begins first is kept, of those that begin together the longest."""
    kept: list[Passage] = []
    for each in sorted(passages, key=lambda passage: (passage.start, -passage.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def finding(text: str, passage: Passage, names: PseudonymBook, colleagues: Colleagues) -> Finding:
    here = text[passage.start : passage.end]
    role = colleagues.role_of(text, passage) if passage.kind is Kind.NAME else None
    if role is not None:
        reason = "The service knows a colleague of this name"
        return Finding(passage.kind, passage.start, passage.end, here, role, True, reason)
    suggestion = passage.suggestion
    if passage.kind is Kind.NAME:
        suggestion = names.name_for(here)
    elif passage.kind is Kind.INITIALS:
        suggestion = names.name_for_initials(here)
    is_colleagues = passage.is_colleague
    return Finding(passage.kind, passage.start, passage.end, here, suggestion, is_colleagues, passage.reason)


def replace(text: str, replacements: Iterable[tuple[Finding, str]]) -> str:
    """The text with each finding's place taken by what stands beside it here."""
    parts, after = [], 0
    for each, instead in sorted(replacements, key=lambda pair: pair[0].start):
        parts += [text[after : each.start], instead]
        after = each.end
    return "".join([*parts, text[after:]])
