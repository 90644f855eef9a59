"""The ledger: sessions, protected hours and workload, as planned and as given, and what somebody disputes."""

from __future__ import annotations

import datetime
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import Lifecycle
from swip.enrolment.models import Enrolment
from swip.govuk.words import date_in_words, number
from swip.supervision.rules.promises import Side


class Status(models.TextChoices):
    """Where an entry of the ledger stands."""

    PLANNED = "planned", "Planned"
    GIVEN = "given", "Given"
    CANCELLED = "cancelled", "Cancelled"
    DISPUTED = "disputed", "Disputed"
    CORRECTED = "corrected", "Corrected by a newer entry"


STATUSES = ["planned", "given", "cancelled", "disputed", "corrected"]


class LedgerQuerySet(models.QuerySet):
    def standing(self) -> LedgerQuerySet:
        """What counts today: a corrected entry is only there to be read."""
        return self.exclude(status=Status.CORRECTED)

    def unseen_by(self, side: str) -> LedgerQuerySet:
        """What the other side entered, and this one has neither agreed to nor disputed."""
        return self.filter(
            status__in=[Status.GIVEN, Status.CANCELLED], side=Side(side).other, agreed_at=None, disputes=None
        )


class LedgerEntry(Lifecycle):
    """Something one side entered, for the other to see and, if it is not so, to dispute."""

    class Side(models.TextChoices):
        SOCIAL_WORKER = "social_worker", "Social worker"
        EMPLOYER = "employer", "Employer"

    STEPS: ClassVar[dict[str, list[str]]] = {
        Status.PLANNED: [Status.GIVEN, Status.CANCELLED, Status.CORRECTED],
        Status.GIVEN: [Status.DISPUTED, Status.CORRECTED],
        Status.CANCELLED: [Status.DISPUTED, Status.CORRECTED],
        Status.DISPUTED: [Status.GIVEN, Status.CANCELLED, Status.CORRECTED],
    }
    KIND: ClassVar[str]
    NAME: ClassVar[str]
    # The fields that say when it was, the one that counts first.
    DAYS: ClassVar[tuple[str, ...]]

    status = models.CharField(max_length=20, choices=Status)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=20, choices=Side)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    # The day on which it was said to have taken place: nothing is given before it is.
    said_on = models.DateField(default=timezone.localdate)
    agreed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    why_corrected = models.TextField(blank=True, default="")
    # Why it was taken back with nothing in its place.
    why_taken_back = models.TextField(blank=True, default="")

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="%(class)s_status_is_known"),
            models.CheckConstraint(
                condition=Q(side__in=["social_worker", "employer"]), name="%(class)s_side_is_known"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, why_corrected="")
                | Q(corrects__isnull=False) & ~Q(why_corrected=""),
                name="%(class)s_correction_says_why",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("supervision:entry", args=[self.KIND, self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def happened_on(self) -> datetime.date:
        """The day it took place on or, until then, is planned for: the database holds that there is one."""
        return next(day for name in self.DAYS if (day := getattr(self, name)))

    @property
    def is_planned(self) -> bool:
        return self.status == Status.PLANNED

    @property
    def is_disputed(self) -> bool:
        return self.status == Status.DISPUTED

    @property
    def is_corrected(self) -> bool:
        return self.status == Status.CORRECTED


def given_words_stay(table: str, *columns: str) -> pgtrigger.Trigger:
    """What was said to have taken place is not written over: a correction is a new entry."""
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name=f"{table}_stays_as_entered",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=~pgtrigger.Q(old__status="planned"),
        func=f"""
            IF ROW({old}) IS DISTINCT FROM ROW({new}) THEN
                RAISE EXCEPTION 'what was entered stays: a correction is a new entry'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


class Session(LedgerEntry):
    """A supervision session: planned for a day, then given, or cancelled by somebody for a reason."""

    KIND = "session"
    NAME = "supervision session"
    DAYS = ("held_on", "planned_for")

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", "One to one"
        GROUP = "group", "In a group"

    class CancelledBy(models.TextChoices):
        SOCIAL_WORKER = "social_worker", "The social worker"
        SUPERVISOR = "supervisor", "The practice supervisor"
        EMPLOYER = "employer", "Somebody else, or the service"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.INDIVIDUAL)
    planned_for = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    reflection_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    held_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    held_by_name = models.CharField(max_length=150)
    cancelled_by = models.CharField(max_length=20, choices=CancelledBy, blank=True, default="")
    cancelled_why = models.TextField(blank=True, default="")
    # What was agreed, if anything: read by the social worker and whoever supervises them, nobody else.
    notes = models.TextField(blank=True, default="")

    class Meta(LedgerEntry.Meta):
        ordering = [Coalesce("held_on", "planned_for").desc(), "-pk"]
        constraints = [
            *LedgerEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(held_on__isnull=False, minutes__gt=0, reflection_minutes__isnull=False)
                | Q(planned_for__isnull=False, held_on=None, minutes=None, reflection_minutes=None),
                name="session_was_held_or_is_planned",
            ),
            models.CheckConstraint(
                condition=~Q(status="given") | Q(held_on__isnull=False), name="given_session_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(status="planned") | Q(held_on=None), name="planned_session_was_not_held"
            ),
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(held_on__lte=F("said_on")),
                name="session_is_given_once_it_was_held",
            ),
            models.CheckConstraint(
                condition=Q(reflection_minutes=None) | Q(reflection_minutes__lte=F("minutes")),
                name="reflection_is_part_of_the_session",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_by="", cancelled_why="")
                | Q(cancelled_by__in=["social_worker", "supervisor", "employer"], held_on=None)
                & ~Q(cancelled_why=""),
                name="cancelled_session_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_by=""),
                name="session_is_cancelled_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(held_by_name=""), name="session_is_with_somebody"),
        ]
        triggers = [
            given_words_stay(
                "session", "enrolment_id", "held_on", "minutes", "reflection_minutes", "held_by_name", "kind"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"Supervision session {'on' if self.held_on else 'planned for'} {date_in_words(self.happened_on)}"
        )

    @property
    def was_cancelled(self) -> bool:
        return self.cancelled_by != ""


class ProtectedTime(LedgerEntry):
    """The hours of one week that were promised, planned and taken for development, and why any were lost."""

    KIND = "protected-time"
    NAME = "protected time"
    DAYS = ("week",)

    week = models.DateField(help_text="Its Monday")
    hours_promised = models.DecimalField(max_digits=4, decimal_places=2)
    hours_planned = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    hours_taken = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    why_lost = models.TextField(blank=True, default="")

    class Meta(LedgerEntry.Meta):
        ordering = ["-week", "-pk"]
        constraints = [
            *LedgerEntry.Meta.constraints,
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="protected_week_is_its_monday"),
            models.CheckConstraint(
                condition=Q(status="planned", hours_planned__isnull=False, hours_taken=None)
                | Q(status__in=["given", "disputed"], hours_taken__isnull=False)
                | Q(status__in=["corrected", "cancelled"]),
                name="protected_time_was_taken_or_is_planned",
            ),
            models.CheckConstraint(
                condition=Q(hours_taken=None) | Q(week__lte=F("said_on")),
                name="protected_time_is_taken_once_its_week_began",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "week"],
                condition=~Q(status="corrected"),
                name="protected_time_of_a_week_is_entered_once",
            ),
        ]
        triggers = [
            given_words_stay(
                "protected_time", "enrolment_id", "week", "hours_promised", "hours_taken", "why_lost"
            ),
        ]

    def __str__(self) -> str:
        return f"Protected time in the week of {date_in_words(self.week)}"

    @property
    def hours_lost(self) -> str:
        if self.hours_taken is None:
            return ""
        return number(max(self.hours_promised - self.hours_taken, self.hours_promised * 0))


class Workload(LedgerEntry):
    """How much work somebody carries on a day, as they see it, beside what was agreed."""

    KIND = "workload"
    NAME = "workload"
    DAYS = ("as_of",)

    as_of = models.DateField()
    children = models.PositiveSmallIntegerField()
    families = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of the usual workload of a social worker in their second or third year, weighed by how complex it is.
    percent = models.PositiveSmallIntegerField()
    agreed_percent = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True, default="")

    class Meta(LedgerEntry.Meta):
        ordering = ["-as_of", "-pk"]
        constraints = [
            *LedgerEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status="planned") | Q(as_of__lte=F("said_on")),
                name="workload_is_of_today_or_before",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "as_of"],
                condition=~Q(status="corrected"),
                name="workload_of_a_day_is_entered_once",
            ),
        ]
        triggers = [
            given_words_stay("workload", "enrolment_id", "as_of", "children", "families", "percent", "note"),
        ]

    def __str__(self) -> str:
        return f"Workload on {date_in_words(self.as_of)}"


class Dispute(models.Model):
    """One side says that an entry of the other is not so. Both sides' words stay."""

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    protected_time = models.ForeignKey(
        ProtectedTime, on_delete=models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    workload = models.ForeignKey(
        Workload, on_delete=models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    words = models.TextField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="dispute_says_what_is_not_so"),
            models.CheckConstraint(
                condition=Q(session__isnull=False, protected_time=None, workload=None)
                | Q(session=None, protected_time__isnull=False, workload=None)
                | Q(session=None, protected_time=None, workload__isnull=False),
                name="dispute_is_about_one_entry",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="answer_to_a_dispute_says_whose",
            ),
            *(
                models.UniqueConstraint(
                    fields=[name], condition=Q(settled_at=None), name=f"one_dispute_at_a_time_over_a_{name}"
                )
                for name in ("session", "protected_time", "workload")
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="dispute_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="words_of_a_dispute_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.words <> NEW.words OR OLD.raised_by_id <> NEW.raised_by_id
                        OR (OLD.answer <> '' AND OLD.answer <> NEW.answer)
                    THEN
                        RAISE EXCEPTION 'the words of a dispute stay'
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.raised_by} about {self.entry}"

    @property
    def entry(self) -> LedgerEntry:
        found = self.session or self.protected_time or self.workload
        assert found is not None  # noqa: S101 - the database holds it
        return found

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
