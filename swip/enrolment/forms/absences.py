"""Days away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from swip.enrolment.forms.changes import BecauseForm, ChangeForm, day_field, far_ahead, note_field
from swip.enrolment.models import Absence
from swip.enrolment.queries.absences import exempt_kinds, ordinary_kinds, refuse_clash
from swip.enrolment.queries.what_if import absence_in_a_life
from swip.enrolment.rules import timetable as engine
from swip.enrolment.rules.changes import ChangeRefused, with_absence, without_absence
from swip.enrolment.rules.timetable import Life
from swip.govuk.words import date_in_words

LONGER = "The leave makes the programme longer"
NOT_LONGER = "The leave does not make the programme longer"
MISSING_KIND = "Select what kind of absence it is"


class AbsenceForm(ChangeForm):
    """What kind of absence, from when to when."""

    NOT_FOR_WHAT_IF = ["note"]
    instead_of: Absence | None = None

    def add_fields(self) -> None:
        book = self.enrolment.rule_book
        self.exempt = dict(exempt_kinds(book))
        self.kinds = self.exempt | dict(ordinary_kinds(book))
        choices: list[Any] = list(ordinary_kinds(book))
        if self.exempt:
            choices = [
                ("The social worker chooses whether it makes the programme longer", [*self.exempt.items()]),
                ("Other absence", choices),
            ]
        self.fields["kind"] = forms.ChoiceField(
            label="What kind of absence is it?",
            help_text="Annual leave is not an absence.",
            choices=choices,
            widget=forms.RadioSelect(attrs={"label_size": "m"}),
            error_messages={"required": MISSING_KIND, "invalid_choice": MISSING_KIND},
        )
        limits = {"earliest": self.enrolment.starts_on, "latest": far_ahead(self.enrolment)}
        self.fields["starts_on"] = day_field("First day away", "First day away", **limits)
        self.fields["ends_on"] = day_field(
            "Last day away",
            "Last day away",
            hint="Leave this empty if the absence has begun and nobody knows yet when it ends.",
            required=False,
            **limits,
        )
        self.fields["note"] = note_field()

    def refuse(self, answers: dict[str, Any]) -> None:
        first, last = answers["starts_on"], answers["ends_on"]
        if last is not None and last < first:
            raise ChangeRefused("Last day away must be on or after the first day away", "ends_on")
        if last is None and first > timezone.localdate():
            raise ChangeRefused(
                "Enter the last day that is planned, because this absence is still to come", "ends_on"
            )
        refuse_clash(self.enrolment, first, last, except_for=self.instead_of)

    @property
    def is_exempt(self) -> bool:
        return self.cleaned_data["kind"] in self.exempt

    def options(self, life: Life) -> list[tuple[str, Life]]:
        former = absence_in_a_life(self.instead_of) if self.instead_of else None
        chosen = former.makes_longer if former else None

        def away(makes_longer: bool | None) -> Life:
            kind = self.cleaned_data["kind"]
            absence = engine.Absence(
                self.cleaned_data["starts_on"],
                self.cleaned_data["ends_on"],
                kind,
                self.kinds[kind],
                self.is_exempt,
                makes_longer,
            )
            return with_absence(life, absence, instead_of=former)

        if not self.is_exempt:
            return [("With this absence", away(None))]
        both = {True: LONGER, False: NOT_LONGER}
        return [(words, away(longer)) for longer, words in both.items() if chosen in (None, longer)]

    def told(self) -> list[tuple[str, str]]:
        answers, today = self.cleaned_data, timezone.localdate()
        planned = ", planned" if answers["starts_on"] > today else ""
        told = [
            ("Kind", self.kinds[answers["kind"]]),
            ("First day away", date_in_words(answers["starts_on"]) + planned),
            ("Last day away", date_in_words(answers["ends_on"]) or "Not known yet"),
        ]
        if answers.get("note"):
            told.append(("Also recorded", answers["note"]))
        return told


class CorrectAbsenceForm(BecauseForm, AbsenceForm):
    """The absence as it really was."""

    def __init__(self, data=None, *, absence: Absence):
        self.instead_of = absence
        initial = {name: getattr(absence, name) for name in ["kind", "starts_on", "ends_on"]}
        super().__init__(data, enrolment=absence.enrolment, initial=initial)
        self.order_fields(["kind", "starts_on", "ends_on", "because"])

    def add_fields(self) -> None:
        super().add_fields()
        del self.fields["note"]  # it is carried over


class TakeBackAbsenceForm(BecauseForm):
    """It never happened."""

    def __init__(self, data=None, *, fact: Absence):
        self.fact = fact
        super().__init__(data, enrolment=fact.enrolment)

    def options(self, life: Life) -> list[tuple[str, Life]]:
        return [("Without it", without_absence(life, absence_in_a_life(self.fact)))]


class EndAbsenceForm(ChangeForm):
    """The last day of an absence that was open."""

    def __init__(self, data=None, *, absence: Absence):
        self.absence = absence
        super().__init__(data, enrolment=absence.enrolment)

    def add_fields(self) -> None:
        self.fields["last_day"] = day_field(
            "Last day away",
            "Last day away",
            earliest=self.absence.starts_on,
            latest=far_ahead(self.enrolment),
        )

    def refuse(self, answers: dict[str, Any]) -> None:
        refuse_clash(self.enrolment, self.absence.starts_on, answers["last_day"], except_for=self.absence)

    def options(self, life: Life) -> list[tuple[str, Life]]:
        former = absence_in_a_life(self.absence)
        ended = engine.Absence(
            former.starts_on,
            self.cleaned_data["last_day"],
            former.kind,
            former.words,
            former.is_exempt,
            former.makes_longer,
        )
        return [("With this last day", with_absence(life, ended, instead_of=former))]

    def told(self) -> list[tuple[str, str]]:
        return [
            ("Absence", str(self.absence)),
            ("First day away", date_in_words(self.absence.starts_on)),
            ("Last day away", date_in_words(self.cleaned_data["last_day"])),
        ]


class ChooseLeaveForm(ChangeForm):
    """Whether leave makes the programme longer: the social worker's own choice."""

    CHOICES = [
        ("longer", "Yes, add this time to my programme"),
        ("not_longer", "No, keep my programme as long as it is"),
    ]

    def __init__(self, data=None, *, absence: Absence):
        self.absence = absence
        now = {True: "longer", False: "not_longer"}.get(absence.makes_longer)
        super().__init__(data, enrolment=absence.enrolment, initial={"choice": now})

    def add_fields(self) -> None:
        missing = "Select whether the leave makes your programme longer"
        self.fields["choice"] = forms.ChoiceField(
            label="Should this leave make your programme longer?",
            choices=self.CHOICES,
            widget=forms.RadioSelect(attrs={"label_size": "m"}),
            error_messages={"required": missing, "invalid_choice": missing},
        )

    @property
    def makes_longer(self) -> bool:
        return self.cleaned_data["choice"] == "longer"

    def options(self, life: Life) -> list[tuple[str, Life]]:
        former = absence_in_a_life(self.absence)
        choices = []
        for words, longer in [(LONGER, True), (NOT_LONGER, False)]:
            chosen = engine.Absence(former.starts_on, former.ends_on, former.kind, former.words, True, longer)
            choices.append((words, with_absence(life, chosen, instead_of=former)))
        return choices
