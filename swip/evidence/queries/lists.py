"""Lists of evidence, narrowed to what somebody looks for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject

from swip.accounts.models import User
from swip.enrolment.models import Enrolment
from swip.evidence import permissions
from swip.evidence.models import UNTITLED, Evidence, EvidenceOutcome, EvidenceQuerySet, EvidenceVersion

UNREAD_IN_LISTS = ["what_happened", "what_it_shows"]


def portfolio(enrolment: Enrolment, *, reader: User) -> EvidenceQuerySet:
    """Everything of one person that this reader may see, the newest first.

    For others than the writer by the day it was handed in: when it was saved would tell that somebody is at it.
    """
    pieces = Evidence.objects.filter(enrolment=enrolment)
    if enrolment.social_worker_id == reader.pk:
        return pieces.newest_first()
    return pieces.handed_in().order_by("-submitted_at", "-pk")


def handed_in_last() -> QuerySet[EvidenceVersion]:
    """Of each piece the version that was handed in last: what others read of one that was sent back."""
    newer = EvidenceVersion.objects.filter(evidence=OuterRef("evidence"), number__gt=OuterRef("number"))
    return EvidenceVersion.objects.filter(~Exists(newer))


def narrowed(
    pieces: EvidenceQuerySet, *, reader_is_writer: bool, status: str = "", outcome: str = "", words: str = ""
) -> EvidenceQuerySet:
    """Those of a list that somebody looks for, by what this reader is shown of each."""
    if status:
        pieces = pieces.filter(status=status)
    if outcome:
        pieces = showing(pieces, outcome, reader_is_writer=reader_is_writer)
    if words and not reader_is_writer:
        pieces = pieces.alias(read_as=_as_read("title", F("title")))
    for word in words.split()[:8]:
        pieces = pieces.filter(**{"title__icontains" if reader_is_writer else "read_as__icontains": word})
    return pieces


def showing(pieces: EvidenceQuerySet, outcome: str, *, reader_is_writer: bool) -> EvidenceQuerySet:
    """Those linked to the outcome of this code; for others than the writer as they were handed in."""
    if reader_is_writer:
        return pieces.filter(outcomes__code=outcome)
    now = Exists(EvidenceOutcome.objects.filter(evidence=OuterRef("pk"), outcome__code=outcome))
    then = Exists(handed_in_last().filter(evidence=OuterRef("pk"), content__codes__contains=[outcome]))
    is_returned = Q(status=Evidence.Status.RETURNED)
    return pieces.filter(~is_returned & Q(now) | is_returned & Q(then))


def by_day(pieces: EvidenceQuerySet, *, reader_is_writer: bool) -> EvidenceQuerySet:
    """What happened last comes first; for others than the writer by the day that was handed in."""
    if reader_is_writer:
        return pieces.order_by("-happened_on", "-pk")
    day = _as_read("happened_on", Cast("happened_on", TextField()))
    return pieces.alias(day_read=day).order_by("-day_read", "-pk")


def _as_read(name: str, now: Combinable) -> Case:
    """A part of each piece as others read it: what was sent back may be changing under its writer's hands."""
    newest = EvidenceVersion.objects.filter(evidence=OuterRef("pk")).order_by("-number")
    then = newest.values(then=KeyTextTransform(name, "content"))[:1]
    return Case(
        When(status=Evidence.Status.RETURNED, then=Subquery(then)), default=now, output_field=TextField()
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of evidence."""

    pk: int
    kind: str | None
    happened_on: datetime.date | None
    status: str
    quarantined_at: datetime.datetime | None
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
    "quarantined_at",
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
