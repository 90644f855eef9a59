"""The portfolio: pieces of evidence, linked to the outcomes they show, handed in and reviewed."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.standards.models import Item


class EvidenceKind(models.Model):
    """A form that evidence may take, with the questions that draw out what was known and done."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300)
    prompts = models.JSONField(default=list)
    level = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def handed_in(self) -> EvidenceQuerySet:
        """What others than its writer may read: never a draft, and nothing that was taken back."""
        return self.filter(status__in=Evidence.HANDED_IN)

    def counted(self) -> EvidenceQuerySet:
        """What counts toward its outcomes."""
        return self.filter(status=Evidence.Status.ACCEPTED)


class Evidence(KeptDraft, Lifecycle):
    """Something a social worker did, written up and linked to the outcomes it shows."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted for review"
        RETURNED = "returned", "Returned with comments"
        ACCEPTED = "accepted", "Accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    STEPS = {
        Status.DRAFT: [Status.SUBMITTED, Status.WITHDRAWN],
        Status.SUBMITTED: [Status.ACCEPTED, Status.RETURNED, Status.WITHDRAWN],
        Status.RETURNED: [Status.SUBMITTED, Status.WITHDRAWN],
        Status.ACCEPTED: [Status.WITHDRAWN],
        Status.WITHDRAWN: [Status.DRAFT],
    }
    HANDED_IN = [Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED]
    WRITABLE = [Status.DRAFT, Status.RETURNED]

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="evidence")
    kind = models.ForeignKey(EvidenceKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200, blank=True, default="")
    happened_on = models.DateField(null=True, blank=True)
    what_happened = models.TextField(blank=True, default="")
    what_it_shows = models.TextField(blank=True, default="")
    outcomes = models.ManyToManyField(Item, through="EvidenceOutcome", related_name="evidence")
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        indexes = [
            models.Index(fields=["enrolment", "-saved_at"], name="evidence_newest"),
            models.Index(
                fields=["submitted_at"], condition=Q(status="submitted"), name="evidence_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Untitled evidence"

    def get_absolute_url(self) -> str:
        return reverse("evidence:evidence", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def is_writable(self) -> bool:
        return self.status in self.WRITABLE


class EvidenceOutcome(models.Model):
    """Says that a piece of evidence shows an outcome, and why."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="outcome_links")
    outcome = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="evidence_links")
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "outcome"], name="outcome_is_linked_once")
        ]

    def __str__(self) -> str:
        return f"{self.evidence} shows {self.outcome}"


class EvidenceVersion(models.Model):
    """The evidence as it was handed in: its words, its outcomes and its files at that moment."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField(default=timezone.now)
    content = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="version_number_is_used_once")
        ]
        triggers = [
            pgtrigger.Protect(
                name="version_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence}, version {self.number}"


class EvidenceReview(models.Model):
    """What the supervisor said of one version."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Returned with comments"

    version = models.OneToOneField(EvidenceVersion, on_delete=models.PROTECT, related_name="review")
    verdict = models.CharField(max_length=20, choices=Verdict)
    comment = models.TextField(blank=True, default="")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="accepted") | ~Q(comment=""), name="returned_evidence_says_why"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="review_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_verdict_display()}"


class Attachment(models.Model):
    """A file that goes with a piece of evidence."""

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", "Not scanned for viruses"
        CLEAN = "clean", "No virus found"
        INFECTED = "infected", "Virus found"

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="evidence/%Y/%m/")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    scan = models.CharField(max_length=20, choices=Scan, default=Scan.NOT_SCANNED)
    uploaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["uploaded_at"]

    def __str__(self) -> str:
        return self.name
