"""What of a piece is looked through before others read it, and what of it is out of sight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from swip.evidence.models import Evidence, EvidenceVersion
from swip.evidence.queries.reading import answered
from swip.evidence.queries.writing import links_of
from swip.identifiers.models import Quarantine
from swip.identifiers.queries import File, Passage, Summary, kinds_in_words, open_upon, summary_of
from swip.identifiers.rules import find_in

# Of what a version keeps, the texts that somebody wrote themselves.
WRITTEN = ("title", "what_happened", "what_it_shows")
WRITTEN_IN_LISTS = {"outcomes": ("reason",), "answers": ("answer",), "files": ("name",)}


def passages_of(evidence: Evidence) -> list[Passage]:
    """Everything that its writer wrote, each text under a name that `take_decisions` knows again."""
    return [
        Passage("title", "Title", evidence.title),
        Passage("what_happened", "What happened", evidence.what_happened),
        *(Passage(f"answer_{each.code}", each.question, each.answer) for each in answered(evidence)),
        Passage("what_it_shows", "What it shows", evidence.what_it_shows),
        *(
            Passage(f"reason_{link.outcome_id}", f"How it shows {link.outcome.code}", link.reason)
            for link in links_of(evidence)
        ),
    ]


def files_to_look_through(evidence: Evidence) -> list[File]:
    """The files that others will be able to open."""
    return [
        File(each.name, each.content_type, each.digest, each.get_absolute_url(), each.stored.open)
        for each in evidence.attachments.kept().select_related("stored__content")
        if each.stored.is_there
    ]


@dataclass(frozen=True)
class Guard:
    """What the page of a piece says of how it was looked through, and of being out of sight."""

    looked_through: Summary | None
    quarantine: Quarantine | None
    is_to_be_mended: bool
    kinds: list[str]


def guard_of(evidence: Evidence, *, is_writer: bool, versions: list[EvidenceVersion]) -> Guard:
    """For readers, how what they read was looked through; for the writer, all of it."""
    until = None if is_writer or not versions else versions[0].submitted_at
    hidden = open_upon(evidence) if is_writer and evidence.is_quarantined else None
    return Guard(
        looked_through=summary_of(evidence, until=until),
        quarantine=hidden,
        is_to_be_mended=hidden is not None and not is_taken_back_or_mended(evidence),
        kinds=kinds_in_words(hidden.kinds) if hidden else [],
    )


def texts_in(version: EvidenceVersion) -> list[str]:
    """What somebody wrote themselves, as it was handed in."""
    return [text for text in written_in(version.content) if text]


def written_in(content: dict[str, Any]) -> Iterator[str]:
    for name in WRITTEN:
        yield content.get(name, "")
    for name, keys in WRITTEN_IN_LISTS.items():
        for row in content.get(name, []):
            yield from (row.get(key, "") for key in keys)


def words_found_in(texts: list[str]) -> list[str]:
    """What could identify somebody in texts, each once, as it is spelled there."""
    found = [finding.text for findings in find_in(texts) for finding in findings]
    return list({text.casefold(): text for text in found}.values())


def versions_out_of_sight(evidence: Evidence) -> list[EvidenceVersion]:
    """What was handed in and nobody but the writer can read, the newest first."""
    hidden = evidence.versions.exclude(quarantined_at=None)
    return list(hidden.select_related("blacked_out_by").order_by("-number"))


def is_taken_back_or_mended(evidence: Evidence) -> bool:
    """Whether whoever may read it would read nothing of what was taken out of sight."""
    return not evidence.is_handed_in or is_mended(evidence)


def is_mended(evidence: Evidence) -> bool:
    """Whether it was handed in again since, or what could be recognised is black: taken back, it is as it was."""
    newest = evidence.versions.order_by("-number").first()
    return newest is not None and not newest.is_quarantined


def is_handed_in_since(evidence: Evidence, quarantine: Quarantine) -> bool:
    """Whether its writer looked it through, files and all, and handed it in after it was taken out of sight."""
    return evidence.versions.filter(quarantined_at=None, submitted_at__gt=quarantine.started_at).exists()
