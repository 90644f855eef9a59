"""Entries of the ledger: short enough to be made on a phone, between two visits."""

from __future__ import annotations

import datetime

from django import forms
from django.utils import timezone

from swip.govuk.fields import DateField, LongText, ShortText
from swip.govuk.words import date_in_words, number
from swip.supervision.forms.fields import HoursField, NumberField
from swip.supervision.models import Session
from swip.supervision.rules.promises import LONGEST, MOST_MINUTES

SHORT_NOTE = 2_000
SOMEBODY_ELSE = "somebody_else"
WEEKS_BACK, WEEKS_AHEAD = 12, 4
A_YEAR = datetime.timedelta(days=366)


def monday_of(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def a_year_from_now() -> datetime.date:
    """Nobody plans further ahead: a day beyond it is a slip of the hand."""
    return timezone.localdate() + A_YEAR


class HeldFields(forms.Form):
    """What is said of a session that took place."""

    day = DateField(
        label="Which day?",
        name="The day of the session",
        help_text="For example, 27 3 2026",
        latest=a_year_from_now,
    )
    minutes = NumberField(
        label="How long was it?", name="Minutes", least=5, most=MOST_MINUTES, unit="minutes", required=False
    )
    reflection_minutes = NumberField(
        label="How much of that was time to reflect?",
        name="Minutes of reflection",
        most=MOST_MINUTES,
        unit="minutes",
        required=False,
        help_text="Thinking together about the work and what it means. Enter 0 if there was none.",
    )
    kind = forms.ChoiceField(
        label="Was it one to one?",
        choices=Session.Kind.choices,
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages={"required": "Select whether it was one to one or in a group"},
    )
    held_by = forms.ChoiceField(
        label="Who with?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who the session was with"},
    )
    held_by_name = ShortText(label="Their name", name="Their name", max_length=150, required=False)
    notes = LongText(
        label="What was agreed (optional)",
        name="What was agreed",
        max_length=SHORT_NOTE,
        rows=3,
        required=False,
    )

    def __init__(self, data=None, *, enrolment, people, reads_notes, initial=None):
        super().__init__(data, initial=initial)
        self.enrolment, self.people = enrolment, {str(each.pk): each for each in people}
        self.fields["day"].earliest = enrolment.starts_on
        self.fields["held_by"].choices = [
            *((pk, each.name) for pk, each in self.people.items()),
            (SOMEBODY_ELSE, "Somebody else"),
        ]
        if not reads_notes:
            del self.fields["notes"]

    @property
    def is_held(self) -> bool:
        return True

    def clean(self):
        answers = super().clean()
        day, today = answers.get("day"), timezone.localdate()
        if self.is_held:
            if day and day > today:
                self.add_error("day", "The day of the session must be today or in the past")
            for name, missing in [
                ("minutes", "Enter how many minutes the session took"),
                ("reflection_minutes", "Enter how many minutes were time to reflect, or 0"),
            ]:
                if name not in self.errors and answers.get(name) is None:
                    self.add_error(name, missing)
            minutes, reflection = answers.get("minutes"), answers.get("reflection_minutes")
            if minutes and reflection and reflection > minutes:
                self.add_error("reflection_minutes", f"Minutes of reflection must be {minutes} or fewer")
        elif day and day < today:
            self.add_error("day", "The day of a planned session must be today or later")
        is_unnamed = answers.get("held_by") == SOMEBODY_ELSE and not answers.get("held_by_name")
        if is_unnamed and "held_by_name" not in self.errors:
            self.add_error("held_by_name", "Enter the name of who the session was with")
        return answers

    @property
    def details(self) -> dict:
        """As the action takes them."""
        said = self.cleaned_data
        person = self.people.get(said["held_by"])
        return {
            "minutes": said["minutes"],
            "reflection_minutes": said["reflection_minutes"],
            "kind": said["kind"],
            "held_by": person,
            "held_by_name": person.name if person else said["held_by_name"],
            "notes": said.get("notes", ""),
        }


class SessionForm(HeldFields):
    """A session, in seconds: today, with the usual supervisor, for the usual time."""

    HELD, PLANNED = "held", "planned"

    took_place = forms.ChoiceField(
        label="Did it take place?",
        choices=[(HELD, "Yes"), (PLANNED, "Not yet, it is planned")],
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages={"required": "Select whether it took place"},
    )
    is_another = forms.BooleanField(label="Yes, there is more than one session on that day", required=False)

    field_order = ["took_place", "day", "minutes", "reflection_minutes", "kind", "held_by", "held_by_name"]

    @property
    def is_held(self) -> bool:
        return self.cleaned_data.get("took_place") != self.PLANNED


class FollowUpForm(HeldFields):
    """What became of a planned session."""

    HELD, CANCELLED, MOVED = "held", "cancelled", "moved"

    became = forms.ChoiceField(
        label="What became of it?",
        choices=[
            (HELD, "It took place"),
            (CANCELLED, "It was cancelled"),
            (MOVED, "It is moved to another day"),
        ],
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select what became of the session"},
    )
    cancelled_by = forms.ChoiceField(
        label="Who cancelled it?",
        choices=Session.CancelledBy.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Select who cancelled it"},
    )
    why = LongText(label="Why?", name="The reason", max_length=SHORT_NOTE, rows=3, required=False)
    moved_to = DateField(
        label="Which day is it moved to?",
        name="The new day",
        help_text="For example, 27 3 2026",
        latest=a_year_from_now,
        required=False,
    )

    HELD_ONLY = ("day", "minutes", "reflection_minutes", "kind", "held_by")

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        became = (self.data or {}).get("became")
        if became != self.HELD:
            for name in self.HELD_ONLY:
                self.fields[name].required = False

    @property
    def became_of_it(self) -> str:
        return self.cleaned_data.get("became", "")

    @property
    def is_held(self) -> bool:
        return self.became_of_it == self.HELD

    def clean(self):
        became = self.cleaned_data.get("became")
        if became == self.HELD:
            return super().clean()
        for name in self.HELD_ONLY:  # of a session that did not take place nothing of this is asked
            self.errors.pop(name, None)
        said = self.cleaned_data
        if became == self.CANCELLED:
            if not said.get("cancelled_by") and "cancelled_by" not in self.errors:
                self.add_error("cancelled_by", "Select who cancelled it")
            if not said.get("why") and "why" not in self.errors:
                self.add_error("why", "Enter why it was cancelled")
        if became == self.MOVED and "moved_to" not in self.errors:
            if not said.get("moved_to"):
                self.add_error("moved_to", "Enter the new day")
            elif said["moved_to"] < timezone.localdate():
                self.add_error("moved_to", "The new day must be today or later")
        return said


class ProtectedTimeForm(forms.Form):
    """The hours of one week that were kept free, or are meant to be."""

    week = forms.ChoiceField(
        label="Which week?",
        widget=forms.Select,
        error_messages={"required": "Select a week", "invalid_choice": "Select a week from the list"},
    )
    hours = HoursField(label="How many hours did you take?", name="The hours")
    why_lost = LongText(
        label="If hours were lost, why?", name="The reason", max_length=SHORT_NOTE, rows=3, required=False
    )

    def __init__(self, data=None, *, enrolment, promised, is_own=True, initial=None):
        super().__init__(data, initial=initial)
        self.promised = promised
        today = timezone.localdate()
        self.this_week = monday_of(today)
        first = monday_of(enrolment.starts_on)
        weeks = [
            self.this_week + datetime.timedelta(weeks=each)
            for each in range(WEEKS_AHEAD, -WEEKS_BACK - 1, -1)
        ]
        self.fields["week"].choices = [
            (week.isoformat(), self._called(week)) for week in weeks if week >= first
        ]
        self.initial.setdefault("week", self.this_week.isoformat())
        if not is_own:
            self.fields["hours"].label = "How many hours were taken?"
        self.fields[
            "hours"
        ].help_text = f"{number(promised)} hours a week are promised. Of a week to come, say what is planned."

    def _called(self, week: datetime.date) -> str:
        near = {0: ", this week", -7: ", last week", 7: ", next week"}.get((week - self.this_week).days, "")
        return f"Week of {date_in_words(week)}{near}"

    def clean(self):
        answers = super().clean()
        hours, week = answers.get("hours"), answers.get("week")
        if hours is None or not week:
            return answers
        lost = float(self.promised) - float(hours)
        if lost > 0.005 and self.chosen_week <= timezone.localdate() and not answers.get("why_lost"):
            self.add_error("why_lost", f"Enter why {number(lost)} of the promised hours were lost")
        return answers

    @property
    def chosen_week(self) -> datetime.date:
        return datetime.date.fromisoformat(self.cleaned_data["week"])

    @property
    def details(self) -> dict:
        return {"hours": self.cleaned_data["hours"], "why_lost": self.cleaned_data["why_lost"]}


class WorkloadForm(forms.Form):
    """How much work somebody carries on a day."""

    as_of = DateField(
        label="On which day?", name="The day", help_text="For example, 27 3 2026", latest=a_year_from_now
    )
    children = NumberField(label="How many children?", name="The number of children", most=500)
    families = NumberField(
        label="How many families? (optional)", name="The number of families", most=500, required=False
    )
    percent = NumberField(
        label="How large is the workload?",
        name="The workload",
        most=400,
        unit="%",
        missing="Enter how large it is",
    )
    note = LongText(
        label="What makes it more or less than the number says? (optional)",
        name="What makes it more or less",
        help_text="For example court work or long journeys. Name no child and no family.",
        max_length=SHORT_NOTE,
        rows=3,
        required=False,
    )

    def __init__(self, data=None, *, enrolment, promised, initial=None):
        super().__init__(data, initial=initial)
        self.fields["as_of"].earliest = enrolment.starts_on
        self.fields["percent"].help_text = (
            "100% is what a social worker in their second or third year carries in the same team, weighed by how "
            f"complex the work is. At most {promised}% is promised."
        )

    @property
    def details(self) -> dict:
        return {name: self.cleaned_data[name] for name in ["children", "families", "percent", "note"]}


# ---- Corrections: the same questions, and why


class Correction(forms.Form):
    """A new entry that takes the place of a wrong one."""

    why_corrected = LongText(
        label="Why is it corrected?",
        name="The reason",
        help_text="Both sides can read this. The entry as it was stays readable.",
        max_length=SHORT_NOTE,
        rows=3,
        error_messages={"required": "Enter why it is corrected"},
    )
    is_mistake = forms.BooleanField(
        label="The whole entry was a mistake: take it back, with nothing in its place", required=False
    )

    @property
    def is_taken_back(self) -> bool:
        return self.cleaned_data.get("is_mistake", False)

    def without_the_rest(self):
        """Where the entry is taken back, nothing but the reason is asked."""
        for name in set(self.errors) - {"why_corrected"}:
            del self.errors[name]


class CorrectSessionForm(Correction, HeldFields):
    field_order = ["day", "minutes", "reflection_minutes", "kind", "held_by", "held_by_name", "notes"]

    def clean(self):
        answers = super().clean()
        if self.is_taken_back:
            self.without_the_rest()
        return answers

    @property
    def changes(self) -> dict:
        return self.details | {"held_on": self.cleaned_data["day"]}


class CorrectCancellationForm(Correction):
    cancelled_by = forms.ChoiceField(
        label="Who cancelled it?",
        choices=Session.CancelledBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who cancelled it", "invalid_choice": "Select who cancelled it"},
    )
    cancelled_why = LongText(
        label="Why was it cancelled?",
        name="The reason",
        max_length=SHORT_NOTE,
        rows=3,
        error_messages={"required": "Enter why it was cancelled"},
    )
    field_order = ["cancelled_by", "cancelled_why"]

    def clean(self):
        answers = super().clean()
        if self.is_taken_back:
            self.without_the_rest()
        return answers

    @property
    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in ["cancelled_by", "cancelled_why"]}


class CorrectProtectedTimeForm(Correction, ProtectedTimeForm):
    field_order = ["hours", "why_lost"]

    def __init__(self, data=None, *, is_planned, **options):
        super().__init__(data, **options)
        self.is_planned = is_planned
        del self.fields["week"]  # an entry of another week is taken back, and entered there

    def clean(self):
        answers = super().clean()
        if self.is_taken_back:
            self.without_the_rest()
        elif answers.get("hours") is not None and not self.is_planned:
            lost = float(self.promised) - float(answers["hours"])
            if lost > 0.005 and not answers.get("why_lost"):
                self.add_error("why_lost", f"Enter why {number(lost)} of the promised hours were lost")
        return answers

    @property
    def changes(self) -> dict:
        if self.is_planned:
            return {"hours_planned": self.cleaned_data["hours"]}
        return {"hours_taken": self.cleaned_data["hours"], "why_lost": self.cleaned_data["why_lost"]}


class CorrectWorkloadForm(Correction, WorkloadForm):
    field_order = ["children", "families", "percent", "note"]

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["as_of"]

    def clean(self):
        answers = super().clean()
        if self.is_taken_back:
            self.without_the_rest()
        return answers

    @property
    def changes(self) -> dict:
        return self.details


# ---- Disputes


class DisputeForm(forms.Form):
    words = LongText(
        label="What is not right?",
        name="What is not right",
        help_text="The other side reads this, and so does everybody who sees the ledger. It stays.",
        max_length=LONGEST,
        rows=5,
        widget=forms.Textarea(attrs={"rows": 5, "label_size": "m"}),
        error_messages={"required": "Enter what is not right"},
    )


class AnswerForm(forms.Form):
    words = LongText(
        label="Your answer",
        name="Your answer",
        help_text="If they are right, correct the entry instead. This stays beside what they said.",
        max_length=LONGEST,
        rows=5,
        widget=forms.Textarea(attrs={"rows": 5, "label_size": "m"}),
        error_messages={"required": "Enter your answer"},
    )
