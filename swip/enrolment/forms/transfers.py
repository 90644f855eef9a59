"""Letting somebody go: the report, the last day; and what they answer."""

from __future__ import annotations

from django import forms

from swip.core.autosave import LONGEST_KEPT
from swip.enrolment.forms.changes import BecauseForm, day_field
from swip.enrolment.models import Enrolment, Transfer
from swip.enrolment.queries import Stay
from swip.govuk.fields import LongText, clean_characters


class ReportForm(forms.Form):
    """Where somebody stands, for whoever looks after them next. Saved as it is typed, asked for in full later."""

    report = LongText(
        label="Report for the next employer",
        name="The report",
        rows=14,
        required=False,
    )
    report.widget.attrs["label_size"] = "m"

    def __init__(self, data=None, *, transfer: Transfer, is_required: bool):
        super().__init__(data, initial={"report": transfer.report})
        field = self.fields["report"]
        field.required = is_required
        field.error_messages["required"] = "Enter where they stand, what helps and what comes next"

    @property
    def kept(self) -> str | None:
        """What is saved of it while it is written; nothing where it is longer than anybody writes."""
        typed = clean_characters(self.data.get("report", "")).replace("\r\n", "\n")
        return typed if len(typed) <= LONGEST_KEPT else None


class ReleaseForm(forms.Form):
    """The last day with the employer of before."""

    def __init__(self, data=None, *, enrolment: Enrolment, stay: Stay, revision: int):
        super().__init__(data, initial={"revision": revision})
        self.fields["last_day"] = day_field(
            "What is their last day with you?",
            "The last day",
            earliest=stay.starts_on,
            latest=max(enrolment.expected_end_on, stay.starts_on),
        )
        # The report that was read before it was sent: if it changes meanwhile, they are told.
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TakeBackForm(BecauseForm):
    """Why somebody is not released after all."""

    def __init__(self, data=None, *, transfer: Transfer):
        super().__init__(data, enrolment=transfer.enrolment)
        self.fields["because"].label = "Why?"
        self.fields["because"].help_text = "The social worker reads this. It stays in the history."


class AnswerReportForm(forms.Form):
    """What the social worker says to the report."""

    answer = LongText(
        label="Your answer to the report",
        name="Your answer",
        help_text="It stays with the report, for whoever reads it. You can answer once.",
        rows=8,
        error_messages={"required": "Enter your answer"},
    )
