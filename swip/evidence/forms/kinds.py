"""A kind of evidence that an employer adds for its own people."""

from __future__ import annotations

from django import forms

from swip.evidence.forms.work import LEVELS
from swip.evidence.models import EvidenceKind
from swip.govuk.fields import Choice, LongText, ShortText

MOST_PROMPTS = 6
LONGEST_PROMPT = 200
QUESTIONS = ("first_question", "second_question")


class PromptsField(LongText):
    """One prompt on each line."""

    def clean(self, value):
        prompts = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(prompts) > MOST_PROMPTS:
            raise forms.ValidationError(f"{self.name} must be {MOST_PROMPTS} lines or fewer", code="too_many")
        if any(len(each) > LONGEST_PROMPT for each in prompts):
            raise forms.ValidationError(
                f"Each line of {self.name[:1].lower()}{self.name[1:]} must be {LONGEST_PROMPT} characters or fewer",
                code="too_long",
            )
        return prompts


class KindWordingForm(forms.Form):
    name = ShortText(label="Name", max_length=80, error_messages={"required": "Enter a name"})
    description = ShortText(
        label="What is it?",
        name="What it is",
        help_text="A sentence, for somebody who chooses between kinds",
        max_length=300,
        error_messages={"required": "Enter what it is"},
    )
    level = forms.ChoiceField(
        label="How far does this kind usually reach?",
        help_text="It is a suggestion. Whoever writes a piece decides.",
        choices=[(level.value, Choice(level.label, hint=hint)) for level, hint in LEVELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how far it usually reaches"},
    )
    asks_what_was_done = PromptsField(
        label="Prompts for what happened (optional)",
        name="Prompts for what happened",
        help_text=f"One on each line, {MOST_PROMPTS} at most. They help to write and nobody checks them off.",
        required=False,
        max_length=2_000,
        rows=4,
    )
    asks_what_was_known = PromptsField(
        label="Prompts for what it shows (optional)",
        name="Prompts for what it shows",
        help_text=f"One on each line, {MOST_PROMPTS} at most",
        required=False,
        max_length=2_000,
        rows=4,
    )
    first_question = ShortText(
        label="A short question with an answer of its own (optional)",
        name="The first question",
        help_text="Never ask for anything that a child or a family could be recognised by.",
        required=False,
        max_length=LONGEST_PROMPT,
    )
    second_question = ShortText(
        label="A second short question (optional)",
        name="The second question",
        required=False,
        max_length=LONGEST_PROMPT,
    )

    def __init__(self, *args, kind: EvidenceKind | None = None, **options):
        super().__init__(*args, **options)
        self.kind = kind

    @classmethod
    def of(cls, kind: EvidenceKind, data=None) -> KindWordingForm:
        initial = {name: getattr(kind, name) for name in ("name", "description", "level")}
        for name in ("asks_what_was_done", "asks_what_was_known"):
            initial[name] = "\n".join(getattr(kind, name))
        asked = [each["question"] for each in kind.questions]
        return cls(data, initial=initial | dict(zip(QUESTIONS, asked, strict=False)), kind=kind)

    def clean(self):
        answers = super().clean()
        if answers.get("second_question") and answers.get("second_question") == answers.get("first_question"):
            self.add_error("second_question", "Enter a question that differs from the first")
        return answers

    def wording(self) -> dict:
        """What a version keeps. A question that is asked as before keeps its code, and so its answers."""
        answers = self.cleaned_data
        known = {each["question"]: each["code"] for each in self.kind.questions} if self.kind else {}
        number = self.kind.versions.count() + 1 if self.kind else 1
        questions = [
            {"code": known.get(answers[name], f"version_{number}_{name}"), "question": answers[name]}
            for name in QUESTIONS
            if answers[name]
        ]
        return {name: answers[name] for name in EvidenceKind.WORDS if name != "questions"} | {
            "questions": questions
        }
