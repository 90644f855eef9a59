"""Who among an employer's colleagues can take on how many social workers, who is away, and who hands over to whom."""

from __future__ import annotations

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment, Pairing
from swip.enrolment.models.periods import PeriodQuerySet, days_in_common, same

MOST_OF_ALL = 50


class Capacity(models.Model):
    """How many social workers a colleague may take on at most, as a coordinator agreed with them."""

    class Kind(models.TextChoices):
        SUPERVISE = "supervise", "Supervise"
        ASSESS = "assess", "Assess"
        OBSERVE = "observe", "Observe"

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="capacities")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    most = models.PositiveSmallIntegerField()
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField(default=timezone.now)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["supervise", "assess", "observe"]), name="capacity_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(most__lte=MOST_OF_ALL), name="capacity_is_in_reason"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="capacity_ends_after_it_starts",
            ),
            *(
                ExclusionConstraint(
                    name=f"capacity_to_{kind}_is_one_at_a_time",
                    expressions=[same("person_id"), same("organisation_id"), days_in_common()],
                    condition=Q(kind=kind),
                )
                for kind in ["supervise", "assess", "observe"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display().lower()} {self.most} at most"

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.organisation_id}"


class Away(Lifecycle):
    """A colleague is on leave from one day to another. Why is nobody's business here, and is not kept."""

    class Status(models.TextChoices):
        RECORDED = "recorded", "Recorded"
        CANCELLED = "cancelled", "Cancelled"

    STEPS = {Status.RECORDED: [Status.CANCELLED]}

    status = models.CharField(max_length=20, choices=Status, default=Status.RECORDED)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="aways")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "leave of a colleague"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["recorded", "cancelled"]), name="away_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="away_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="away_is_one_at_a_time",
                expressions=[same("person_id"), same("organisation_id"), days_in_common()],
                condition=Q(status="recorded"),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "ends_on"], name="away_organisation")]

    def __str__(self) -> str:
        return f"{self.person} is away"

    def get_absolute_url(self) -> str:
        return reverse("staffing:away", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.organisation_id}"

    def is_over(self, on: datetime.date | None = None) -> bool:
        return self.ends_on < (on or timezone.localdate())


class Cover(models.Model):
    """Who does a colleague's work with their social workers while they are away."""

    away = models.ForeignKey(Away, on_delete=models.PROTECT, related_name="covers")
    kind = models.CharField(max_length=20, choices=Pairing.Kind)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers")
    # Those that were made for it; one that is taken back before it begins is gone.
    pairings = models.ManyToManyField(Pairing, related_name="covers")

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            # Several may cover in one kind of work: each for those with whom the others should not be paired.
            models.UniqueConstraint(fields=["away", "kind", "person"], name="cover_is_named_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["supervisor", "assessor"]), name="cover_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} covers for {self.away.person}"


class HandingOver(Lifecycle, KeptDraft):
    """Everybody whom one colleague looks after goes to others: prepared, looked at, then done."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being prepared"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    STEPS = {Status.DRAFT: [Status.DONE, Status.DROPPED]}

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="handings_over")
    from_day = models.DateField()
    ends_appointment = models.BooleanField(default=False)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "handing over"
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "done", "dropped"]), name="handing_over_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(status="draft"),
                name="handing_over_is_prepared_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} hands over"

    def get_absolute_url(self) -> str:
        return reverse("staffing:handing_over", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.organisation_id}"


class HandedOver(models.Model):
    """One social worker of a handing over: who is to look after them, and what came of it."""

    class Result(models.TextChoices):
        WAITING = "waiting", "Not done yet"
        DONE = "done", "Handed over"
        LEFT = "left", "Left for later"
        MOVED_ON = "moved_on", "Somebody had changed it meanwhile"
        REFUSED = "refused", "Could not be done"

    handing_over = models.ForeignKey(HandingOver, on_delete=models.PROTECT, related_name="lines")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Pairing.Kind)
    # The pairing that stood there when this was prepared: by its number, since it may be taken back meanwhile.
    instead_of = models.BigIntegerField(null=True)
    from_day = models.DateField()
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Why somebody was suggested, in the words of that moment; empty where a coordinator chose.
    reasons = models.JSONField(default=list)
    result = models.CharField(max_length=20, choices=Result, default=Result.WAITING)
    # Names two people, of any length.
    told = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["enrolment__social_worker__name", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["waiting", "done", "left", "moved_on", "refused"]),
                name="handed_over_result_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["supervisor", "assessor"]), name="handed_over_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["handing_over", "enrolment", "kind"], name="handed_over_is_listed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.get_kind_display().lower()}"
