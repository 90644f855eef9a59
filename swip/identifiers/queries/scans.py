"""What was decided when a record was looked through: kinds and numbers, in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from swip.identifiers.models import Decision, Reason, Scan
from swip.identifiers.queries.files import IN_A_FILE, PICTURES, UNREAD
from swip.identifiers.rules import Kind

FILE = "File that something was found in, or that could not be read"
# What no machine could read: only its writer has looked at it.
LOOKED_AT = {PICTURES: "Picture in a file", UNREAD: "File that could not be read in full"}


@dataclass(frozen=True)
class Summary:
    """When a record was looked through last, and what was decided since it was begun."""

    at: datetime.datetime
    lines: list[str]


def newest_scan(subject: models.Model) -> Scan | None:
    return Scan.objects.upon(subject).last()


def summary_of(subject: models.Model, *, until: datetime.datetime | None = None) -> Summary | None:
    """For whoever reads a record: that it was looked through, and how. Nothing where it never was."""
    scans = Scan.objects.upon(subject)
    return in_summary(list(scans.filter(at__lte=until) if until else scans))


def in_summary(scans: list[Scan]) -> Summary | None:
    if not scans:
        return None
    return Summary(scans[-1].at, lines_of(row for scan in scans for row in scan.decisions))


def lines_of(rows: Iterable[dict]) -> list[str]:
    """“Name: 3 replaced”, “Exact date: 1 kept (It is about me)”."""
    counts: dict[tuple[str, str, str], int] = {}
    for row in rows:
        decision = "kept" if row["decision"] == Decision.KEEP else "replaced"
        if row["kind"] in LOOKED_AT:
            decision = "looked at by the writer only"
        key = (label_of(row["kind"]), decision, row["reason"])
        counts[key] = counts.get(key, 0) + row["count"]
    by_kind: dict[str, list[str]] = {}
    for (label, decision, reason), count in counts.items():
        why = f" ({in_a_sentence(reason)})" if reason else ""
        by_kind.setdefault(label, []).append(f"{count} {decision}{why}")
    return [f"{label}: {', '.join(parts)}" for label, parts in by_kind.items()]


def in_a_sentence(reason: str) -> str:
    if reason == Reason.LOOKED:
        return "nobody can be recognised"
    label = str(Reason(reason).label)
    return f"{label[:1].lower()}{label[1:]}"


def label_of(kind: str) -> str:
    if kind.startswith(IN_A_FILE):
        return f"{Kind(kind.removeprefix(IN_A_FILE)).label} in a file"
    return LOOKED_AT.get(kind) or (FILE if kind == "file" else Kind(kind).label)
