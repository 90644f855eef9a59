"""Progress reviews at the set points of the programme."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.programmes.models import Stage


class Review(KeptDraft, Lifecycle):
    """A look at the whole record together: drafted from it, completed by the supervisor, signed by the worker."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being written by the supervisor"
        COMPLETED = "completed", "Waiting for the social worker to comment and sign"
        SIGNED = "signed", "Signed by both"

    STEPS = {
        Status.DRAFT: [Status.COMPLETED],
        Status.COMPLETED: [Status.SIGNED, Status.DRAFT],
    }

    class OnTrack(models.TextChoices):
        YES = "yes", "On track"
        NOT_YET = "not_yet", "Not yet on track"

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="reviews")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    # What the record held when the review was completed, so that later evidence does not change what was signed.
    record = models.JSONField(default=dict)
    held_on = models.DateField(null=True, blank=True)
    on_track = models.CharField(max_length=20, choices=OnTrack, blank=True, default="")
    progress = models.TextField(blank=True, default="")
    support = models.TextField(blank=True, default="")
    concerns = models.TextField(blank=True, default="")
    next_steps = models.TextField(blank=True, default="")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    worker_comment = models.TextField(blank=True, default="")
    signed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "stage"], name="review_is_one_at_a_stage"),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(completed_by__isnull=False, completed_at__isnull=False, held_on__isnull=False),
                name="completed_review_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="signed") | Q(signed_at__isnull=False), name="signed_review_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} review"

    def get_absolute_url(self) -> str:
        return reverse("reviews:review", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"
