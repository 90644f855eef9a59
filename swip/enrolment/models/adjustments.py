"""Reasonable adjustments: what somebody needs to show what they can do, and who may know."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import Lifecycle
from swip.enrolment.models.place import Enrolment


class Adjustment(Lifecycle):
    """Something that helps, asked for by the social worker; it says what helps and never has to say why."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked for"
        IN_PLACE = "in_place", "In place"
        NOT_POSSIBLE = "not_possible", "Not possible"
        ENDED = "ended", "Ended"

    STEPS = {
        Status.ASKED: [Status.IN_PLACE, Status.NOT_POSSIBLE, Status.ENDED],
        Status.NOT_POSSIBLE: [Status.ASKED, Status.IN_PLACE, Status.ENDED],
        Status.IN_PLACE: [Status.ENDED],
    }

    status = models.CharField(max_length=20, choices=Status, default=Status.ASKED)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="adjustments")
    what_helps = models.TextField()
    # What the employer answered: how it is done, or why it cannot be.
    answer = models.TextField(blank=True, default="")
    # How much later than its due date a stage may be before it is called late.
    extra_days = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["asked", "in_place", "not_possible", "ended"]),
                name="adjustment_status_is_known",
            ),
            models.CheckConstraint(condition=~Q(what_helps=""), name="adjustment_says_what_helps"),
        ]

    def __str__(self) -> str:
        return self.what_helps[:60]

    def get_absolute_url(self) -> str:
        return reverse("enrolment:adjustment", args=[self.pk])

    @property
    def history_chain(self) -> str:
        # Apart from the record that others read: it is the person's own.
        return f"user:{self.enrolment.social_worker_id}"


class AdjustmentShare(models.Model):
    """The social worker agrees that those who do something for them may see an adjustment, until they take it back."""

    class Group(models.TextChoices):
        SUPERVISOR = "supervisor", "My practice supervisor"
        ASSESSOR = "assessor", "My assessor"
        COORDINATOR = "coordinator", "The coordinators of my employer"
        OBSERVERS = "observers", "People who observe my practice"
        PANEL = "panel", "Whoever moderates or decides on my portfolio"

    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="shares")
    group = models.CharField(max_length=20, choices=Group)
    agreed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["agreed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__in=["supervisor", "assessor", "coordinator", "observers", "panel"]),
                name="adjustment_share_group_is_known",
            ),
            models.UniqueConstraint(
                fields=["adjustment", "group"], condition=Q(ended_at=None), name="adjustment_is_shared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adjustment} with {self.get_group_display()}"
