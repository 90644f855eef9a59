"""What is being made: the tables, the history of it all, and everything that is known beforehand."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse

from swip.core.models import Entry
from swip.demo.making.chance import Chance, Moment
from swip.demo.making.ground import Ground
from swip.demo.making.tables import Tables
from swip.notifications.models import Message

DAYS_OF_MESSAGES = 45


@dataclass(frozen=True)
class Person:
    """Somebody who was made up."""

    number: int
    name: str
    email: str

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def chain(self) -> str:
        return f"user:{self.number}"

    def __str__(self) -> str:
        return self.name


@dataclass
class Making:
    """One run of the maker: for one day, from one seed."""

    seed: str
    today: datetime.date
    grounds: dict[str, Ground]
    kinds: dict[str, tuple[int, str, str]]
    tables: Tables
    has_messages: bool = False
    outcomes_of_a_piece: int | None = None  # as many as its text shows
    people: int = 0  # how many have a register number
    _entries: list[tuple[Moment, dict[str, Any]]] = field(default_factory=list)

    def chance(self, name: str) -> Chance:
        return Chance(f"{self.seed}, {name}", self.today)

    def next_register_number(self) -> str:
        self.people += 1
        return f"SW{100_000 + self.people}"

    def record(
        self,
        at: Moment,
        action: str,
        model: type[models.Model],
        number: int,
        *,
        chain: str,
        by: Person | None,
        on_behalf_of: str = "",
        rules: str = "",
        note: str = "",
        data: dict[str, Any] | None = None,
    ) -> None:
        """What history says of a step. The database puts it in its chain and seals it."""
        entry = {
            "chain": chain,
            "at": at,
            "action": action,
            "subject_type": model._meta.label_lower,
            "subject_id": number,
            "by_id": by.number if by else None,
            "on_behalf_of": on_behalf_of,
            "rules": rules,
            "note": note,
            "data": data or {},
        }
        self._entries.append((at, entry))

    def tell(
        self,
        at: Moment,
        person: Person | None,
        kind: str,
        page: str,
        place: int | tuple[int, str] | None,
        **context: Any,
    ) -> None:
        """The message that went with a step, where it is not long ago, and the page that it is about."""
        is_recent = at.date() > self.today - datetime.timedelta(days=DAYS_OF_MESSAGES)
        if not (self.has_messages and person and is_recent):
            return
        href = reverse(page, args=place if isinstance(place, tuple) else [place] if place else [])
        text = render_to_string(f"messages/{kind}.txt", {"person": person, "href": href, **context})
        subject, _, body = text.strip().partition("\n")
        self.tables.add(
            Message,
            status=Message.Status.SENT,
            to_id=person.number,
            address=person.email,
            kind=kind,
            subject=" ".join(subject.split())[:200],
            body=body.strip(),
            href=href,
            created_at=at,
            sent_at=at,
            tried_at=at,
            attempts=1,
        )

    def tell_history(self) -> None:
        """The history of everything made so far, in the order in which it happened."""
        for _, entry in sorted(self._entries, key=lambda each: each[0]):
            self.tables.add(Entry, **entry)
        self._entries = []

    def save(self) -> None:
        self.tell_history()
        self.tables.save()
