from django import forms
from django.utils import timezone

from swip.assessment.models import Result
from swip.core.autosave import LONGEST_KEPT
from swip.enrolment.rules import months_after
from swip.govuk.fields import Choice, DateField, LongText
from swip.govuk.words import date_in_words


class DraftForm(forms.Form):
    """Keeps what was typed, whether or not it is finished, up to a length that is told and never cut."""

    LONG_ANSWER = ""

    @property
    def kept_text(self) -> str:
        return self.fields[self.LONG_ANSWER].to_python(self.data.get(self.LONG_ANSWER, ""))

    @property
    def is_longer_than_a_draft(self) -> bool:
        return len(self.kept_text) > LONGEST_KEPT


class JudgementForm(DraftForm):
    LONG_ANSWER = "reason"

    word = forms.ChoiceField(
        label="How far does the portfolio show this outcome?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how far the portfolio shows this outcome"},
    )
    reason = LongText(
        label="Why?",
        help_text="Say what in the evidence leads you to this, and what you set aside.",
        max_length=5_000,
        name="Your reason",
        error_messages={"required": "Enter the reason for your judgement"},
    )
    cites = forms.ModelMultipleChoiceField(
        label="Which evidence does your judgement rest on?",
        help_text="Only evidence that was accepted for this outcome is listed.",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, scale, citable, **options):
        super().__init__(*args, **options)
        self.not_seen = scale[0]
        self.fields["word"].choices = list(scale)
        self.fields["cites"].queryset = citable
        self.fields["cites"].label_from_instance = lambda evidence: Choice(
            str(evidence), hint=f"{evidence.kind}, {evidence.happened_on:%B %Y}"
        )

    def clean(self):
        answers = super().clean()
        word = answers.get("word")
        if word and word != self.not_seen[0] and "cites" in answers and not answers["cites"]:
            self.add_error(
                "cites", f"Select the evidence that your judgement rests on, or choose “{self.not_seen[1]}”"
            )
        return answers

    def typed(self) -> dict:
        words = {code for code, _ in self.fields["word"].choices}
        word = self.data.get("word", "")
        keys = [
            key for key in self.data.getlist("cites") if key.isascii() and key.isdecimal() and len(key) < 19
        ]
        return {
            "word": word if word in words else "",
            "reason": self.kept_text,
            "cites": list(self.fields["cites"].queryset.filter(pk__in=keys)),
        }


class SummaryForm(DraftForm):
    LONG_ANSWER = "summary"

    result = forms.ChoiceField(
        label="What do you recommend?",
        choices=[
            (
                Result.MET.value,
                Choice("Met", hint="The standards are met, looking at the portfolio as a whole"),
            ),
            (Result.EXTEND.value, Choice("Extend", hint="More time is needed, with support that is planned")),
            (Result.NOT_MET.value, Choice("Not met", hint="The standards are not met")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you recommend"},
    )
    summary = LongText(
        label="Your judgement of the portfolio as a whole",
        help_text="The social worker and whoever decides for the employer will read this.",
        max_length=10_000,
        name="Your judgement",
        error_messages={"required": "Enter your judgement of the portfolio as a whole"},
    )

    def typed(self) -> dict:
        result = self.data.get("result", "")
        return {"result": result if result in Result.values else "", "summary": self.kept_text}


class SendBackForm(forms.Form):
    comment = LongText(
        label="What should the assessor look at again?",
        max_length=5_000,
        name="Your comment",
        error_messages={"required": "Enter what the assessor should look at again"},
    )


class DecisionForm(forms.Form):
    """Met. The two other results ask for more."""

    reasons = LongText(
        label="The employer’s reasons",
        help_text="The social worker will read this. It cannot be changed once the decision is made.",
        max_length=10_000,
        name="The reasons",
        error_messages={"required": "Enter the employer’s reasons"},
    )


class AdverseDecisionForm(DecisionForm):
    was_heard_before = forms.BooleanField(
        label=(
            "The social worker was told of these concerns before today, had support with them, "
            "and saw it reviewed"
        ),
        error_messages={
            "required": "Confirm that none of this comes as a surprise. If it would, send the recommendation back"
        },
    )


class ExtendForm(AdverseDecisionForm):
    ground = forms.ChoiceField(
        label="Why is more time given?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select why more time is given"},
    )
    extended_to = DateField(
        label="When does the programme end now?",
        name="The new end",
        error_messages={"required": "Enter when the programme ends now"},
    )
    field_order = ["ground", "extended_to", "reasons", "was_heard_before"]

    def __init__(self, *args, enrolment, **options):
        super().__init__(*args, **options)
        rule_book = enrolment.rule_book
        self.fields["ground"].choices = list(rule_book.value("programme.extension.grounds"))
        self.after = max(enrolment.expected_end_on, timezone.localdate())
        self.latest = months_after(self.after, rule_book.value("programme.extension.max_months"))
        self.fields[
            "extended_to"
        ].help_text = f"After {date_in_words(self.after)}, and by {date_in_words(self.latest)}"

    def clean_extended_to(self):
        day = self.cleaned_data["extended_to"]
        if not self.after < day <= self.latest:
            raise forms.ValidationError(
                f"The new end must be after {date_in_words(self.after)}, and by {date_in_words(self.latest)}"
            )
        return day
