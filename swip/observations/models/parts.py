"""The parts of an observation as they are written, and every version that was shared."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft
from swip.observations.models.observation import Observation, stays_once_agreed
from swip.observations.models.observers import Observer


class Part(KeptDraft):
    """One part as its writer has it before them: read by nobody else until it is done."""

    class Kind(models.TextChoices):
        PLAN = "plan", "Plan"
        SEEN = "seen", "What was seen"
        OUTCOMES = "outcomes", "Outcomes seen"
        FEEDBACK = "feedback", "Feedback"
        REFLECTION = "reflection", "Reflection"

    OF_WORKER = (Kind.PLAN, Kind.REFLECTION)
    OF_OBSERVER = (Kind.SEEN, Kind.OUTCOMES, Kind.FEEDBACK)

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="parts")
    # Whose it is: an observer's, and if another is asked, still theirs; nobody's where it is the social worker's.
    observer = models.ForeignKey(Observer, on_delete=models.PROTECT, null=True, related_name="parts")
    kind = models.CharField(max_length=20, choices=Kind)
    # Whatever was typed so far, right or not, by the name of its field: what is shared is a version.
    typed = models.JSONField(default=dict, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "observer", "kind"],
                name="observation_part_is_written_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["plan", "reflection"], observer=None)
                | Q(kind__in=["seen", "outcomes", "feedback"], observer__isnull=False),
                name="observation_part_has_its_writer",
            ),
        ]
        triggers = [stays_once_agreed("observation_part_stays")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.observation}"

    def get_absolute_url(self) -> str:
        return reverse("observations:observation", args=[self.observation_id])

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_ahead(self) -> bool:
        """Changed since it was shared: others read it as it was."""
        return self.done_at is not None and self.saved_at > self.done_at

    @property
    def is_begun(self) -> bool:
        return self.revision > 0


class PartVersion(models.Model):
    """A part as it was shared: who by, when, and who typed it where it was written on paper."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=500)
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    shared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["part", "number"], name="part_version_number_is_used_once")
        ]
        triggers = [
            pgtrigger.Protect(
                name="part_version_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.part}, version {self.number}"
