"""The observation as a whole: what it was, which outcomes were seen, and who signed it."""

from __future__ import annotations

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


def stays_once_agreed(name: str) -> pgtrigger.Trigger:
    """What belongs to an agreed observation is neither added to, changed nor taken away."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (SELECT 1 FROM observations_observation
                       WHERE id = COALESCE(NEW.observation_id, OLD.observation_id) AND status = 'agreed') THEN
                RAISE EXCEPTION 'an observation that both have signed stays as it is'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        """,
    )


class ObservationQuerySet(QuarantinableQuerySet):
    def under_way(self) -> ObservationQuerySet:
        return self.filter(status=Observation.Status.UNDER_WAY)

    def counted(self) -> ObservationQuerySet:
        """What counts: signed by both, and in sight."""
        return self.in_sight().filter(status=Observation.Status.AGREED)

    def newest_first(self) -> ObservationQuerySet:
        return self.order_by("-started_at", "-pk")


class Observation(Quarantinable, Lifecycle):
    """Somebody watched a social worker at work. Its parts come in any order; at the end both sign it."""

    class Status(models.TextChoices):
        UNDER_WAY = "under_way", "Under way"
        AGREED = "agreed", "Agreed"
        CANCELLED = "cancelled", "Cancelled"

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        REMOTE = "remote", "Remotely, by video or telephone"

    class Family(models.TextChoices):
        """What the family said when they were asked. No name is kept."""

        AGREED = "agreed", "Yes, they agreed"
        DECLINED = "declined", "No, they said no"
        NOT_POSSIBLE = "not_possible", "It was not possible to ask, or no family took part"

    class Asker(models.TextChoices):
        SOCIAL_WORKER = "social_worker", "The social worker"
        OBSERVER = "observer", "The observer"
        SOMEBODY_ELSE = "somebody_else", "Somebody else who works with the family"

    STEPS = {
        Status.UNDER_WAY: [Status.AGREED, Status.CANCELLED],
        # Only out of sight: what could identify somebody has to be mended, and signed again.
        Status.AGREED: [Status.UNDER_WAY],
        Status.CANCELLED: [Status.UNDER_WAY],
    }

    status = models.CharField(max_length=20, choices=Status, default=Status.UNDER_WAY)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="observations")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField(default=timezone.now)
    # As the plan says until the observer has said how it was.
    planned_for = models.DateField(null=True, blank=True)
    observed_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=20, choices=How, blank=True, default="")
    setting = models.CharField(max_length=40, blank=True, default="")
    contexts = models.JSONField(default=list, blank=True)
    complexity = models.CharField(max_length=40, blank=True, default="")
    # The family's agreement to being watched: what they said, who asked them, and when.
    family = models.CharField(max_length=20, choices=Family, blank=True, default="")
    family_asked_by = models.CharField(max_length=20, choices=Asker, blank=True, default="")
    family_asked_on = models.DateField(null=True, blank=True)
    family_words = models.TextField(blank=True, default="")
    # Counts up whenever something that was signed is opened again.
    round = models.PositiveSmallIntegerField(default=1)
    # Whether the observer was this social worker's assessor on the day; known once it is agreed.
    by_assessor = models.BooleanField(null=True, editable=False)
    agreed_at = models.DateTimeField(null=True, blank=True)
    why_cancelled = models.TextField(blank=True, default="")

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["under_way", "agreed", "cancelled"]),
                name="observation_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(how__in=["", "in_person", "remote"]), name="observation_was_in_person_or_remote"
            ),
            models.CheckConstraint(
                condition=Q(family="", family_asked_by="", family_asked_on=None)
                | Q(family__in=["agreed", "declined"], family_asked_on__isnull=False)
                & Q(family_asked_by__in=["social_worker", "observer", "somebody_else"])
                | Q(family="not_possible", family_asked_by="", family_asked_on=None) & ~Q(family_words=""),
                name="family_agreement_says_who_asked_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="agreed")
                | Q(
                    observed_on__isnull=False,
                    agreed_at__isnull=False,
                    by_assessor__isnull=False,
                    family__in=["agreed", "not_possible"],
                )
                & ~Q(how="")
                & ~Q(setting="")
                & ~Q(complexity=""),
                name="agreed_observation_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["enrolment", "status"], name="observation_of_enrolment"),
        ]
        triggers = [
            pgtrigger.Protect(name="observation_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="agreed_observation_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="agreed"),
                func="""
                    IF to_jsonb(OLD) - 'quarantined_at' = to_jsonb(NEW) - 'quarantined_at'
                        OR NEW.status = 'under_way' AND OLD.quarantined_at IS NOT NULL
                    THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'an observation that both have signed stays as it is'
                        USING ERRCODE = 'integrity_constraint_violation';
                """,
            ),
        ]

    def __str__(self) -> str:
        day = self.observed_on or self.planned_for
        return f"Observation of {day.day} {day:%B %Y}" if day else "Observation without a day yet"

    def get_absolute_url(self) -> str:
        return reverse("observations:observation", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def is_under_way(self) -> bool:
        return self.status == self.Status.UNDER_WAY

    @property
    def is_agreed(self) -> bool:
        return self.status == self.Status.AGREED

    @property
    def family_said_no(self) -> bool:
        """Then it does not take place, and nobody is asked to watch it."""
        return self.family == self.Family.DECLINED

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED


class ObservedOutcome(models.Model):
    """An outcome that the social worker aimed for, or that the observer saw: what was said of it, and why."""

    class Answer(models.TextChoices):
        SEEN = "seen", "Seen"
        SET_ASIDE = "set_aside", "Not seen this time"

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="observed_outcomes")
    is_aimed_for = models.BooleanField(default=False)
    # Empty until the observer has sent what they saw.
    answer = models.CharField(max_length=20, choices=Answer, blank=True, default="")
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["outcome__position"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "outcome"], name="outcome_is_observed_once"),
            models.CheckConstraint(
                condition=Q(answer="", reason="", is_aimed_for=True)
                | Q(answer__in=["seen", "set_aside"]) & ~Q(reason=""),
                name="observer_says_why_an_outcome_was_seen_or_not",
            ),
            models.CheckConstraint(
                condition=Q(is_aimed_for=True) | Q(answer="seen"), name="added_outcome_was_seen"
            ),
        ]
        indexes = [
            models.Index(fields=["observation", "outcome"], condition=Q(answer="seen"), name="outcome_seen")
        ]
        triggers = [stays_once_agreed("observed_outcome_stays")]

    def __str__(self) -> str:
        return f"{self.outcome} in {self.observation}"


class Signature(models.Model):
    """The observer stands by what they sent, or the social worker agrees: in one round, once for each side."""

    class Side(models.TextChoices):
        OBSERVER = "observer", "Observer"
        SOCIAL_WORKER = "social_worker", "Social worker"

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="signatures")
    round = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=20, choices=Side)
    # Nobody's account where an observer has none: then the name, role and agency that they were asked by.
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=500)
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "round", "side"], name="observation_is_signed_once_for_each_side"
            ),
            models.CheckConstraint(
                condition=Q(side="observer") | Q(side="social_worker", person__isnull=False),
                name="signing_social_worker_has_an_account",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="observation_signature_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} signed {self.observation}"
