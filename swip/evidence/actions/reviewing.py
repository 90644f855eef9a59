"""What a practice supervisor says of a version."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.queries import colleagues_of
from swip.evidence.models import EvidenceReview, EvidenceVersion, ReviewDraft
from swip.identifiers import actions as identifiers
from swip.identifiers.queries import Passage
from swip.notifications.actions import tell

Decisions = Sequence[dict[str, str | int]]


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
def accept(version: EvidenceVersion, *, by: User, comment: str = "", decisions: Decisions = ()) -> None:
    """From here on the evidence counts toward its outcomes."""
    review(version, EvidenceReview.Verdict.ACCEPTED, by=by, comment=comment, decisions=decisions)


@transaction.atomic
def send_back(version: EvidenceVersion, *, by: User, comment: str, decisions: Decisions = ()) -> None:
    """The social worker reads what to change, mends it and hands it in again."""
    review(version, EvidenceReview.Verdict.RETURNED, by=by, comment=comment, decisions=decisions)


def review(
    version: EvidenceVersion, verdict: str, *, by: User, comment: str, decisions: Decisions = ()
) -> None:
    """`decisions`: about what somebody could be recognised by in the comment, in codes."""
    evidence = version.evidence
    now = timezone.now()
    evidence.move_to(verdict, reviewed_at=now, reviewed_by=by)
    # The row is ours now. Had it been withdrawn and handed in again meanwhile, this would be another text.
    if evidence.versions.filter(number__gt=version.number).exists():
        raise StaleStep(evidence)
    said = EvidenceReview.objects.create(
        version=version, verdict=verdict, comment=comment, reviewed_by=by, reviewed_at=now
    )
    if decisions:
        names, passages = colleagues_of(evidence.enrolment), [Passage("comment", "Comments", comment)]
        identifiers.keep_decisions(said, passages, decisions, by=by, colleagues=names)
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
