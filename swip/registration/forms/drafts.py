"""What is typed in a registration."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment import queries
from swip.enrolment import rules as enrolment_rules
from swip.enrolment.models import Pairing
from swip.enrolment.rules import RegistrationRefused
from swip.govuk.choices import NOBODY, one_of
from swip.govuk.fields import Choice, CleanEmailField, DateField, ShortText, clean_characters
from swip.programmes.models import EligibilityQuestion, RuleBook
from swip.registration import rules
from swip.registration.models import RegistrationDraft
from swip.registration.queries.examining import start_days
from swip.registration.queries.likeness import alike_to
from swip.registration.queries.reading import OLDEST, YOUNGEST
from swip.registration.rules import NotUnderstood


def understood(read: Callable[[str], Any], typed: str) -> Any:
    """What a person typed, or why it cannot be understood, told by the field."""
    try:
        return read(typed)
    except NotUnderstood as trouble:
        raise ValidationError(trouble.message) from None


class OrganisationForm(forms.Form):
    """For which organisation somebody is registered; asked only of who acts for several."""

    def __init__(self, data=None, *, organisations):
        super().__init__(data)
        self.organisations = {str(each.pk): each for each in organisations}
        self.fields["organisation"] = one_of(
            [(pk, each.name) for pk, each in self.organisations.items()],
            label="Which organisation employs them?",
            missing="Select the organisation that employs them",
        )

    @property
    def organisation(self):
        return self.organisations[self.cleaned_data["organisation"]]


class ProgrammeForm(forms.Form):
    """Which programme they join, under the rules that are in force today."""

    def __init__(self, data=None, *, rule_books: Sequence[RuleBook], chosen: RuleBook | None):
        super().__init__(data, initial={"rule_book": chosen.pk if chosen else None})
        self.rule_books = {str(each.pk): each for each in rule_books}
        self.fields["rule_book"] = forms.ChoiceField(
            label="Which programme do they join?",
            choices=[
                (pk, Choice(each.programme.name, hint=each.programme.description))
                for pk, each in self.rule_books.items()
            ],
            widget=forms.RadioSelect(attrs={"heading": True, "label_size": "l"}),
            error_messages={
                "required": "Select the programme they join",
                "invalid_choice": "Select the programme they join",
            },
        )

    @property
    def rule_book(self) -> RuleBook:
        return self.rule_books[self.cleaned_data["rule_book"]]


class QuestionForm(forms.Form):
    """One question of the rule book, in its own words."""

    def __init__(self, data=None, *, question: EligibilityQuestion, answer: str = ""):
        super().__init__(data, initial={"answer": answer})
        self.fields["answer"] = forms.ChoiceField(
            label=question.words,
            help_text=question.hint,
            choices=question.choices,
            widget=forms.RadioSelect(attrs={"heading": True, "label_size": "l"}),
            error_messages={"required": question.missing, "invalid_choice": question.missing},
        )


class DetailsForm(forms.Form):
    """Who they are. Somebody who is known already is found by address or register number."""

    name = ShortText(
        label="Full name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter their full name"},
    )
    email = CleanEmailField(
        label="Work email address",
        help_text="They sign in with a code that we send to this address.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter their work email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
            "max_length": "Email address must be 254 characters or fewer",
        },
    )
    register_number = forms.CharField(
        label="Social Work England registration number",
        help_text="For example, SW12345. It is on the public register.",
        widget=forms.TextInput(attrs={"width": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter their registration number, like SW12345"},
    )

    born_on = DateField(
        label="Date of birth (optional)",
        name="Date of birth",
        help_text="Only to notice that somebody is registered a second time. We do not keep it."
        " For example, 27 3 2001",
        required=False,
        earliest=lambda: enrolment_rules.months_after(timezone.localdate(), -12 * OLDEST),
        latest=lambda: enrolment_rules.months_after(timezone.localdate(), -12 * YOUNGEST),
    )

    def __init__(self, data=None, *, draft: RegistrationDraft):
        super().__init__(data, initial=draft.details)
        self.draft = draft
        self.person: User | None = None

    def clean_name(self):
        return understood(rules.name_of, self.cleaned_data["name"])

    def clean_register_number(self):
        return understood(rules.register_number_of, clean_characters(self.cleaned_data["register_number"]))

    def clean(self):
        details = super().clean()
        if self.errors:
            return details
        try:
            self.person = queries.known_person(details["email"], details["register_number"])
            if self.person is not None:
                queries.refuse_registration(
                    self.person,
                    programme=self.draft.rule_book.programme,
                    organisation=self.draft.organisation,
                    by=self.draft.coordinator,
                )
        except RegistrationRefused as refusal:
            self.add_error("email", refusal.reason)
        return details

    @property
    def details(self) -> dict[str, Any]:
        """In the form in which a draft keeps them: of a date of birth, the mark it leaves."""
        typed = {name: self.cleaned_data[name] for name in ["name", "email", "register_number"]}
        born_on, before = self.cleaned_data["born_on"], self.draft.details
        mark = rules.date_mark(typed["name"], born_on) if born_on else None
        if mark is None and rules.alike(before.get("name", ""), typed["name"]):
            mark = before.get("date_mark")
        alike = alike_to(self.draft.organisation, typed["name"], mark, self.person)
        return {**typed, "date_mark": mark, "alike": alike.as_kept()}


class SamePersonForm(forms.Form):
    """Whether somebody of the same name is the same person: only a person can tell."""

    is_same = forms.ChoiceField(
        label="Is one of them the person you are registering?",
        choices=[
            ("no", "No, this is another person"),
            (
                "yes",
                Choice("Yes, this is the same person", hint="You can then put the address and number right"),
            ),
        ],
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select whether this is the same person"},
    )


class PlaceForm(forms.Form):
    """When they start, in which team, and for what part of full time."""

    starts_on = DateField(
        label="When do they start on the programme?",
        name="The start date",
        help_text="For example, 1 9 2026",
        earliest=lambda: start_days()[0],
        latest=lambda: start_days()[1],
    )
    full_time_equivalent = forms.CharField(
        label="What part of full time do they work?",
        help_text="1 is full time, 0.5 is half of it. Give one decimal place, like 0.6",
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "decimal", "label_size": "m"}),
        error_messages={"required": "Enter what part of full time they work, like 0.6"},
    )

    def __init__(self, data=None, *, draft: RegistrationDraft):
        details = draft.details
        start = details.get("starts_on")
        super().__init__(
            data,
            initial={
                "starts_on": datetime.date.fromisoformat(start) if start else None,
                "full_time_equivalent": details.get("full_time_equivalent"),
                "team": (details["team"] or NOBODY) if "team" in details else None,
            },
        )
        self.fields["starts_on"].widget.attrs["label_size"] = "m"
        self.teams = {str(each.pk): each for each in queries.teams_of(draft.organisation)}
        self.fields["team"] = one_of(
            [
                (pk, Choice(each.name, hint=each.get_service_area_display()))
                for pk, each in self.teams.items()
            ],
            label="Which team do they work in?",
            missing="Select their team",
            otherwise="No team yet",
        )
        self.order_fields(["starts_on", "team", "full_time_equivalent"])

    def clean_full_time_equivalent(self):
        typed = clean_characters(self.cleaned_data["full_time_equivalent"])
        return understood(rules.part_of_full_time_of, typed)

    @property
    def details(self) -> dict[str, str | int | None]:
        """In the form in which a draft keeps them."""
        team = self.teams.get(self.cleaned_data["team"])
        return {
            "starts_on": self.cleaned_data["starts_on"].isoformat(),
            "full_time_equivalent": str(self.cleaned_data["full_time_equivalent"]),
            "team": team.pk if team else None,
        }


class PeopleForm(forms.Form):
    """Who supervises and who assesses them: colleagues who hold that appointment today."""

    def __init__(self, data=None, *, draft: RegistrationDraft, worker: User | None):
        details = draft.details
        super().__init__(
            data,
            initial={kind: details[kind] or NOBODY for kind in Pairing.Kind.values if kind in details},
        )
        for kind, label, missing in [
            ("supervisor", "Who supervises them?", "Select their practice supervisor"),
            ("assessor", "Who assesses them?", "Select their assessor"),
        ]:
            people = queries.choosable([draft.organisation], kind, worker=worker)
            self.fields[kind] = one_of(
                [(str(each.person_id), queries.with_team(each)) for each in people],
                label=label,
                missing=missing,
                otherwise="Not decided yet",
            )

    @property
    def details(self) -> dict[str, int | None]:
        chosen = {kind: self.cleaned_data[kind] for kind in Pairing.Kind.values}
        return {kind: None if answer == NOBODY else int(answer) for kind, answer in chosen.items()}
