"""The files that go with a piece."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.evidence.models.evidence import Evidence
from swip.files.models import StoredFile
from swip.identifiers.models import Quarantinable


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def kept(self) -> AttachmentQuerySet:
        """Those that have not been removed since."""
        return self.filter(removed_at=None).select_related("stored")

    def by_number(self) -> dict[int, Attachment]:
        """All of them, also those that only an earlier version names."""
        return {each.pk: each for each in self.select_related("stored")}


class Attachment(Quarantinable):
    """A file that goes with a piece of evidence."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="attachments")
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
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
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.stored.name

    @property
    def content_type(self) -> str:
        return self.stored.content_type

    @property
    def size(self) -> int:
        return self.stored.size

    def get_absolute_url(self) -> str:
        return reverse("evidence:file", args=[self.evidence_id, self.pk])
