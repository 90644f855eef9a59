"""Whose files they are, and when others may open one. Which others, says the room whose record holds it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet

from swip.accounts.models import User
from swip.files.models import StoredFile, Upload


def openable_by(user: User | None) -> QuerySet[StoredFile]:
    """One's own; of other people's, what was scanned, or what this service lets through without a scanner."""
    let_through = [StoredFile.Scan.CLEAN]
    if settings.FILES_WITHOUT_SCANNER == "accept":
        let_through += [StoredFile.Scan.NOT_SCANNED, StoredFile.Scan.WAITING]
    whole = StoredFile.objects.exclude(content=None)
    if user is None:
        return whole.filter(scan__in=let_through)
    return whole.filter(Q(owner=user) | Q(scan__in=let_through))


def uploads_of(user: User) -> QuerySet[Upload]:
    """What somebody is sending belongs to them alone."""
    return Upload.objects.filter(owner=user)
