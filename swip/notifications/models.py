"""Messages to people, written down in the step they speak of and sent once it is saved."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import Lifecycle


class Message(Lifecycle):
    """What we told somebody, about what, and whether it got there."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    STEPS = {
        Status.WAITING: [Status.SENT, Status.FAILED],
        Status.FAILED: [Status.WAITING],
    }

    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="messages")
    address = models.EmailField(max_length=254)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    href = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["to", "-created_at"], name="message_to_newest")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"
