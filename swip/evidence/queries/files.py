"""The files that go with a piece."""

from __future__ import annotations

from django.db.models import QuerySet

from swip.evidence.models import Attachment, Evidence


def files_of(evidence: Evidence) -> QuerySet[Attachment]:
    """Those that go with it now, without what was removed since it was handed in."""
    return evidence.attachments.kept()
