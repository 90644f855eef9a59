"""Leaving a programme."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from swip.enrolment import queries
from swip.enrolment.models import Enrolment
from swip.govuk.fields import DateField, LongText


class WithdrawForm(forms.Form):
    """Why somebody leaves before the end, and when."""

    def __init__(self, data=None, *, enrolment: Enrolment):
        super().__init__(data)
        today = timezone.localdate()
        self.reasons = dict(queries.withdrawal_reasons(enrolment.rule_book))
        self.fields["reason"] = forms.ChoiceField(
            label="Why do they leave the programme?",
            choices=list(self.reasons.items()),
            widget=forms.RadioSelect(attrs={"label_size": "m"}),
            error_messages={
                "required": "Select why they leave the programme",
                "invalid_choice": "Select why they leave the programme",
            },
        )
        self.fields["last_day"] = DateField(
            label="What is their last day on the programme?",
            name="Last day",
            help_text="For example, 27 3 2026",
            earliest=min(enrolment.starts_on, today),
            latest=today,
        )
        self.fields["last_day"].widget.attrs["label_size"] = "m"
        self.fields["note"] = LongText(
            label="Anything else to record (optional)",
            name="What you want to record",
            help_text="The social worker can read this in the history of their record.",
            max_length=500,
            rows=3,
            required=False,
        )
