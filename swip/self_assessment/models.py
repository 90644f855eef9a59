"""Where the social worker places themselves on each outcome, at each point of the programme."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.govuk.fields import lower_first
from swip.govuk.words import date_time
from swip.identifiers.models import Quarantinable, QuarantinableQuerySet
from swip.standards.models import Item


def stays_as_shared(column: str, table: str) -> str:
    """What somebody else has read stays what it was: a new opinion would be a new record.

    While it is out of sight, a reason by which somebody could be recognised is changed; a word never is.
    """
    return f"""
        IF TG_OP = 'UPDATE'
            AND (OLD.id, OLD.{column}, OLD.outcome_id, OLD.word)
                IS NOT DISTINCT FROM (NEW.id, NEW.{column}, NEW.outcome_id, NEW.word)
            AND EXISTS (SELECT 1 FROM {table} WHERE id = OLD.{column} AND quarantined_at IS NOT NULL)
        THEN
            RETURN NEW;
        END IF;
        IF EXISTS (SELECT 1 FROM {table} WHERE id IN (OLD.{column}, NEW.{column}) AND status = 'shared') THEN
            RAISE EXCEPTION 'what was shared stays as it was shared'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """  # noqa: S608 - names of our own columns and tables


def only_out_of_sight(name: str, *columns: str) -> pgtrigger.Trigger:
    """Once shared a record can go out of sight and come back, and nothing else of it changes."""
    stays = ("id", *columns, "status", "revision", "saved_at", "created_at", "shared_at")
    old, new = (", ".join(f"{row}.{each}" for each in stays) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__status="shared"),
        func=f"""
            IF TG_OP = 'DELETE' OR ({old}) IS DISTINCT FROM ({new}) THEN
                RAISE EXCEPTION 'what was shared stays as it was shared'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


class SelfAssessmentQuerySet(QuarantinableQuerySet):
    def shared(self) -> SelfAssessmentQuerySet:
        return self.filter(status=SelfAssessment.Status.SHARED)


class SelfAssessment(KeptDraft, Quarantinable, Lifecycle):
    """A social worker's own view at one point. It is theirs alone until they share it."""

    class Point(models.TextChoices):
        BEGINNING = "beginning", "Beginning"
        MIDDLE = "middle", "Middle"
        END = "end", "End"
        AT_WILL = "at_will", "At a time of your own"

    class Status(models.TextChoices):
        PRIVATE = "private", "Private"
        SHARED = "shared", "Shared with your supervisor"

    STEPS = {Status.PRIVATE: [Status.SHARED]}

    status = models.CharField(max_length=20, choices=Status, default=Status.PRIVATE)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="self_assessments")
    point = models.CharField(max_length=20, choices=Point)
    created_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True, blank=True)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "point"],
                condition=~Q(point="at_will"),
                name="self_assessment_is_one_at_a_point",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(point="at_will", status="private"),
                name="self_assessment_at_will_is_written_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["private", "shared"]), name="self_assessment_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(point__in=["beginning", "middle", "end", "at_will"]),
                name="self_assessment_is_at_a_known_point",
            ),
            models.CheckConstraint(
                condition=Q(status="private", shared_at=None) | Q(status="shared", shared_at__isnull=False),
                name="self_assessment_says_when_it_was_shared",
            ),
        ]
        triggers = [only_out_of_sight("self_assessment_stays_as_shared", "enrolment_id", "point")]

    def __str__(self) -> str:
        return f"Self-assessment of {self.name}" if self.is_at_will else f"{self.name} self-assessment"

    def get_absolute_url(self) -> str:
        return reverse("self_assessment:self_assessment", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def is_private(self) -> bool:
        return self.status == self.Status.PRIVATE

    @property
    def is_at_will(self) -> bool:
        return self.point == self.Point.AT_WILL

    @property
    def name(self) -> str:
        """ "Beginning", or for one at a time of their own, when it was begun: there may be two of one day."""
        return date_time(self.created_at) if self.is_at_will else self.get_point_display()


class Placement(models.Model):
    """One outcome: a word for where I stand, and the reason."""

    self_assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="placements")
    outcome = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=60, blank=True, default="")
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "outcome"], name="outcome_is_placed_once_in_a_self_assessment"
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="placement_stays_as_shared",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=stays_as_shared("self_assessment_id", "self_assessment_selfassessment"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.word}"


class SupervisorView(KeptDraft, Quarantinable, Lifecycle):
    """What a supervisor says beside a self-assessment that was shared with them: never over it."""

    class Status(models.TextChoices):
        PRIVATE = "private", "Being written"
        SHARED = "shared", "Shared with the social worker"

    STEPS = {Status.PRIVATE: [Status.SHARED]}

    status = models.CharField(max_length=20, choices=Status, default=Status.PRIVATE)
    self_assessment = models.ForeignKey(
        SelfAssessment, on_delete=models.PROTECT, related_name="supervisor_views"
    )
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True, blank=True)

    objects = QuarantinableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "supervisor"], name="supervisor_answers_a_self_assessment_once"
            ),
            models.CheckConstraint(
                condition=Q(status="private", shared_at=None) | Q(status="shared", shared_at__isnull=False),
                name="supervisor_view_says_when_it_was_shared",
            ),
        ]
        triggers = [
            only_out_of_sight("supervisor_view_stays_as_shared", "self_assessment_id", "supervisor_id")
        ]

    def __str__(self) -> str:
        return f"{self.supervisor} beside the {lower_first(str(self.self_assessment))}"

    def get_absolute_url(self) -> str:
        return reverse("self_assessment:view", args=[self.pk])

    @property
    def enrolment(self) -> Enrolment:
        return self.self_assessment.enrolment

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.self_assessment.enrolment_id}"

    @property
    def is_private(self) -> bool:
        return self.status == self.Status.PRIVATE


class SupervisorPlacement(models.Model):
    """One outcome as the supervisor sees it: a word of the same scale, and the reason."""

    view = models.ForeignKey(SupervisorView, on_delete=models.CASCADE, related_name="placements")
    outcome = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=60, blank=True, default="")
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["view", "outcome"], name="outcome_is_placed_once_in_a_view")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="supervisor_placement_stays_as_shared",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=stays_as_shared("view_id", "self_assessment_supervisorview"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.word}"
