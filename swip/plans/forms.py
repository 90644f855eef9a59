"""What people type about goals and actions."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from swip.govuk.fields import DateField, LongText, lower_first
from swip.identifiers.in_place import LookedThroughForm
from swip.plans.models import Action, Goal
from swip.standards.contents import by_domain

LONGEST = 2_000


def whole_name(domain) -> str:
    return f"{domain.code}. {domain.text}" if domain else "Outcomes"


def is_empty(answers, name):
    """Nothing was typed. A field that has a mistake of its own is not among the answers."""
    return name in answers and not answers[name]


class ActionForm(LookedThroughForm):
    """Who does what, and by when."""

    looks_at = ("what",)

    owner = forms.ChoiceField(
        label="Who does it?",
        choices=Action.Owner.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who does it"},
    )
    what = LongText(
        label="What do they do?",
        name="What they do",
        help_text="One thing that can be done, for example: chair a core group with me beside you.",
        max_length=LONGEST,
        rows=3,
        error_messages={"required": "Enter what they do"},
    )
    due_on = DateField(
        label="By when?",
        name="The day",
        help_text="For example, 27 3 2027",
        earliest=timezone.localdate,
        error_messages={"required": "Enter by when"},
    )

    def __init__(self, *args, worker, supervisor, latest, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owners_named(worker, supervisor)
        self.fields["due_on"].latest = latest


def owners_named(worker, supervisor):
    names = {Action.Owner.SOCIAL_WORKER: worker, Action.Owner.SUPERVISOR: supervisor}
    return [
        (value, f"{names[value]}, {lower_first(label)}" if names.get(value) else label)
        for value, label in Action.Owner.choices
    ]


class AimForm(LookedThroughForm):
    """What somebody wants to be able to do, and the outcomes it is for."""

    aim = LongText(
        label="What do you want to be able to do?",
        name="The goal",
        max_length=LONGEST,
        rows=3,
        error_messages={"required": "Enter what you want to be able to do"},
    )
    outcomes = forms.MultipleChoiceField(
        label="Which outcomes is it for?",
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        error_messages={
            "required": "Select at least one outcome",
            "invalid_choice": "Select outcomes from the list",
        },
    )
    looks_at = ("aim",)

    def __init__(self, *args, outcomes, whose="", **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {each.code: each for each in outcomes}
        self.fields["outcomes"].choices = [
            (whole_name(domain), [(each.code, f"{each.code} {each.text}") for each in of_it])
            for domain, of_it in by_domain(outcomes)
        ]
        if whose:
            self.fields["aim"].label = f"What is {whose} to be able to do?"
            self.fields["aim"].error_messages["required"] = f"Enter what {whose} is to be able to do"

    def clean_outcomes(self):
        return [self.offered[code] for code in self.cleaned_data["outcomes"]]


class GoalForm(AimForm, ActionForm):
    """A goal, with the first action toward it."""

    looks_at = ("aim", "what")
    field_order = ["aim", "outcomes", "owner", "what", "due_on"]


class ChangeGoalForm(AimForm):
    """Other words for a goal, and for what is still to be done. Days are moved by themselves, with a reason."""

    def __init__(self, *args, goal, worker, supervisor, **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = [each for each in goal.actions.all() if each.is_to_do]
        self.looks_at = ("aim", *(f"what_{each.pk}" for each in self.steps))
        for number, each in enumerate(self.steps, 1):
            of = f" (action {number})" if len(self.steps) > 1 else ""
            self.fields[f"owner_{each.pk}"] = forms.ChoiceField(
                label=f"Who does it?{of}",
                choices=owners_named(worker, supervisor),
                initial=each.owner,
                widget=forms.RadioSelect,
                error_messages={"required": f"Select who does it{of}"},
            )
            self.fields[f"what_{each.pk}"] = LongText(
                label=f"What do they do?{of}",
                name="What they do",
                initial=each.what,
                max_length=LONGEST,
                rows=3,
                error_messages={"required": f"Enter what they do{of}"},
            )

    @property
    def changed(self):
        answers = self.cleaned_data
        steps = {each.pk: (answers[f"owner_{each.pk}"], answers[f"what_{each.pk}"]) for each in self.steps}
        return {"aim": answers["aim"], "outcomes": answers["outcomes"], "steps": steps}


class SettleForm(LookedThroughForm):
    """Whether an action was done."""

    status = forms.ChoiceField(
        label="Was it done?",
        choices=[(Action.Status.DONE.value, "Yes"), (Action.Status.NOT_DONE.value, "No, and it will not be")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it was done"},
    )
    words = LongText(
        label="What came of it?",
        name="What came of it",
        help_text="If it was not done, say what was in the way. You can leave this empty if it was done.",
        max_length=LONGEST,
        rows=3,
        required=False,
    )

    def clean(self):
        answers = super().clean()
        if answers.get("status") == Action.Status.NOT_DONE and is_empty(answers, "words"):
            self.add_error("words", "Enter why it was not done")
        return answers


class MoveForm(LookedThroughForm):
    """Another day, and why."""

    due_on = DateField(
        label="By when now?",
        name="The new day",
        help_text="For example, 27 3 2027",
        earliest=timezone.localdate,
        error_messages={"required": "Enter the new day"},
    )
    words = LongText(
        label="Why does it move?",
        name="The reason",
        max_length=LONGEST,
        rows=3,
        error_messages={"required": "Enter why it moves"},
    )

    def __init__(self, *args, latest, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].latest = latest


class CloseForm(LookedThroughForm):
    """A goal is reached, or no longer worked on."""

    status = forms.ChoiceField(
        label="What became of this goal?",
        choices=[
            (Goal.Status.REACHED.value, "It was reached"),
            (Goal.Status.DROPPED.value, "It is no longer worked on"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what became of this goal"},
    )
    words = LongText(
        label="What do you want to say about it?",
        name="What you say about it",
        help_text="If it is no longer worked on, say why.",
        max_length=LONGEST,
        rows=3,
        required=False,
    )

    def clean(self):
        answers = super().clean()
        if answers.get("status") == Goal.Status.DROPPED and is_empty(answers, "words"):
            self.add_error("words", "Enter why it is no longer worked on")
        return answers


class RenewForm(LookedThroughForm):
    """Every goal that is being worked on: whether it goes on."""

    words = LongText(
        label="What did you say about the plan as a whole? (optional)",
        name="What you say about the plan",
        max_length=LONGEST,
        rows=4,
        required=False,
    )

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.goals = goals
        self.looks_at = (*(f"words_{goal.pk}" for goal in goals), "words")
        for goal in goals:
            self.fields[f"status_{goal.pk}"] = forms.ChoiceField(
                label="Does it go on?",
                choices=[
                    (Goal.Status.OPEN.value, "It goes on"),
                    (Goal.Status.REACHED.value, "It was reached"),
                    (Goal.Status.DROPPED.value, "It is no longer worked on"),
                ],
                widget=forms.RadioSelect(attrs={"small": True}),
                error_messages={"required": f"Select whether it goes on: {goal.aim[:80]}"},
            )
            self.fields[f"words_{goal.pk}"] = LongText(
                label="Why? (if it is no longer worked on)",
                name="The reason",
                max_length=LONGEST,
                rows=2,
                required=False,
            )

    def clean(self):
        answers = super().clean()
        for goal in self.goals:
            is_dropped = answers.get(f"status_{goal.pk}") == Goal.Status.DROPPED
            if is_dropped and is_empty(answers, f"words_{goal.pk}"):
                self.add_error(f"words_{goal.pk}", "Enter why it is no longer worked on")
        return answers

    def label_of(self, name):
        aims = {f"words_{goal.pk}": goal.aim[:80] for goal in self.goals}
        return f"What you say of “{aims[name]}”" if name in aims else super().label_of(name)

    @property
    def rows(self):
        return [(goal, self[f"status_{goal.pk}"], self[f"words_{goal.pk}"]) for goal in self.goals]

    @property
    def said(self):
        answers = self.cleaned_data
        return {goal.pk: (answers[f"status_{goal.pk}"], answers[f"words_{goal.pk}"]) for goal in self.goals}
