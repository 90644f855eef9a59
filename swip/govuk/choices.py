"""A choice of one: radio buttons for a few, a list that opens for many."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from swip.govuk.fields import Choice

FEW = 7  # more than these are easier to find in a list that opens
NOBODY = "nobody"


def one_of(
    options: Sequence[tuple[str, str]], *, label: str, missing: str, otherwise: str = "", **attributes
) -> forms.ChoiceField:
    """Radio buttons for a few, a list that opens for many; `otherwise` is the answer that chooses none."""
    last = [(NOBODY, otherwise)] if otherwise else []
    look = {"label_size": "m", **attributes}
    widget: forms.Widget
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
