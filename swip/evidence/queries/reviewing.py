"""What was said of a piece, and what is being written about it."""

from __future__ import annotations

from swip.accounts.models import User
from swip.evidence.models import Evidence, EvidenceReview, EvidenceVersion, ReviewDraft
from swip.evidence.queries.reading import versions_of


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
    return latest_review(versions_of(evidence, reader=None))


def review_draft(version: EvidenceVersion, *, by: User) -> ReviewDraft:
    """What this supervisor has written about a version so far; an empty one if nothing yet."""
    kept = version.review_drafts.filter(reviewer=by).first()
    return kept or ReviewDraft(version=version, reviewer=by)


def was_just_said(version: EvidenceVersion, *, by: User, decision: str, comment: str) -> bool:
    """Whether this person has given this very review: a button pressed twice says nothing new."""
    said = review_of(version)
    if said is None:
        return False
    return (said.reviewed_by_id, said.verdict, said.comment) == (by.pk, decision, comment)
