"""What a family said when they were asked, without a name."""

from __future__ import annotations

from django import forms

from swip.govuk.fields import LongText
from swip.observations.forms.days import DayOfProgramme
from swip.observations.models import Observation


class FamilyForm(forms.Form):
    family = forms.ChoiceField(
        label="Did the family agree to the observation?",
        choices=Observation.Family.choices,
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select whether the family agreed"},
    )
    family_asked_by = forms.ChoiceField(
        label="Who asked them?",
        choices=Observation.Asker.choices,
        widget=forms.RadioSelect(attrs={"small": True}),
        required=False,
    )
    family_asked_on = DayOfProgramme(
        label="When were they asked?",
        name="The date on which they were asked",
        required=False,
    )
    family_words = LongText(
        label="Why was it not possible?",
        name="Why it was not possible",
        help_text="For example, that it was a meeting of professionals. No names.",
        max_length=500,
        rows=3,
        required=False,
    )

    def __init__(self, data=None, *, observation, **options):
        super().__init__(data, **options)
        self.fields["family_asked_on"].limit_to(observation.enrolment, is_past=True)

    def clean(self):
        answers = super().clean()
        family = answers.get("family")
        if family in (Observation.Family.AGREED, Observation.Family.DECLINED):
            if not answers.get("family_asked_by"):
                self.add_error("family_asked_by", "Select who asked them")
            if not answers.get("family_asked_on") and "family_asked_on" not in self.errors:
                self.add_error("family_asked_on", "Enter when they were asked")
        is_not_said = not answers.get("family_words") and "family_words" not in self.errors
        if family == Observation.Family.NOT_POSSIBLE and is_not_said:
            self.add_error("family_words", "Enter why it was not possible")
        return answers

    def said(self) -> dict:
        """Only what belongs to the answer."""
        said = self.cleaned_data
        was_asked = said["family"] != Observation.Family.NOT_POSSIBLE
        return {
            "family": said["family"],
            "asked_by": said["family_asked_by"] if was_asked else "",
            "asked_on": said["family_asked_on"] if was_asked else None,
            "words": "" if was_asked else said["family_words"],
        }


class FamilyTookBackForm(forms.Form):
    told = forms.ChoiceField(
        label="Whom did they tell?",
        choices=Observation.Asker.choices,
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Select whom they told"},
    )
    taken_back_on = DayOfProgramme(
        label="When did they tell them?",
        name="The date on which they took it back",
        help_text="For example, 27 3 2027",
        error_messages={"required": "Enter the date on which they took it back"},
    )

    def __init__(self, data=None, *, observation, **options):
        super().__init__(data, **options)
        self.fields["taken_back_on"].limit_to(observation.enrolment, is_past=True)
