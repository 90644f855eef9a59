"""That nobody is recognised by a piece: looked through, taken out of sight, mended, brought back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments
from swip.enrolment.queries import colleagues_of, is_looked_through
from swip.evidence.actions.common import be_writable, locked, one_revision_on, tell_supervisor
from swip.evidence.models import (
    Evidence,
    EvidenceOutcome,
    EvidenceReview,
    EvidenceVersion,
    ReviewDraft,
    Showcase,
)
from swip.evidence.models.version import BLACK
from swip.evidence.queries import files_to_look_through, links_of, passages_of
from swip.evidence.queries.identifying import (
    WRITTEN,
    WRITTEN_IN_LISTS,
    is_handed_in_since,
    is_mended,
    is_taken_back_or_mended,
)
from swip.evidence.rules import Gap
from swip.files import actions as files
from swip.identifiers import actions as identifiers
from swip.identifiers.models import Quarantine
from swip.identifiers.queries import Decided

WHAT = "a piece of evidence"
NOT_LOOKED_THROUGH = "Look at what somebody could be recognised by, and decide what to do about it"


@transaction.atomic
def take_decisions(evidence: Evidence, decided: Decided, *, revision: int, by: User) -> None:
    """The texts as they are after somebody's decisions, and that they were looked through."""
    be_writable(evidence)
    texts = decided.texts
    evidence.save_over(
        revision,
        **{name: texts.get(name, getattr(evidence, name)) for name in WRITTEN},
        answers={code: texts.get(f"answer_{code}", answer) for code, answer in evidence.answers.items()},
    )
    links = links_of(evidence)
    for link in links:
        link.reason = texts.get(f"reason_{link.outcome_id}", link.reason)
    EvidenceOutcome.objects.bulk_update(links, ["reason"])
    identifiers.keep_scan(evidence, decided, by=by)
    history.record("evidence.looked_through", evidence, by=by, data={"decisions": decided.decisions})


def gaps_of_looking_through(evidence: Evidence, *, by: User) -> list[Gap]:
    """Before a piece is handed in: whether it was looked through as it stands, or has nothing to find."""
    if not is_looked_through(evidence.enrolment.rule_book):
        return []
    locked(evidence)  # no file is added while it is looked through
    try:
        identifiers.be_looked_through(
            evidence,
            passages_of(evidence),
            by=by,
            colleagues=colleagues_of(evidence.enrolment),
            files=files_to_look_through(evidence),
        )
    except identifiers.NotLookedThrough:
        return [Gap("look_through", NOT_LOOKED_THROUGH)]
    return []


# ---- Out of sight


@transaction.atomic
def take_out_of_sight(evidence: Evidence, *, kinds: Sequence[str], by: User) -> Quarantine:
    """A reader saw that somebody could be recognised: from here on nobody but the writer sees it."""
    started = enrolments.take_out_of_sight(
        evidence,
        evidence.enrolment,
        by=by,
        kinds=kinds,
        what=WHAT,
        writer_href=evidence.get_absolute_url(),
        keeper_href=reverse("evidence:out_of_sight", args=[evidence.pk]),
    )
    since = started.started_at
    evidence.versions.filter(quarantined_at=None).update(quarantined_at=since)
    evidence.attachments.filter(quarantined_at=None).update(quarantined_at=since)
    return started


@transaction.atomic
def mend(evidence: Evidence, *, by: User) -> None:
    """What is out of sight becomes a draft again, with every word it had, to be changed and handed in anew."""
    if not evidence.is_quarantined:
        raise StaleStep(evidence)
    if evidence.is_writable:
        return
    if evidence.status != Evidence.Status.WITHDRAWN:
        one_revision_on(evidence, Evidence.Status.WITHDRAWN)
    one_revision_on(evidence, Evidence.Status.DRAFT)
    history.record("evidence.taken_to_mend", evidence, by=by)


@transaction.atomic
def bring_back(evidence: Evidence, quarantine: Quarantine, *, ending: str, why: str, by: User) -> None:
    """Whoever may read it reads it again: all of it, or only what was handed in since it was mended."""
    if ending == Quarantine.Ending.MENDED and not is_mended(evidence):
        raise StaleStep(evidence)
    identifiers.end_quarantine(
        quarantine, evidence, by=by, ending=ending, why=why, writer_href=evidence.get_absolute_url()
    )
    since = quarantine.started_at
    if ending == Quarantine.Ending.MENDED:
        take_out_files_removed(evidence, since)
    if ending == Quarantine.Ending.FALSE_ALARM:
        evidence.versions.filter(quarantined_at__gte=since).update(quarantined_at=None)
        evidence.attachments.filter(quarantined_at__gte=since).update(quarantined_at=None)
    elif is_handed_in_since(evidence, quarantine):
        # A file that its writer has looked through again and kept is in the mended version as well.
        evidence.attachments.kept().filter(quarantined_at__gte=since).update(quarantined_at=None)
    evidence.refresh_from_db(fields=["status"])  # its writer may have handed it in in the same moment
    if evidence.is_waiting:
        tell_supervisor(evidence, "evidence-submitted", is_again=True)


def take_out_files_removed(evidence: Evidence, since: datetime.datetime) -> None:
    """What its writer took away to mend it goes for good, unless another record has a file with the same in it."""
    removed = evidence.attachments.filter(removed_at__gte=since, quarantined_at__gte=since)
    for attachment in removed.select_related("stored"):
        files.take_out(attachment.stored)


@transaction.atomic
def black_out(version: EvidenceVersion, *, words: Sequence[str], by: User) -> None:
    """Words of an old version go for good, and the version comes back into sight without them.

    What a supervisor said of any version, or of a choice that it is in, may repeat them: they go there as well.
    """
    if not is_taken_back_or_mended(version.evidence):
        raise StaleStep(version.evidence)
    without = black_for(words)
    content = blacked_out(version.content, without)
    changed = EvidenceVersion.objects.filter(pk=version.pk, content=version.content).exclude(
        quarantined_at=None
    )
    now = timezone.now()
    if content == version.content or not changed.update(
        content=content, blacked_out_at=now, blacked_out_by=by, quarantined_at=None
    ):
        raise StaleStep(version.evidence)
    for review in EvidenceReview.objects.filter(version__evidence=version.evidence_id):
        if without(review.comment) != review.comment:
            review.comment = without(review.comment)
            review.save(update_fields=["comment"])
    for showcase in Showcase.objects.filter(pieces__evidence=version.evidence_id).distinct():
        if without(showcase.comment) != showcase.comment:
            showcase.comment = without(showcase.comment)
            showcase.save(update_fields=["comment"])
    for draft in ReviewDraft.objects.filter(version__evidence=version.evidence_id):
        if without(draft.comment) != draft.comment:
            draft.save_over(draft.revision, comment=without(draft.comment))
    identifiers.note_black_out(version.evidence, by=by, data={"version": version.number})


def black_for(words: Sequence[str]) -> Callable[[str], str]:
    """A text with these words black, be they spelled in capitals or not."""
    pattern = re.compile("|".join(re.escape(each) for each in words), re.IGNORECASE)
    return lambda text: pattern.sub(BLACK, text)


def blacked_out(content: dict[str, Any], without: Callable[[str], str]) -> dict[str, Any]:
    """What a version keeps, with words black wherever somebody wrote them."""
    changed: dict[str, Any] = {name: without(content.get(name, "")) for name in WRITTEN}
    for name, keys in WRITTEN_IN_LISTS.items():
        if name in content:
            changed[name] = [
                {key: without(value) if key in keys else value for key, value in row.items()}
                for row in content[name]
            ]
    return {**content, **changed}
