"""What a piece says: as it stands for its writer, as it was handed in for everybody else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import QuerySet

from swip.accounts.models import User
from swip.evidence.models import Evidence, EvidenceVersion
from swip.evidence.queries.work import complexity_words, context_words, in_a_word
from swip.govuk.words import date_in_words

OUT_OF_SIGHT = "A piece that is out of sight"
A_PIECE = "A piece of evidence"


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
class Answered:
    """One of the kind's own questions, and what was answered."""

    code: str
    question: str
    answer: str


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
    # Older versions were kept before these were asked.
    answers: list[Answered] = field(default_factory=list)
    contexts: list[str] = field(default_factory=list)
    complexity: str = ""
    level: str = ""

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
        answers=answered(evidence),
        contexts=context_words(evidence),
        complexity=complexity_words(evidence),
        level=evidence.get_level_display(),
    )


def answered(evidence: Evidence) -> list[Answered]:
    """The questions of its kind that have an answer, in their order."""
    asked = evidence.wording.questions if evidence.wording else []
    return [
        Answered(each["code"], each["question"], evidence.answers[each["code"]])
        for each in asked
        if evidence.answers.get(each["code"])
    ]


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
            "answers": [Answered(**each) for each in kept.get("answers", [])],
        }
    )


def versions_of(evidence: Evidence, *, reader: User | None) -> list[EvidenceVersion]:
    """Each time it was handed in, the newest first, with what the supervisor said of it.

    For a reader other than the writer without those that are out of sight; without a reader all of them, for whoever
    sees to that.
    """
    versions = evidence.versions.select_related("review__reviewed_by").order_by("-number")
    return list(shown_to(reader, evidence, versions))


def version_of(evidence: Evidence, number: int, *, reader: User | None) -> QuerySet[EvidenceVersion]:
    """One of them, for the same readers."""
    versions = evidence.versions.select_related("review__reviewed_by").filter(number=number)
    return shown_to(reader, evidence, versions)


def shown_to(
    reader: User | None, evidence: Evidence, versions: QuerySet[EvidenceVersion]
) -> QuerySet[EvidenceVersion]:
    is_another = reader is not None and reader.pk != evidence.enrolment.social_worker_id
    return versions.filter(quarantined_at=None) if is_another else versions


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


def numbers_of_newest(pieces: Iterable[int]) -> dict[int, int]:
    """As which version each piece was last handed in: what a record of another room keeps of it, instead of words."""
    versions = EvidenceVersion.objects.filter(evidence__in=list(pieces)).order_by("number")
    return dict(versions.values_list("evidence", "number"))


def titles_of_versions(kept: Iterable[tuple[int, int | None]]) -> dict[tuple[int, int | None], str]:
    """What pieces were called as they were handed in: black where that was blacked out, nothing while out of sight.

    Where a record does not say which version it saw, as they were last handed in.
    """
    wanted = list(kept)
    versions = EvidenceVersion.objects.filter(evidence__in={piece for piece, _ in wanted}).order_by("number")
    titles: dict[tuple[int, int | None], str] = {}
    for piece, number, title, hidden in versions.values_list(
        "evidence", "number", "content__title", "quarantined_at"
    ):
        titles[piece, number] = titles[piece, None] = OUT_OF_SIGHT if hidden else title
    return {each: titles.get(each, A_PIECE) for each in wanted}


def side_by_side(before: EvidenceVersion, after: EvidenceVersion) -> list[tuple[str, str, str]]:
    """The parts of two versions, each as a text that can be compared, in the order in which a version is read."""
    old, new = reading_of(before), reading_of(after)
    asked = {each.code: each.question for each in [*old.answers, *new.answers]}
    shown = [each.code for each in [*old.outcomes, *new.outcomes]]
    answers_then, answers_now = ({each.code: each.answer for each in one.answers} for one in (old, new))
    reasons_then, reasons_now = ({each.code: each.reason for each in one.outcomes} for one in (old, new))
    files_then, files_now = ("\n".join(each.name for each in one.files) for one in (old, new))
    always = [
        ("Title", old.title, new.title),
        ("Kind", old.kind, new.kind),
        ("When it happened", date_in_words(old.happened_on), date_in_words(new.happened_on)),
        ("What happened", old.what_happened, new.what_happened),
        ("What it shows", old.what_it_shows, new.what_it_shows),
        *((words, answers_then.get(code, ""), answers_now.get(code, "")) for code, words in asked.items()),
    ]
    where_given = [
        ("Kinds of work", "\n".join(old.contexts), "\n".join(new.contexts)),
        ("How complex the work was", in_a_word(old.complexity), in_a_word(new.complexity)),
        ("How far it goes", old.level, new.level),
        *(
            (f"How it shows {code}", reasons_then.get(code, ""), reasons_now.get(code, ""))
            for code in dict.fromkeys(shown)
        ),
        ("Files", files_then, files_now),
    ]
    return always + [(name, then, now) for name, then, now in where_given if then or now]
