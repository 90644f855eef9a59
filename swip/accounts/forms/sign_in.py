"""What people type when they sign in, and about themselves."""

from __future__ import annotations

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from swip.accounts import queries
from swip.accounts.forms.fields import code_field, email_field
from swip.accounts.models import User
from swip.accounts.rules import register_number_from
from swip.govuk.fields import ShortText


class AskForCodeForm(RequestLoginCodeForm):
    email = email_field(
        "Email address",
        help_text="We’ll send a code to this address. You do not need a password.",
        required_message="Enter your email address",
        attrs={"autocomplete": "email"},
    )

    def clean_email(self):
        return super().clean_email().lower()


class EnterCodeForm(ConfirmLoginCodeForm):
    code = code_field("Code from the email", "Enter the code from the email")


class SecondStepForm(AuthenticateForm):
    code = code_field(
        "Code",
        "Enter the code from your app",
        help_text="The 6 digits your app shows now, or a recovery code",
    )


class SecondStepAgainForm(ReauthenticateForm):
    code = SecondStepForm.base_fields["code"]


class TurnOnTwoStepForm(ActivateTOTPForm):
    code = code_field("Code from your app", "Enter the code from your app", help_text="6 digits")


class DetailsForm(forms.Form):
    name = ShortText(
        label="Full name",
        name="Name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name"},
    )
    register_number = ShortText(
        label="Social Work England register number",
        name="Register number",
        max_length=20,
        required=False,
        help_text="For example, SW12345. Leave this empty if you are not a registered social worker.",
        widget=forms.TextInput(attrs={"width": 10, "spellcheck": "false"}),
    )

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(
            *args, initial={"name": person.name, "register_number": person.register_number}, **kwargs
        )
        self.person = person
        if person.register_number:
            # Others find somebody's record by it: once known, only who registers people changes it.
            del self.fields["register_number"]

    def clean_register_number(self):
        number = register_number_from(self.cleaned_data["register_number"])
        if not number:
            return ""
        for check in User._meta.get_field("register_number").validators:
            check(number)
        if queries.is_register_number_taken(number, by_other_than=self.person):
            raise forms.ValidationError(
                "Somebody else has this register number. Check it, or ask your coordinator"
            )
        return number
