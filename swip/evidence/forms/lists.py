"""What somebody looks for in a list."""

from __future__ import annotations

from django import forms

from swip.govuk.fields import ShortText


class PortfolioFilterForm(forms.Form):
    """Whatever the address says that is not on offer is passed over."""

    words = ShortText(label="Words in the title", required=False)
    status = forms.ChoiceField(label="Status", required=False)
    outcome = forms.ChoiceField(label="Outcome", required=False)

    def __init__(self, data, *, statuses, outcomes):
        super().__init__(data)
        self.fields["status"].choices = [("", "All"), *statuses]
        self.fields["outcome"].choices = [("", "All"), *((code, f"{code} {text}") for code, text in outcomes)]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
