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
from swip.identifiers.models import Quarantinable, QuarantinableQuerySet
from swip.standards.models import Item


class Goal(Quarantinable, Lifecycle):
    """Something the social worker wants to be able to do, and the outcomes it is for.

    Both sides write in it: it goes out of sight with everything that is done for it.
    """

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

    objects = QuarantinableQuerySet.as_manager()

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
        """What is still to be done for a goal that is still worked on, and that is in sight."""
        return self.filter(
            status=Action.Status.TO_DO, goal__status=Goal.Status.OPEN, goal__quarantined_at=None
        )

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


class Move(models.Model):
    """An action was put off or brought forward, and why. The words stand here: history is never mended."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="moves")
    from_day = models.DateField()
    to_day = models.DateField()
    words = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="move_says_why")]

    def __str__(self) -> str:
        return f"{self.action}, from {self.from_day} to {self.to_day}"


class PlanVersion(Quarantinable):
    """The whole plan as it stood when both looked through it: at the start, and at every review.

    It holds copies of the words of its goals. While a goal is out of sight they are not shown; once it has come
    back mended they are left out of every version for good, and what it is for, how it stood and by when stays.
    Blacking out would need somebody to read each version for each word, and one overlooked would stay.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="plan_versions")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True, default="")
    content = models.JSONField()
    renewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    renewed_at = models.DateTimeField(default=timezone.now)
    words_left_out_at = models.DateTimeField(null=True, editable=False)

    objects = QuarantinableQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="plan_version_number_is_used_once")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="plan_version_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'DELETE'
                        OR (OLD.id, OLD.enrolment_id, OLD.number, OLD.renewed_by_id, OLD.renewed_at)
                            IS DISTINCT FROM
                           (NEW.id, NEW.enrolment_id, NEW.number, NEW.renewed_by_id, NEW.renewed_at)
                        OR OLD.words IS DISTINCT FROM NEW.words AND OLD.quarantined_at IS NULL
                        OR OLD.content IS DISTINCT FROM NEW.content AND (
                            NEW.words_left_out_at IS NULL
                            OR NEW.words_left_out_at IS NOT DISTINCT FROM OLD.words_left_out_at
                            OR jsonb_array_length(NEW.content->'goals')
                                <> jsonb_array_length(OLD.content->'goals')
                        )
                    THEN
                        RAISE EXCEPTION 'version % of a development plan stays as it was kept', OLD.number
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"Development plan, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:version", args=[self.enrolment_id, self.number])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"
