"""Who is what where, from when to when, and who is asked to be."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models.people import Organisation, Team, User
from swip.core.lifecycle import Lifecycle
from swip.core.links import Link


class Role(models.TextChoices):
    """What an appointment makes somebody. A place on a programme is not a role: it is an enrolment."""

    PRACTICE_SUPERVISOR = "practice_supervisor", "Practice supervisor"
    ASSESSOR = "assessor", "Assessor"
    COORDINATOR = "coordinator", "Coordinator"
    DECISION_MAKER = "decision_maker", "Decides for the employer"
    ADMINISTRATOR = "administrator", "Administrator"
    PRINCIPAL_SOCIAL_WORKER = "principal_social_worker", "Principal social worker"
    DATA_PROTECTION_LEAD = "data_protection_lead", "Data protection lead"
    PROGRAMME_EDITOR = "programme_editor", "Programme editor"


# Written out, as the database holds them: a role that is added later comes with a migration.
ROLES = [
    "practice_supervisor",
    "assessor",
    "coordinator",
    "decision_maker",
    "administrator",
    "principal_social_worker",
    "data_protection_lead",
    "programme_editor",
]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, on: datetime.date | None = None) -> AppointmentQuerySet:
        day = on or timezone.localdate()
        return self.not_over(day).filter(starts_on__lte=day)

    def not_over(self, on: datetime.date | None = None) -> AppointmentQuerySet:
        """Current, or still to come."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day) | Q(ends_on=day, ended_at=None))


class Appointment(models.Model):
    """Who is what, where, from one day to another: the one place where a role comes from."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appointments")
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    role = models.CharField(max_length=30, choices=Role)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    # Somebody who leaves in the middle of a day is not waited for until midnight.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ends_on__isnull=False),
                name="appointment_ended_at_once_has_its_last_day",
            ),
            models.CheckConstraint(condition=Q(role__in=ROLES), name="appointment_role_is_known"),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(ends_on=None),
                name="appointment_is_open_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="appointment_role")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} at {self.organisation}"

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.organisation_id}"


class Invitation(Link, Lifecycle):
    """Asks somebody, by email, to take up an appointment. The link works once and not for ever."""

    class Status(models.TextChoices):
        SENT = "sent", "Sent"
        ACCEPTED = "accepted", "Accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    STEPS = {Status.SENT: [Status.ACCEPTED, Status.WITHDRAWN]}

    status = models.CharField(max_length=20, choices=Status, default=Status.SENT)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=30, choices=Role)
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["sent", "accepted", "withdrawn"]), name="invitation_status_is_known"
            ),
            models.CheckConstraint(condition=Q(role__in=ROLES), name="invitation_role_is_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="invitation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(status="accepted", accepted_by__isnull=False)
                | (~Q(status="accepted") & Q(accepted_by=None)),
                name="invitation_is_accepted_by_somebody",
            ),
            models.UniqueConstraint(
                "organisation",
                "role",
                Lower("email"),
                condition=Q(status="sent"),
                name="invitation_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} as {self.get_role_display()}"

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.organisation_id}"

    @property
    def is_expired(self) -> bool:
        """Still open, but too late: the link is too old, or the role would be over already."""
        is_over = self.ends_on is not None and self.ends_on < timezone.localdate()
        return self.status == self.Status.SENT and (self.is_too_late or is_over)

    def get_absolute_url(self) -> str:
        return reverse("accounts:invitations", args=[self.organisation_id])
