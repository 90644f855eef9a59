"""Files of people to register, row by row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core.lifecycle import Lifecycle
from swip.enrolment.models import Enrolment
from swip.programmes.models import RuleBook


class RegistrationFile(Lifecycle):
    """Many people to register at once: looked through first, confirmed by a coordinator, then worked off."""

    class Status(models.TextChoices):
        CHECKED = "checked", "Waiting to be confirmed"
        RUNNING = "running", "People are being registered"
        FINISHED = "finished", "Finished"
        DELETED = "deleted", "Deleted"

    STEPS = {
        Status.CHECKED: [Status.RUNNING, Status.DELETED],
        Status.RUNNING: [Status.FINISHED],
    }

    status = models.CharField(max_length=20, choices=Status, default=Status.CHECKED)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rule_book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    rows_sent = models.PositiveIntegerField(default=0)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # From then on nothing that the file said is kept, not even of the rows that could not be taken.
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["checked", "running", "finished", "deleted"]),
                name="registration_file_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["running", "finished"])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="registration_file_is_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="finished") | Q(finished_at__isnull=False),
                name="registration_file_finished_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="deleted") | Q(emptied_at__isnull=False, name=""),
                name="registration_file_that_was_deleted_keeps_nothing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_at"], condition=Q(emptied_at=None), name="registration_file_not_emptied"
            )
        ]

    def __str__(self) -> str:
        return self.name or "A file that was deleted"

    def get_absolute_url(self) -> str:
        return reverse("registration:file", args=[self.pk])

    @property
    def history_chain(self) -> str:
        return self.organisation.history_chain


class RegistrationRow(models.Model):
    """One row of a file: what it said, what would come of it, and what did. Emptied once it is done."""

    class State(models.TextChoices):
        """What would come of it, as it was told before anybody confirmed."""

        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        SAME = "same", "Nothing to do"
        REFUSED = "refused", "Cannot be taken"

    class Outcome(models.TextChoices):
        """What came of it."""

        WAITING = "", "Not yet"
        REGISTERED = "registered", "Registered"
        CHANGED = "changed", "Changed"
        SAME = "same", "Nothing to do"
        REFUSED = "refused", "Could not be taken"

    file = models.ForeignKey(RegistrationFile, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING, blank=True)
    # What was typed; in the place of a date of birth, the mark it leaves.
    cells = models.JSONField(default=dict)
    # What to mend, or to look at: column, value, remedy, and whether it stands in the way.
    findings = models.JSONField(default=list)
    # What would change for somebody who is on the programme already, in words.
    changes = models.JSONField(default=list)
    needs_a_look = models.BooleanField(default=False)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="registration_rows"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="registration_row_is_there_once"),
            models.CheckConstraint(
                condition=Q(state__in=["new", "changed", "same", "refused"]),
                name="registration_row_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "registered", "changed", "same", "refused"]),
                name="registration_row_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "refused"]) | Q(cells={}, findings=[], changes=[]),
                name="registration_row_that_is_done_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["registered", "changed"]) | Q(enrolment__isnull=False),
                name="registration_row_leads_to_an_enrolment",
            ),
        ]
        indexes = [models.Index(fields=["file", "state"], name="registration_row_state")]

    def __str__(self) -> str:
        return f"Row {self.number}"

    @property
    def person_name(self) -> str:
        return self.cells.get("name", "")
