"""The employer's judgement: an assessor recommends, somebody else decides, each with reasons."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.evidence.models import Evidence
from swip.programmes.models import RuleBook
from swip.standards.models import Item


class Result(models.TextChoices):
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    EXTEND = "extend", "Extend"


class Recommendation(KeptDraft, Lifecycle):
    """What the assessor holds of the whole portfolio, outcome by outcome."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being written by the assessor"
        SUBMITTED = "submitted", "Waiting for the employer's decision"
        RETURNED = "returned", "Sent back to the assessor"
        DECIDED = "decided", "Decided"

    STEPS = {
        Status.DRAFT: [Status.SUBMITTED],
        Status.SUBMITTED: [Status.DECIDED, Status.RETURNED],
        Status.RETURNED: [Status.SUBMITTED],
    }
    WRITABLE = [Status.DRAFT, Status.RETURNED]

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="recommendations")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=20, choices=Result, blank=True, default="")
    summary = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_with = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=~Q(status="decided"), name="recommendation_is_open_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "returned", "decided"]),
                name="recommendation_status_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Recommendation for {self.enrolment}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:recommendation", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"


class OutcomeJudgement(models.Model):
    """One outcome, judged in words, on the evidence it cites."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="judgements")
    outcome = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=60, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    cites = models.ManyToManyField(Evidence, related_name="cited_by", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "outcome"], name="outcome_is_judged_once")
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.word}"


class SentBack(models.Model):
    """A recommendation as it was handed in, and at what the employer asked the assessor to look again."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="sent_back")
    comment = models.TextField()
    seen = models.JSONField()
    sent_back_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_back_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_back_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(comment=""), name="sent_back_says_why")]
        triggers = [
            pgtrigger.Protect(
                name="sent_back_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}, sent back"


class Decision(models.Model):
    """What the employer decided, under which rules, and what it saw. It is never changed."""

    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="decision")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="decisions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rule_book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=20, choices=Result)
    reasons = models.TextField()
    extended_to = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=60, blank=True, default="")
    # Whether whoever decided was satisfied that the concerns were raised, and support given, before today.
    was_heard_before = models.BooleanField(default=False)
    # The recommendation word for word as it was when it was decided upon.
    seen = models.JSONField()
    recommended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(recommended_by=F("decided_by")), name="recommender_does_not_decide"
            ),
            models.CheckConstraint(
                condition=Q(result="extend", extended_to__isnull=False) & ~Q(ground="")
                | ~Q(result="extend") & Q(extended_to=None, ground=""),
                name="extension_says_to_when_and_why",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_gives_reasons"),
            models.CheckConstraint(
                condition=Q(result="met") | Q(was_heard_before=True),
                name="nothing_adverse_comes_as_a_surprise",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="decision_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.get_result_display()}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:decision", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"
