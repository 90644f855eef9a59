"""A round of feedback: the social worker's own view, many answers, one conversation."""

from __future__ import annotations

import datetime
from functools import cached_property

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.feedback.rules.questions import Questions
from swip.identifiers.models import Quarantinable, QuarantinableQuerySet
from swip.programmes.models import RuleBook


class RoundQuerySet(QuarantinableQuerySet):
    def valid(self) -> RoundQuerySet:
        """Closed with enough answers by its rules: what counts."""
        return self.filter(status__in=[Round.Status.VALID, Round.Status.RELEASED])

    def released(self) -> RoundQuerySet:
        return self.filter(status=Round.Status.RELEASED)

    def under_way(self) -> RoundQuerySet:
        """From the own view until it closes."""
        return self.filter(status__in=Round.UNDER_WAY)

    def open_now(self) -> RoundQuerySet:
        """Answers can be given; one past its end is over, whether or not the job has come to it."""
        return self.filter(status=Round.Status.OPEN, closes_at__gt=timezone.now())

    def past_their_end(self) -> RoundQuerySet:
        return self.filter(status=Round.Status.OPEN, closes_at__lte=timezone.now())


class Round(Quarantinable, Lifecycle):
    """Many voices about one social worker; it closes itself, and counts or not by rule."""

    class Status(models.TextChoices):
        OWN_VIEW = "own_view", "Own view being written"
        NAMING = "naming", "People to ask being named"
        PROPOSED = "proposed", "List waiting to be agreed"
        OPEN = "open", "Open for answers"
        FAILED = "failed", "Closed with too few answers"
        VALID = "valid", "Closed, waiting for the conversation"
        RELEASED = "released", "Released"
        STOPPED = "stopped", "Given up"

    STEPS = {
        Status.OWN_VIEW: [Status.NAMING, Status.STOPPED],
        Status.NAMING: [Status.PROPOSED, Status.STOPPED],
        Status.PROPOSED: [Status.OPEN, Status.NAMING, Status.STOPPED],
        Status.OPEN: [Status.VALID, Status.FAILED],
        Status.FAILED: [Status.OPEN],
        Status.VALID: [Status.RELEASED],
    }
    BEFORE_OPEN = [Status.OWN_VIEW, Status.NAMING, Status.PROPOSED]
    UNDER_WAY = [*BEFORE_OPEN, Status.OPEN]
    OVER = [Status.FAILED, Status.VALID, Status.RELEASED]

    status = models.CharField(max_length=20, choices=Status, default=Status.OWN_VIEW)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="feedback_rounds")
    number = models.PositiveSmallIntegerField()
    rule_book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, related_name="+")
    # As they were when it began: a later set of questions changes nothing here.
    asks = models.JSONField()
    begun_again_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="begun_again_as"
    )
    started_at = models.DateTimeField(default=timezone.now)
    proposed_at = models.DateTimeField(null=True, blank=True)
    # What the supervisor said when the list was agreed, or last sent back.
    words_about_list = models.TextField(blank=True, default="")
    list_agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # What is shown while it is open: as of the last night, so that nobody learns when somebody answered or declined.
    answers_shown = models.PositiveSmallIntegerField(default=0)
    partners_shown = models.PositiveSmallIntegerField(default=0)
    declined_shown = models.PositiveSmallIntegerField(default=0)
    partners_declined_shown = models.PositiveSmallIntegerField(default=0)
    answers_at_close = models.PositiveSmallIntegerField(null=True, blank=True)
    talked_on = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True, default="")
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="round_number_is_used_once"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(status__in=["own_view", "naming", "proposed", "open"]),
                name="one_round_is_under_way_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "own_view",
                        "naming",
                        "proposed",
                        "open",
                        "failed",
                        "valid",
                        "released",
                        "stopped",
                    ]
                ),
                name="round_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["own_view", "naming", "proposed", "stopped"])
                | Q(opened_at__isnull=False, closes_at__isnull=False, list_agreed_by__isnull=False),
                name="open_round_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["failed", "valid", "released"], closed_at__isnull=False)
                & Q(answers_at_close__isnull=False)
                | Q(closed_at=None, answers_at_close=None) & ~Q(status__in=["failed", "valid", "released"]),
                name="closed_round_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(status="released", talked_on__isnull=False, released_by__isnull=False)
                & Q(released_at__isnull=False)
                | Q(talked_on=None, released_by=None, released_at=None) & ~Q(status="released"),
                name="released_round_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(status="open"), name="round_waits_to_close"),
        ]
        triggers = [
            pgtrigger.Protect(name="round_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="round_keeps_its_questions", fields=["asks", "rule_book", "enrolment"]),
        ]

    def __str__(self) -> str:
        return f"Round of feedback {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:round", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @cached_property
    def questions(self) -> Questions:
        return Questions.of(self.asks)

    @property
    def is_own_view(self) -> bool:
        return self.status == self.Status.OWN_VIEW

    @property
    def is_naming(self) -> bool:
        return self.status == self.Status.NAMING

    @property
    def is_proposed(self) -> bool:
        return self.status == self.Status.PROPOSED

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def takes_answers(self) -> bool:
        return self.is_open and self.closes_at is not None and self.closes_at > timezone.now()

    @property
    def can_be_extended(self) -> bool:
        """Once: where answers are missing and the last day is near, or has passed."""
        is_near_its_end = self.is_failed or (self.is_open and self.warned_at is not None)
        return is_near_its_end and self.extended_at is None

    @property
    def is_failed(self) -> bool:
        return self.status == self.Status.FAILED

    @property
    def is_valid(self) -> bool:
        return self.status == self.Status.VALID

    @property
    def is_released(self) -> bool:
        return self.status == self.Status.RELEASED

    @property
    def is_over(self) -> bool:
        return self.status in self.OVER

    @property
    def is_before_open(self) -> bool:
        return self.status in self.BEFORE_OPEN

    @property
    def last_day(self) -> datetime.date | None:
        return timezone.localdate(self.closes_at) if self.closes_at else None


class OwnView(KeptDraft):
    """What the social worker says of themselves, before anybody else is asked."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="own_view")
    typed = models.JSONField(default=dict, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Own view, {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:own_view", args=[self.round_id])


class ReleaseDraft(KeptDraft):
    """How the supervisor means to release each comment, while they go through them."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="release_draft")
    typed = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"Release of {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:release", args=[self.round_id])


class Reflection(Quarantinable, KeptDraft):
    """What the social worker takes from a round: their own until they share it."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="reflection")
    words = models.TextField(blank=True, default="")
    shared_at = models.DateTimeField(null=True, blank=True)

    objects = QuarantinableQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Reflection on {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:reflection", args=[self.round_id])

    @property
    def history_chain(self) -> str:
        return self.round.history_chain
