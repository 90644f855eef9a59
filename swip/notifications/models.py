"""Messages to people, written down in the step they speak of and sent once it is saved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import Lifecycle


class Message(Lifecycle):
    """What we told somebody, about what, and whether it got there."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    STEPS = {
        Status.WAITING: [Status.SENDING],
        Status.SENDING: [Status.SENT, Status.WAITING, Status.FAILED],
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
    tried_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "sending", "sent", "failed"]),
                name="message_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="message_sent_has_its_time"
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-created_at"], name="message_to_newest"),
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["waiting", "sending"]),
                name="message_on_its_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:message", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"user:{self.to_id}" if self.to_id else f"message:{self.pk}"
