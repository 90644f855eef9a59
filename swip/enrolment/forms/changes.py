"""What the forms of all changes of somebody's time have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from swip.enrolment.models import Enrolment
from swip.enrolment.rules import months_after
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.rules.timetable import Life
from swip.govuk.fields import DateField, LongText

EXAMPLE = "For example, 27 3 2027"
LONGEST_AHEAD_IN_MONTHS = 36


class ChangeForm(forms.Form):
    """A change as it is typed: to be recorded, or only to see what it would do.

    For "what if", the fields that no date depends on are left out; what is typed into the rest is carried along.
    """

    NOT_FOR_WHAT_IF: Sequence[str] = ()

    def __init__(self, data: Any = None, *, enrolment: Enrolment, is_what_if: bool = False, **options: Any):
        super().__init__(data, **options)
        self.enrolment, self.is_what_if = enrolment, is_what_if
        self.add_fields()
        if is_what_if:
            for name in self.NOT_FOR_WHAT_IF:
                self.fields.pop(name, None)

    def add_fields(self) -> None:
        """The fields, which depend on the enrolment and its rule book."""

    def clean(self):
        answers = super().clean()
        if not self.errors:
            try:
                self.refuse(answers)
            except ChangeRefused as refusal:
                self.add_refusal(refusal)
        return answers

    def refuse(self, answers: dict[str, Any]) -> None:
        """Raise ChangeRefused where this cannot be."""

    def add_refusal(self, refusal: ChangeRefused) -> None:
        """What was refused is told beside the answer that it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.reason)

    def options(self, life: Life) -> list[tuple[str, Life]]:
        """The life as it would be with this change; two, where the worker chooses."""
        return [("With this change", life)]

    def told(self) -> list[tuple[str, str]]:
        """What was typed, in words, for "check your answers"."""
        return []


class BecauseForm(ChangeForm):
    """Why something that was recorded is a mistake."""

    because = LongText(
        label="Why? The reason stays in the history",
        name="The reason",
        max_length=500,
        rows=3,
        error_messages={"required": "Enter why"},
    )
    because.widget.attrs["label_size"] = "m"

    def told(self) -> list[tuple[str, str]]:
        return [*super().told(), ("Reason", self.cleaned_data["because"])]


def day_field(label: str, name: str, hint: str = EXAMPLE, **options: Any) -> DateField:
    field = DateField(label=label, name=name, help_text=hint, **options)
    field.widget.attrs["label_size"] = "m"
    return field


def note_field(label: str = "Anything else to record (optional)") -> LongText:
    return LongText(
        label=label,
        name="What you want to record",
        help_text="Everybody who works with this record can read it. Do not write medical details.",
        max_length=500,
        rows=3,
        required=False,
    )


def far_ahead(enrolment: Enrolment):
    """No leave or pause goes further than this."""
    return months_after(enrolment.expected_end_on, LONGEST_AHEAD_IN_MONTHS)
