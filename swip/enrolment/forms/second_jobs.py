"""Two employers at once: handing over the lead, and ending a second job."""

from __future__ import annotations

import datetime

from django import forms
from django.utils import timezone

from swip.accounts.models import Organisation
from swip.enrolment.forms.changes import day_field, note_field
from swip.enrolment.models import EmploymentPeriod, Enrolment
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.choices import one_of
from swip.govuk.fields import ShortText


class LeadForm(forms.Form):
    """Which employer answers for the programme, from which day, and who there has agreed."""

    def __init__(self, data=None, *, enrolment: Enrolment, jobs: list[EmploymentPeriod]):
        super().__init__(data)
        self.jobs = {str(each.organisation_id): each for each in reversed(jobs)}
        if len(self.jobs) > 1:
            self.fields["organisation"] = one_of(
                [(pk, str(each.organisation)) for pk, each in self.jobs.items()],
                label="Which employer takes over?",
                missing="Select the employer that takes over",
            )
        first = max(timezone.localdate(), min(each.starts_on for each in jobs))
        self.fields["from_day"] = day_field(
            "From which day?", "The day", earliest=first, latest=enrolment.expected_end_on
        )
        self.fields["agreed_with"] = ShortText(
            label="Who at the other employer has agreed?",
            name="Who has agreed",
            help_text="Their name and what they are. It stays in the history.",
            error_messages={"required": "Enter who at the other employer has agreed"},
        )
        self.fields["agreed_with"].widget.attrs["label_size"] = "m"

    @property
    def organisation(self) -> Organisation:
        chosen = self.cleaned_data.get("organisation") or next(iter(self.jobs))
        return self.jobs[chosen].organisation

    def clean(self):
        answers = super().clean()
        day = answers.get("from_day")
        if day and not self.errors:
            job = self.jobs[answers.get("organisation") or next(iter(self.jobs))]
            if day < job.starts_on or (job.ends_on and day > job.ends_on):
                self.add_error("from_day", f"They do not work for {job.organisation} on that day")
        return answers


class EndJobForm(forms.Form):
    """The last day of a second job; for one that has not begun, only that it does not come to it."""

    def __init__(self, data=None, *, job: EmploymentPeriod, until: datetime.date | None):
        """`job` are the earliest hours that are not over; other hours may follow, `until` the last day of all."""
        super().__init__(data)
        self.has_begun = job.starts_on <= timezone.localdate()
        if self.has_begun:
            self.fields["last_day"] = day_field(
                "What is their last day there?",
                "The last day",
                earliest=job.starts_on,
                latest=until or job.enrolment.expected_end_on,
            )
        self.fields["note"] = note_field()

    def add_refusal(self, refusal: ChangeRefused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.reason)
