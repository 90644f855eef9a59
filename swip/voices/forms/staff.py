"""What those type who hand out codes, read answers and release them, and whoever says what changed."""

import uuid

from django import forms

from swip.govuk.fields import Choice, LongText, ShortText
from swip.identifiers.in_place import LookedThroughForm
from swip.voices.rules import codes
from swip.voices.rules.asked import LANGUAGES, QUESTIONS, WAYS, WORD_QUESTIONS

MOST_CODES = 12


class MakeCodesForm(forms.Form):
    how_many = forms.IntegerField(
        label="How many codes do you need?",
        help_text=f"One for each person, {MOST_CODES} at most. They are shown once, for you to print.",
        min_value=1,
        max_value=MOST_CODES,
        widget=forms.NumberInput(attrs={"width": 2}),
        error_messages={
            "required": "Enter how many codes you need",
            "invalid": "How many codes must be a number, like 4",
            "min_value": "Make at least 1 code",
            "max_value": f"Make {MOST_CODES} codes or fewer at a time",
        },
    )
    language = forms.ChoiceField(
        label="In which language is the paper?",
        choices=[(each.code, each.name) for each in LANGUAGES.values()],
        widget=forms.RadioSelect,
        initial="en",
        help_text="Whoever uses the code can choose another language.",
        error_messages={"required": "Select a language"},
    )
    way = forms.ChoiceField(
        label="How should the pages look?",
        choices=list(WAYS.items()),
        widget=forms.RadioSelect,
        initial="standard",
        help_text="This, too, they can change.",
        error_messages={"required": "Select how the pages should look"},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def fresh(cls):
        return cls(initial={"key": uuid.uuid4()})


class CancelCodeForm(forms.Form):
    code = ShortText(
        max_length=40,
        label="The code on the sheet",
        help_text="For example, 7K3M-P2XD-49TH",
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the code on the sheet"},
    )

    def clean_code(self):
        code = codes.as_kept(self.cleaned_data["code"])
        if not codes.is_possible(code):
            raise forms.ValidationError("One of the letters is not right. Look at the sheet again")
        return code


class FamilyWordsForm(LookedThroughForm):
    """Of what families said, a colleague who is named may tell who it was: they are asked about, too."""

    asks_about_colleagues = True


class DecideForm(FamilyWordsForm):
    """In which words an answer is shown, and whether it is."""

    looks_at = tuple(WORD_QUESTIONS)

    def __init__(self, data=None, *, voice, has_drawing, colleagues):
        super().__init__(data, initial=self.first_words(voice), subject=voice, colleagues=colleagues)
        for key in WORD_QUESTIONS:
            if not voice.answers.get(key):
                continue
            self.fields[key] = LongText(
                max_length=4_000,
                rows=4,
                required=False,
                label=f"{QUESTIONS[key].words} In the words that the social worker reads",
            )
        if has_drawing:
            self.fields["shows_drawing"] = forms.BooleanField(
                required=False,
                label="Show the drawing, too",
                help_text="Only if nobody can be picked out by it.",
            )
        self.fields["decision"] = forms.ChoiceField(
            label="What should become of it?",
            choices=[
                (
                    "show",
                    Choice("Show it in a batch", hint="Together with the answers of others, in these words"),
                ),
                (
                    "summary",
                    Choice("Only let it go into my summary", hint="The social worker reads your words"),
                ),
                ("hold_back", Choice("Hold it back", hint="The social worker sees nothing of it")),
            ],
            widget=forms.RadioSelect,
            required=False,
        )

    @classmethod
    def first_words(cls, voice):
        """Their own; in another language they would say who it was, so that those are written anew."""
        own = voice.answers if voice.language == "en" else {}
        words = voice.shown_words if voice.decision or voice.revision else own
        shown = {key: words.get(key, "") for key in WORD_QUESTIONS}
        return shown | {"shows_drawing": voice.shows_drawing, "decision": voice.decision}


class SummaryForm(FamilyWordsForm):
    looks_at = ("summary",)

    summary = LongText(
        max_length=5_000,
        rows=10,
        label="Your summary",
        help_text="In your words, so that nobody can tell who said what. Leave out names, ages, places and events.",
        error_messages={"required": "Write the summary"},
    )


class ChangeForm(FamilyWordsForm):
    words = LongText(
        max_length=2_000,
        rows=5,
        label="What changed because of what they said?",
        help_text=(
            "For children, parents and carers: short sentences, plain words, no names. "
            "If something cannot change, say so, and why."
        ),
        error_messages={"required": "Write what changed"},
    )


class ProcedureForm(forms.Form):
    words = LongText(
        max_length=4_000,
        rows=8,
        label="What should somebody do who reads an answer that tells of harm?",
        help_text="The steps, in order. They stand at the top of such an answer.",
        error_messages={"required": "Write what should be done"},
    )
    phone = ShortText(
        max_length=40,
        label="Whom to call in working hours",
        help_text="The telephone number of the team that takes concerns about children",
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off", "inputmode": "tel"}),
        error_messages={"required": "Enter a telephone number"},
    )
    out_of_hours_phone = ShortText(
        max_length=40,
        required=False,
        label="Whom to call at other times (optional)",
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off", "inputmode": "tel"}),
    )
