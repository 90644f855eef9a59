"""Whom a social worker asks to observe, and the short answers around it."""

from __future__ import annotations

from django import forms

from swip.govuk.fields import Choice, CleanEmailField, LongText, ShortText
from swip.observations.rules import LONGEST_REASON

SOMEBODY_ELSE = "outsider"


class AskForm(forms.Form):
    """A colleague, or somebody from outside by name, role, agency and address."""

    who = forms.ChoiceField(
        label="Who do you want to ask?",
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select who you want to ask"},
    )
    name = ShortText(label="Their name", max_length=150, required=False)
    role = ShortText(
        label="Their role", help_text="For example, head of year", max_length=150, required=False
    )
    agency = ShortText(
        label="Where they work",
        help_text="For example, a school or a health team",
        max_length=150,
        required=False,
    )
    email = CleanEmailField(
        label="Their work email address",
        help_text="The letter with the link goes to this address, so check it",
        max_length=254,
        required=False,
        error_messages={"invalid": "Enter an email address in the correct format, like name@example.com"},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    OUTSIDE = {
        "name": "Enter their name",
        "role": "Enter their role",
        "agency": "Enter where they work",
        "email": "Enter their email address",
    }

    def __init__(self, data=None, *, colleagues, never, notes=None, **options):
        """`never`: addresses that nobody may be asked at: the social worker's own, and whoever is in conflict."""
        super().__init__(data, **options)
        self.colleagues = {str(each.pk): each for each in colleagues}
        self.never = never
        notes = notes or {}
        known = [(pk, Choice(each.name, hint=notes.get(each.pk, ""))) for pk, each in self.colleagues.items()]
        outside = Choice(
            "Somebody without an account here",
            hint="For example, from a school or a health team. They get a letter with a link.",
            divider="or" if known else "",
        )
        self.fields["who"].choices = [*known, (SOMEBODY_ELSE, outside)]

    def clean(self):
        answers = super().clean()
        if answers.get("who") != SOMEBODY_ELSE:
            for name in self.OUTSIDE:
                self._errors.pop(name, None)
            return answers
        for name, missing in self.OUTSIDE.items():
            if not answers.get(name) and name not in self.errors:
                self.add_error(name, missing)
        email = (answers.get("email") or "").lower()
        colleague = next((each for each in self.colleagues.values() if each.email == email), None)
        if colleague:
            self.add_error("email", f"{colleague.name} has an account, so choose their name above")
        elif email in self.never:
            self.add_error("email", "Nobody can be asked at this address. Enter somebody else’s")
        return answers

    @property
    def colleague(self):
        return self.colleagues.get(self.cleaned_data["who"])

    @property
    def outsider(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.OUTSIDE}


class DeclineForm(forms.Form):
    words = LongText(
        label="Is there anything the social worker should know? (optional)",
        name="Your words",
        help_text="For example, who else could do it. You do not have to give a reason.",
        max_length=LONGEST_REASON,
        rows=3,
        required=False,
    )


class LookAgainForm(forms.Form):
    words = LongText(
        label="What is not right, or missing?",
        name="Your words",
        help_text="The observer reads this. They alone change what they said.",
        max_length=LONGEST_REASON,
        rows=5,
        error_messages={"required": "Enter what is not right, or missing"},
    )


class CancelForm(forms.Form):
    why = LongText(
        label="Why is it cancelled?",
        name="The reason",
        help_text="If the observer has sent what they saw, whoever can read that reads this, too. No names.",
        max_length=LONGEST_REASON,
        rows=3,
        error_messages={"required": "Enter why it is cancelled"},
    )
