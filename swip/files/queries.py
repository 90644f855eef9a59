"""Questions about files: how much room there is, what is to be scanned, what is to be cleared away."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from swip.accounts.models import User
from swip.files.models import Content, StoredFile, Upload
from swip.files.rules import HOURS_TO_FINISH, Quota


def quota_of(person: User) -> Quota:
    """Each of their files counts, also one that somebody else has too: or the sum would tell."""
    used = StoredFile.objects.filter(owner=person).exclude(content=None).aggregate(sum=Sum("size"))["sum"]
    return Quota(used=used or 0, most=settings.FILE_QUOTA_BYTES)


def quota_with_uploads(person: User) -> Quota:
    """What is on its way counts as if it had arrived."""
    quota = quota_of(person)
    on_its_way = Upload.objects.filter(owner=person).aggregate(sum=Sum("size"))["sum"] or 0
    return Quota(used=quota.used + on_its_way, most=quota.most)


def to_scan() -> QuerySet[StoredFile]:
    """Also what was kept before there was a scanner, and once a day what it would not look into."""
    yesterday = timezone.now() - datetime.timedelta(days=1)
    not_scanned = Q(scan=StoredFile.Scan.NOT_SCANNED) & (Q(scanned_at=None) | Q(scanned_at__lt=yesterday))
    waiting = StoredFile.objects.filter(Q(scan=StoredFile.Scan.WAITING) | not_scanned)
    return waiting.select_related("content").order_by("stored_at", "pk")


def held_by_nothing() -> QuerySet[StoredFile]:
    """Files that were to become part of a record and never did."""
    long_ago = timezone.now() - datetime.timedelta(hours=HOURS_TO_FINISH)
    return StoredFile.objects.filter(held_since=None, stored_at__lt=long_ago)


def content_without_use() -> QuerySet[Content]:
    """What was half written when a process ended, or could not be deleted when it should."""
    a_while_ago = timezone.now() - datetime.timedelta(hours=1)
    return Content.objects.filter(digest=None, written_at__lt=a_while_ago)


def uploads_too_late() -> QuerySet[Upload]:
    return Upload.objects.filter(expires_at__lte=timezone.now())
