"""Which pieces are to stand for an outcome, and what the supervisor says of the choice."""

from __future__ import annotations

from django import forms

from swip.govuk.fields import Choice, LongText
from swip.govuk.words import date_in_words
from swip.identifiers.in_place import LookedThroughForm

LONGEST_REASON = 1_000


class PiecesForm(forms.Form):
    """Some of the accepted pieces, up to as many as the rule says."""

    def __init__(self, *args, pieces, most, **options):
        super().__init__(*args, **options)
        self.by_number = {str(each.pk): each for each in pieces}
        self.most = most
        self.fields["pieces"].choices = [
            (number, Choice(each.title, hint=f"{each.kind}, {date_in_words(each.happened_on)}"))
            for number, each in self.by_number.items()
        ]

    def clean_pieces(self):
        chosen = self.cleaned_data["pieces"]
        if len(chosen) > self.most:
            raise forms.ValidationError(
                f"Select {self.most} pieces or fewer. You have selected {len(chosen)}", code="too_many"
            )
        return [self.by_number[number] for number in chosen]


class ShowcaseForm(PiecesForm):
    pieces = forms.MultipleChoiceField(
        label="Which pieces show it best?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"label_size": "m"}),
        error_messages={"invalid_choice": "Select pieces from the list"},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["pieces"].help_text = f"Select up to {self.most}. Select none to take your choice back."


class AnswerShowcaseForm(LookedThroughForm, PiecesForm):
    looks_at = ("comment",)
    AGREE, SUGGEST = "agree", "suggest"

    decision = forms.ChoiceField(
        label="Do these pieces show the outcome best?",
        choices=[
            (AGREE, Choice("Yes, I agree")),
            (SUGGEST, Choice("I suggest others", hint="The choice stays with the social worker.")),
        ],
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select whether you agree"},
    )
    pieces = forms.MultipleChoiceField(
        label="Which would show it better?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select pieces from the list"},
    )
    comment = LongText(
        label="Why?",
        name="Why",
        help_text="The social worker reads it, and so does everybody who works with this record.",
        required=False,
        max_length=LONGEST_REASON,
        rows=3,
    )

    def clean(self):
        if self.cleaned_data.get("decision") == self.AGREE:
            self.cleaned_data["comment"] = ""  # hidden on the page, and sent to nobody
        answers = super().clean()
        if answers.get("decision") == self.SUGGEST:
            if "pieces" in answers and not answers["pieces"]:
                self.add_error("pieces", "Select which pieces would show it better")
            if "comment" in answers and not answers["comment"]:
                self.add_error("comment", "Enter why you suggest them")
        return answers

    @property
    def agrees(self) -> bool:
        return self.cleaned_data["decision"] == self.AGREE
