"""Fields that several forms of this room share."""

from __future__ import annotations

from django import forms

WRONG_ADDRESS = "Enter an email address in the correct format, like name@example.com"


def email_field(label: str, **options) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        max_length=254,
        widget=forms.EmailInput(attrs={"spellcheck": "false", **options.pop("attrs", {})}),
        error_messages={
            "required": options.pop("required_message"),
            "invalid": WRONG_ADDRESS,
            "max_length": WRONG_ADDRESS,
        },
        **options,
    )


def code_field(label: str, required_message: str, **options) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "width": 10,
            }
        ),
        error_messages={"required": required_message},
        **options,
    )
