"""What a supervisor says."""

from __future__ import annotations

from django import forms

from swip.evidence.forms.common import DraftForm
from swip.govuk.fields import Choice, LongText
from swip.identifiers.in_place import LookedThroughForm


class ReviewForm(LookedThroughForm, DraftForm):
    looks_at = ("comment",)
    LONG_ANSWERS = ("comment",)
    VERDICTS = {
        "accepted": Choice("Yes, accept it", hint="It counts toward its outcomes from now on."),
        "returned": Choice("Not yet, send it back", hint="Say what to change. It can be handed in again."),
    }

    decision = forms.ChoiceField(
        label="Does this evidence show the outcomes it is linked to?",
        choices=list(VERDICTS.items()),
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select whether to accept this evidence"},
    )
    comment = LongText(
        label="Comments",
        name="Comments",
        help_text="The social worker reads them, and so does everybody who works with this record.",
        required=False,
        rows=6,
    )

    def typed(self) -> dict[str, str]:
        """What was chosen and written so far, whole or not."""
        decision = self.data.get("decision", "")
        return {
            "decision": decision if decision in self.VERDICTS else "",
            "comment": self.as_typed("comment"),
        }

    def clean(self):
        answers = super().clean()
        if answers.get("decision") == "returned" and "comment" in answers and not answers["comment"]:
            self.add_error("comment", "Enter what needs to change")
        return answers
