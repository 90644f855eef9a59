"""One social worker's place on a programme: people, dates, lifecycle."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import ClassVar, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Appointment, Organisation, Role, Team, User
from swip.core.lifecycle import Lifecycle
from swip.enrolment.models.periods import PeriodQuerySet, days_in_common, same
from swip.enrolment.rules import stage_name
from swip.programmes.models import Programme, RuleBook, Stage
from swip.standards.models import FrameworkVersion


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
        # Taken up again; or withdrawn by mistake, and back to how it was.
        Status.WITHDRAWN: [Status.ACTIVE, Status.REGISTERED, Status.PAUSED],
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
                condition=Q(
                    status__in=["registered", "active", "paused", "completed", "not_completed", "withdrawn"]
                ),
                name="enrolment_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(expected_end_on__gt=F("starts_on")), name="enrolment_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(
                fields=["starts_on"], condition=Q(status="registered"), name="enrolment_waits_to_start"
            )
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

    def pairing(self, kind: str, on: datetime.date | None = None) -> Pairing | None:
        """The one that counts today, or on another day, or the first that is to come after it."""
        pairings = self.pairings.not_over(on).filter(kind=kind, is_cover=False)
        return pairings.select_related("person").order_by("starts_on").first()

    def paired_with(self, kind: str) -> User | None:
        """Who supervises or assesses today, or will from the first day on: nobody whose role is over.

        Whoever covers for somebody on leave comes first, on the days of the cover.
        """
        pairings = self.pairings.not_over().acting().filter(kind=kind)
        pairing = pairings.select_related("person").order_by("-is_cover", "starts_on").first()
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
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["joins", "joins_without_grant"]), name="eligibility_result_is_known"
            )
        ]
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
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="employment_periods"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    full_time_equivalent = models.DecimalField(
        max_digits=2,
        decimal_places=1,
        default=Decimal("1.0"),
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal("1.0"))],
    )
    # Of two employers at once, the one that answers for the programme.
    is_lead = models.BooleanField(default=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

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
            ExclusionConstraint(
                name="employment_is_in_an_organisation_once_at_a_time",
                expressions=[same("enrolment_id"), same("organisation_id"), days_in_common()],
            ),
            ExclusionConstraint(
                name="one_employer_leads_at_a_time",
                expressions=[same("enrolment_id"), days_in_common()],
                condition=Q(is_lead=True),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "ends_on"], name="employment_organisation")]

    def __str__(self) -> str:
        return f"{self.enrolment} at {self.organisation}"


class PairingQuerySet(PeriodQuerySet):
    def acting(self) -> PairingQuerySet:
        """Those whose person holds the appointment it takes, with an employer of the social worker, today.

        A cover acts on its own days only.
        """
        employers = EmploymentPeriod.objects.not_over().filter(enrolment=OuterRef(OuterRef("enrolment")))
        held = Appointment.objects.current().filter(
            person=OuterRef("person"),
            role=OuterRef("role_it_takes"),
            organisation__in=employers.values("organisation"),
        )
        role_it_takes = Case(*(When(kind=kind, then=Value(role)) for kind, role in Pairing.ROLE_OF.items()))
        is_their_turn = Q(is_cover=False) | Q(starts_on__lte=timezone.localdate())
        return self.alias(role_it_takes=role_it_takes).filter(is_their_turn, Exists(held))


class Pairing(models.Model):
    """Who supervises or assesses a social worker, from one day to another."""

    class Kind(models.TextChoices):
        SUPERVISOR = "supervisor", "Practice supervisor"
        ASSESSOR = "assessor", "Assessor"

    ROLE_OF: ClassVar = {Kind.SUPERVISOR: Role.PRACTICE_SUPERVISOR, Kind.ASSESSOR: Role.ASSESSOR}

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="pairings")
    kind = models.CharField(max_length=20, choices=Kind)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="pairings")
    # In the place of the one who is on leave, who stays paired.
    is_cover = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pairing_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["supervisor", "assessor"]), name="pairing_kind_is_known"
            ),
            ExclusionConstraint(
                name="one_supervisor_at_a_time",
                expressions=[same("enrolment_id"), days_in_common()],
                condition=Q(kind="supervisor", is_cover=False),
            ),
            ExclusionConstraint(
                name="one_assessor_at_a_time",
                expressions=[same("enrolment_id"), days_in_common()],
                condition=Q(kind="assessor", is_cover=False),
            ),
            ExclusionConstraint(
                name="one_supervisor_covers_at_a_time",
                expressions=[same("enrolment_id"), days_in_common()],
                condition=Q(kind="supervisor", is_cover=True),
            ),
            ExclusionConstraint(
                name="one_assessor_covers_at_a_time",
                expressions=[same("enrolment_id"), days_in_common()],
                condition=Q(kind="assessor", is_cover=True),
            ),
            models.CheckConstraint(
                condition=Q(is_cover=False) | Q(ends_on__isnull=False), name="pairing_covers_until_a_day"
            ),
        ]
        indexes = [models.Index(fields=["person", "kind", "ends_on"], name="pairing_person")]
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
            ),
            pgtrigger.Trigger(
                name="pairing_is_never_in_conflict",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (SELECT 1 FROM enrolment_conflictofinterest AS conflict
                               JOIN enrolment_enrolment AS enrolment ON enrolment.id = NEW.enrolment_id
                               WHERE conflict.ended_at IS NULL
                                   AND LEAST(conflict.person_id, conflict.other_id)
                                       = LEAST(NEW.person_id, enrolment.social_worker_id)
                                   AND GREATEST(conflict.person_id, conflict.other_id)
                                       = GREATEST(NEW.person_id, enrolment.social_worker_id)) THEN
                        RAISE EXCEPTION 'these two have a conflict of interest'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()} of {self.enrolment}"


class StageDateQuerySet(models.QuerySet):
    def asked_for(self) -> Self:
        """A programme that was made shorter does without some."""
        return self.filter(falls_away=False)

    def late(self, on: datetime.date | None = None) -> Self:
        """Their day has passed, and the further days that an adjustment may give."""
        return self.alias(last_day=Coalesce("late_after", "due_on")).filter(
            last_day__lt=on or timezone.localdate()
        )


class StageDate(models.Model):
    """The day by which an enrolment reaches a stage of its programme, and the day on which that was held."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="stage_dates")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    # The last day on which it is not called late, where an adjustment gives more time than until it is due.
    late_after = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    # More time on a programme asks for its last stage once more, and long part-time years for a review between
    # the stages: then this counts one up.
    round = models.PositiveSmallIntegerField(default=1)
    # A programme that was made shorter does without its earliest stages.
    falls_away = models.BooleanField(default=False)

    objects = StageDateQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "stage", "round"], name="stage_has_one_date_in_each_round"
            ),
            models.CheckConstraint(
                condition=Q(late_after=None) | Q(late_after__gt=F("due_on")),
                name="stage_is_not_late_before_it_is_due",
            ),
            models.CheckConstraint(
                condition=Q(falls_away=False) | Q(held_on=None), name="stage_that_was_held_does_not_fall_away"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="stage_date_due")]

    def __str__(self) -> str:
        return f"{self.name} by {self.due_on}"

    @property
    def name(self) -> str:
        return stage_name(self.stage.name, round=self.round, is_final=self.stage.is_final)


class Look(models.Model):
    """Somebody from outside the supervision opened a social worker's record on a day."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="looks", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "by", "on"], name="look_is_noted_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.by} at {self.enrolment} on {self.on}"
