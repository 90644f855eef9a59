"""Where the social worker places themselves on each outcome, at each point of the programme."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.standards.models import Item


class SelfAssessmentQuerySet(models.QuerySet["SelfAssessment"]):
    def shared(self) -> SelfAssessmentQuerySet:
        return self.filter(status=SelfAssessment.Status.SHARED)


class SelfAssessment(KeptDraft, Lifecycle):
    """A social worker's own view at one point. It is theirs alone until they share it."""

    class Point(models.TextChoices):
        BEGINNING = "beginning", "Beginning"
        MIDDLE = "middle", "Middle"
        END = "end", "End"

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
            models.UniqueConstraint(fields=["enrolment", "point"], name="self_assessment_is_one_at_a_point"),
            models.CheckConstraint(
                condition=Q(status__in=["private", "shared"]), name="self_assessment_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(point__in=["beginning", "middle", "end"]),
                name="self_assessment_is_at_a_known_point",
            ),
            models.CheckConstraint(
                condition=Q(status="private", shared_at=None) | Q(status="shared", shared_at__isnull=False),
                name="self_assessment_says_when_it_was_shared",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="self_assessment_stays_as_shared",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="shared"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_point_display()} self-assessment"

    def get_absolute_url(self) -> str:
        return reverse("self_assessment:self_assessment", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def is_private(self) -> bool:
        return self.status == self.Status.PRIVATE


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
            # A new version would be a new self-assessment: what the supervisor has read stays what it was.
            pgtrigger.Trigger(
                name="placement_stays_as_shared",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM self_assessment_selfassessment
                               WHERE id IN (OLD.self_assessment_id, NEW.self_assessment_id)
                               AND status = 'shared') THEN
                        RAISE EXCEPTION 'a shared self-assessment stays as it was shared'
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.word}"
