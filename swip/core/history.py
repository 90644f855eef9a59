"""Write history in the transaction of the step it speaks of, read it, and check that nobody has touched it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from swip.core.models import Entry


def subject_type(subject: models.Model) -> str:
    return subject._meta.label_lower


def record(
    action: str,
    subject: Any,
    *,
    by: Any,
    chain: str = "",
    on_behalf_of: str = "",
    rules: str = "",
    note: str = "",
    data: dict | None = None,
) -> None:
    """Who did what to which record. `by` is None only where the service itself acted."""
    entry(
        action, subject, by=by, chain=chain, on_behalf_of=on_behalf_of, rules=rules, note=note, data=data
    ).save(force_insert=True)


def entry(
    action: str,
    subject: Any,
    *,
    by: Any,
    chain: str = "",
    on_behalf_of: str = "",
    rules: str = "",
    note: str = "",
    data: dict | None = None,
) -> Entry:
    """What is to be recorded, not saved yet: for steps that many records take at once."""
    return Entry(
        chain=chain or subject.history_chain,
        action=action,
        subject_type=subject_type(subject),
        subject_id=subject.pk,
        by=by,
        on_behalf_of=on_behalf_of,
        rules=rules,
        note=note,
        data=data or {},
    )


def record_all(entries: Iterable[Entry]) -> None:
    """In this order; the database gives each its place in its chain."""
    Entry.objects.bulk_create(entries)


def of(subject: models.Model) -> models.QuerySet[Entry]:
    """What was done to one record, oldest first."""
    entries = Entry.objects.filter(subject_type=subject_type(subject), subject_id=subject.pk)
    return entries.select_related("by").order_by("pk")


def of_chain(chain: str) -> models.QuerySet[Entry]:
    """Everything that was done within one enrolment, or another whole that keeps a chain, oldest first."""
    return Entry.objects.filter(chain=chain).select_related("by").order_by("position")


@dataclass(frozen=True)
class BrokenLink:
    """The first entry of a chain that is not as it was written."""

    chain: str
    position: int
    entry_id: int


def first_broken_links(chain: str = "") -> list[BrokenLink]:
    """For each chain that was tampered with, its first entry that does not follow from the one before."""
    only = "WHERE chain = %s" if chain else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT DISTINCT ON (chain) chain, position, id FROM (
                SELECT entry.chain, entry.position, entry.id,
                    entry.hash = history_digest(
                        COALESCE(lag(entry.hash) OVER within_chain, ''), entry
                    ) AND entry.position = row_number() OVER within_chain AS holds
                FROM core_entry AS entry {only}
                WINDOW within_chain AS (PARTITION BY entry.chain ORDER BY entry.position)
            ) AS checked
            WHERE NOT holds ORDER BY chain, position
            """,  # noqa: S608 - the only part put together is a fixed one
            [chain] if chain else [],
        )
        return [BrokenLink(*row) for row in cursor.fetchall()]
