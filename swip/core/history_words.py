"""History in plain words. Each room keeps a module `history_words` with

    WORDS = {"evidence.accepted": "Accepted evidence"}      every action that it records
    PRIVATE = {"evidence.started"}                          those for the person alone whose record it is
    NEAR = {"enrolment.absence_recorded"}                   those whose notes are for whoever looks after the person
    PAGES = {"assessment.decision": "assessment:decision"}  the page of a kind of record, by its number
    OWN_PAGES = {"evidence.evidence": "evidence:evidence"}  one that is sure to open only for whose record it is

Actions can stand in the place of kinds of records there. All but WORDS may be left out. A note given to
`history.record` is read by everybody who sees the record.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from swip.core.models import Entry

THE_SERVICE = "The service itself"


@dataclass(frozen=True)
class Vocabulary:
    """The tables of all rooms in one."""

    words: dict[str, str]
    private: frozenset[str]
    near: frozenset[str]
    pages: dict[str, str]
    own_pages: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    words: dict[str, str] = {}
    private: set[str] = set()
    near: set[str] = set()
    pages: dict[str, str] = {}
    own_pages: dict[str, str] = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.history_words"
        if app.name.startswith("swip.") and importlib.util.find_spec(name):
            room = importlib.import_module(name)
            words |= getattr(room, "WORDS", {})
            private |= getattr(room, "PRIVATE", set())
            near |= getattr(room, "NEAR", set())
            pages |= getattr(room, "PAGES", {})
            own_pages |= getattr(room, "OWN_PAGES", {})
    return Vocabulary(words, frozenset(private), frozenset(near), pages, pages | own_pages)


def in_words(action: str) -> str:
    """Old entries stay readable even where a room has stopped doing what they speak of."""
    plain = action.replace(".", ": ").replace("_", " ").replace("-", " ")
    return vocabulary().words.get(action, plain[:1].upper() + plain[1:])


def private_actions() -> frozenset[str]:
    return vocabulary().private


def page_of(entry: Entry, *, is_own: bool = False) -> str:
    """Where the record is that an entry speaks of; nothing where it has no page that this reader can open."""
    pages = vocabulary().own_pages if is_own else vocabulary().pages
    name = pages.get(entry.action) or pages.get(entry.subject_type)
    try:
        return reverse(name, args=[entry.subject_id]) if name else ""
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class Told:
    """One entry as a page shows it."""

    entry: Entry
    title: str
    by: str
    href: str
    note: str


def told(entries: Iterable[Entry], *, is_own: bool = False, is_near: bool = True) -> list[Told]:
    """Entries in words, each with its page; `is_own` for the person whose record they are about.

    `is_near` for who looks after them: others do not read why somebody was away.
    """
    near = vocabulary().near
    return [
        Told(
            entry,
            in_words(entry.action),
            # Whoever has no account is named in words; where nobody is, the service itself acted.
            entry.by.name if entry.by else entry.on_behalf_of or THE_SERVICE,
            page_of(entry, is_own=is_own),
            entry.note if is_near or entry.action not in near else "",
        )
        for entry in entries
    ]
