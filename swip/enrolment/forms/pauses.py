"""The programme stands still, and goes on."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone

from swip.enrolment.forms.changes import BecauseForm, ChangeForm, day_field, far_ahead, note_field
from swip.enrolment.models import Pause
from swip.enrolment.queries.absences import refuse_clash
from swip.enrolment.queries.pauses import absences_ended_by, goes_on_until, pause_agreers, pause_reasons
from swip.enrolment.queries.what_if import absence_in_a_life, pause_in_a_life
from swip.enrolment.rules import timetable as engine
from swip.enrolment.rules.changes import ChangeRefused, with_pause, without_pause
from swip.enrolment.rules.timetable import Life
from swip.govuk.fields import lower_first
from swip.govuk.words import and_list, date_in_words

MISSING_REASON = "Select why the programme is paused"
A_DAY = datetime.timedelta(days=1)


def _away_again(life: Life, paused: Pause, until: datetime.date | None) -> Life:
    """The absences that the pause took the place of go on where it does not stand any more."""
    last_days = {
        absence_in_a_life(each): goes_on_until(each, until, without=paused)
        for each in absences_ended_by(paused)
    }
    absences = tuple(replace(each, ends_on=last_days.get(each, each.ends_on)) for each in life.absences)
    return replace(life, absences=absences)


class PauseForm(ChangeForm):
    """Why the programme is paused, from when, until when, and who agreed."""

    NOT_FOR_WHAT_IF = ["agreed_by", "note"]
    instead_of: Pause | None = None

    def add_fields(self) -> None:
        book = self.enrolment.rule_book
        self.reasons, self.agreers = dict(pause_reasons(book)), dict(pause_agreers(book))
        self.fields["reason"] = forms.ChoiceField(
            label="Why is the programme paused?",
            help_text="How well somebody does their work is never a reason.",
            choices=list(self.reasons.items()),
            widget=forms.RadioSelect(attrs={"label_size": "m"}),
            error_messages={"required": MISSING_REASON, "invalid_choice": MISSING_REASON},
        )
        first = self.enrolment.starts_on
        self.fields["starts_on"] = day_field(
            "First day of the pause",
            "First day of the pause",
            hint="A day that is still to come is planned: the pause begins by itself on that day.",
            earliest=first,
            latest=self.enrolment.expected_end_on,
        )
        self.fields["expected_return_on"] = day_field(
            "When are they expected back?",
            "The day they are expected back",
            earliest=first + A_DAY,
            latest=far_ahead(self.enrolment),
        )
        self.fields["agreed_by"] = forms.MultipleChoiceField(
            label="Who has agreed to the pause?",
            help_text="Everybody has to agree before it is recorded.",
            choices=list(self.agreers.items()),
            widget=forms.CheckboxSelectMultiple(attrs={"label_size": "m"}),
            required=bool(self.agreers),
            error_messages={"required": "Select who has agreed to the pause"},
        )
        self.fields["note"] = note_field()

    def refuse(self, answers: dict[str, Any]) -> None:
        if answers["expected_return_on"] <= answers["starts_on"]:
            raise ChangeRefused(
                "The day they are expected back must be after the first day of the pause",
                "expected_return_on",
            )
        if missing := [words for code, words in self.agreers.items() if code not in self.agreed(answers)]:
            not_yet = and_list(lower_first(each) for each in missing)
            raise ChangeRefused(f"Everybody has to agree first. Not yet: {not_yet}", "agreed_by")
        if answers["reason"] == "other" and "note" in self.fields and not answers["note"]:
            raise ChangeRefused("Enter what the other reason is", "note")
        refuse_clash(
            self.enrolment,
            answers["starts_on"],
            answers.get("ends_on") or answers["expected_return_on"] - A_DAY,
            except_for=self.instead_of,
            ends_open_absence=True,
        )

    def agreed(self, answers: dict[str, Any]) -> list[str]:
        return list(self.agreers) if "agreed_by" not in self.fields else answers["agreed_by"]

    def options(self, life: Life) -> list[tuple[str, Life]]:
        answers = self.cleaned_data
        pause = engine.Pause(
            answers["starts_on"],
            answers.get("ends_on"),
            answers["expected_return_on"],
            self.reasons[answers["reason"]],
        )
        former = pause_in_a_life(self.instead_of) if self.instead_of else None
        return [("With this pause", with_pause(life, pause, instead_of=former))]

    def told(self) -> list[tuple[str, str]]:
        answers = self.cleaned_data
        planned = ", planned" if answers["starts_on"] > timezone.localdate() else ""
        told = [
            ("Reason", self.reasons[answers["reason"]]),
            ("First day", date_in_words(answers["starts_on"]) + planned),
            ("Expected back on", date_in_words(answers["expected_return_on"])),
        ]
        if answers.get("ends_on"):
            told.append(("Last day", date_in_words(answers["ends_on"])))
        if answers.get("agreed_by"):
            told.append(("Agreed by", and_list(self.agreers[each] for each in answers["agreed_by"])))
        if answers.get("note"):
            told.append(("Also recorded", answers["note"]))
        return told


class CorrectPauseForm(BecauseForm, PauseForm):
    """The pause as it really was, or with another day of return."""

    def __init__(self, data=None, *, paused: Pause):
        self.instead_of = paused
        names = ["reason", "starts_on", "expected_return_on", "ends_on"]
        initial = {name: getattr(paused, name) for name in names}
        super().__init__(data, enrolment=paused.enrolment, initial=initial)
        self.order_fields([*names, "because"])

    def add_fields(self) -> None:
        super().add_fields()
        del self.fields["agreed_by"], self.fields["note"]  # they are carried over
        if self.instead_of and self.instead_of.ends_on:
            self.fields["ends_on"] = day_field(
                "Last day of the pause",
                "Last day of the pause",
                earliest=self.enrolment.starts_on,
                latest=timezone.localdate() - A_DAY,  # they were back on the day after, at the latest today
            )

    def refuse(self, answers: dict[str, Any]) -> None:
        if answers.get("ends_on") and answers["ends_on"] < answers["starts_on"]:
            raise ChangeRefused("Last day of the pause must be on or after its first day", "ends_on")
        super().refuse(answers)

    def options(self, life: Life) -> list[tuple[str, Life]]:
        first, paused = self.cleaned_data["starts_on"], self.instead_of
        is_later = paused is not None and first > paused.starts_on
        return super().options(_away_again(life, paused, first - A_DAY) if paused and is_later else life)


class TakeBackPauseForm(BecauseForm):
    """There was no pause."""

    def __init__(self, data=None, *, fact: Pause):
        self.fact = fact
        super().__init__(data, enrolment=fact.enrolment)

    def options(self, life: Life) -> list[tuple[str, Life]]:
        away = _away_again(life, self.fact, self.fact.ends_on)
        return [("Without it", without_pause(away, pause_in_a_life(self.fact)))]


class ResumeForm(ChangeForm):
    """The first day back."""

    def __init__(self, data=None, *, paused: Pause):
        self.paused = paused
        super().__init__(data, enrolment=paused.enrolment)

    def add_fields(self) -> None:
        self.fields["first_day_back"] = day_field(
            "What was their first day back?",
            "The first day back",
            earliest=self.paused.starts_on + A_DAY,
            latest=timezone.localdate(),
        )
        self.fields["note"] = note_field()

    def options(self, life: Life) -> list[tuple[str, Life]]:
        former = pause_in_a_life(self.paused)
        ended = engine.Pause(
            former.starts_on,
            self.cleaned_data["first_day_back"] - A_DAY,
            former.expected_return_on,
            former.words,
        )
        return [("Back on this day", with_pause(life, ended, instead_of=former))]

    def told(self) -> list[tuple[str, str]]:
        told = [
            ("Pause", str(self.paused)),
            ("From", date_in_words(self.paused.starts_on)),
            ("First day back", date_in_words(self.cleaned_data["first_day_back"])),
        ]
        if self.cleaned_data["note"]:
            told.append(("Also recorded", self.cleaned_data["note"]))
        return told
