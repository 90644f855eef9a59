"""What could identify a child or a family: what was found, what a person decided, and what is out of sight."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from swip.accounts.models import Organisation, User


class QuarantinableQuerySet(models.QuerySet):
    def in_sight(self) -> Self:
        """What is not in quarantine: every permission of people other than the writer begins with this."""
        return self.filter(quarantined_at=None)


class Quarantinable(models.Model):
    """A record that any of its readers can take out of sight at once."""

    quarantined_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_quarantined(self) -> bool:
        return self.quarantined_at is not None


class Quarantine(models.Model):
    """One record out of sight of everybody but its writer, until it is mended: who saw to it, when and why."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(ended_at=None),
                name="record_is_in_one_quarantine",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="quarantine_says_who_ended_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} in quarantine since {self.started_at:%d %B %Y}"
