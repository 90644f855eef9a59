"""A word and a reason for each outcome of a domain, and the last look before sharing."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from swip.govuk.fields import LongText
from swip.self_assessment import rules
from swip.self_assessment.queries import Domain
from swip.standards.models import Item


class DomainForm(forms.Form):
    """Nothing has to be answered: people come back to it, and may share it unfinished."""

    def __init__(
        self,
        data=None,
        *,
        domain: Domain,
        words: Mapping[str, str],
        whose: str = "",
        longest: int = rules.LONGEST_REASON,
    ):
        super().__init__(data)
        self.domain = domain
        for placed in domain.placed:
            outcome = placed.outcome
            self.fields[word_of(outcome)] = forms.ChoiceField(
                label=f"Where do you see {whose}?" if whose else "Where do you place yourself?",
                choices=list(words.items()),
                required=False,
                initial=placed.word,
                widget=forms.RadioSelect(attrs={"small": True}),
                error_messages={"invalid_choice": f"Select one of the words for {outcome.code}"},
            )
            self.fields[reason_of(outcome)] = LongText(
                label="Why?",
                name=f"Your reason for {outcome.code}",
                max_length=longest,
                rows=4,
                required=False,
                initial=placed.reason,
            )

    @property
    def rows(self) -> list[tuple[Item, forms.BoundField, forms.BoundField]]:
        outcomes = [placed.outcome for placed in self.domain.placed]
        return [(each, self[word_of(each)], self[reason_of(each)]) for each in outcomes]

    @property
    def changed_answers(self) -> dict[Item, tuple[str, str]]:
        changed = {}
        for placed in self.domain.placed:
            outcome = placed.outcome
            answer = (self.cleaned_data[word_of(outcome)], self.cleaned_data[reason_of(outcome)])
            if answer != (placed.word, placed.reason):
                changed[outcome] = answer
        return changed


def word_of(outcome: Item) -> str:
    return f"word-{outcome.slug}"


def reason_of(outcome: Item) -> str:
    """Named by the outcome's code, so that text shown back to somebody says where it belongs."""
    return f"reason-{outcome.slug}"


class ShareForm(forms.Form):
    """There is nothing to type: what was written is looked through once more.

    Long before its point somebody says that they mean it: there is only one at each point.
    """

    is_to_look = False

    def __init__(self, data=None, *, wanted: rules.Wanted, is_ahead: bool = False):
        super().__init__(data)
        self.wanted = wanted
        if is_ahead:
            self.fields["is_meant"] = forms.BooleanField(
                label="I want to share it now, and know that I cannot write another one for this point",
                error_messages={"required": "Select that you want to share it so long before its time"},
            )

    def tell_to_say_something(self):
        self.add_error(None, "Choose a word or give a reason for at least one of them before you share it")

    def tell_to_look(self):
        """The page draws the way there beside it."""
        self.is_to_look = True
        self.add_error(
            None, "Something in it could identify somebody. Decide what becomes of it before you share it"
        )

    def clean(self):
        for outcome in self.wanted.shorter:
            self.add_error(
                None, f"Your reason for {outcome.code} must be {rules.LONGEST_REASON:,} characters or fewer"
            )
        return super().clean()


class CompareForm(forms.Form):
    """Which self-assessments to see side by side: any of them, at least two."""

    with_ = forms.MultipleChoiceField(
        label="Which do you want to see side by side?",
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        error_messages={
            "required": "Select at least two self-assessments",
            "invalid_choice": "Select self-assessments from the list",
        },
    )

    def __init__(self, data=None, *, choices: list[tuple[str, str]]):
        super().__init__(data, initial={"with_": [code for code, _ in choices]})
        self.fields["with_"].choices = choices

    def clean_with_(self):
        chosen = self.cleaned_data["with_"]
        if len(chosen) < 2:
            raise forms.ValidationError("Select at least two self-assessments")
        return [int(each) for each in chosen]
