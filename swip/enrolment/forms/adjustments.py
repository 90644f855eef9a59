"""What would help, who may know, and what the employer answers. Nothing here asks why."""

from __future__ import annotations

from django import forms

from swip.enrolment.models import AdjustmentShare
from swip.govuk.fields import Choice, LongText

Group = AdjustmentShare.Group
HINTS = {
    Group.SUPERVISOR: "Can put it in place.",
    Group.COORDINATOR: "Can put it in place.",
    Group.OBSERVERS: "Once it is in place.",
    Group.PANEL: "Once it is in place.",
}
MOST_DAYS = 180


def groups_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Who may see this?",
        help_text="Nobody else does. You can add somebody, or take this back, at any time.",
        choices=[(each.value, Choice(each.label, hint=HINTS.get(each, ""))) for each in Group],
        widget=forms.CheckboxSelectMultiple(attrs={"label_size": "m"}),
        required=False,
    )


def what_helps_field() -> LongText:
    field = LongText(
        label="What would help you?",
        name="What would help you",
        help_text="Say what helps, such as more time, a quiet room or questions in writing. You do not have to"
        " say why.",
        max_length=2_000,
        rows=6,
        error_messages={"required": "Enter what would help you"},
    )
    field.widget.attrs["label_size"] = "m"
    return field


class AskForm(forms.Form):
    """What would help, and who may see it."""

    what_helps = what_helps_field()
    groups = groups_field()

    def clean(self):
        answers = super().clean()
        if not {Group.SUPERVISOR, Group.COORDINATOR} & set(answers.get("groups", [])):
            self.add_error(
                "groups",
                "Select your practice supervisor or the coordinators: one of them has to see it to put it in place",
            )
        return answers


class AskAgainForm(forms.Form):
    what_helps = what_helps_field()


class ShareForm(forms.Form):
    """Who may see it from now on: everybody who is ticked, and nobody else."""

    groups = groups_field()


class AnswerForm(forms.Form):
    """What the employer does, or why it cannot."""

    is_possible = forms.ChoiceField(
        label="Can this be put in place?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={
            "required": "Select whether this can be put in place",
            "invalid_choice": "Select whether this can be put in place",
        },
    )
    how = LongText(
        label="How is it done?",
        name="How it is done",
        help_text="So that everybody who may see it knows what to do.",
        max_length=2_000,
        rows=5,
        required=False,
    )
    extra_days = forms.IntegerField(
        label="How many extra days before anything is called late? (optional)",
        help_text="Due dates stay where they are. Nothing is counted late before these days have passed.",
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric"}),
        error_messages={
            "invalid": "Extra days must be a number, like 14",
            "min_value": "Extra days must be 0 or more",
            "max_value": f"Extra days must be {MOST_DAYS} or fewer",
        },
    )
    why_not = LongText(
        label="Why can it not be done, and what could be done instead?",
        name="Why it cannot be done",
        max_length=2_000,
        rows=5,
        required=False,
    )

    def clean(self):
        answers = super().clean()
        if answers.get("is_possible") == "yes" and not answers.get("how"):
            self.add_error("how", "Enter how it is done")
        if answers.get("is_possible") == "no" and not answers.get("why_not"):
            self.add_error("why_not", "Enter why it cannot be done")
        return answers

    @property
    def answer(self) -> dict:
        said = self.cleaned_data
        is_possible = said["is_possible"] == "yes"
        return {
            "is_possible": is_possible,
            "answer": said["how"] if is_possible else said["why_not"],
            "extra_days": said["extra_days"] or 0,
        }
