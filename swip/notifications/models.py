"""Messages to people, written down in the step they speak of and sent once it is saved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
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
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Could not be delivered"

    class Failure(models.TextChoices):
        """Why a message could not be delivered, as far as anybody can tell."""

        ADDRESS = "address", "The address was refused: it may be wrong, or the mailbox may be full or gone"
        SERVER = "server", "The mail server could not be reached, or would not take the message"
        UNSURE = "unsure", "Sending was interrupted: the message may have arrived or not"

    STEPS = {
        Status.WAITING: [Status.SENDING],
        Status.SENDING: [Status.SENT, Status.WAITING, Status.FAILED],
        Status.SENT: [Status.DELIVERED, Status.FAILED],
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
    # What can wait leaves when people are not at rest; null: at once.
    leave_at = models.DateTimeField(null=True, blank=True)
    # From then on people are at rest again: what has not left by then leaves on another day, at the same time.
    rest_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=100, blank=True, default="")
    failure = models.CharField(max_length=20, choices=Failure, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "sending", "sent", "delivered", "failed"]),
                name="message_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
                name="message_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(failure="") | Q(status="failed", failure__in=["address", "server", "unsure"]),
                name="message_that_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(rest_at=None) | Q(leave_at__lt=F("rest_at")), name="message_leaves_before_rest"
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-created_at"], name="message_to_newest"),
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["waiting", "sending"]),
                name="message_on_its_way",
            ),
            models.Index(fields=["to"], condition=Q(status="failed"), name="message_not_delivered"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:message", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"user:{self.to_id}" if self.to_id else f"message:{self.pk}"

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The message as a page shows it, where an address of the service is a link."""
        return [Paragraph(each.strip().splitlines()) for each in self.body.split("\n\n") if each.strip()]


class Paragraph:
    """Some lines of a message, and the page of the service that the last of them leads to, if it is one."""

    def __init__(self, lines: list[str]):
        last = lines[-1].strip()
        is_link = last.startswith(f"{settings.BASE_URL}/") and " " not in last
        self.href = last.removeprefix(settings.BASE_URL) if is_link else ""
        self.lines = [each.strip() for each in (lines[:-1] if is_link else lines)]


class Choices(models.Model):
    """When and how often somebody wants to be reminded. Whoever has chosen nothing is reminded daily."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", "Every day on which there is something to remind you of"
        WEEKLY = "weekly", "Once a week"
        LATE = "late", "Only of what is late"
        NONE = "none", "No reminders"

    class Weekday(models.IntegerChoices):
        MONDAY = 1, "Monday"
        TUESDAY = 2, "Tuesday"
        WEDNESDAY = 3, "Wednesday"
        THURSDAY = 4, "Thursday"
        FRIDAY = 5, "Friday"
        SATURDAY = 6, "Saturday"
        SUNDAY = 7, "Sunday"

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="choices")
    rhythm = models.CharField(max_length=20, choices=Rhythm, default=Rhythm.DAILY)
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    # More rest than the rules give everybody, never less.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=["daily", "weekly", "late", "none"]), name="rhythm_is_known"
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="weekly_digest_has_its_day"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None) | Q(quiet_until=None) | Q(quiet_until__lt=F("quiet_from")),
                name="quiet_hours_leave_some_of_the_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_rhythm_display()}"

    @property
    def history_chain(self) -> str:
        return f"user:{self.person_id}"
