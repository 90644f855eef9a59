"""What people were reminded of, each thing once for each step, and the addresses of their calendars."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import Lifecycle
from swip.notifications.models import Message


class Round(models.Model):
    """One day's making of digests. A day that was missed is covered by the next one."""

    day = models.DateField(unique=True)
    covers_from = models.DateField()
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(covers_from__lte=F("day")), name="round_covers_its_own_day")
        ]

    def __str__(self) -> str:
        return f"Digests of {self.day}"


class Digest(models.Model):
    """One day's reminders of one person, in one message: never two that leave on one day."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="digests", db_index=False)
    day = models.DateField()
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="digest")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="person_has_one_digest_a_day")]

    def __str__(self) -> str:
        return f"Reminders of {self.person} on {self.day}"


class Reminder(models.Model):
    """Somebody was reminded of a thing at one step before or after its day. It happens once."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    thing = models.CharField(max_length=80)
    due_on = models.DateField()
    step = models.CharField(max_length=20)
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="reminders")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "thing", "due_on", "step"], name="reminder_of_a_step_is_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.thing}, {self.step}"


class CalendarFeed(Lifecycle):
    """The private address at which somebody's calendar program reads their dates. Only its digest is kept."""

    class Status(models.TextChoices):
        OPEN = "open", "In use"
        REVOKED = "revoked", "Switched off"

    STEPS = {Status.OPEN: [Status.REVOKED]}

    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(status="open"), name="person_has_one_calendar_address"
            ),
            models.CheckConstraint(
                condition=Q(status="open", revoked_at=None) | Q(status="revoked", revoked_at__isnull=False),
                name="calendar_address_says_when_it_was_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("reminders:calendar")

    @property
    def history_chain(self) -> str:
        return f"user:{self.person_id}"


class CalendarEntry(models.Model):
    """How often an event changed in somebody's calendar, and when: calendar programs ask to be told."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "calendar entries"
        constraints = [
            models.UniqueConstraint(fields=["person", "event"], name="event_is_in_a_calendar_once")
        ]

    def __str__(self) -> str:
        return f"{self.event}, changed {self.sequence} times"
