"""The questions of a round, to the social worker and to everybody asked alike."""

from django import forms

from swip.core.autosave import LONGEST_KEPT
from swip.feedback.rules.questions import LONGEST
from swip.govuk.fields import LongText, clean_characters


class QuestionsForm(forms.Form):
    """`name` is of whom others speak; without one, somebody speaks of themselves."""

    def __init__(self, data=None, *, questions, name="", initial=None):
        super().__init__(data, initial=initial)
        self.questions, self.is_own = questions, not name
        for area in questions.areas:
            self.fields[area.code] = forms.ChoiceField(
                label=area.title,
                help_text=area.about,
                choices=questions.scale,
                widget=forms.RadioSelect(attrs={"label_size": "s", "small": True}),
                error_messages={
                    "required": f"Select a word for “{area.title}”",
                    "invalid_choice": f"Select a word for “{area.title}”",
                },
            )
        for each in questions.open:
            label = each.own_label if self.is_own else each.label.format(name=name)
            self.fields[each.code] = LongText(
                label=f"{label} (optional)",
                name=each.title,
                help_text=each.hint if not self.is_own else "",
                max_length=LONGEST,
                rows=5,
                required=False,
            )

    def clean(self):
        answers = super().clean()
        if not self.is_own and not self.errors and self.says_nothing(answers):
            self.add_error(
                self.questions.areas[0].code,
                "Say something of one area at least. If you cannot, select “I do not know their work well enough”",
            )
        last = self.questions.open[-1].code
        worries = [
            area.title for area in self.questions.areas if answers.get(area.code) in self.questions.say_why
        ]
        if worries and not self.is_own and not answers.get(last) and last not in self.errors:
            words = " or ".join(
                f"“{words}”" for code, words in self.questions.scale if code in self.questions.say_why
            )
            self.add_error(last, f"You chose {words}: enter what could be done differently")
        return answers

    def says_nothing(self, answers):
        """Counted as an answer it would be none, and those of the others would stand out."""
        chosen = [answers[area.code] for area in self.questions.areas]
        written = [answers[each.code] for each in self.questions.open]
        return not any(written) and all(each in self.questions.says_nothing for each in chosen)

    @property
    def chosen(self) -> dict[str, str]:
        return {area.code: self.cleaned_data[area.code] for area in self.questions.areas}

    @property
    def words(self) -> dict[str, str]:
        return {each.code: self.cleaned_data[each.code] for each in self.questions.open}

    def typed(self) -> dict[str, str]:
        """Everything as a draft keeps it, right or not."""
        return {name: clean_characters(str(self.data.get(name, ""))) for name in self.fields}

    @property
    def is_longer_than_a_draft(self) -> bool:
        return any(len(words) > LONGEST_KEPT for words in self.typed().values())
