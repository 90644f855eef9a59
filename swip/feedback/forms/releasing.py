"""How each comment is released, when the two talked, and what the social worker takes from it."""

from django import forms
from django.utils import timezone

from swip.core.autosave import LONGEST_KEPT
from swip.feedback.actions.releasing import Released
from swip.feedback.models import Comment
from swip.feedback.queries.identifying import SAID_IN
from swip.feedback.rules.questions import LONGEST
from swip.govuk.fields import Choice, DateField, DateWidget, LongText, clean_characters

Decision = Comment.Decision
DECISIONS = [
    (Decision.AS_WRITTEN, Choice("As it is written")),
    (Decision.PARAPHRASED, Choice("In other words")),
    (Decision.HELD_BACK, Choice("Hold it back")),
]
MISSING = {
    Decision.PARAPHRASED: "Enter {} in other words",
    Decision.HELD_BACK: "Enter why {} is held back",
}


def decision_field(label, which="this comment"):
    return forms.ChoiceField(
        label=label,
        choices=DECISIONS,
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": f"Select how {which} is released"},
    )


def paraphrase_field():
    return LongText(
        label="What the social worker reads instead",
        name="What the social worker reads instead",
        max_length=LONGEST,
        rows=4,
        required=False,
    )


def reason_field():
    return LongText(
        label="Why is it held back?",
        name="Why it is held back",
        help_text="The social worker reads the reason, not the comment.",
        max_length=LONGEST,
        rows=3,
        required=False,
    )


class ReleaseForm(forms.Form):
    """All comments on one page; it is kept while it is filled in."""

    def __init__(self, data=None, *, comments, closed_on, initial=None):
        super().__init__(data, initial=self.as_initial(initial or {}))
        self.comments = comments
        for number, each in enumerate(comments, 1):
            self.fields[f"decision_{each.pk}"] = decision_field(
                f"How is comment {number} released?", f"comment {number}"
            )
            self.fields[f"instead_{each.pk}"] = paraphrase_field()
            self.fields[f"why_{each.pk}"] = reason_field()
        self.fields["talked_on"] = DateField(
            label="When did you talk about it?",
            name="The day you talked",
            help_text="Feedback is released in or after a conversation, never before.",
            earliest=closed_on,
            latest=timezone.localdate,
            error_messages={"required": "Enter the day on which you talked about it"},
        )
        self.fields["summary"] = LongText(
            label="What you talked about (optional)",
            name="What you talked about",
            help_text="The social worker, their assessor and their coordinator read it with the feedback.",
            max_length=LONGEST,
            rows=5,
            required=False,
        )

    @staticmethod
    def as_initial(typed):
        boxes = [typed.get(f"talked_on_{part}", "") for part in DateWidget.boxes]
        return typed | {"talked_on": boxes}

    def clean(self):
        answers = super().clean()
        for number, each in enumerate(self.comments, 1):
            decision = answers.get(f"decision_{each.pk}")
            name = f"{SAID_IN.get(decision)}_{each.pk}"
            if decision in SAID_IN and not answers.get(name) and name not in self.errors:
                self.add_error(name, MISSING[decision].format(f"comment {number}"))
        return answers

    @property
    def decisions(self) -> dict[int, Released]:
        return {each.pk: self.decided(each) for each in self.comments}

    def decided(self, comment) -> Released:
        decision = self.cleaned_data[f"decision_{comment.pk}"]
        field = SAID_IN.get(decision)
        return Released(decision, self.cleaned_data[f"{field}_{comment.pk}"] if field else "")

    def typed(self) -> dict[str, str]:
        """Everything as a draft keeps it, right or not."""
        names = [name for name in self.fields if name != "talked_on"]
        names += [f"talked_on_{part}" for part in DateWidget.boxes]
        return {name: clean_characters(str(self.data.get(name, ""))) for name in names}

    @property
    def is_longer_than_a_draft(self) -> bool:
        return any(len(words) > LONGEST_KEPT for words in self.typed().values())


class LookedAtForm(forms.Form):
    """Asks whether somebody could be recognised, where something was found by which they might."""

    looked = forms.BooleanField(
        label="I have looked at it, and nobody can be recognised",
        required=False,
        widget=forms.CheckboxInput(),
    )

    @property
    def is_looked_at(self) -> bool:
        return self.cleaned_data["looked"]

    def ask_to_look(self, name):
        self.add_error(
            name, "Somebody might be recognised by this. Put it differently, or say that you have looked"
        )


class MendForm(LookedAtForm):
    """A part of a round: while the round is out of sight, whoever changes it says whether that mends the round."""

    mends = forms.BooleanField(
        label="This was what somebody could be recognised by: ask to have the round brought back",
        required=False,
        widget=forms.CheckboxInput(),
    )


class OwnWordsForm(LookedAtForm):
    """The words of an own view, without what was chosen."""

    def __init__(self, data=None, *, questions, initial=None):
        super().__init__(data, initial=initial)
        for each in questions.open:
            self.fields[each.code] = LongText(
                label=each.own_label, name=each.title, max_length=LONGEST, rows=6, required=False
            )
        self.codes = [each.code for each in questions.open]

    @property
    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in self.codes}


class CommentForm(MendForm):
    """One comment that has been released already, put otherwise."""

    decision = decision_field("How is this comment released?")
    instead = paraphrase_field()
    why = reason_field()

    def clean(self):
        answers = super().clean()
        decision = answers.get("decision")
        field = SAID_IN.get(decision)
        if field and not answers.get(field) and field not in self.errors:
            self.add_error(field, MISSING[decision].format("the comment"))
        return answers

    @property
    def decided(self) -> Released:
        decision = self.cleaned_data["decision"]
        field = SAID_IN.get(decision)
        return Released(decision, self.cleaned_data[field] if field else "")


class SummaryForm(MendForm):
    summary = LongText(
        label="What you talked about",
        help_text="The social worker, their assessor and their coordinator read it with the feedback.",
        max_length=LONGEST,
        rows=6,
        required=False,
    )


class ReflectForm(forms.Form):
    words = LongText(
        label="What I take from this",
        name="What you take from this",
        help_text="A few sentences are enough: what you recognise, what surprised you, what you will try.",
        max_length=LONGEST,
        rows=8,
        error_messages={"required": "Enter what you take from this"},
    )

    def typed(self) -> str:
        return clean_characters(str(self.data.get("words", "")))

    @property
    def is_longer_than_a_draft(self) -> bool:
        return len(self.typed()) > LONGEST_KEPT
