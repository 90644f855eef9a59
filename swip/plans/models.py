"""The development plan: what somebody wants to be able to do, and what both sides do for it, by when."""

from __future__ import annotations

import datetime

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import Lifecycle
from swip.enrolment.models import Enrolment
from swip.standards.models import Item


class Goal(Lifecycle):
    """Something the social worker wants to be able to do, and the outcomes it is for."""

    class Status(models.TextChoices):
        OPEN = "open", "Being worked on"
        REACHED = "reached", "Reached"
        DROPPED = "dropped", "No longer worked on"

    STEPS = {
        Status.OPEN: [Status.REACHED, Status.DROPPED],
        Status.REACHED: [Status.OPEN],
        Status.DROPPED: [Status.OPEN],
    }

    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="goals")
    aim = models.TextField()
    outcomes = models.ManyToManyField(Item, related_name="+")
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_words = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["set_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "reached", "dropped"]), name="goal_status_is_known"
            ),
            models.CheckConstraint(condition=~Q(aim=""), name="goal_says_what_for"),
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None)
                | Q(status__in=["reached", "dropped"], closed_at__isnull=False),
                name="closed_goal_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(closing_words=""), name="dropped_goal_says_why"
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "status"], name="goal_open")]

    def __str__(self) -> str:
        return self.aim

    def get_absolute_url(self) -> str:
        return reverse("plans:goal", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class ActionQuerySet(models.QuerySet["Action"]):
    def to_do(self) -> ActionQuerySet:
        """What is still to be done for a goal that is still worked on."""
        return self.filter(status=Action.Status.TO_DO, goal__status=Goal.Status.OPEN)

    def late(self) -> ActionQuerySet:
        """Promised, and not done by its day."""
        return self.to_do().filter(due_on__lt=timezone.localdate())


class Action(Lifecycle):
    """What one side does toward a goal, and by when."""

    class Owner(models.TextChoices):
        SOCIAL_WORKER = "social_worker", "The social worker"
        SUPERVISOR = "supervisor", "The practice supervisor"
        EMPLOYER = "employer", "The employer"

    class Status(models.TextChoices):
        TO_DO = "to_do", "To do"
        DONE = "done", "Done"
        NOT_DONE = "not_done", "Not done"

    STEPS = {
        Status.TO_DO: [Status.DONE, Status.NOT_DONE],
        Status.DONE: [Status.TO_DO],
        Status.NOT_DONE: [Status.TO_DO],
    }

    status = models.CharField(max_length=20, choices=Status, default=Status.TO_DO)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    owner = models.CharField(max_length=20, choices=Owner)
    what = models.TextField()
    due_on = models.DateField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True, default="")

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["to_do", "done", "not_done"]), name="action_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(owner__in=["social_worker", "supervisor", "employer"]),
                name="action_owner_is_known",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="action_says_what"),
            models.CheckConstraint(
                condition=Q(status="to_do", settled_at=None)
                | Q(status__in=["done", "not_done"], settled_at__isnull=False),
                name="settled_action_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="not_done") | ~Q(words=""), name="action_not_done_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(status="to_do"), name="action_due"),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("plans:action", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return self.goal.history_chain

    @property
    def is_to_do(self) -> bool:
        return self.status == self.Status.TO_DO

    @property
    def is_late(self) -> bool:
        return self.is_to_do and self.due_on < timezone.localdate()

    def is_near(self, days: int) -> bool:
        return self.is_to_do and self.due_on <= timezone.localdate() + datetime.timedelta(days=days)


class PlanVersion(models.Model):
    """The whole plan as it stood when both looked through it: at the start, and at every review."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="plan_versions")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True, default="")
    content = models.JSONField()
    renewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    renewed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="plan_version_number_is_used_once")
        ]
        triggers = [
            pgtrigger.Protect(name="plan_version_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"Development plan, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:version", args=[self.enrolment_id, self.number])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"
