"""The portfolio: pieces of evidence, linked to the outcomes they show, handed in and reviewed."""

from swip.evidence.models.attachment import Attachment, AttachmentQuerySet, random_place
from swip.evidence.models.evidence import UNTITLED, Evidence, EvidenceOutcome, EvidenceQuerySet
from swip.evidence.models.kind import EvidenceKind
from swip.evidence.models.version import EvidenceReview, EvidenceVersion, ReviewDraft

__all__ = [
    "UNTITLED",
    "Attachment",
    "AttachmentQuerySet",
    "Evidence",
    "EvidenceKind",
    "EvidenceOutcome",
    "EvidenceQuerySet",
    "EvidenceReview",
    "EvidenceVersion",
    "ReviewDraft",
    "random_place",
]
