"""What changes somebody's time on a programme: leave, pauses, more time, less time, leaving."""

from __future__ import annotations

import datetime
from typing import ClassVar, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment.models.periods import PeriodQuerySet, days_in_common, same, the_eve_of
from swip.enrolment.models.place import Enrolment

COUNTS = Q(set_aside_at=None)


class FactQuerySet(PeriodQuerySet):
    def counted(self) -> Self:
        """What has not been set aside as a mistake."""
        return self.filter(COUNTS)


class Fact(models.Model):
    """Something recorded of a person's time. A mistake is set aside with its reason, the right one put beside it."""

    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True, default="")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    set_aside_because = models.TextField(blank=True, default="")

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(set_aside_at=None, set_aside_by=None, set_aside_because="")
                | (Q(set_aside_at__isnull=False, set_aside_by__isnull=False) & ~Q(set_aside_because="")),
                name="%(class)s_is_set_aside_with_a_reason",
            )
        ]

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"  # type: ignore[attr-defined]

    @property
    def counts(self) -> bool:
        return self.set_aside_at is None

    @property
    def is_planned(self) -> bool:
        """Its first day is still to come."""
        return self.starts_on > timezone.localdate()  # type: ignore[attr-defined]


# Until somebody is back, a pause goes on to the eve of the day they are expected.
LAST_DAY_OF_PAUSE = "COALESCE({pause}.ends_on, {pause}.expected_return_on - 1)"


def apart_from(other_table: str, clash: str, *, last_day: str, other_last_day: str) -> pgtrigger.Trigger:
    """A spell away counts as an absence or as a pause, never as both: the database holds it."""
    return pgtrigger.Trigger(
        name=clash,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.set_aside_at IS NULL THEN
                -- Two at once, each of the other kind, wait for one another.
                PERFORM pg_advisory_xact_lock(hashtextextended('time-of-enrolment', NEW.enrolment_id));
                IF EXISTS (
                    SELECT 1 FROM {other_table} AS other
                    WHERE other.enrolment_id = NEW.enrolment_id AND other.set_aside_at IS NULL
                        AND daterange(other.starts_on, {other_last_day}, '[]')
                            && daterange(NEW.starts_on, {last_day}, '[]')
                ) THEN
                    RAISE EXCEPTION '{clash}' USING ERRCODE = 'exclusion_violation',
                        CONSTRAINT = '{clash}';
                END IF;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - all names are written in this file
    )


class Absence(Fact):
    """Days away from work, other than annual leave: of a kind where the worker chooses, or an ordinary one."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="absences")
    kind = models.SlugField(max_length=40)
    kind_words = models.CharField(max_length=200)
    # By the rule book of the day it was recorded: for these kinds the worker chooses.
    is_exempt = models.BooleanField(default=False)
    # The worker's choice; null until they have made it. Time is added meanwhile, so that nobody is hurried.
    makes_longer = models.BooleanField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Fact.Meta):
        ordering = ["starts_on", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(makes_longer=None) | Q(is_exempt=True),
                name="absence_is_chosen_upon_only_where_it_may_be",
            ),
            ExclusionConstraint(
                name="absences_do_not_overlap",
                expressions=[same("enrolment_id"), days_in_common()],
                condition=COUNTS,
            ),
        ]
        triggers = [
            apart_from(
                "enrolment_pause",
                "absence_is_not_within_a_pause",
                last_day="NEW.ends_on",
                other_last_day=LAST_DAY_OF_PAUSE.format(pause="other"),
            )
        ]

    def __str__(self) -> str:
        return self.kind_words


class Pause(Fact):
    """The programme stands still: for a coded reason, agreed by those the rule book names, with a day to return."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="pauses")
    reason = models.SlugField(max_length=40)
    reason_words = models.CharField(max_length=200)
    starts_on = models.DateField()
    expected_return_on = models.DateField()
    # The last day of the pause, known once they are back.
    ends_on = models.DateField(null=True, blank=True)
    # The codes of those who agreed, as the rule book of the day names them.
    agreed_by = models.JSONField(default=list)

    class Meta(Fact.Meta):
        ordering = ["starts_on", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="pause_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(expected_return_on__gt=F("starts_on")), name="pause_expects_a_return"
            ),
            models.CheckConstraint(
                condition=~Q(reason="capability"), name="capability_is_never_a_reason_to_pause"
            ),
            ExclusionConstraint(
                name="pauses_do_not_overlap",
                expressions=[
                    same("enrolment_id"),
                    days_in_common(Coalesce(F("ends_on"), the_eve_of("expected_return_on"))),
                ],
                condition=COUNTS,
            ),
        ]
        triggers = [
            apart_from(
                "enrolment_absence",
                "pause_is_not_within_an_absence",
                last_day=LAST_DAY_OF_PAUSE.format(pause="NEW"),
                other_last_day="other.ends_on",
            )
        ]

    def __str__(self) -> str:
        return self.reason_words

    @property
    def last_day(self) -> datetime.date:
        """Known, or the eve of the day on which they are expected."""
        return self.ends_on or self.expected_return_on - datetime.timedelta(days=1)


class Extension(Fact):
    """More time on the programme: how much, on what ground, and who gave it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="extensions")
    previous_end_on = models.DateField()
    ends_on = models.DateField()
    ground = models.SlugField(max_length=40, blank=True, default="")
    ground_words = models.CharField(max_length=200, blank=True, default="")
    reason = models.TextField()

    class Meta(Fact.Meta):
        ordering = ["recorded_at", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("previous_end_on")), name="extension_gives_more_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} until {self.ends_on}"

    @property
    def days(self) -> int:
        return (self.ends_on - self.previous_end_on).days


class ReductionQuerySet(FactQuerySet):
    def counted(self) -> Self:
        """Agreed by the social worker, and not set aside."""
        return super().counted().filter(agreed_at__isnull=False)


class Reduction(Fact):
    """A shorter programme for long experience before it; counts once the social worker has agreed."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="reductions")
    months = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    reason = models.TextField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ReductionQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["recorded_at", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(months__gte=1), name="reduction_takes_time_off"),
            models.CheckConstraint(condition=~Q(reason=""), name="reduction_has_a_reason"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=COUNTS, name="reduction_is_made_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}, {self.months} months shorter"


class Withdrawal(Fact):
    """Why and from which day somebody left a programme before its end, and whether they came back."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.SlugField(max_length=40)
    reason_words = models.CharField(max_length=200)
    last_day = models.DateField()
    # The first day back, for somebody who was taken up again.
    returned_on = models.DateField(null=True, blank=True)

    class Meta(Fact.Meta):
        ordering = ["recorded_at", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gt=F("last_day")),
                name="withdrawal_is_before_the_return",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} until {self.last_day}"
