"""The files that go with a piece."""

from __future__ import annotations

from django.db.models import QuerySet

from swip.evidence.models import (
    Attachment,
    Evidence,
)


def files_of(evidence: Evidence) -> QuerySet[Attachment]:
    return evidence.attachments.kept()
