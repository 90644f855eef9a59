"""When and how often somebody wants to be reminded."""

from __future__ import annotations

import datetime

from django import forms

from swip.govuk.fields import Choice
from swip.govuk.words import time_in_words
from swip.notifications.models import Choices

AN_HOUR = datetime.timedelta(hours=1)
HINTS = {
    Choices.Rhythm.DAILY: "One email a day at most. Most days there is none.",
    Choices.Rhythm.WEEKLY: "One email a week at most, on a day you choose.",
    Choices.Rhythm.LATE: "Nothing before something is due.",
    Choices.Rhythm.NONE: "You see what waits for you when you sign in.",
}


class ChoicesForm(forms.Form):
    """`hours` are the full hours at which the rules let reminders leave; one's own lie within them."""

    rhythm = forms.ChoiceField(
        label="How often should we remind you?",
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select how often we should remind you"},
    )
    weekday = forms.TypedChoiceField(
        label="Day of the week",
        choices=Choices.Weekday.choices,
        coerce=int,
        required=False,
        empty_value=Choices.Weekday.MONDAY,
        error_messages={"invalid_choice": "Select a day of the week"},
    )
    earliest = forms.ChoiceField(
        label="Not before", required=False, error_messages={"invalid_choice": "Select a time from the list"}
    )
    latest = forms.ChoiceField(
        label="Not after", required=False, error_messages={"invalid_choice": "Select a time from the list"}
    )

    def __init__(self, *args, hours, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = [
            (value, Choice(label, hint=HINTS[value])) for value, label in Choices.Rhythm.choices
        ]
        ends = [_later(hour) for hour in hours]
        self.fields["earliest"].choices = _times(hours)
        self.fields["latest"].choices = _times([each for each in ends if each != datetime.time(0)])

    @classmethod
    def showing(cls, choices, *, hours):
        """What was chosen before. Hours that the rules have since closed are shown as the rules have them."""
        form = cls(hours=hours)
        form.initial = {
            "rhythm": choices.rhythm,
            "weekday": choices.weekday,
            "earliest": _code(choices.quiet_until),
            "latest": _code(choices.quiet_from),
        }
        return form

    def clean_earliest(self):
        return _time(self.cleaned_data["earliest"])

    def clean_latest(self):
        return _time(self.cleaned_data["latest"])

    def clean(self):
        answers = super().clean()
        earliest, latest = answers.get("earliest"), answers.get("latest")
        if earliest and latest and earliest >= latest:
            self.add_error("latest", "The latest time must be after the earliest time")
        return answers


def _times(hours):
    return [("", "As the rules have it"), *((_code(hour), time_in_words(hour)) for hour in hours)]


def _later(hour):
    return (datetime.datetime.combine(datetime.date.min, hour) + AN_HOUR).time()


def _code(hour):
    return f"{hour:%H:%M}" if hour else ""


def _time(code):
    return datetime.time.fromisoformat(code) if code else None
