"""A shorter programme."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from swip.enrolment.forms.changes import BecauseForm, ChangeForm
from swip.enrolment.models import Reduction
from swip.enrolment.queries.reductions import most_months_off, refuse_reduction
from swip.enrolment.rules.changes import with_months_off
from swip.enrolment.rules.timetable import Life
from swip.govuk.fields import LongText
from swip.govuk.words import plural


class ReductionForm(ChangeForm):
    """By how much the programme is shorter, and why."""

    NOT_FOR_WHAT_IF = ["reason"]

    def add_fields(self) -> None:
        most = plural(most_months_off(self.enrolment), "month")
        self.fields["months"] = forms.IntegerField(
            label="How many months shorter?",
            help_text=f"At most {most}, so that enough of the programme remains.",
            min_value=1,
            max_value=120,
            widget=forms.TextInput(attrs={"width": 2, "inputmode": "numeric", "label_size": "m"}),
            error_messages={
                "required": "Enter how many months shorter",
                "invalid": "Months must be a whole number, like 6",
                "min_value": "Months must be 1 or more",
                "max_value": f"Months must be {most_months_off(self.enrolment)} or fewer",
            },
        )
        self.fields["reason"] = LongText(
            label="What experience makes up for this time?",
            name="The reason",
            help_text="The social worker reads this, and agrees or declines.",
            max_length=2000,
            rows=4,
            error_messages={"required": "Enter what experience makes up for this time"},
        )

    def refuse(self, answers: dict[str, Any]) -> None:
        refuse_reduction(self.enrolment, answers["months"])

    def options(self, life: Life) -> list[tuple[str, Life]]:
        return [("Made shorter", with_months_off(life, self.cleaned_data["months"]))]

    def told(self) -> list[tuple[str, str]]:
        told = [("Shorter by", plural(self.cleaned_data["months"], "month"))]
        if "reason" in self.fields:
            told.append(("Why", self.cleaned_data["reason"]))
        return told


class AnswerReductionForm(ChangeForm):
    """The social worker agrees, or keeps the whole programme."""

    def __init__(self, data=None, *, reduction: Reduction):
        self.reduction = reduction
        super().__init__(data, enrolment=reduction.enrolment)

    def add_fields(self) -> None:
        missing = "Select whether you agree"
        self.fields["answer"] = forms.ChoiceField(
            label="Do you agree to a shorter programme?",
            choices=[("agree", "Yes, make it shorter"), ("decline", "No, I keep the whole programme")],
            widget=forms.RadioSelect(attrs={"label_size": "m"}),
            error_messages={"required": missing, "invalid_choice": missing},
        )
        self.fields["because"] = LongText(
            label="Anything you want to say (optional)",
            name="What you want to say",
            max_length=500,
            rows=3,
            required=False,
        )

    @property
    def agrees(self) -> bool:
        return self.cleaned_data["answer"] == "agree"

    def options(self, life: Life) -> list[tuple[str, Life]]:
        return [("Made shorter", with_months_off(life, self.reduction.months))]


class TakeBackReductionForm(BecauseForm):
    """Proposed or agreed by mistake."""

    def __init__(self, data=None, *, fact: Reduction):
        self.fact = fact
        super().__init__(data, enrolment=fact.enrolment)

    def options(self, life: Life) -> list[tuple[str, Life]]:
        counted = self.fact.months if self.fact.agreed_at else 0
        return [("Without it", replace(life, months_off=life.months_off - counted))]
