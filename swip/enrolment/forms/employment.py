"""Other hours, another team."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from swip.accounts.models import Team
from swip.enrolment.forms.changes import BecauseForm, ChangeForm, day_field, note_field
from swip.enrolment.models import EmploymentPeriod, Enrolment
from swip.enrolment.queries.employment import period_before
from swip.enrolment.queries.people import teams_of
from swip.enrolment.queries.timetable import tenths
from swip.enrolment.queries.what_if import job_in_a_life
from swip.enrolment.rules.changes import ChangeRefused, hours_in_words, with_hours
from swip.enrolment.rules.timetable import Life
from swip.govuk.choices import NOBODY, one_of
from swip.govuk.fields import clean_characters
from swip.govuk.words import date_in_words

PART_OF_FULL_TIME = re.compile(r"(?:1(?:[.,]0)?|0?[.,]([1-9]))")
A_DAY = datetime.timedelta(days=1)


class EmploymentForm(ChangeForm):
    """From which day, how many hours, in which team."""

    NOT_FOR_WHAT_IF = ["team", "note"]

    def __init__(self, data=None, *, enrolment: Enrolment, period: EmploymentPeriod, **options):
        self.period = period
        self.teams: dict[str, Team] = {str(each.pk): each for each in teams_of(period.organisation)}
        # What the coordinator saw when they opened the page: if it changes meanwhile, they are told.
        begin = {
            "instead_of": period.pk,
            "full_time_equivalent": period.full_time_equivalent,
            "team": str(period.team_id or NOBODY),
        }
        options["initial"] = begin | options.get("initial", {})
        super().__init__(data, enrolment=enrolment, **options)

    def add_fields(self) -> None:
        self.fields["from_day"] = day_field(
            "From which day?",
            "The day",
            hint="It can be past. A day that is still to come is planned.",
            earliest=self.period.starts_on + A_DAY,
            latest=self.enrolment.expected_end_on,
        )
        self.fields["full_time_equivalent"] = forms.CharField(
            label="What part of full time?",
            help_text="1 is full time, 0.5 is half of it. Give one decimal place, like 0.6",
            widget=forms.TextInput(attrs={"width": 3, "inputmode": "decimal", "label_size": "m"}),
            error_messages={"required": "Enter what part of full time, like 0.6"},
        )
        self.fields["team"] = one_of(
            [(pk, str(team)) for pk, team in self.teams.items()],
            label="Which team do they work in?",
            missing="Select which team they work in",
            otherwise="No team yet",
        )
        self.fields["note"] = note_field("Why? (optional)")
        self.fields["instead_of"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_full_time_equivalent(self) -> Decimal:
        typed = clean_characters(str(self.cleaned_data["full_time_equivalent"])).strip()
        match = PART_OF_FULL_TIME.fullmatch(typed)
        if not match:
            raise ValidationError(
                "Part of full time must be a number from 0.1 to 1, with one decimal place, like 0.6"
            )
        return Decimal(f"0.{match.group(1)}") if match.group(1) else Decimal("1.0")

    @property
    def team(self) -> Team | None:
        return self.teams.get(self.cleaned_data["team"])

    def refuse(self, answers: dict[str, Any]) -> None:
        if self.period.ends_on and answers["from_day"] > self.period.ends_on:
            day = date_in_words(self.period.ends_on)
            raise ChangeRefused(f"Their employment here ends on {day}. Choose an earlier day", "from_day")
        same_hours = answers["full_time_equivalent"] == self.period.full_time_equivalent
        same_team = "team" not in self.fields or self.team == self.period.team
        if same_hours and same_team:
            raise ChangeRefused(
                "These are the hours and the team that they have already", "full_time_equivalent"
            )

    def options(self, life: Life) -> list[tuple[str, Life]]:
        hours = tenths(self.cleaned_data["full_time_equivalent"])
        changed = with_hours(life, job_in_a_life(self.period), self.cleaned_data["from_day"], hours)
        return [("With these hours", changed)]

    def told(self) -> list[tuple[str, str]]:
        answers = self.cleaned_data
        planned = ", planned" if answers["from_day"] > timezone.localdate() else ""
        told = [
            ("Employer", str(self.period.organisation)),
            ("From", date_in_words(answers["from_day"]) + planned),
            ("Hours", _hours(answers["full_time_equivalent"])),
        ]
        if "team" in self.fields:
            told.append(("Team", str(self.team) if self.team else "No team yet"))
        if answers.get("note"):
            told.append(("Why", answers["note"]))
        return told


def _hours(full_time_equivalent: Decimal) -> str:
    words = hours_in_words(tenths(full_time_equivalent))
    return words[:1].upper() + words[1:]


class CorrectEmploymentForm(BecauseForm, EmploymentForm):
    """The last change as it really was."""

    def __init__(self, data=None, *, period: EmploymentPeriod):
        self.former = period_before(period)
        super().__init__(
            data, enrolment=period.enrolment, period=period, initial={"from_day": period.starts_on}
        )
        self.order_fields(["from_day", "full_time_equivalent", "team", "because"])

    def add_fields(self) -> None:
        super().add_fields()
        del self.fields["note"], self.fields["instead_of"]
        first = self.former.starts_on + A_DAY if self.former else self.period.starts_on
        self.fields["from_day"].earliest = first
        if self.former is None:
            self.fields["from_day"].latest = first

    def refuse(self, answers: dict[str, Any]) -> None:
        if answers["from_day"] == self.period.starts_on:
            super().refuse(answers)

    def options(self, life: Life) -> list[tuple[str, Life]]:
        hours = tenths(self.cleaned_data["full_time_equivalent"])
        job = job_in_a_life(self.period)
        if self.former is None:
            return [("Corrected", with_hours(life, job, self.period.starts_on, hours))]
        before = _without(life, self.period, self.former)
        whole = _whole(self.period, self.former)
        return [("Corrected", with_hours(before, whole, self.cleaned_data["from_day"], hours))]


class TakeBackEmploymentForm(BecauseForm):
    """The last change did not happen."""

    def __init__(self, data=None, *, fact: EmploymentPeriod):
        self.period, self.former = fact, period_before(fact)
        super().__init__(data, enrolment=fact.enrolment)

    def options(self, life: Life) -> list[tuple[str, Life]]:
        return [("Without it", _without(life, self.period, self.former))]


def _whole(period: EmploymentPeriod, former: EmploymentPeriod):
    """The hours of before, going on as if nothing had changed."""
    return job_in_a_life(
        EmploymentPeriod(
            starts_on=former.starts_on,
            ends_on=period.ends_on,
            full_time_equivalent=former.full_time_equivalent,
        )
    )


def _without(life: Life, period: EmploymentPeriod, former: EmploymentPeriod) -> Life:
    gone = {job_in_a_life(period), job_in_a_life(former)}
    kept = [each for each in life.jobs if each not in gone]
    return replace(life, jobs=(*kept, _whole(period, former)))
