"""Colleagues who are brought in by a file."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models.people import Organisation, User
from swip.core.lifecycle import Lifecycle


class ColleagueFile(Lifecycle):
    """A file of colleagues that somebody sent: looked through first, then brought in or put away."""

    class Status(models.TextChoices):
        READ = "read", "Read, nothing changed yet"
        BROUGHT_IN = "brought_in", "Brought in"
        PUT_AWAY = "put_away", "Put away"

    STEPS = {Status.READ: [Status.BROUGHT_IN, Status.PUT_AWAY]}

    status = models.CharField(max_length=12, choices=Status, default=Status.READ)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    # As they were sent; emptied after a day, brought in or not.
    rows = models.JSONField(default=list)
    # What became of them, in numbers: appointed, invited, same, refused.
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["read", "brought_in", "put_away"]),
                name="colleague_file_status_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Colleagues of {self.organisation}, sent {self.sent_at:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:colleague_file", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.organisation_id}"
