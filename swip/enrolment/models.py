"""One social worker's place on a programme: people, dates, lifecycle."""

from __future__ import annotations

import datetime

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, Team, User
from swip.core.lifecycle import Lifecycle
from swip.programmes.models import Programme, RuleBook, Stage
from swip.standards.models import FrameworkVersion


class CurrentQuerySet(models.QuerySet):
    """Periods with a first day and, once it is known, a last one."""

    def current(self, on: datetime.date | None = None):
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def not_over(self, on: datetime.date | None = None):
        """Current, or still to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on or timezone.localdate()))


class Enrolment(Lifecycle):
    """A social worker's place on a programme, under one rule book and one version of the standards."""

    class Status(models.TextChoices):
        REGISTERED = "registered", "Registered"
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        COMPLETED = "completed", "Completed"
        NOT_COMPLETED = "not_completed", "Not completed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    STEPS = {
        Status.REGISTERED: [Status.ACTIVE, Status.WITHDRAWN],
        Status.ACTIVE: [Status.PAUSED, Status.COMPLETED, Status.NOT_COMPLETED, Status.WITHDRAWN],
        Status.PAUSED: [Status.ACTIVE, Status.WITHDRAWN],
    }
    OPEN = [Status.REGISTERED, Status.ACTIVE, Status.PAUSED]

    status = models.CharField(max_length=20, choices=Status, default=Status.REGISTERED)
    social_worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrolments")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="enrolments")
    rule_book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, related_name="enrolments")
    standards = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="enrolments")
    starts_on = models.DateField()
    expected_end_on = models.DateField()
    registered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["social_worker", "programme"],
                condition=Q(status__in=["registered", "active", "paused"]),
                name="enrolment_is_open_once_for_a_programme",
            ),
            models.CheckConstraint(
                condition=Q(expected_end_on__gt=F("starts_on")), name="enrolment_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.social_worker} on {self.programme}"

    def get_absolute_url(self) -> str:
        return reverse("enrolment:enrolment", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    def paired_with(self, kind: str) -> User | None:
        """Who supervises or assesses today, or will from the first day on."""
        pairing = self.pairings.not_over().filter(kind=kind).select_related("person").order_by("starts_on").first()
        return pairing.person if pairing else None

    @property
    def supervisor(self) -> User | None:
        return self.paired_with(Pairing.Kind.SUPERVISOR)

    @property
    def assessor(self) -> User | None:
        return self.paired_with(Pairing.Kind.ASSESSOR)


class EligibilityDecision(models.Model):
    """What was answered before somebody joined, what it led to, and under which rules."""

    class Result(models.TextChoices):
        JOINS = "joins", "Joins"
        JOINS_WITHOUT_GRANT = "joins_without_grant", "Joins, without grant"

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="eligibility")
    rule_book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    result = models.CharField(max_length=30, choices=Result)
    reasons = models.JSONField(default=list)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="eligibility_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.get_result_display()}"


class EmploymentPeriod(models.Model):
    """Who employed the social worker, in which team and for what part of full time."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="employment_periods")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="employment_periods")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    full_time_equivalent = models.DecimalField(
        max_digits=2, decimal_places=1, default=1, validators=[MinValueValidator(0.1), MaxValueValidator(1)]
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="employment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(full_time_equivalent__gt=0, full_time_equivalent__lte=1),
                name="employment_is_at_most_full_time",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "organisation"], condition=Q(ends_on=None), name="employment_is_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} at {self.organisation}"


class Pairing(models.Model):
    """Who supervises or assesses a social worker, from one day to another."""

    class Kind(models.TextChoices):
        SUPERVISOR = "supervisor", "Practice supervisor"
        ASSESSOR = "assessor", "Assessor"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="pairings")
    kind = models.CharField(max_length=20, choices=Kind)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="pairings")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="pairing_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "kind"], condition=Q(ends_on=None), name="pairing_is_open_once_for_a_kind"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="pairing_is_never_with_oneself",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF EXISTS (SELECT 1 FROM enrolment_enrolment
                               WHERE id = NEW.enrolment_id AND social_worker_id = NEW.person_id) THEN
                        RAISE EXCEPTION 'nobody supervises or assesses themselves'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()} of {self.enrolment}"


class StageDate(models.Model):
    """The day by which an enrolment reaches a stage of its programme."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="stage_dates")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "stage"], name="stage_has_one_date_in_an_enrolment")
        ]
        indexes = [models.Index(fields=["due_on"], name="stage_date_due")]

    def __str__(self) -> str:
        return f"{self.stage} by {self.due_on}"
