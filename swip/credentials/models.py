"""What was awarded to whom, and the public page that confirms it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core.lifecycle import Lifecycle
from swip.programmes.models import Programme, RuleBook


class Award(Lifecycle):
    """Says that somebody has met a programme's standards, and who said so. Never the evidence."""

    class Status(models.TextChoices):
        AWARDED = "awarded", "Awarded"
        REVOKED = "revoked", "Revoked"

    STEPS = {Status.AWARDED: [Status.REVOKED]}

    status = models.CharField(max_length=20, choices=Status, default=Status.AWARDED)
    identifier = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="awards")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="awards")
    rule_book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    awarded_on = models.DateField(default=timezone.localdate)
    revoked_on = models.DateField(null=True, blank=True)
    revoked_because = models.TextField(blank=True, default="")
    # The whole the award belongs to, so that its history stands beside the decision's.
    history_chain = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"], condition=Q(status="awarded"), name="award_is_held_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["awarded", "revoked"]), name="award_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="awarded", revoked_on=None)
                | Q(status="revoked", revoked_on__isnull=False) & ~Q(revoked_because=""),
                name="revoked_award_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("credentials:award", args=[self.identifier])
