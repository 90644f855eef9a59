"""Lists of evidence, narrowed to what somebody looks for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from swip.accounts.models import User
from swip.enrolment.models import Enrolment
from swip.evidence import permissions
from swip.evidence.models import (
    UNTITLED,
    Evidence,
    EvidenceOutcome,
    EvidenceQuerySet,
    EvidenceVersion,
)

UNREAD_IN_LISTS = ["what_happened", "what_it_shows"]


def portfolio(enrolment: Enrolment, *, reader: User) -> EvidenceQuerySet:
    """Everything of one person that this reader may see, the newest first."""
    pieces = Evidence.objects.filter(enrolment=enrolment).newest_first()
    return pieces if enrolment.social_worker_id == reader.pk else pieces.handed_in().in_sight()


def narrowed(
    pieces: EvidenceQuerySet, *, status: str = "", outcome: str = "", words: str = ""
) -> EvidenceQuerySet:
    """Those of a list that somebody looks for."""
    if status:
        pieces = pieces.filter(status=status)
    if outcome:
        pieces = pieces.filter(outcomes__code=outcome)
    for word in words.split()[:8]:
        pieces = pieces.filter(title__icontains=word)
    return pieces


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of evidence."""

    pk: int
    kind: str | None
    happened_on: datetime.date | None
    status: str
    saved_at: datetime.datetime
    submitted_at: datetime.datetime | None
    reviewed_by: str | None
    title: str
    codes: list[str]


COLUMNS = [
    "pk",
    "kind__name",
    "happened_on",
    "status",
    "saved_at",
    "submitted_at",
    "reviewed_by__name",
    "title",
]


def for_a_list(pieces: EvidenceQuerySet, *, reader_is_writer: bool) -> QuerySet:
    """What a list shows of each piece. Readers see what was handed in, not what is being mended since."""
    links = EvidenceOutcome.objects.filter(evidence=OuterRef("pk")).order_by("outcome__position")
    codes = ArraySubquery(links.values("outcome__code"))
    if reader_is_writer:
        return pieces.values_list(*COLUMNS, codes)
    newest = EvidenceVersion.objects.filter(evidence=OuterRef("pk")).order_by("-number")
    said = {name: f"content__{name}" for name in ("title", "kind", "happened_on", "codes")}
    then = newest.values(then=JSONObject(**said))[:1]
    handed_in_as = Case(When(status=Evidence.Status.RETURNED, then=Subquery(then)))
    return pieces.values_list(*COLUMNS, codes, handed_in_as)


def lines(rows: Iterable[tuple]) -> list[Line]:
    """The rows of `for_a_list`, each under the title that this reader is to see."""
    found = []
    for row in rows:
        line, then = Line(*row[: len(COLUMNS) + 1]), row[len(COLUMNS) + 1 :]
        if then and then[0]:
            day = then[0]["happened_on"]
            line = replace(
                line, **then[0] | {"happened_on": datetime.date.fromisoformat(day) if day else None}
            )
        found.append(line if line.title else replace(line, title=UNTITLED))
    return found


def waiting_for(user: User) -> EvidenceQuerySet:
    """What waits for this supervisor's review, the longest wait first, across everybody they supervise."""
    pieces = permissions.reviewable_by(user).select_related("kind", "enrolment__social_worker")
    return pieces.defer(*UNREAD_IN_LISTS).order_by("submitted_at", "pk")
