"""What a supervisor or coordinator promises, and the answer of each who signs."""

from __future__ import annotations

from django import forms

from swip.core.autosave import LONGEST_KEPT
from swip.govuk.fields import Choice, LongText, ShortText, clean_characters
from swip.govuk.words import number
from swip.supervision.forms.fields import HoursField, NumberField
from swip.supervision.queries import agreements as queries
from swip.supervision.rules.promises import (
    LONGEST,
    MOST_MINUTES,
    as_often_as,
    least_hours,
)
from swip.supervision.rules.rhythm import PHASES


def how_often(label):
    return forms.ChoiceField(
        label=label,
        widget=forms.Select,
        error_messages={
            "required": f"Select how often supervision takes place {label.lower()}",
            "invalid_choice": f"Select how often supervision takes place {label.lower()}",
        },
    )


class AgreementForm(forms.Form):
    """Begins with what the rule book promises anyway: more may be promised, never less."""

    weeks_1_to_6 = how_often("In weeks 1 to 6")
    to_month_6 = how_often("From week 7 to month 6")
    to_month_12 = how_often("From month 7 to month 12")
    year_2 = how_often("After the first year")
    session_minutes = NumberField(
        label="How long is a session?",
        name="The length of a session",
        least=15,
        most=MOST_MINUTES,
        unit="minutes",
    )
    protected_hours_year_1 = HoursField(
        label="Protected time each week, in the first year", name="Protected time in the first year"
    )
    protected_hours_year_2 = HoursField(
        label="Protected time each week, after the first year", name="Protected time after the first year"
    )
    workload_year_1 = NumberField(
        label="Largest workload in the first year", name="The workload in the first year", least=1, unit="%"
    )
    workload_year_2 = NumberField(
        label="Largest workload after the first year",
        name="The workload after the first year",
        least=1,
        unit="%",
    )
    cover = ShortText(
        label="Who covers when the supervisor is away?",
        name="Who covers",
        help_text="A name, or a role that is always filled",
        error_messages={"required": "Enter who covers when the supervisor is away"},
    )
    concerns = LongText(
        label="How is a concern raised?",
        name="How a concern is raised",
        help_text=(
            "By either side: to whom, how soon, and what happens then. For example about support that is not given, "
            "or about the social worker’s practice."
        ),
        max_length=LONGEST,
        rows=6,
        error_messages={"required": "Enter how a concern is raised"},
    )
    also_agreed = LongText(
        label="What else is agreed? (optional)",
        name="What else is agreed",
        help_text="For example shadowing, training days, or working patterns. Nothing about health or family.",
        max_length=LONGEST,
        rows=5,
        required=False,
    )

    LONG_ANSWERS = ("cover", "concerns", "also_agreed")

    def __init__(self, data=None, *, enrolment, initial=None):
        super().__init__(data, initial=initial)
        book = enrolment.rule_book
        for phase in PHASES:
            offered = as_often_as(queries.every_of(book, phase))
            self.fields[phase].choices = [
                (each.code, f"{each.words[:1].upper()}{each.words[1:]}") for each in offered
            ]
            least = offered[0]
            self.fields[phase].help_text = f"At least {least.words}"
        equivalent = queries.current_equivalent(enrolment)
        self.week = equivalent * queries.full_week(book)
        self.percents = queries.percents_of_hours(book)
        self.least = [least_hours(percent, equivalent, queries.full_week(book)) for percent in self.percents]
        self.most = queries.workload_percents(book)
        for name, percent, least in zip(self.hours_fields, self.percents, self.least, strict=True):
            self.fields[
                name
            ].help_text = (
                f"At least {number(least)}: {number(percent)}% of {number(self.week)} contracted hours"
            )
        for name, most in zip(self.workload_fields, self.most, strict=True):
            self.fields[
                name
            ].help_text = f"At most {most}% of the work of a social worker in their second or third year"

    hours_fields = ("protected_hours_year_1", "protected_hours_year_2")
    workload_fields = ("workload_year_1", "workload_year_2")

    @classmethod
    def first_words(cls, enrolment) -> dict[str, str]:
        """What stands in the form before anybody has typed."""
        form = cls(enrolment=enrolment)
        book = enrolment.rule_book
        return {
            **{phase: queries.every_of(book, phase).code for phase in PHASES},
            "session_minutes": str(queries.usual_minutes(book)),
            **dict(zip(cls.hours_fields, map(number, form.least), strict=True)),
            **dict(zip(cls.workload_fields, map(str, form.most), strict=True)),
            "cover": "",
            "concerns": "",
            "also_agreed": "",
        }

    @classmethod
    def words_of(cls, version, enrolment) -> dict[str, str]:
        """What stands in the form when an agreement is renewed; hours that are too few by now are raised."""
        form = cls(enrolment=enrolment)
        words = {name: str(getattr(version, name)) for name in cls.base_fields}
        for name, least in zip(cls.hours_fields, form.least, strict=True):
            words[name] = number(max(getattr(version, name), least))
        return words

    def clean(self):
        answers = super().clean()
        for name, percent, least in zip(self.hours_fields, self.percents, self.least, strict=True):
            if answers.get(name) is not None and answers[name] < least:
                self.add_error(
                    name,
                    f"{self.fields[name].name} must be {number(least)} hours or more, "
                    f"{number(percent)}% of {number(self.week)} contracted hours",
                )
        for name, most in zip(self.workload_fields, self.most, strict=True):
            if answers.get(name) is not None and answers[name] > most:
                self.add_error(name, f"{self.fields[name].name} must be {most}% or less")
        return answers

    @property
    def terms(self) -> dict | None:
        """As a version keeps them; None where something is missing or too little."""
        return self.cleaned_data | {"contracted_hours": self.week} if self.is_valid() else None

    def typed(self) -> dict[str, str]:
        """Everything as a draft keeps it, right or not."""
        return {name: clean_characters(str(self.data.get(name, ""))) for name in self.base_fields}

    @property
    def is_longer_than_a_draft(self) -> bool:
        return any(len(words) > LONGEST_KEPT for words in self.typed().values())


class EndForm(forms.Form):
    why = LongText(
        label="Why does it end?",
        name="The reason",
        help_text="Everybody who signed it is told, and reads this.",
        max_length=LONGEST,
        rows=4,
        error_messages={"required": "Enter why it ends"},
    )


class SignForm(forms.Form):
    """The answer of one side."""

    SIGN, REFUSE = "sign", "refuse"

    decision = forms.ChoiceField(
        label="Do you sign this agreement?",
        choices=[
            (SIGN, Choice("Yes, I sign it")),
            (REFUSE, Choice("No", hint="It goes back to be changed. What you say stays readable")),
        ],
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select whether you sign this agreement"},
    )
    words = LongText(
        label="Why not?",
        name="Why not",
        max_length=LONGEST,
        required=False,
        rows=5,
    )

    def clean(self):
        answers = super().clean()
        if answers.get("decision") == self.REFUSE and not answers.get("words") and "words" not in self.errors:
            self.add_error("words", "Enter why you do not sign it")
        return answers

    @property
    def signs(self) -> bool:
        return self.cleaned_data["decision"] == self.SIGN
