"""What somebody looks for in a list."""

from __future__ import annotations

from django import forms

from swip.govuk.fields import ShortText


class OnOffer(forms.ChoiceField):
    """One of the choices, or none: an address may name one that was on offer once."""

    def to_python(self, value):
        chosen = super().to_python(value)
        return chosen if self.valid_value(chosen) else ""


class PortfolioFilterForm(forms.Form):
    """Whatever the address says that is not on offer is passed over."""

    words = ShortText(label="Words in the title", required=False)
    status = OnOffer(label="Status", required=False)
    outcome = OnOffer(label="Outcome", required=False)

    def __init__(self, data, *, statuses, outcomes):
        super().__init__(data)
        self.fields["status"].choices = [("", "All"), *statuses]
        self.fields["outcome"].choices = [("", "All"), *((code, f"{code} {text}") for code, text in outcomes)]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
