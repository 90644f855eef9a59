"""The two verbs: find what could identify somebody, and put something else in its place."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from .colleagues import Colleagues
from .dates import found_dates
from .fitting import fitted, of_a_colleague
from .homes import found_homes, found_rare
from .initials import initials_in
from .kinds import Finding, Kind
from .names import Reader
from .passages import Passage, found_by_shape
from .people import surname_of_family
from .placing import Place
from .pseudonyms import PseudonymBook

POSSESSIVE_OF_MANY = re.compile(r"['’] [a-z]")


def find(
    text: str,
    *,
    colleagues: Collection[str] | Mapping[str, str] = (),
    book: Mapping[str, str] | None = None,
    on: datetime.date | None = None,
) -> list[Finding]:
    """What could identify somebody, in order and never overlapping; on the day told of they had the age suggested."""
    return find_in([text], colleagues=colleagues, book=book, on=on)[0]


def find_in(
    texts: Sequence[str],
    *,
    colleagues: Collection[str] | Mapping[str, str] = (),
    book: Mapping[str, str] | None = None,
    on: datetime.date | None = None,
) -> list[list[Finding]]:
    """The findings of each text of one piece; whoever is named in one of them is looked for in all."""
    names = book if isinstance(book, PseudonymBook) else PseudonymBook(known=book)
    for text in texts:
        names.keep_clear_of(text)
    known = Colleagues(colleagues)
    readers = [Reader(text, names.invented) for text in texts]
    people = names.people.union(*(words_of_people(each, known) for each in readers))
    passages = [in_order([*known.named_in(each.text), *all_passages(each, people)]) for each in readers]
    for text, found in zip(texts, passages, strict=True):
        named = [each for each in found if each.kind is Kind.NAME and known.role_of(text, each) is None]
        names.meet(text, named)
    day = on or datetime.date.today()
    return [
        [finding(text, each, names, known) for each in fitted(text, found, day)]
        for text, found in zip(texts, passages, strict=True)
    ]


def words_of_people(reader: Reader, colleagues: Colleagues) -> set[str]:
    return reader.words_of(
        each
        for each in reader.named
        if each.kind is Kind.NAME and colleagues.role_of(reader.text, each) is None
    )


def all_passages(reader: Reader, people: Collection[str]) -> list[Passage]:
    """Everything that any way of looking finds, which may overlap."""
    ways = (found_by_shape, found_homes, found_dates, found_rare)
    shaped = [each for way in ways for each in way(reader.text)]
    return [*shaped, *reader.everywhere(people), *initials_in(reader.text, reader.skip)]


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
        words = of_a_colleague(Place(text, passage.start, passage.end), role)
        return Finding(passage.kind, *words.place[1:], words.place.said, words.instead, True, reason)
    suggestion = passage.suggestion
    if passage.kind is Kind.NAME:
        if family := surname_of_family(text[max(0, passage.start - 4) : passage.start], here):
            return of_a_family(text, passage, names.name_for(family))
        suggestion = names.name_for(here)
    elif passage.kind is Kind.INITIALS:
        suggestion = names.name_for_initials(here)
    is_colleagues = passage.is_colleague
    return Finding(passage.kind, passage.start, passage.end, here, suggestion, is_colleagues, passage.reason)


def of_a_family(text: str, passage: Passage, invented: str) -> Finding:
    """“the Khans’ house” is “the Alder family’s house”."""
    is_possessive = bool(POSSESSIVE_OF_MANY.match(text, passage.end))
    end = passage.end + is_possessive
    suggestion = f"{invented} family{'’s' if is_possessive else ''}"
    return Finding(
        passage.kind, passage.start, end, text[passage.start : end], suggestion, False, passage.reason
    )


def replace(text: str, replacements: Iterable[tuple[Finding, str]]) -> str:
    """The text with each finding's place taken by what stands beside it here."""
    parts, after = [], 0
    for each, instead in sorted(replacements, key=lambda pair: pair[0].start):
        parts += [text[after : each.start], instead]
        after = each.end
    return "".join([*parts, text[after:]])
