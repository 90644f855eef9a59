"""The support agreement: what is promised, in words that stay once somebody has signed them."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.enrolment.models import Enrolment


class SupportAgreementQuerySet(models.QuerySet["SupportAgreement"]):
    def in_force(self) -> SupportAgreementQuerySet:
        """What holds now: signed by everybody it has to be signed by."""
        return self.filter(status=SupportAgreement.Status.IN_FORCE)

    def under_way(self) -> SupportAgreementQuerySet:
        """Being written, or waiting for signatures."""
        return self.filter(status__in=SupportAgreement.UNDER_WAY)

    def waiting_for_signatures(self) -> SupportAgreementQuerySet:
        return self.filter(status=SupportAgreement.Status.OFFERED)

    def held(self) -> SupportAgreementQuerySet:
        """What holds, and what held before it."""
        return self.filter(in_force_on__isnull=False)


class SupportAgreement(KeptDraft, Lifecycle):
    """The promises of an employer to one social worker; when they change, a new one takes its place."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being written"
        OFFERED = "offered", "Waiting for signatures"
        IN_FORCE = "in_force", "In force"
        REPLACED = "replaced", "Replaced by a newer one"
        ENDED = "ended", "Ended"

    STEPS = {
        Status.DRAFT: [Status.OFFERED],
        Status.OFFERED: [Status.IN_FORCE, Status.DRAFT],
        Status.IN_FORCE: [Status.REPLACED, Status.ENDED],
    }
    UNDER_WAY = [Status.DRAFT, Status.OFFERED]

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="support_agreements")
    number = models.PositiveSmallIntegerField(default=1)
    # Whatever was typed so far, right or not, by the name of its field: what is offered is a version.
    typed = models.JSONField(default=dict, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    in_force_on = models.DateField(null=True, blank=True)
    over_on = models.DateField(null=True, blank=True)
    why_ended = models.TextField(blank=True, default="")

    objects = SupportAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="agreement_number_is_used_once"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(status__in=["draft", "offered"]),
                name="one_agreement_is_written_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(status="in_force"), name="one_agreement_in_force_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "offered", "in_force", "replaced", "ended"]),
                name="agreement_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "offered"], in_force_on=None)
                | Q(status__in=["in_force", "replaced", "ended"], in_force_on__isnull=False),
                name="agreement_in_force_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["replaced", "ended"], over_on__gte=F("in_force_on"))
                | Q(over_on=None) & ~Q(status__in=["replaced", "ended"]),
                name="agreement_that_is_over_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(status="ended") & ~Q(why_ended="") | ~Q(status="ended") & Q(why_ended=""),
                name="ended_agreement_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="agreement_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Support agreement {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:agreement", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return f"enrolment:{self.enrolment_id}"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_offered(self) -> bool:
        return self.status == self.Status.OFFERED

    @property
    def is_in_force(self) -> bool:
        return self.status == self.Status.IN_FORCE


class AgreementVersion(models.Model):
    """An agreement as it was offered for signature. Nobody can change it; a change is offered anew."""

    agreement = models.ForeignKey(SupportAgreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # How often supervision takes place: "7d" is every 7 days, "1m" every month.
    weeks_1_to_6 = models.CharField(max_length=4)
    to_month_6 = models.CharField(max_length=4)
    to_month_12 = models.CharField(max_length=4)
    year_2 = models.CharField(max_length=4)
    session_minutes = models.PositiveSmallIntegerField()
    # Hours a week, and percent of the workload of a social worker in their second or third year.
    contracted_hours = models.DecimalField(max_digits=4, decimal_places=2)
    protected_hours_year_1 = models.DecimalField(max_digits=4, decimal_places=2)
    protected_hours_year_2 = models.DecimalField(max_digits=4, decimal_places=2)
    workload_year_1 = models.PositiveSmallIntegerField()
    workload_year_2 = models.PositiveSmallIntegerField()
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    cover = models.CharField(max_length=200)
    concerns = models.TextField()
    also_agreed = models.TextField(blank=True, default="")
    signed_by = models.JSONField(default=list)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="agreement_version_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(session_minutes__gt=0, workload_year_1__gt=0, workload_year_2__gt=0),
                name="agreement_promises_something",
            ),
            models.CheckConstraint(condition=~Q(concerns=""), name="agreement_says_how_a_concern_is_raised"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="agreement_version_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, version {self.number}"


class Signature(models.Model):
    """Somebody signed a version, for one of the sides that have to."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    part = models.SlugField(max_length=40)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "part"], name="agreement_is_signed_once_for_each_side"
            ),
            models.UniqueConstraint(fields=["version", "person"], name="nobody_signs_an_agreement_twice"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signature_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} signed {self.version}"


class Refusal(models.Model):
    """Why somebody would not sign a version. Their words stay."""

    version = models.OneToOneField(AgreementVersion, on_delete=models.PROTECT, related_name="refusal")
    part = models.SlugField(max_length=40)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    refused_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="refusal_says_why")]
        triggers = [
            pgtrigger.Protect(name="refusal_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.person} did not sign {self.version}"
