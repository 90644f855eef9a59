"""The few pieces that stand for an outcome: chosen by the social worker, agreed with the supervisor."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment
from swip.evidence.models.evidence import Evidence
from swip.identifiers.models import Quarantinable, QuarantinableQuerySet
from swip.standards.models import Item


class Showcase(KeptDraft, Quarantinable, Lifecycle):
    """Which accepted pieces are to stand for one outcome. It helps whoever judges; nothing is counted by it.

    Only the supervisor's comment ever goes out of sight; the pieces do by themselves.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Chosen, not agreed yet"
        AGREED = "agreed", "Agreed"
        OTHERS_SUGGESTED = "others_suggested", "Others suggested"

    STEPS = {
        Status.PROPOSED: [Status.AGREED, Status.OTHERS_SUGGESTED],
        Status.AGREED: [Status.PROPOSED],
        Status.OTHERS_SUGGESTED: [Status.PROPOSED],
    }

    status = models.CharField(max_length=20, choices=Status, default=Status.PROPOSED)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="showcases")
    outcome = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True, default="", help_text="Why the supervisor suggests others")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = QuarantinableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "outcome"], name="one_showcase_for_an_outcome"),
            models.CheckConstraint(
                condition=Q(status="proposed", answered_by=None, answered_at=None)
                | Q(
                    status__in=["agreed", "others_suggested"],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
                name="answered_showcase_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="others_suggested") | ~Q(comment=""), name="suggestion_of_others_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Pieces that stand for {self.outcome}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:showcase", args=[self.enrolment_id, self.outcome.code])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"


class ShowcasePiece(models.Model):
    """A piece that the social worker chose, or that the supervisor suggests in its stead."""

    class Side(models.TextChoices):
        CHOSEN = "chosen", "Chosen by the social worker"
        SUGGESTED = "suggested", "Suggested by the supervisor"

    showcase = models.ForeignKey(Showcase, on_delete=models.CASCADE, related_name="pieces")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=20, choices=Side)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["showcase", "evidence", "side"], name="piece_is_shown_once"),
            models.CheckConstraint(
                condition=Q(side__in=["chosen", "suggested"]), name="showcase_side_is_known"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="showcase_is_of_ones_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("whose", "bigint")],
                func="""
                    SELECT enrolment_id INTO whose FROM evidence_showcase WHERE id = NEW.showcase_id;
                    IF NOT EXISTS (
                        SELECT 1 FROM evidence_evidence WHERE id = NEW.evidence_id AND enrolment_id = whose
                    ) THEN
                        RAISE EXCEPTION 'evidence % belongs to another record', NEW.evidence_id
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence} for {self.showcase.outcome}"
