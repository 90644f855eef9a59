"""The social worker objects to a change, and is answered."""

from __future__ import annotations

from django import forms

from swip.govuk.fields import LongText


class ObjectionForm(forms.Form):
    """What they do not agree with."""

    words = LongText(
        label="What do you not agree with, and why?",
        name="Your objection",
        help_text="It stays beside the change. Your coordinator is told, and can answer.",
        max_length=2000,
        rows=5,
        error_messages={"required": "Enter what you do not agree with"},
    )


class AnswerObjectionForm(forms.Form):
    """What the coordinator says to it."""

    words = LongText(
        label="What do you answer?",
        name="Your answer",
        help_text="It stays beside the objection. To put the change right, correct it or take it back.",
        max_length=2000,
        rows=5,
        error_messages={"required": "Enter what you answer"},
    )
