"""What is kept so that somebody who is registered a second time is recognised."""

from __future__ import annotations

from collections.abc import Iterable

from swip.accounts.models import User
from swip.registration import rules
from swip.registration.models import MatchingMark


def keep_marks(of: Iterable[tuple[User, str, int | None]]) -> None:
    """Of those whose date of birth was given; the newest mark of a person counts."""
    marks = [
        MatchingMark(person=person, plain_name=rules.plain_name(name)[:300], mark=mark)
        for person, name, mark in of
        if mark is not None
    ]
    MatchingMark.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["plain_name", "mark"],
    )
