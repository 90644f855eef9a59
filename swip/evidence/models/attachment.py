"""The files that go with a piece."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.evidence.models.evidence import Evidence


def random_place(attachment: Attachment, name: str) -> str:
    """Where a file lies says nothing of what it is called or what is in it."""
    return f"evidence/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def kept(self) -> AttachmentQuerySet:
        """Those that have not been removed since."""
        return self.filter(removed_at=None)


class Attachment(models.Model):
    """A file that goes with a piece of evidence."""

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", "Not scanned for viruses"
        CLEAN = "clean", "No virus found"
        INFECTED = "infected", "Virus found"

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=random_place)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    scan = models.CharField(max_length=20, choices=Scan, default=Scan.NOT_SCANNED)
    uploaded_at = models.DateTimeField(default=timezone.now)
    was_handed_in = models.BooleanField(default=False, help_text="A version names it, so readers may open it")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "digest"],
                condition=Q(removed_at=None),
                name="same_file_is_attached_once",
            ),
            models.CheckConstraint(
                condition=Q(scan__in=["not_scanned", "clean", "infected"]), name="attachment_scan_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:file", args=[self.evidence_id, self.pk])
