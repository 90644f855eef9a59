"""Progress reviews at the set points of the programme."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.enrolment.rules import stage_name
from swip.programmes.models import Stage


class ReviewQuerySet(models.QuerySet["Review"]):
    def held(self) -> ReviewQuerySet:
        """Those that the supervisor has completed, signed or not."""
        return self.filter(status__in=Review.HELD)

    def waiting_for_signature(self) -> ReviewQuerySet:
        return self.filter(status=Review.Status.COMPLETED)


class Review(KeptDraft, Lifecycle):
    """A look at the record together: drafted from it, completed by the supervisor, signed by the worker."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being written by the supervisor"
        COMPLETED = "completed", "Waiting for the social worker to comment and sign"
        SIGNED = "signed", "Signed by both"

    STEPS = {
        Status.DRAFT: [Status.COMPLETED],
        Status.COMPLETED: [Status.SIGNED, Status.DRAFT],
    }
    HELD = [Status.COMPLETED, Status.SIGNED]

    class OnTrack(models.TextChoices):
        YES = "yes", "On track"
        NOT_YET = "not_yet", "Not yet on track"

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="reviews")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    # Where more time is given, the last review is held again, beside the one before.
    round = models.PositiveSmallIntegerField(default=1)
    # What the record held when the review was completed: later evidence does not change what was signed.
    record = models.JSONField(default=dict)
    held_on = models.DateField(null=True, blank=True)
    held_on_as_typed = models.JSONField(default=list, blank=True)
    on_track = models.CharField(max_length=20, choices=OnTrack, blank=True, default="")
    progress = models.TextField(blank=True, default="")
    support = models.TextField(blank=True, default="")
    concerns = models.TextField(blank=True, default="")
    next_steps = models.TextField(blank=True, default="")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    worker_comment = models.TextField(blank=True, default="")
    # What the social worker is still writing of the change they want; asked for, it is a ChangeRequest.
    change_wanted = models.TextField(blank=True, default="")
    signed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "stage", "round"], name="review_is_one_at_a_stage_each_time"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "completed", "signed"]), name="review_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(on_track__in=["", "yes", "not_yet"]), name="review_on_track_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(completed_by__isnull=False, completed_at__isnull=False, held_on__isnull=False),
                name="completed_review_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(on_track="yes")
                | Q(on_track="not_yet") & ~Q(concerns="") & ~Q(next_steps=""),
                name="review_not_on_track_says_why_and_what_next",
            ),
            models.CheckConstraint(
                condition=Q(status="signed", signed_at__isnull=False)
                | ~Q(status="signed") & Q(signed_at=None),
                name="signed_review_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["completed_at"], condition=Q(status="completed"), name="review_waiting_for_signature"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="review_stays_as_signed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="signed"),
            )
        ]

    def __str__(self) -> str:
        words = f"{self.stage} review"
        return stage_name(words, round=self.round, is_final=self.stage.is_final)

    def get_absolute_url(self) -> str:
        return reverse("reviews:review", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_signed(self) -> bool:
        return self.status == self.Status.SIGNED


class ReviewVersion(models.Model):
    """A review as the supervisor completed it. Where a change was asked for, there are several."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="review_version_number_is_used_once")
        ]
        triggers = [
            pgtrigger.Protect(
                name="review_version_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.review}, version {self.number}"


class ChangeRequest(models.Model):
    """What the social worker asked to be changed before they sign."""

    version = models.OneToOneField(ReviewVersion, on_delete=models.PROTECT, related_name="change_request")
    note = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="change_request_says_what"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="change_request_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"Change asked for in {self.version}"
