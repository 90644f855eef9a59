"""Leaving a programme."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TypeVar

from django import forms
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment import queries, rules
from swip.enrolment.forms.changes import BecauseForm, ChangeForm, day_field, note_field
from swip.enrolment.models import Enrolment, Pairing, Withdrawal
from swip.enrolment.queries import Stay
from swip.enrolment.rules.timetable import Absence, Gap, Life, Pause
from swip.govuk.choices import one_of
from swip.govuk.fields import DateField, LongText
from swip.govuk.words import date_in_words

MONTHS_AHEAD = 6
Away = TypeVar("Away", Absence, Pause)


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


class UndoWithdrawalForm(BecauseForm):
    """Why it was a mistake that somebody left."""

    def __init__(self, data=None, *, enrolment: Enrolment):
        super().__init__(data, enrolment=enrolment)
        self.fields["because"].label = "What was the mistake?"
        self.fields["because"].help_text = "The social worker reads this. It stays in the history."
        self.fields["because"].error_messages["required"] = "Enter what the mistake was"


class ReinstateForm(ChangeForm):
    """From which day somebody is back, and who looks after them then."""

    def __init__(self, data=None, *, enrolment: Enrolment, withdrawal: Withdrawal, stay: Stay):
        self.withdrawal, self.stay = withdrawal, stay
        self.people: dict[str, dict[str, User]] = {}
        super().__init__(data, enrolment=enrolment)

    def add_fields(self) -> None:
        today = timezone.localdate()
        first = max(self.withdrawal.last_day + datetime.timedelta(days=1), self.stay.starts_on)
        latest = rules.months_after(max(today, first), MONTHS_AHEAD)
        self.fields["returned_on"] = day_field(
            "From which day are they back?",
            "The day",
            earliest=first,
            latest=min(latest, self.stay.ends_on) if self.stay.ends_on else latest,
        )
        for kind, label, missing in [
            (Pairing.Kind.SUPERVISOR, "Who supervises them?", "Select their practice supervisor"),
            (Pairing.Kind.ASSESSOR, "Who assesses them?", "Select their assessor"),
        ]:
            people = queries.choosable([self.stay.organisation], kind, worker=self.enrolment.social_worker)
            self.people[kind] = {str(each.person_id): each.person for each in people}
            self.fields[kind] = one_of(
                [(str(each.person_id), queries.with_team(each)) for each in people],
                label=label,
                missing=missing,
                otherwise="Not decided yet",
            )
        self.fields["note"] = note_field()

    def chosen(self) -> dict[str, User | None]:
        return {kind: people.get(self.cleaned_data[kind]) for kind, people in self.people.items()}

    def options(self, life: Life) -> list[tuple[str, Life]]:
        day = datetime.timedelta(days=1)
        first, back = self.withdrawal.last_day + day, self.cleaned_data["returned_on"]
        gaps = (*life.gaps, Gap(first, back - day)) if back > first else life.gaps
        absences = tuple(self.over_by_then(each) for each in life.absences)
        pauses = tuple(self.over_by_then(each) for each in life.pauses)
        changed = replace(life, gaps=gaps, absences=absences, pauses=pauses)
        return [("If they come back on this day", changed)]

    def over_by_then(self, away: Away) -> Away:
        """What was still open when they left ended with their last day."""
        if away.ends_on is not None or away.starts_on >= self.cleaned_data["returned_on"]:
            return away
        return replace(away, ends_on=max(away.starts_on, self.withdrawal.last_day))

    def told(self) -> list[tuple[str, str]]:
        chosen = self.chosen()
        return [
            ("Last day before", date_in_words(self.withdrawal.last_day)),
            ("Back from", date_in_words(self.cleaned_data["returned_on"])),
            ("Employer", str(self.stay.organisation)),
            ("Practice supervisor", str(chosen[Pairing.Kind.SUPERVISOR] or "Not decided yet")),
            ("Assessor", str(chosen[Pairing.Kind.ASSESSOR] or "Not decided yet")),
            ("Also recorded", self.cleaned_data["note"] or "Nothing"),
        ]
