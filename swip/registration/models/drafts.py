"""Registrations under way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core.lifecycle import Lifecycle
from swip.enrolment.models import Enrolment
from swip.programmes.models import RuleBook


class RegistrationDraft(Lifecycle):
    """A registration under way: what a coordinator has answered so far. Emptied when it is over."""

    class Status(models.TextChoices):
        OPEN = "open", "Under way"
        FINISHED = "finished", "Registered"
        DELETED = "deleted", "Deleted"

    STEPS = {Status.OPEN: [Status.FINISHED, Status.DELETED]}

    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    coordinator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="registration_drafts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rule_book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    eligibility_answers = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="registration"
    )
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "finished", "deleted"]), name="registration_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="open") | Q(details={}, eligibility_answers={}),
                name="registration_that_is_over_keeps_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.details.get("name") or "Registration without a name yet"

    def get_absolute_url(self) -> str:
        return reverse("registration:check", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return self.organisation.history_chain
