"""Claiming somebody, and answering a claim."""

from __future__ import annotations

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from swip.accounts.models import Organisation, Team, User
from swip.enrolment.forms.changes import day_field
from swip.enrolment.forms.employment import PART_OF_FULL_TIME
from swip.enrolment.models import Claim
from swip.enrolment.queries.people import teams_of
from swip.enrolment.rules import months_after
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.choices import NOBODY, one_of
from swip.govuk.fields import Choice, CleanEmailField, clean_characters
from swip.programmes.models import Programme

REGISTER_NUMBER = re.compile(r"SW[1-9][0-9]{0,5}")
MONTHS_BACK, MONTHS_AHEAD = 6, 12


class ClaimForm(forms.Form):
    """Who is to work for us, from when, how much and where. Nothing here says whether they exist."""

    def __init__(
        self, data=None, *, organisations: list[Organisation], programmes: list[Programme], by: User
    ):
        super().__init__(data, initial={"full_time_equivalent": "1"})
        self.by = by
        self.organisations = {str(each.pk): each for each in organisations}
        self.programmes = {str(each.pk): each for each in programmes}
        self.teams: dict[str, Team] = {
            str(team.pk): team for each in organisations for team in teams_of(each)
        }
        self.fields["kind"] = one_of(
            [
                (Claim.Kind.MOVE, Choice("They move to us from another employer")),
                (
                    Claim.Kind.SECOND_JOB,
                    Choice(
                        "They work for us as well as for another employer",
                        hint="The other employer still answers for the programme.",
                    ),
                ),
            ],
            label="How will they work for you?",
            missing="Select how they will work for you",
        )
        if len(organisations) > 1:
            self.fields["organisation"] = one_of(
                [(pk, str(each)) for pk, each in self.organisations.items()],
                label="For which organisation?",
                missing="Select the organisation",
            )
        if len(programmes) > 1:
            self.fields["programme"] = one_of(
                [(pk, str(each)) for pk, each in self.programmes.items()],
                label="Which programme are they on?",
                missing="Select the programme that they are on",
            )
        self.fields["register_number"] = forms.CharField(
            label="Social Work England registration number",
            help_text="For example, SW12345. It is on the public register.",
            widget=forms.TextInput(
                attrs={"width": 10, "autocomplete": "off", "spellcheck": "false", "label_size": "m"}
            ),
            error_messages={"required": "Enter their registration number, like SW12345"},
        )
        self.fields["email"] = CleanEmailField(
            label="The email address they sign in with",
            help_text="Ask them: it may be the one of their employer until now. Both must be exactly right.",
            widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false", "label_size": "m"}),
            max_length=254,
            error_messages={
                "required": "Enter their email address",
                "invalid": "Enter an email address in the correct format, like name@example.com",
            },
        )
        today = timezone.localdate()
        self.fields["first_day"] = day_field(
            "What is their first day with you?",
            "The first day",
            earliest=months_after(today, -MONTHS_BACK),
            latest=months_after(today, MONTHS_AHEAD),
        )
        self.fields["full_time_equivalent"] = forms.CharField(
            label="What part of full time do they work for you?",
            help_text="1 is full time, 0.5 is half of it. Give one decimal place, like 0.6",
            widget=forms.TextInput(attrs={"width": 3, "inputmode": "decimal", "label_size": "m"}),
            error_messages={"required": "Enter what part of full time, like 0.6"},
        )
        many = len(organisations) > 1
        self.fields["team"] = one_of(
            [
                (pk, f"{team}, {self.organisations[str(team.organisation_id)]}" if many else str(team))
                for pk, team in self.teams.items()
            ],
            label="Which team will they work in?",
            missing="Select which team they will work in",
            otherwise="No team yet",
        )

    def clean_register_number(self) -> str:
        typed = clean_characters(self.cleaned_data["register_number"]).replace(" ", "").upper()
        if not REGISTER_NUMBER.fullmatch(typed):
            raise ValidationError("Registration number must be SW and up to 6 digits, like SW12345")
        return typed

    def clean_full_time_equivalent(self) -> Decimal:
        typed = clean_characters(self.cleaned_data["full_time_equivalent"]).strip()
        match = PART_OF_FULL_TIME.fullmatch(typed)
        if not match:
            raise ValidationError(
                "Part of full time must be a number from 0.1 to 1, with one decimal place, like 0.6"
            )
        return Decimal(f"0.{match.group(1)}") if match.group(1) else Decimal("1.0")

    def clean(self):
        answers = super().clean()
        if self.by.email == answers.get("email") or (
            self.by.register_number and self.by.register_number == answers.get("register_number")
        ):
            self.add_error("email", "You cannot claim yourself. Ask another coordinator")
        team = self.teams.get(answers.get("team", NOBODY))
        if team and self.organisation and team.organisation_id != self.organisation.pk:
            self.add_error("team", f"Select a team of {self.organisation}")
        return answers

    @property
    def organisation(self) -> Organisation | None:
        chosen = self.cleaned_data.get("organisation") if "organisation" in self.fields else None
        return self.organisations.get(chosen) if chosen else next(iter(self.organisations.values()))

    @property
    def programme(self) -> Programme:
        chosen = self.cleaned_data.get("programme") if "programme" in self.fields else None
        return self.programmes[chosen] if chosen else next(iter(self.programmes.values()))

    @property
    def team(self) -> Team | None:
        return self.teams.get(self.cleaned_data["team"])

    def add_refusal(self, refusal: ChangeRefused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.reason)


class ConsentForm(forms.Form):
    """Whether the social worker agrees to what a claim would do."""

    AGREE, ASK, DECLINE = "agree", "ask", "decline"

    def __init__(self, data=None, *, question: str, options: list[tuple[str, str | Choice]]):
        super().__init__(data)
        self.fields["answer"] = one_of(options, label=question, missing="Select your answer")
