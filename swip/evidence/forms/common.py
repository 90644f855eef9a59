"""What several of the forms need."""

from __future__ import annotations

from typing import Any

from django import forms

from swip.core.autosave import LONGEST_KEPT
from swip.govuk.fields import clean_characters


class DraftForm(forms.Form):
    """A form whose answers are kept whole or not: what is right as cleaned, what is not as it was typed."""

    LONG_ANSWERS: tuple[str, ...] = ()

    def as_typed(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, clean_characters(self.data.get(name, "")))

    def day_as_typed(self) -> dict[str, Any]:
        """The day it happened; what is none yet, as it stands in the boxes."""
        self.is_valid()
        day = self.cleaned_data.get("happened_on")
        boxes = [
            clean_characters(self.data.get(f"happened_on_{box}", ""))[:40] for box in ("day", "month", "year")
        ]
        return {
            "happened_on": day,
            "happened_on_as_typed": boxes if day is None and any(boxes) else [],
        }

    @property
    def is_longer_than_a_draft(self) -> bool:
        return any(len(self.data.get(name, "")) > LONGEST_KEPT for name in self.LONG_ANSWERS)
