"""What a coordinator types to register, pair and withdraw somebody, and how a mistake is told."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from swip.accounts.models import Appointment, User
from swip.enrolment import queries, rules
from swip.enrolment.models import Enrolment, Pairing, RegistrationDraft
from swip.enrolment.rules import RegistrationRefused
from swip.govuk.fields import Choice, DateField, LongText, ShortText, clean_characters
from swip.programmes.models import EligibilityQuestion, RuleBook

FEW = 7  # more than these are easier to find in a list that opens
NOBODY = "nobody"
IN_NAMES = set(" -'’.,‑")
PART_OF_FULL_TIME = re.compile(r"(?:0?[.,]([1-9])0*|1(?:[.,]0+)?)")


def one_of(
    options: Sequence[tuple[str, str]], *, label: str, missing: str, otherwise: str = "", **attributes
) -> forms.ChoiceField:
    """Radio buttons for a few, a list that opens for many; `otherwise` is the answer that chooses none."""
    last = [(NOBODY, otherwise)] if otherwise else []
    look = {"label_size": "m", **attributes}
    if len(options) <= FEW:
        rest = [(value, Choice(words, divider="or") if options else words) for value, words in last]
        choices, widget = [*options, *rest], forms.RadioSelect(attrs=look)
    else:
        choices, widget = [("", missing), *last, *options], forms.Select(attrs=look)
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=widget,
        error_messages={"required": missing, "invalid_choice": missing},
    )


def with_team(appointment: Appointment) -> str:
    return f"{appointment.person}, {appointment.team}" if appointment.team else str(appointment.person)


class CleanEmailField(forms.EmailField):
    """An address as people paste it, with what cannot be seen taken out."""

    def to_python(self, value):
        return super().to_python(clean_characters(str(value or "")).strip()).lower()


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

    def __init__(self, data=None, *, draft: RegistrationDraft):
        super().__init__(data, initial=draft.details)
        self.draft = draft
        self.person: User | None = None

    def clean_name(self):
        name = self.cleaned_data["name"]
        if any(unicodedata.category(each)[0] not in "LM" and each not in IN_NAMES for each in name):
            raise ValidationError(
                "Full name must only include letters, spaces, hyphens, full stops and apostrophes"
            )
        return name

    def clean_register_number(self):
        number = re.sub(r"\s", "", clean_characters(self.cleaned_data["register_number"])).upper()
        number = f"SW{number}" if re.fullmatch(r"[0-9]+", number) else number
        if not re.fullmatch(r"SW[1-9][0-9]{0,5}", number):
            raise ValidationError(
                "Registration number must be SW and then up to 6 numbers, the first of them not 0,"
                " like SW12345"
            )
        return number

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


class PlaceForm(forms.Form):
    """When they start, in which team, and for what part of full time."""

    starts_on = DateField(
        label="When do they start on the programme?",
        name="The start date",
        help_text="For example, 1 9 2026",
        earliest=lambda: rules.months_after(timezone.localdate(), -36),
        latest=lambda: rules.months_after(timezone.localdate(), 12),
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
        typed = clean_characters(self.cleaned_data["full_time_equivalent"]).strip()
        match = PART_OF_FULL_TIME.fullmatch(typed)
        if not match:
            raise ValidationError(
                "Part of full time must be a number from 0.1 to 1, with one decimal place, like 0.6"
            )
        return Decimal(f"0.{match.group(1)}") if match.group(1) else Decimal("1.0")

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
        except_for = [worker] if worker else []
        for kind, label, missing in [
            ("supervisor", "Who supervises them?", "Select their practice supervisor"),
            ("assessor", "Who assesses them?", "Select their assessor"),
        ]:
            people = queries.choosable([draft.organisation], kind, except_for=except_for)
            self.fields[kind] = one_of(
                [(str(each.person_id), with_team(each)) for each in people],
                label=label,
                missing=missing,
                otherwise="Not decided yet",
            )

    @property
    def details(self) -> dict[str, int | None]:
        chosen = {kind: self.cleaned_data[kind] for kind in Pairing.Kind.values}
        return {kind: None if answer == NOBODY else int(answer) for kind, answer in chosen.items()}


class PairingForm(forms.Form):
    """Who takes over, and from when."""

    def __init__(
        self, data=None, *, enrolment: Enrolment, kind: str, former: Pairing | None, people: list[Appointment]
    ):
        first_day = max(enrolment.starts_on, former.starts_on) if former else enrolment.starts_on
        super().__init__(data, initial={"from_day": max(first_day, timezone.localdate())})
        self.people = {str(each.person_id): each.person for each in people}
        words = Pairing.Kind(kind).label.lower()
        self.fields["person"] = one_of(
            [(str(each.person_id), with_team(each)) for each in people],
            label=f"Who is the new {words}?" if former else f"Who is the {words}?",
            missing=f"Select the {words}",
        )
        self.fields["from_day"] = DateField(
            label="From which day?",
            name="The day",
            help_text="For example, 1 9 2026",
            earliest=first_day,
            latest=enrolment.expected_end_on,
        )
        self.fields["from_day"].widget.attrs["label_size"] = "m"
        self.fields["note"] = LongText(
            label="Why? (optional)",
            name="The reason",
            help_text="The social worker can read this in the history of their record.",
            max_length=500,
            rows=3,
            required=False,
        )
        # What the coordinator saw when they opened the page: if it changes meanwhile, they are told.
        self.fields["instead_of"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=former.pk if former else None
        )

    @property
    def person(self) -> User:
        return self.people[self.cleaned_data["person"]]


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
