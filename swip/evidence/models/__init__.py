"""The portfolio: pieces of evidence, linked to the outcomes they show, handed in and reviewed."""

from swip.evidence.models.attachment import Attachment, AttachmentQuerySet
from swip.evidence.models.evidence import UNTITLED, Evidence, EvidenceOutcome, EvidenceQuerySet
from swip.evidence.models.kind import EvidenceKind, KindVersion, Level, Wording
from swip.evidence.models.note import Lift, LiftQuerySet, Note, SharedNote, SharedNoteQuerySet
from swip.evidence.models.showcase import Showcase, ShowcasePiece
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
    "KindVersion",
    "Level",
    "Lift",
    "LiftQuerySet",
    "Note",
    "ReviewDraft",
    "SharedNote",
    "SharedNoteQuerySet",
    "Showcase",
    "ShowcasePiece",
    "Wording",
]
