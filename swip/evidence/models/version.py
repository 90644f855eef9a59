"""A piece as it was handed in, and what the supervisor said of it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft
from swip.enrolment.models import Enrolment
from swip.evidence.models.evidence import Evidence
from swip.identifiers.models import Quarantinable, QuarantinableQuerySet

# What stands where words were: always as long, so that its length gives nothing away.
BLACK = "█████"


class EvidenceVersion(Quarantinable):
    """The evidence as it was handed in: its words, its outcomes and its files at that moment."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField(default=timezone.now)
    content = models.JSONField()
    blacked_out_at = models.DateTimeField(null=True, editable=False)
    blacked_out_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="version_number_is_used_once"),
            models.CheckConstraint(
                condition=Q(blacked_out_at=None, blacked_out_by=None)
                | Q(blacked_out_at__isnull=False, blacked_out_by__isnull=False),
                name="black_out_says_by_whom",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="version_is_never_deleted", operation=pgtrigger.Delete),
            # It can go out of sight and come back; its words change only where some of them are blacked out, by
            # somebody who is named, and only by becoming black.
            pgtrigger.Trigger(
                name="version_is_only_blacked_out",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF (OLD.evidence_id, OLD.number, OLD.submitted_at)
                            IS DISTINCT FROM (NEW.evidence_id, NEW.number, NEW.submitted_at)
                        OR OLD.content IS DISTINCT FROM NEW.content AND (
                            NEW.blacked_out_at IS NULL
                            OR NEW.blacked_out_at IS NOT DISTINCT FROM OLD.blacked_out_at
                            OR strpos(NEW.content::text, '{BLACK}') = 0
                        )
                        OR OLD.content IS NOT DISTINCT FROM NEW.content
                            AND OLD.blacked_out_at IS DISTINCT FROM NEW.blacked_out_at
                    THEN
                        RAISE EXCEPTION 'version % of evidence % stays as it was handed in', OLD.number,
                            OLD.evidence_id USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content['title']}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:version", args=[self.evidence_id, self.number])


class EvidenceReview(Quarantinable):
    """What the supervisor said of one version. Only the comment ever goes out of sight by itself."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Returned with comments"

    version = models.OneToOneField(EvidenceVersion, on_delete=models.PROTECT, related_name="review")
    verdict = models.CharField(max_length=20, choices=Verdict)
    comment = models.TextField(blank=True, default="")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)

    objects = QuarantinableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="accepted") | Q(verdict="returned") & ~Q(comment=""),
                name="returned_evidence_says_why",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="review_is_never_deleted", operation=pgtrigger.Delete),
            # What it says changes only while it is out of sight, or together with the versions of its piece: by
            # becoming black.
            pgtrigger.Trigger(
                name="review_is_only_blacked_out",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF (to_jsonb(OLD) - 'comment' - 'quarantined_at')
                            IS DISTINCT FROM (to_jsonb(NEW) - 'comment' - 'quarantined_at')
                        OR OLD.comment IS DISTINCT FROM NEW.comment AND OLD.quarantined_at IS NULL AND (
                            strpos(NEW.comment, '{BLACK}') = 0
                            OR NOT EXISTS (
                                SELECT 1 FROM evidence_evidenceversion AS one
                                JOIN evidence_evidenceversion AS other ON other.evidence_id = one.evidence_id
                                WHERE one.id = NEW.version_id AND other.blacked_out_at IS NOT NULL
                            )
                        )
                    THEN
                        RAISE EXCEPTION 'review % stays as it was sent', OLD.id
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608 - nothing in it comes from a person
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_verdict_display()}"

    @property
    def enrolment(self) -> Enrolment:
        return self.version.evidence.enrolment

    @property
    def history_chain(self) -> str:
        return self.version.evidence.history_chain


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
