"""What can be done with a piece of evidence. The one place that changes it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.evidence import queries
from swip.evidence.files import CheckedFile, FileRefused
from swip.evidence.kinds import read_kinds
from swip.evidence.models import (
    Attachment,
    Evidence,
    EvidenceKind,
    EvidenceOutcome,
    EvidenceReview,
    EvidenceVersion,
    ReviewDraft,
)
from swip.evidence.rules import MOST_FILES, Gap, gaps
from swip.notifications.actions import tell
from swip.standards.models import Item


class NotWhole(Exception):
    """Something is missing, so the piece cannot be handed in yet."""

    def __init__(self, gaps: list[Gap]):
        self.gaps = gaps
        super().__init__("; ".join(gap.message for gap in gaps))


# ---- Writing


@transaction.atomic
def start(enrolment: Enrolment, *, kind: EvidenceKind, by: User) -> Evidence:
    """Begin a piece. A draft with nothing in it yet is used again, so that pressing twice makes one."""
    if not Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk).is_open:
        raise StaleStep(enrolment)
    untouched = enrolment.evidence.filter(
        status=Evidence.Status.DRAFT, revision=0, submitted_at=None, outcome_links=None, attachments=None
    ).first()
    if untouched:
        untouched.kind = kind
        untouched.save(update_fields=["kind"])
        return untouched
    evidence = Evidence.objects.create(enrolment=enrolment, kind=kind)
    history.record("evidence.started", evidence, by=by)
    return evidence


@transaction.atomic
def choose_kind(evidence: Evidence, *, kind: EvidenceKind, by: User) -> None:
    """The questions that help to write it change with the kind; what was written stays."""
    if evidence.kind_id != kind.pk:
        be_writable(evidence)
        evidence.save_over(evidence.revision, kind=kind)


@transaction.atomic
def write(
    evidence: Evidence,
    *,
    revision: int,
    title: str,
    happened_on: datetime.date | None,
    happened_on_as_typed: list[str],
    what_happened: str,
    what_it_shows: str,
    by: User,
) -> None:
    """Keep what was typed, whole or not. The same words sent twice are kept once."""
    words = {
        "title": title,
        "happened_on": happened_on,
        "happened_on_as_typed": happened_on_as_typed,
        "what_happened": what_happened,
        "what_it_shows": what_it_shows,
    }
    be_writable(evidence)
    if all(getattr(evidence, name) == value for name, value in words.items()):
        return
    evidence.save_over(revision, **words)


@transaction.atomic
def choose_outcomes(evidence: Evidence, *, outcomes: list[Item], revision: int, by: User) -> None:
    """The outcomes it shows. One that is no longer chosen goes, and its reason with it."""
    be_writable(evidence)
    before = set(evidence.outcome_links.values_list("outcome", flat=True))
    chosen = {outcome.pk for outcome in outcomes}
    if before == chosen:
        return
    evidence.save_over(revision)
    evidence.outcome_links.filter(outcome__in=before - chosen).delete()
    EvidenceOutcome.objects.bulk_create(
        EvidenceOutcome(evidence=evidence, outcome=outcome)
        for outcome in outcomes
        if outcome.pk not in before
    )


@transaction.atomic
def give_reasons(evidence: Evidence, *, reasons: dict[int, str], revision: int, by: User) -> None:
    """How it shows each of its outcomes, by the outcome's number."""
    be_writable(evidence)
    changed = [
        link
        for link in evidence.outcome_links.order_by("pk")
        if link.outcome_id in reasons and link.reason != reasons[link.outcome_id]
    ]
    if not changed:
        return
    evidence.save_over(revision)
    for link in changed:
        link.reason = reasons[link.outcome_id]
    EvidenceOutcome.objects.bulk_update(changed, ["reason"])


@transaction.atomic
def attach(evidence: Evidence, *, file: CheckedFile, by: User) -> Attachment:
    """Keep a file with the piece, under a name that says nothing."""
    be_writable(locked(evidence))
    there = list(evidence.attachments.kept())
    if same := next((each for each in there if each.digest == file.digest), None):
        return same
    if len(there) >= MOST_FILES:
        raise FileRefused(file.name, f"was not added: {MOST_FILES} files are the most. Remove one first")
    attachment = Attachment(
        evidence=evidence, name=file.name, content_type=file.content_type, size=file.size, digest=file.digest
    )
    attachment.file.save(file.name, file.content, save=True)
    history.record(
        "evidence.file_added", evidence, by=by, data={"file": attachment.pk, "digest": file.digest}
    )
    return attachment


@transaction.atomic
def remove_file(attachment: Attachment, *, by: User) -> None:
    """Take a file away. One that was handed in stays with the versions that name it."""
    evidence = locked(attachment.evidence)
    be_writable(evidence)
    # Had it been handed in from another window and come back meanwhile, a version would name it by now.
    still_there = evidence.attachments.kept().filter(pk=attachment.pk).first()
    if still_there is None:
        return
    attachment = still_there
    data = {"file": attachment.pk, "digest": attachment.digest}
    if attachment.was_handed_in:
        Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=timezone.now())
    else:
        place, storage = str(attachment.file.name), attachment.file.storage
        attachment.delete()
        transaction.on_commit(lambda: storage.delete(place))
    history.record("evidence.file_removed", evidence, by=by, data=data)


# ---- Handing in, taking back


@transaction.atomic
def submit(evidence: Evidence, *, revision: int, by: User) -> EvidenceVersion:
    """Hand it in as it was just checked: a version is kept, and the supervisor is told."""
    be_writable(evidence)
    if missing := gaps_of(evidence):
        raise NotWhole(missing)
    evidence.save_over(revision)
    was_returned = evidence.status == Evidence.Status.RETURNED
    now = timezone.now()
    evidence.move_to(Evidence.Status.SUBMITTED, submitted_at=now, reviewed_at=None, reviewed_by=None)
    before = queries.newest_version(evidence)
    version = EvidenceVersion.objects.create(
        evidence=evidence,
        number=before.number + 1 if before else 1,
        submitted_at=now,
        content=queries.as_it_stands(evidence),
    )
    evidence.attachments.kept().update(was_handed_in=True)
    action = "evidence.resubmitted" if was_returned else "evidence.submitted"
    history.record(action, evidence, by=by, data={"version": version.number})
    tell_supervisor(evidence, "evidence-submitted", is_again=bool(before))
    return version


@transaction.atomic
def withdraw(evidence: Evidence, *, by: User) -> None:
    """Take it back: from here on nobody else sees it, and it counts for nothing."""
    was_waiting, was_handed_in = evidence.is_waiting, evidence.is_handed_in
    one_revision_on(evidence, Evidence.Status.WITHDRAWN)
    history.record("evidence.withdrawn" if was_handed_in else "evidence.draft_withdrawn", evidence, by=by)
    if was_waiting:
        tell_supervisor(evidence, "evidence-withdrawn")


@transaction.atomic
def start_again(evidence: Evidence, *, by: User) -> None:
    """What was withdrawn becomes a draft once more, with every word it had."""
    one_revision_on(evidence, Evidence.Status.DRAFT)
    history.record("evidence.started_again", evidence, by=by)


# ---- Reviewing


@transaction.atomic
def keep_review(
    version: EvidenceVersion, *, revision: int, decision: str, comment: str, by: User
) -> ReviewDraft:
    """Keep what a supervisor has written so far, for themselves alone."""
    if not version.evidence.is_waiting:
        raise StaleStep(version.evidence)
    draft, _ = ReviewDraft.objects.get_or_create(version=version, reviewer=by)
    if (draft.decision, draft.comment) != (decision, comment):
        draft.save_over(revision, decision=decision, comment=comment)
    return draft


@transaction.atomic
def accept(version: EvidenceVersion, *, by: User, comment: str = "") -> None:
    """From here on the evidence counts toward its outcomes."""
    review(version, EvidenceReview.Verdict.ACCEPTED, by=by, comment=comment)


@transaction.atomic
def send_back(version: EvidenceVersion, *, by: User, comment: str) -> None:
    """The social worker reads what to change, mends it and hands it in again."""
    review(version, EvidenceReview.Verdict.RETURNED, by=by, comment=comment)


def review(version: EvidenceVersion, verdict: str, *, by: User, comment: str) -> None:
    evidence = version.evidence
    now = timezone.now()
    evidence.move_to(verdict, reviewed_at=now, reviewed_by=by)
    # The row is ours now. Had it been withdrawn and handed in again meanwhile, this would be another text.
    if evidence.versions.filter(number__gt=version.number).exists():
        raise StaleStep(evidence)
    EvidenceReview.objects.create(
        version=version, verdict=verdict, comment=comment, reviewed_by=by, reviewed_at=now
    )
    version.review_drafts.all().delete()
    # The comment stays with the version it speaks of: history is read by more people, and for longer.
    history.record(f"evidence.{verdict}", evidence, by=by, data={"version": version.number})
    tell(
        evidence.enrolment.social_worker,
        f"evidence-{verdict}",
        href=evidence.get_absolute_url(),
        reviewer=by,
        has_comment=bool(comment),
    )


# ---- What several of them need


def locked(evidence: Evidence) -> Evidence:
    """As it stands now, and stays until the step is done: it is not handed in while its files change."""
    return Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)


def be_writable(evidence: Evidence) -> None:
    if not evidence.is_writable:
        raise StaleStep(evidence)


def one_revision_on(evidence: Evidence, status: str) -> None:
    """Takes a step that leaves every window that still holds the old text behind."""
    evidence.move_to(status, revision=F("revision") + 1)
    evidence.refresh_from_db(fields=["revision"])


def gaps_of(evidence: Evidence) -> list[Gap]:
    """What is missing before it can be handed in."""
    return gaps(
        kind=evidence.kind_id,
        title=evidence.title,
        happened_on=evidence.happened_on,
        date_was_typed=bool(evidence.happened_on_as_typed),
        what_happened=evidence.what_happened,
        what_it_shows=evidence.what_it_shows,
        reasons={link.outcome.code: link.reason for link in queries.links_of(evidence)},
    )


def tell_supervisor(evidence: Evidence, kind: str, **context: Any) -> None:
    """Between two supervisors there may be nobody to tell: the next one finds it on their page."""
    supervisor = evidence.enrolment.supervisor
    if supervisor:
        href = evidence.get_absolute_url()
        tell(supervisor, kind, href=href, social_worker=evidence.enrolment.social_worker, **context)


@transaction.atomic
def load_kinds() -> int:
    """Bring the kinds up to date with their data file. One that is no longer listed stays as it is."""
    listed = read_kinds()
    for kind in listed:
        EvidenceKind.objects.update_or_create(code=kind["code"], defaults=kind)
    return len(listed)
