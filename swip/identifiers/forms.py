"""What people decide about what was found, and what they say when they take something out of sight."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django import forms

from swip.govuk.fields import Choice, LongText, ShortText
from swip.identifiers.models import Decision, Quarantine, Reason
from swip.identifiers.queries import KINDS, Chosen, Looking, Passage
from swip.identifiers.rules import find

LONGEST_WORD = 200
WHY_IT_STAYS = [
    ("", "Choose why it stays"),
    *((each.value, each.label) for each in Reason if each != Reason.LOOKED),
]
# Of what nobody could read: that somebody has looked comes first, and it is no word or number.
WHY_IT_STAYS_UNREAD = [
    ("", "Choose why it stays"),
    (Reason.LOOKED.value, Reason.LOOKED.label),
    *((value, label) for value, label in WHY_IT_STAYS if value not in {"", Reason.NOBODY}),
]


class DecisionsForm(forms.Form):
    """One decision for each thing that was found. `partly`: those that are whole are taken, the others wait."""

    def __init__(self, data=None, *, looking: Looking, partly=False, all_names=False, **options):
        super().__init__(data, **options)
        self.looking, self.partly, self.all_names = looking, partly, all_names
        for found in looking.found:
            self.fields[f"do_{found.key}"] = self.decision(found)
            self.fields[f"word_{found.key}"] = ShortText(
                label="What to write instead", required=False, max_length=LONGEST_WORD
            )
            self.fields[f"why_{found.key}"] = forms.ChoiceField(
                label="Why it stays",
                required=False,
                choices=WHY_IT_STAYS,
                initial=Reason.COLLEAGUE if found.is_colleague else "",
            )
        for each in self.questions_of_files():
            self.fields[f"why_{each.key}"] = forms.ChoiceField(
                label=each.label,
                help_text=each.hint,
                required=False,
                choices=WHY_IT_STAYS_UNREAD if each.is_unread else WHY_IT_STAYS,
            )

    def questions_of_files(self):
        return [each for look in self.looking.open_files for each in look.questions]

    def decision(self, found):
        choices = [
            (Decision.OWN, "Write something else"),
            (Decision.KEEP, "Keep it, and say why"),
        ]
        if found.suggestion:
            choices.insert(0, (Decision.SUGGESTION, Choice(f"Write “{found.suggestion}”")))
        times = f" ({found.times} times)" if found.times > 1 else ""
        return forms.ChoiceField(
            label=f"{found.number}. {found.kind.label}: “{found.text}”{times}",
            help_text=found.reason,
            required=False,
            choices=choices,
            widget=forms.RadioSelect(attrs={"label_size": "s"}),
            initial=Decision.KEEP if found.is_colleague else None,
        )

    def fields_of(self, found):
        return (self[f"do_{found.key}"], self[f"word_{found.key}"], self[f"why_{found.key}"])

    def why_of(self, each):
        return self[f"why_{each.key}"]

    def clean(self):
        answers = super().clean()
        self.chosen = {}
        for found in self.looking.found:
            self.take(found, answers)
        if self.partly:
            self.call_them_the_same(answers)
        for each in self.questions_of_files():
            if reason := answers.get(f"why_{each.key}"):
                self.chosen[each.key] = Chosen(Decision.KEEP, reason=reason)
            elif not self.partly:
                self.add_error(f"why_{each.key}", f"Select why {each.about} stays, or remove the file")
        return answers

    def take(self, found, answers):
        key, about = found.key, f"{found.number}, “{found.text}”"
        decision = answers.get(f"do_{key}", "")
        if self.all_names and found.is_name and found.suggestion and not found.is_colleague:
            decision = Decision.SUGGESTION
        word, reason = answers.get(f"word_{key}", ""), answers.get(f"why_{key}", "")
        if decision == Decision.SUGGESTION:
            self.chosen[key] = Chosen(decision)
        elif decision == Decision.OWN and word:
            self.chosen[key] = Chosen(decision, word=word)
        elif decision == Decision.KEEP and reason:
            self.chosen[key] = Chosen(decision, reason=reason)
        elif not self.partly and not self.has_error(f"word_{key}"):
            field, message = {
                Decision.OWN: (f"word_{key}", f"Enter what to write instead of {about}"),
                Decision.KEEP: (f"why_{key}", f"Select why {about} stays"),
            }.get(decision, (f"do_{key}", f"Select what to do about {about}"))
            self.add_error(field, message)

    def call_them_the_same(self, answers):
        """Who gets an invented name gets it wherever they are named: afterwards nobody knows who it was."""
        people = [each for each in self.looking.found if each.is_name and not each.is_colleague]
        renamed = {
            each.suggestion for each in people if self.chosen.get(each.key) == Chosen(Decision.SUGGESTION)
        }
        for each in people:
            if each.suggestion in renamed and not answers.get(f"do_{each.key}"):
                self.chosen[each.key] = Chosen(Decision.SUGGESTION)

    def carried(self):
        """What was chosen and typed, whole or not, for the same page drawn again."""
        return {name: self.data[name] for name in self.fields if name in self.data}


class QuarantineForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label="What did you see?",
        help_text="Choose all that apply. Do not repeat it anywhere: your choice is enough.",
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"label_size": "m"}),
        error_messages={
            "required": "Select what you saw",
            "invalid_choice": "Select what you saw from the list",
        },
    )


class EndQuarantineForm(forms.Form):
    ending = forms.ChoiceField(
        label="Why can it come back into sight?",
        choices=[
            (
                Quarantine.Ending.MENDED,
                Choice(
                    "It was mended",
                    hint="What was handed in before stays out of sight, unless you black out the words in it.",
                ),
            ),
            (
                Quarantine.Ending.FALSE_ALARM,
                Choice("Nobody can be recognised by it", hint="All of it comes back as it was."),
            ),
        ],
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select why it can come back into sight"},
    )
    why = LongText(
        label="In a few words, why nobody can be recognised",
        name="Why nobody can be recognised",
        required=False,
        rows=3,
        max_length=500,
        help_text="Those who work with the record read this. Do not repeat what was seen.",
    )

    def __init__(self, *args, is_mended, mended_hint="", **options):
        super().__init__(*args, **options)
        self.is_mended = is_mended
        if mended_hint:
            (mended, label), *others = self.fields["ending"].choices
            self.fields["ending"].choices = [(mended, Choice(str(label), hint=mended_hint)), *others]

    def clean(self):
        answers = super().clean()
        ending, why = answers.get("ending"), answers.get("why", "")
        if ending == Quarantine.Ending.MENDED and not self.is_mended:
            self.add_error("ending", "It has not been mended yet: its writer has not handed it in again")
        if ending == Quarantine.Ending.FALSE_ALARM and not self.has_error("why"):
            if not why:
                self.add_error("why", "Enter why nobody can be recognised")
            elif find(why):
                self.add_error("why", "Write it without names, dates, places or numbers")
        return answers


class BlackOutForm(forms.Form):
    """The words to black out: ticked from what was found, or typed. They are not kept."""

    found = forms.MultipleChoiceField(
        label="Found when it was looked through",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"label_size": "m"}),
        error_messages={"invalid_choice": "Select words from the list"},
    )
    others = LongText(
        label="Other words to black out",
        name="Other words",
        help_text="One on each line, spelled as they stand there. Capitals make no difference.",
        required=False,
        rows=4,
        max_length=5_000,
    )

    def __init__(self, *args, words, texts, **options):
        super().__init__(*args, **options)
        self.texts = [each.casefold() for each in texts]
        self.fields["found"].choices = [(each, each) for each in words]
        if not words:
            del self.fields["found"]

    def clean(self):
        answers = super().clean()
        typed = [line.strip() for line in answers.get("others", "").splitlines() if line.strip()]
        for word in typed:
            if not any(word.casefold() in text for text in self.texts):
                self.add_error("others", f"“{word}” does not stand in what was handed in")
            elif len(word) < 2:
                self.add_error("others", f"“{word}” is too short: enter the whole word")
        self.words = sorted({*answers.get("found", []), *typed}, key=len, reverse=True)
        if not self.words and not self.errors:
            self.add_error("others", "Select or enter the words to black out")
        return answers


class MendForm(forms.Form):
    """The texts of a record that is out of sight, each in a box under the label that its page gives it."""

    def __init__(
        self,
        data=None,
        *,
        passages: Sequence[Passage],
        texts: Mapping[str, str],
        required: Collection[str],
        longest: int,
    ):
        super().__init__(data)
        self.passages = passages
        for each in passages:
            text = texts.get(each.name, each.text)
            self.fields[f"text_{each.name}"] = LongText(
                label=each.label,
                max_length=longest,
                rows=min(max(len(text) // 70, 2), 10),
                required=each.name in required,
                initial=text,
                error_messages={"required": f"Enter something in “{each.label}”: it cannot be empty"},
            )

    @property
    def texts(self):
        return {each.name: self.cleaned_data[f"text_{each.name}"] for each in self.passages}
