from django import forms

from swip.govuk.fields import LongText


class RevokeForm(forms.Form):
    reason = LongText(
        label="Why is this award revoked?",
        help_text="The person who holds it will read this. The public page says only that it was revoked, and when.",
        max_length=5_000,
        name="The reason",
        error_messages={"required": "Enter why this award is revoked"},
    )
