"""A piece of evidence, linked to the outcomes it shows."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.evidence.models.kind import EvidenceKind, KindVersion, Level, Wording
from swip.evidence.rules import LONGEST_TITLE
from swip.identifiers.models import Quarantinable, QuarantinableQuerySet
from swip.standards.models import Item

UNTITLED = "Untitled evidence"


class EvidenceQuerySet(QuarantinableQuerySet):
    def handed_in(self) -> EvidenceQuerySet:
        """What others than its writer may read: no draft, nothing taken back, nothing that is out of sight."""
        return self.filter(status__in=Evidence.HANDED_IN).in_sight()

    def waiting(self) -> EvidenceQuerySet:
        """What waits for its review."""
        return self.filter(status=Evidence.Status.SUBMITTED).in_sight()

    def counted(self) -> EvidenceQuerySet:
        """What counts toward its outcomes; not while it is out of sight."""
        return self.filter(status=Evidence.Status.ACCEPTED).in_sight()

    def newest_first(self) -> EvidenceQuerySet:
        return self.order_by("-saved_at", "-pk")


class Evidence(KeptDraft, Quarantinable, Lifecycle):
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
    IS_SHOWN_ONCE_OVER = True

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="evidence")
    kind = models.ForeignKey(EvidenceKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # A draft keeps whatever was typed, however long; what is handed in is held to the limits below.
    title = models.TextField(blank=True, default="")
    happened_on = models.DateField(null=True, blank=True)
    happened_on_as_typed = models.JSONField(default=list, blank=True)
    what_happened = models.TextField(blank=True, default="")
    what_it_shows = models.TextField(blank=True, default="")
    # The questions stay those that were asked when the kind was chosen, however the kind is worded since.
    kind_version = models.ForeignKey(
        KindVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answers = models.JSONField(default=dict, blank=True)
    contexts = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    complexity = models.CharField(max_length=60, blank=True, default="")
    level = models.CharField(max_length=20, choices=Level, blank=True, default="")
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
            models.CheckConstraint(
                condition=Q(level__in=["", "knows", "knows_how", "shows_how", "does"]),
                name="evidence_level_is_known",
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
                        OR (OLD.what_it_shows, OLD.kind_version_id, OLD.answers)
                            IS DISTINCT FROM
                           (NEW.what_it_shows, NEW.kind_version_id, NEW.answers)
                        OR (OLD.contexts, OLD.complexity, OLD.level)
                            IS DISTINCT FROM
                           (NEW.contexts, NEW.complexity, NEW.level)
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
    def wording(self) -> Wording | None:
        """The kind as it was worded when it was chosen."""
        return self.kind_version or self.kind

    @property
    def is_writable(self) -> bool:
        return self.status in self.WRITABLE

    @property
    def is_handed_in(self) -> bool:
        return self.status in self.HANDED_IN

    @property
    def is_counted(self) -> bool:
        return self.status == self.Status.ACCEPTED and not self.is_quarantined

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
