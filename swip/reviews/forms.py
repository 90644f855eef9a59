"""What the supervisor writes of a review, and what the social worker answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from swip.core.autosave import LONGEST_KEPT
from swip.govuk.fields import Choice, DateField, LongText, clean_characters
from swip.reviews import rules
from swip.reviews.models import Review

HELD_ON_BOXES = ["held_on_day", "held_on_month", "held_on_year"]


class ReviewForm(forms.Form):
    """Drafts keep whatever is there; `is_final` asks for all that a completed review has to say."""

    held_on = DateField(
        label="When did you meet?",
        name="The date you met",
        help_text="For example, 27 3 2026",
        latest=timezone.localdate,
        error_messages={"required": "Enter the date you met"},
    )
    on_track = forms.ChoiceField(
        label="Is the social worker on track?",
        choices=[
            (Review.OnTrack.YES, Choice("Yes, on track")),
            (
                Review.OnTrack.NOT_YET,
                Choice("Not yet", hint="Say below what the concern is, and what both sides do about it"),
            ),
        ],
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select whether the social worker is on track"},
    )
    progress = LongText(
        label="Progress by outcome",
        name="Progress",
        help_text="The first words come from the record. Change them as you like.",
        max_length=rules.LONGEST,
        rows=12,
        widget=forms.Textarea(attrs={"rows": 12, "label_size": "m"}),
        error_messages={"required": "Enter what progress has been made"},
    )
    support = LongText(
        label="Support given, against support promised",
        name="Support",
        help_text="What took place, what did not, and why. Say so plainly: it counts as much as the progress.",
        max_length=rules.LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "label_size": "m"}),
        error_messages={"required": "Enter what support was given"},
    )
    concerns = LongText(
        label="Concerns",
        help_text="Only what you have spoken about together. Leave this empty if there are none.",
        max_length=rules.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "label_size": "m"}),
    )
    next_steps = LongText(
        label="Next steps",
        help_text="Who does what by when, you as well as the social worker.",
        max_length=rules.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "label_size": "m"}),
    )

    def __init__(self, data=None, *, review: Review, is_final: bool = True):
        super().__init__(data)
        self.is_final = is_final
        enrolment = review.enrolment
        self.fields["held_on"].earliest = enrolment.starts_on
        self.fields["held_on"].initial = review.held_on or review.held_on_as_typed or None
        self.fields["on_track"].label = f"Is {enrolment.social_worker} on track?"
        self.fields["on_track"].error_messages["required"] = (
            f"Select whether {enrolment.social_worker} is on track"
        )
        for name in ["on_track", "progress", "support", "concerns", "next_steps"]:
            self.fields[name].initial = getattr(review, name)
        if not is_final:
            for field in self.fields.values():
                field.required = False
                if isinstance(field, LongText):
                    field.limit = LONGEST_KEPT

    def clean(self):
        answers = super().clean()
        if self.is_final and answers.get("on_track") == Review.OnTrack.NOT_YET:
            self._ask_for("concerns", "Enter the concern that means they are not yet on track")
            self._ask_for("next_steps", "Enter what happens next, and what support there will be")
        return answers

    def _ask_for(self, name: str, message: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, message)

    @property
    def kept(self) -> dict[str, Any] | None:
        """What a draft saves: half a date as it was typed. None where a text is longer than can be kept."""
        if set(self.errors) - {"held_on", "on_track"}:
            return None
        typed = [clean_characters(self.data.get(box, ""))[:20] for box in HELD_ON_BOXES]
        return self.cleaned_data | {
            "held_on": self.cleaned_data.get("held_on"),
            "held_on_as_typed": typed if any(typed) else [],
            "on_track": self.cleaned_data.get("on_track", ""),
        }

    @classmethod
    def of_saved(cls, review: Review) -> ReviewForm:
        """The saved words, held to what a completed review has to say."""
        day = review.held_on
        boxes = [day.day, day.month, day.year] if day else review.held_on_as_typed
        data = {name: getattr(review, name) for name in ["on_track", "progress", "support", "concerns"]}
        data |= {"next_steps": review.next_steps, **dict(zip(HELD_ON_BOXES, map(str, boxes), strict=False))}
        return cls(data, review=review)


class SignForm(forms.Form):
    """The social worker's answer: a comment if they want one, and whether they sign."""

    SIGN, CHANGE = "sign", "change"

    worker_comment = LongText(
        label="Your comment",
        help_text="It goes with the review when you sign. You can leave it empty, and you can say that you disagree.",
        max_length=rules.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "label_size": "m"}),
    )
    decision = forms.ChoiceField(
        label="What do you want to do?",
        choices=[
            (
                SIGN,
                Choice("Sign it", hint="You say that you have read it, not that you agree with all of it"),
            ),
            (CHANGE, Choice("Ask for a change first", hint="It goes back to your supervisor")),
        ],
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select whether you sign the review or ask for a change"},
    )
    change_wanted = LongText(
        label="What should change?",
        max_length=rules.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data=None, *, review: Review, is_final: bool = True):
        super().__init__(data)
        self.is_final = is_final
        for name in ["worker_comment", "change_wanted"]:
            self.fields[name].initial = getattr(review, name)
            if not is_final:
                self.fields[name].limit = LONGEST_KEPT
        self.fields["decision"].required = is_final
        if not review.enrolment.is_open:  # nobody supervises any more, so nobody could change it
            offered = self.fields["decision"].choices
            self.fields["decision"].choices = [each for each in offered if each[0] == self.SIGN]

    def clean(self):
        answers = super().clean()
        asks = answers.get("decision") == self.CHANGE
        is_told = answers.get("change_wanted") or "change_wanted" in self.errors
        if self.is_final and asks and not is_told:
            self.add_error("change_wanted", "Enter what should change")
        return answers

    @property
    def asks_for_change(self) -> bool:
        return self.cleaned_data["decision"] == self.CHANGE

    @property
    def kept(self) -> dict[str, str] | None:
        """What a draft saves. None where a text is longer than can be kept."""
        if set(self.errors) - {"decision"}:
            return None
        return {name: self.cleaned_data[name] for name in ["worker_comment", "change_wanted"]}
