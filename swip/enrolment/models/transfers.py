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
from swip.programmes.models import Programme


class Claim(Lifecycle):
    """A coordinator says that somebody is to work for them, by register number and address.

    Whether there is such a person is not theirs to learn: a claim that nobody answers looks like any other.
    """

    class Kind(models.TextChoices):
        MOVE = "move", "Moves to us from another employer"
        SECOND_JOB = "second_job", "Works for us as well as for another employer"

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting for an answer"
        AGREED = "agreed", "Agreed to"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    STEPS = {Status.WAITING: [Status.AGREED, Status.DECLINED, Status.WITHDRAWN]}

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.MOVE)
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claims")
    register_number = models.CharField(max_length=8)
    # Kept until the claim is answered or withdrawn, and no longer.
    email = models.EmailField(max_length=254, blank=True, default="")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    full_time_equivalent = models.DecimalField(
        max_digits=2,
        decimal_places=1,
        default=Decimal("1.0"),
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal("1.0"))],
    )
    first_day = models.DateField()
    claimed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    claimed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Known to the new employer once the social worker has agreed, and not before.
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )

    class Meta:
        ordering = ["-claimed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "agreed", "declined", "withdrawn"]),
                name="claim_status_is_known",
            ),
            models.CheckConstraint(condition=Q(kind__in=["move", "second_job"]), name="claim_kind_is_known"),
            models.CheckConstraint(
                condition=Q(full_time_equivalent__gt=0, full_time_equivalent__lte=1),
                name="claim_is_at_most_full_time",
            ),
            models.CheckConstraint(
                condition=Q(status="agreed", enrolment__isnull=False)
                | (~Q(status="agreed") & Q(enrolment=None)),
                name="claim_names_a_place_once_it_is_agreed_to",
            ),
            models.CheckConstraint(
                condition=(Q(status="waiting", closed_at=None) & ~Q(email=""))
                | (~Q(status="waiting") & Q(closed_at__isnull=False, email="")),
                name="claim_keeps_an_address_while_it_waits",
            ),
            models.UniqueConstraint(
                fields=["organisation", "programme", "register_number"],
                condition=Q(status="waiting"),
                name="claim_waits_once",
            ),
        ]
        indexes = [
            models.Index(fields=["register_number"], condition=Q(status="waiting"), name="claim_waits_for")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} claims {self.register_number}"

    def get_absolute_url(self) -> str:
        return reverse("enrolment:claim", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"organisation:{self.organisation_id}"

    @property
    def is_move(self) -> bool:
        return self.kind == self.Kind.MOVE


class Transfer(KeptDraft, Lifecycle):
    """The employer of before lets go, with a report of where the social worker stands, until a new one has them."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Report being written"
        RELEASED = "released", "Released"
        COMPLETED = "completed", "Completed"
        TAKEN_BACK = "taken_back", "Taken back"

    STEPS = {
        Status.DRAFT: [Status.RELEASED, Status.TAKEN_BACK],
        Status.RELEASED: [Status.COMPLETED, Status.TAKEN_BACK],
    }
    OPEN = [Status.DRAFT, Status.RELEASED]

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="transfers")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField(default=timezone.now)
    # The social worker asked to be released, because somebody has claimed them.
    asked_at = models.DateTimeField(null=True, blank=True)
    # The employer of before: their last day, and their report.
    from_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="transfers_from"
    )
    last_day = models.DateField(null=True, blank=True)
    report = models.TextField(blank=True, default="")
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    released_at = models.DateTimeField(null=True, blank=True)
    # What the social worker answers to the report. It stays.
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    # The claim that the social worker agreed to.
    claim = models.OneToOneField(
        Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="transfer"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "released", "completed", "taken_back"]),
                name="transfer_status_is_known",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(status__in=["draft", "released"]),
                name="transfer_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "taken_back"])
                | Q(last_day__isnull=False, released_by__isnull=False, released_at__isnull=False),
                name="transfer_released_says_by_whom_and_until_when",
            ),
            models.CheckConstraint(
                condition=Q(status="completed", claim__isnull=False)
                | (~Q(status="completed") & Q(claim=None)),
                name="transfer_completed_says_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.social_worker} from {self.from_organisation}"

    def get_absolute_url(self) -> str:
        return reverse("enrolment:transfer", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def was_released(self) -> bool:
        return self.released_at is not None
