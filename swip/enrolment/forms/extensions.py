"""More time."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django import forms

from swip.enrolment.forms.changes import BecauseForm, ChangeForm
from swip.enrolment.models import Extension
from swip.enrolment.queries.extensions import extension_grounds, latest_end, most_months
from swip.enrolment.rules import months_after
from swip.enrolment.rules.changes import ChangeRefused, with_more_time
from swip.enrolment.rules.timetable import Life, MoreTime
from swip.govuk.fields import LongText
from swip.govuk.words import date_in_words, plural

MISSING_GROUND = "Select on what ground"
MISSING_UNIT = "Select weeks or months"


class ExtensionForm(ChangeForm):
    """How much more time, on what ground, and why."""

    NOT_FOR_WHAT_IF = ["ground", "reason"]

    def __init__(self, data=None, **options):
        # What the coordinator saw when they opened the page: pressed twice, time is given once.
        begin = {"instead_of": options["enrolment"].expected_end_on.isoformat(), "unit": "months"}
        options["initial"] = begin | options.get("initial", {})
        super().__init__(data, **options)

    def add_fields(self) -> None:
        most = plural(most_months(self.enrolment.rule_book), "month")
        self.grounds = dict(extension_grounds(self.enrolment.rule_book))
        self.fields["amount"] = forms.IntegerField(
            label="How much more time?",
            help_text=f"At most {most} at once.",
            min_value=1,
            widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric", "label_size": "m"}),
            error_messages={
                "required": "Enter how much more time",
                "invalid": "How much more time must be a whole number, like 3",
                "min_value": "How much more time must be 1 or more",
            },
        )
        self.fields["unit"] = forms.ChoiceField(
            label="Weeks or months?",
            choices=[("weeks", "Weeks"), ("months", "Months")],
            widget=forms.RadioSelect(attrs={"inline": True, "label_size": "m"}),
            error_messages={"required": MISSING_UNIT, "invalid_choice": MISSING_UNIT},
        )
        self.fields["ground"] = forms.ChoiceField(
            label="On what ground?",
            choices=list(self.grounds.items()),
            widget=forms.RadioSelect(attrs={"label_size": "m"}),
            error_messages={"required": MISSING_GROUND, "invalid_choice": MISSING_GROUND},
        )
        self.fields["reason"] = LongText(
            label="Why?",
            name="The reason",
            help_text="The social worker reads this.",
            max_length=2000,
            rows=4,
            error_messages={"required": "Enter why more time is given"},
        )
        self.fields["instead_of"] = forms.DateField(widget=forms.HiddenInput, required=False)

    @property
    def to(self) -> datetime.date:
        amount, end = self.cleaned_data["amount"], self.enrolment.expected_end_on
        if self.cleaned_data["unit"] == "weeks":
            return end + datetime.timedelta(weeks=amount)
        return months_after(end, amount)

    def refuse(self, answers: dict[str, Any]) -> None:
        most = most_months(self.enrolment.rule_book)
        weeks_or_months = {"weeks": 5 * most, "months": most}[answers["unit"]]
        if answers["amount"] > weeks_or_months or self.to > latest_end(self.enrolment):
            latest = date_in_words(latest_end(self.enrolment))
            raise ChangeRefused(
                f"More time must be {plural(most, 'month')} or less, which is until {latest}", "amount"
            )

    def options(self, life: Life) -> list[tuple[str, Life]]:
        days = (self.to - self.enrolment.expected_end_on).days
        words = self.grounds.get(self.cleaned_data.get("ground", ""), "")
        return [("With more time", with_more_time(life, days, words))]

    def told(self) -> list[tuple[str, str]]:
        answers = self.cleaned_data
        told = [("More time", plural(answers["amount"], answers["unit"].rstrip("s")))]
        if "ground" in self.fields:
            told += [("Ground", self.grounds[answers["ground"]]), ("Why", answers["reason"])]
        return told


class TakeBackExtensionForm(BecauseForm):
    """It was given by mistake."""

    def __init__(self, data=None, *, fact: Extension):
        self.fact = fact
        super().__init__(data, enrolment=fact.enrolment)

    def options(self, life: Life) -> list[tuple[str, Life]]:
        given = list(life.more_time)
        given.remove(MoreTime(self.fact.days, self.fact.ground_words))
        return [("Without it", replace(life, more_time=tuple(given)))]
