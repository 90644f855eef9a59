"""What is typed into a note, and which of its sentences are chosen for the next tier."""

from __future__ import annotations

import datetime
import uuid

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date

from swip.evidence import rules
from swip.evidence.forms.common import DraftForm
from swip.evidence.rules.notes import NONE_CHOSEN, NOTHING_WRITTEN, WORDS_MISSING
from swip.govuk.fields import Choice, DateField, LongText, ShortText
from swip.govuk.words import date_in_words

ALL = "all"


class MadeOnce:
    """A form that a page gives a number of its own, by which it is known when it is sent again."""

    @property
    def made_as(self) -> uuid.UUID:
        """One that is none is replaced."""
        try:
            return uuid.UUID(self.data.get("made_as", ""))
        except ValueError:
            return uuid.uuid4()


class NoteForm(MadeOnce, DraftForm):
    LONG_ANSWERS = ("title", "words")

    title = ShortText(
        label="Title",
        max_length=rules.LONGEST_TITLE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = LongText(
        label="What happened", name="What happened", required=False, max_length=rules.LONGEST_TEXT, rows=5
    )
    happened_on = DateField(
        label="What day was it?",
        name="The day",
        help_text="For example, 27 3 2026",
        required=False,
        latest=timezone.localdate,
    )

    @classmethod
    def of(cls, note) -> NoteForm:
        """The form with what is kept; a date that was no date yet stands in its boxes as it was typed."""
        day = note.happened_on or note.happened_on_as_typed or None
        return cls(initial={"title": note.title, "words": note.words, "happened_on": day})

    def clean(self):
        answers = super().clean()
        if not self.errors and not (answers.get("title") or answers.get("words")):
            self.add_error("words", NOTHING_WRITTEN)
        return answers

    @property
    def is_empty(self) -> bool:
        return not any(self.data.get(name, "").strip() for name in self.LONG_ANSWERS)

    def typed(self) -> dict:
        """Everything as a draft keeps it."""
        return {name: self.as_typed(name) for name in self.LONG_ANSWERS} | self.day_as_typed()

    # ---- What only a new note says of itself

    def typed_anew(self) -> dict:
        """With no day given it was the day on which it was written, which a device may know better than we."""
        typed = self.typed()
        if typed["happened_on"] is None and not typed["happened_on_as_typed"]:
            typed["happened_on"] = self.written_on
        return typed

    @property
    def written_on(self) -> datetime.date:
        today = timezone.localdate()
        try:
            day = parse_date(self.data.get("written_on", ""))
        except ValueError:
            day = None
        return day if day and day <= today else today


class SharedNoteForm(NoteForm):
    words = LongText(
        label="What you want to talk about",
        name="What you want to talk about",
        required=True,
        max_length=rules.LONGEST_TEXT,
        rows=8,
        error_messages={"required": WORDS_MISSING},
    )


class LiftForm(MadeOnce, forms.Form):
    """Which sentences, and into what."""

    sentences = forms.MultipleChoiceField(
        label="Which sentences?",
        help_text="Only the ones you choose go on. The note stays as it is.",
        widget=forms.CheckboxSelectMultiple(attrs={"label_size": "m"}),
        error_messages={"required": NONE_CHOSEN, "invalid_choice": "Select sentences from the list"},
    )
    to = forms.ChoiceField(
        label="Where do they go?",
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={
            "required": "Select where they go",
            "invalid_choice": "Select where they go from the list",
        },
    )

    def __init__(self, *args, sentences, drafts, may_share, supervisor, **options):
        super().__init__(*args, **options)
        self.by_key = {each.key: each for each in sentences}
        self.drafts = {f"draft-{each.pk}": each for each in drafts}
        choices = [(each.key, Choice(each.text, hint=self.gone_to(each))) for each in sentences]
        if len(choices) > 1:
            choices.append((ALL, Choice("All of it", divider="or", exclusive=True)))
        self.fields["sentences"].choices = choices
        places = {}
        if may_share:
            who = supervisor or "your next supervisor"
            read_by = f"You look it through first. Then {who} can read it."
            places["share"] = Choice("To my next supervision", hint=read_by)
        own = "A draft, which only you can read until you hand it in."
        places["new"] = Choice("Into a new piece of evidence", hint=own)
        for key, each in self.drafts.items():
            places[key] = Choice(f"Into “{each}”", hint="Added at the end of what happened.")
        self.fields["to"].choices = list(places.items())

    @staticmethod
    def gone_to(sentence) -> str:
        if not sentence.lifts:
            return ""
        last = sentence.lifts[-1]
        return f"Went into “{last.into}” on {date_in_words(timezone.localdate(last.lifted_at))}"

    @property
    def chosen(self) -> list:
        keys = self.cleaned_data["sentences"]
        return [each for key, each in self.by_key.items() if ALL in keys or key in keys]

    @property
    def is_shared(self) -> bool:
        return self.cleaned_data["to"] == "share"

    @property
    def draft(self):
        return self.drafts.get(self.cleaned_data["to"])
