"""What the register of social workers said about somebody, and when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from swip.accounts.models.people import User


class RegisterFacts(models.Model):
    """What anyone can read on the public register about one person. No more than this is kept."""

    registered_name = models.CharField(max_length=150, blank=True, default="")
    register_status = models.CharField(max_length=60, blank=True, default="")
    registered_from = models.DateField(null=True, blank=True)
    registered_until = models.DateField(null=True, blank=True)
    annotations = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        abstract = True


class RegisterExtract(models.Model):
    """The register as a file that somebody sent. Only the newest one keeps its lines."""

    as_of = models.DateField(unique=True)
    lines_sent = models.PositiveIntegerField()
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-as_of"]

    def __str__(self) -> str:
        return f"Register as of {self.as_of:%d/%m/%Y}"

    @property
    def history_chain(self) -> str:
        return "register"


class RegisterLine(RegisterFacts):
    """One person in an extract of the register."""

    extract = models.ForeignKey(RegisterExtract, on_delete=models.CASCADE, related_name="lines")
    number = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["extract", "number"], name="register_line_is_there_once"),
        ]

    def __str__(self) -> str:
        return self.number


class RegisterCheck(RegisterFacts):
    """Somebody's number was looked for on the register, and this is what was seen."""

    class Source(models.TextChoices):
        MANUAL = "manual", "Looked up by a person"
        FILE = "file", "Looked up in an extract of the register"
        HTTP = "http", "Asked the register"

    class Result(models.TextChoices):
        FOUND = "found", "On the register"
        NOT_FOUND = "not_found", "Not on the register"
        UNAVAILABLE = "unavailable", "Could not be checked"

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="register_checks")
    register_number = models.CharField(max_length=8)
    source = models.CharField(max_length=10, choices=Source)
    result = models.CharField(max_length=12, choices=Result)
    # The day the answer speaks of: an extract may be older than the look into it.
    seen_on = models.DateField()
    checked_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")
    tries = models.PositiveIntegerField(default=1)
    recheck_after_days = models.PositiveSmallIntegerField()
    # Empty once nobody needs to look again.
    next_check_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["manual", "file", "http"]), name="register_check_source_is_known"
            ),
            models.CheckConstraint(
                condition=Q(result="found") & ~Q(registered_name="")
                | Q(
                    result__in=["not_found", "unavailable"],
                    registered_name="",
                    register_status="",
                    registered_from=None,
                    registered_until=None,
                    annotations="",
                ),
                name="register_check_tells_only_of_whom_it_found",
            ),
            models.CheckConstraint(
                condition=Q(source="manual", checked_by__isnull=False) | ~Q(source="manual"),
                name="register_check_by_hand_has_its_person",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(next_check_on__isnull=False),
                name="register_check_next_is_one",
            ),
            models.CheckConstraint(condition=Q(recheck_after_days__gt=0), name="register_check_is_repeated"),
        ]
        indexes = [
            models.Index(fields=["person", "-checked_at"], name="register_check_of_person"),
            models.Index(
                fields=["next_check_on"],
                condition=Q(next_check_on__isnull=False),
                name="register_check_next",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register_number}: {self.get_result_display()}"

    @property
    def history_chain(self) -> str:
        return f"user:{self.person_id}"

    @property
    def was_answered(self) -> bool:
        return self.result != self.Result.UNAVAILABLE
