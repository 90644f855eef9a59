"""What a supervisor said of a piece, or of what stands for an outcome: by whom, and where it is read."""

from __future__ import annotations

from swip.accounts.models import User
from swip.evidence.models import EvidenceReview, Showcase
from swip.identifiers.queries import Passage

Commented = EvidenceReview | Showcase


def writer_of(record: Commented) -> User:
    """Whose words they are. Where there is a comment somebody has given it: the database says so."""
    said_by = record.reviewed_by if isinstance(record, EvidenceReview) else record.answered_by
    assert said_by is not None  # noqa: S101 - “answered_showcase_says_by_whom”
    return said_by


def where_it_stands(record: Commented) -> str:
    read_with = record.version.evidence if isinstance(record, EvidenceReview) else record
    return read_with.get_absolute_url()


def comment_in(record: Commented) -> list[Passage]:
    return [Passage("comment", "Comments" if isinstance(record, EvidenceReview) else "Why?", record.comment)]


def is_never_empty(record: Commented) -> bool:
    """A piece is not sent back, nor are others suggested, without a word why."""
    return isinstance(record, Showcase) or record.verdict == EvidenceReview.Verdict.RETURNED
