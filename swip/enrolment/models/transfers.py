"""Moving from one employer to another, or working for a second one beside the first."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, Team, User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models.place import Enrolment


class Transfer(KeptDraft, Lifecycle):
    """The employer of before lets go with a report, the new one claims, the social worker consents."""

    class Kind(models.TextChoices):
        MOVE = "move", "Moves to another employer"
        SECOND_JOB = "second_job", "Also works for a second employer"

    class Status(models.TextChoices):
        DRAFT = "draft", "Report being written"
        RELEASED = "released", "Released"
        CLAIMED = "claimed", "Claimed, waits for consent"
        COMPLETED = "completed", "Completed"
        TAKEN_BACK = "taken_back", "Taken back"
        DECLINED = "declined", "Declined by the social worker"

    STEPS = {
        Status.DRAFT: [Status.RELEASED, Status.TAKEN_BACK],
        Status.RELEASED: [Status.CLAIMED, Status.TAKEN_BACK],
        Status.CLAIMED: [Status.COMPLETED, Status.RELEASED, Status.DECLINED, Status.TAKEN_BACK],
    }
    OPEN = [Status.DRAFT, Status.RELEASED, Status.CLAIMED]

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.MOVE)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="transfers")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField(default=timezone.now)
    # The employer of before: their last day, and their report.
    from_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="transfers_from"
    )
    last_day = models.DateField(null=True, blank=True)
    report = models.TextField(blank=True, default="")
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    released_at = models.DateTimeField(null=True, blank=True)
    # What the social worker answers to the report.
    answer = models.TextField(blank=True, default="")
    # The new employer: what they offer.
    to_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="transfers_to"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    full_time_equivalent = models.DecimalField(
        max_digits=2,
        decimal_places=1,
        default=Decimal("1.0"),
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal("1.0"))],
    )
    first_day = models.DateField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["draft", "released", "claimed", "completed", "taken_back", "declined"]
                ),
                name="transfer_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["move", "second_job"]), name="transfer_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(status__in=["draft", "released", "claimed"]),
                name="transfer_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="second_job")
                | Q(status__in=["draft", "taken_back"])
                | Q(from_organisation__isnull=False, last_day__isnull=False, released_by__isnull=False),
                name="transfer_released_says_by_whom_and_until_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["claimed", "completed"])
                | Q(to_organisation__isnull=False, first_day__isnull=False, claimed_by__isnull=False),
                name="transfer_claimed_says_by_whom_and_from_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.get_kind_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("enrolment:transfer", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"
