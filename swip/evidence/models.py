"""The portfolio: pieces of evidence, linked to the outcomes they show, handed in and reviewed."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.evidence.rules import LONGEST_TITLE
from swip.standards.models import Item

UNTITLED = "Untitled evidence"


class EvidenceKind(models.Model):
    """A form that evidence may take, with the questions that draw out what was done and what was known."""

    class Level(models.TextChoices):
        """Miller's four: from knowing something to doing it when it counts."""

        KNOWS = "knows", "Knows"
        KNOWS_HOW = "knows_how", "Knows how"
        SHOWS_HOW = "shows_how", "Shows how"
        DOES = "does", "Does"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300)
    level = models.CharField(max_length=20, choices=Level)
    asks_what_was_done = models.JSONField(default=list)
    asks_what_was_known = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["knows", "knows_how", "shows_how", "does"]), name="kind_level_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def handed_in(self) -> EvidenceQuerySet:
        """What others than its writer may read: never a draft, and nothing that was taken back."""
        return self.filter(status__in=Evidence.HANDED_IN)

    def waiting(self) -> EvidenceQuerySet:
        """What waits for its review."""
        return self.filter(status=Evidence.Status.SUBMITTED)

    def counted(self) -> EvidenceQuerySet:
        """What counts toward its outcomes."""
        return self.filter(status=Evidence.Status.ACCEPTED)

    def newest_first(self) -> EvidenceQuerySet:
        return self.order_by("-saved_at", "-pk")


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
    # A draft keeps whatever was typed, however long; what is handed in is held to the limits below.
    title = models.TextField(blank=True, default="")
    happened_on = models.DateField(null=True, blank=True)
    happened_on_as_typed = models.JSONField(default=list, blank=True)
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
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "returned", "accepted", "withdrawn"]),
                name="evidence_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "returned", "withdrawn"])
                | Q(kind__isnull=False, happened_on__isnull=False, submitted_at__isnull=False)
                & ~Q(title="")
                & ~Q(what_happened="")
                & ~Q(what_it_shows=""),
                name="handed_in_evidence_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "returned", "withdrawn"])
                | Q(LessThanOrEqual(Length("title"), LONGEST_TITLE)),
                name="handed_in_title_is_short",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "accepted"])
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="reviewed_evidence_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["enrolment", "-saved_at"], name="evidence_newest"),
            models.Index(fields=["enrolment", "status", "kind"], name="evidence_counted"),
            models.Index(fields=["submitted_at"], condition=Q(status="submitted"), name="evidence_waiting"),
        ]
        triggers = [
            # Whoever reviews has to be sure that what they read is what they accept.
            pgtrigger.Trigger(
                name="handed_in_words_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status__in=["submitted", "accepted", "withdrawn"]),
                func="""
                    IF (OLD.enrolment_id, OLD.kind_id, OLD.happened_on, OLD.title, OLD.what_happened)
                            IS DISTINCT FROM
                       (NEW.enrolment_id, NEW.kind_id, NEW.happened_on, NEW.title, NEW.what_happened)
                        OR OLD.what_it_shows IS DISTINCT FROM NEW.what_it_shows
                    THEN
                        RAISE EXCEPTION 'evidence % has been handed in or withdrawn: its words stay', OLD.id
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.title or UNTITLED

    def get_absolute_url(self) -> str:
        return reverse("evidence:evidence", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def is_writable(self) -> bool:
        return self.status in self.WRITABLE

    @property
    def is_handed_in(self) -> bool:
        return self.status in self.HANDED_IN

    @property
    def is_counted(self) -> bool:
        return self.status == self.Status.ACCEPTED

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.SUBMITTED


class EvidenceOutcome(models.Model):
    """Says that a piece of evidence shows an outcome, and why."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="outcome_links")
    outcome = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="evidence_links")
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["outcome__position"]
        constraints = [models.UniqueConstraint(fields=["evidence", "outcome"], name="outcome_is_linked_once")]

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
            pgtrigger.Protect(name="version_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.content['title']}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:version", args=[self.evidence_id, self.number])


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
                condition=Q(verdict="accepted") | Q(verdict="returned") & ~Q(comment=""),
                name="returned_evidence_says_why",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="review_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_verdict_display()}"


class ReviewDraft(KeptDraft):
    """What a supervisor is writing about a version, until they send it. Nobody else reads it."""

    version = models.ForeignKey(EvidenceVersion, on_delete=models.CASCADE, related_name="review_drafts")
    reviewer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(max_length=20, blank=True, default="")
    comment = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "reviewer"], name="one_review_draft_for_a_version")
        ]

    def __str__(self) -> str:
        return f"Draft review of {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:review", args=[self.version.evidence_id])


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
