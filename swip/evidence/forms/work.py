"""Where in the work a piece comes from, and how far it goes."""

from __future__ import annotations

from django import forms

from swip.evidence.models import Evidence, Level
from swip.govuk.fields import Choice

LEVELS = {
    Level.KNOWS: "You could explain it to somebody.",
    Level.KNOWS_HOW: "You could say how you would go about it, and why.",
    Level.SHOWS_HOW: "You showed that you can, with somebody beside you or in an exercise.",
    Level.DOES: "You did it yourself, in your own work.",
}


class WorkForm(forms.Form):
    """Nothing here is needed for a draft: what is left out is asked for before it is handed in."""

    contexts = forms.MultipleChoiceField(
        label="What kinds of work does it come from?",
        help_text="Select all that apply. A map shows you and your supervisor which you have not met yet.",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"label_size": "m"}),
        error_messages={"invalid_choice": "Select kinds of work from the list"},
    )
    complexity = forms.ChoiceField(
        label="How complex was the work?",
        help_text="The word belongs to the work and not to you.",
        required=False,
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"invalid_choice": "Select how complex the work was"},
    )
    level = forms.ChoiceField(
        label="How far does this piece go?",
        required=False,
        choices=[(level.value, Choice(level.label, hint=hint)) for level, hint in LEVELS.items()],
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"invalid_choice": "Select how far it goes"},
    )

    def __init__(self, *args, contexts, complexity, usual="", **options):
        super().__init__(*args, **options)
        self.fields["contexts"].choices = contexts
        self.fields["complexity"].choices = [(code, with_hint(words)) for code, words in complexity]
        for name, offered in (("contexts", contexts), ("complexity", complexity)):
            if not offered:  # the rule book names none, so nobody asks
                del self.fields[name]
        if usual:
            self.fields["level"].help_text = f"This kind of evidence usually reaches “{usual}”. You decide."

    @classmethod
    def of(cls, evidence: Evidence, data=None, **offered) -> WorkForm:
        """What was chosen so far; for how far it goes, until somebody decides, what is usual for its kind."""
        wording = evidence.wording
        initial = {
            "contexts": evidence.contexts,
            "complexity": evidence.complexity,
            "level": evidence.level or (wording.level if wording else ""),
        }
        usual = wording.get_level_display() if wording else ""
        return cls(data, initial=initial, usual=usual, **offered)

    def chosen(self) -> dict:
        answers = self.cleaned_data
        return {
            "contexts": answers.get("contexts", []),
            "complexity": answers.get("complexity", ""),
            "level": answers["level"],
        }


def with_hint(words: str) -> Choice:
    """ "Clear: few people, a known way to go" as a word and what it means."""
    word, colon, meaning = words.partition(": ")
    return Choice(word, hint=f"{meaning[:1].upper()}{meaning[1:]}." if colon else "")
