"""Questions that the pages of the portfolio ask."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from swip.accounts.models import User
from swip.enrolment.models import Enrolment
from swip.evidence import permissions
from swip.evidence.models import (
    UNTITLED,
    Attachment,
    Evidence,
    EvidenceKind,
    EvidenceOutcome,
    EvidenceQuerySet,
    EvidenceReview,
    EvidenceVersion,
    ReviewDraft,
)
from swip.govuk.words import date_in_words

UNREAD_IN_LISTS = ["what_happened", "what_it_shows"]


# ---- What a piece says: as it stands for its writer, as it was handed in for everybody else


@dataclass(frozen=True)
class Shown:
    """An outcome that a piece says it shows, and how."""

    outcome_id: int
    code: str
    text: str
    reason: str


@dataclass(frozen=True)
class File:
    """A file that goes with a piece."""

    attachment_id: int
    name: str
    content_type: str
    size: int
    digest: str


@dataclass(frozen=True)
class Reading:
    """The words of a piece of evidence, its outcomes and its files, at one moment."""

    title: str
    kind: str
    happened_on: datetime.date | None
    what_happened: str
    what_it_shows: str
    outcomes: list[Shown] = field(default_factory=list)
    files: list[File] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        return [shown.code for shown in self.outcomes]


def reading(evidence: Evidence) -> Reading:
    """What the piece says now."""
    links = evidence.outcome_links.select_related("outcome").defer("outcome__search")
    return Reading(
        title=evidence.title,
        kind=evidence.kind.name if evidence.kind else "",
        happened_on=evidence.happened_on,
        what_happened=evidence.what_happened,
        what_it_shows=evidence.what_it_shows,
        outcomes=[
            Shown(link.outcome_id, link.outcome.code, link.outcome.text, link.reason) for link in links
        ],
        files=[
            File(each.pk, each.name, each.content_type, each.size, each.digest)
            for each in evidence.attachments.kept()
        ],
    )


def as_it_stands(evidence: Evidence) -> dict[str, Any]:
    """What a version keeps of it."""
    now = reading(evidence)
    day = now.happened_on.isoformat() if now.happened_on else None
    return {**asdict(now), "happened_on": day, "codes": now.codes}


def reading_of(version: EvidenceVersion) -> Reading:
    """What the piece said when it was handed in."""
    kept = dict(version.content)
    kept.pop("codes")
    day = kept.pop("happened_on")
    return Reading(
        **{
            **kept,
            "happened_on": datetime.date.fromisoformat(day) if day else None,
            "outcomes": [Shown(**each) for each in kept["outcomes"]],
            "files": [File(**each) for each in kept["files"]],
        }
    )


def versions_of(evidence: Evidence) -> list[EvidenceVersion]:
    """Each time it was handed in, the newest first, with what the supervisor said of it."""
    return list(evidence.versions.select_related("review__reviewed_by").order_by("-number"))


def version_of(evidence: Evidence, number: int) -> QuerySet[EvidenceVersion]:
    return evidence.versions.select_related("review__reviewed_by").filter(number=number)


def newest_version(evidence: Evidence) -> EvidenceVersion | None:
    """The version that waits for its review, or that was reviewed last."""
    version = evidence.versions.select_related("review").order_by("-number").first()
    if version:
        version.evidence = evidence
    return version


def as_handed_in(pieces: Iterable[Evidence]) -> dict[int, Reading]:
    """What each piece said when it was last handed in, by its number: its writer may be changing it since."""
    versions = EvidenceVersion.objects.filter(evidence__in=[each.pk for each in pieces]).order_by("number")
    return {each.evidence_id: reading_of(each) for each in versions}


def review_of(version: EvidenceVersion) -> EvidenceReview | None:
    """What the supervisor said of a version, once they have."""
    return getattr(version, "review", None)


def latest_review(versions: list[EvidenceVersion]) -> EvidenceReview | None:
    """What was said last, whether or not it was handed in again since."""
    return next((review for review in map(review_of, versions) if review), None)


def review_to_answer(evidence: Evidence) -> EvidenceReview | None:
    """For a piece that came back: what its writer is asked to change."""
    if evidence.status != Evidence.Status.RETURNED:
        return None
    return latest_review(versions_of(evidence))


def review_draft(version: EvidenceVersion, *, by: User) -> ReviewDraft:
    """What this supervisor has written about a version so far; an empty one if nothing yet."""
    kept = version.review_drafts.filter(reviewer=by).first()
    return kept or ReviewDraft(version=version, reviewer=by)


def was_just_said(version: EvidenceVersion, *, by: User, decision: str, comment: str) -> bool:
    """Whether this person has given this very review: a button pressed twice says nothing new."""
    said = review_of(version)
    return said is not None and (said.reviewed_by_id, said.verdict, said.comment) == (
        by.pk,
        decision,
        comment,
    )


def side_by_side(before: EvidenceVersion, after: EvidenceVersion) -> list[tuple[str, str, str]]:
    """The parts of two versions, each as a text that can be compared."""
    old, new = reading_of(before), reading_of(after)
    parts = [
        ("Title", old.title, new.title),
        ("Kind", old.kind, new.kind),
        ("When it happened", date_in_words(old.happened_on), date_in_words(new.happened_on)),
        ("What happened", old.what_happened, new.what_happened),
        ("What it shows", old.what_it_shows, new.what_it_shows),
    ]
    outcomes = {shown.code: shown for shown in [*old.outcomes, *new.outcomes]}
    then, now = ({shown.code: shown.reason for shown in each.outcomes} for each in (old, new))
    parts += [(f"How it shows {code}", then.get(code, ""), now.get(code, "")) for code in outcomes]
    before_files, after_files = ("\n".join(file.name for file in each.files) for each in (old, new))
    return [*parts, ("Files", before_files, after_files)] if before_files or after_files else parts


def files_of(evidence: Evidence) -> QuerySet[Attachment]:
    return evidence.attachments.kept()


# ---- Lists


def portfolio(enrolment: Enrolment, *, reader: User) -> EvidenceQuerySet:
    """Everything of one person that this reader may see, the newest first."""
    pieces = Evidence.objects.filter(enrolment=enrolment).newest_first()
    return pieces if enrolment.social_worker_id == reader.pk else pieces.handed_in()


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


# ---- What is asked of people


def kinds() -> QuerySet[EvidenceKind]:
    """The kinds that people can choose today."""
    return EvidenceKind.objects.filter(is_offered=True)


def links_of(evidence: Evidence) -> list[EvidenceOutcome]:
    """The outcomes a piece is linked to, with the reason for each, in the order of the standards."""
    return list(evidence.outcome_links.select_related("outcome").defer("outcome__search"))
