"""The parts of an observation as people write them: kept as typed, and shared once they are whole."""

from __future__ import annotations

import datetime

from django import forms
from django.http import QueryDict
from django.utils import timezone

from swip.core.autosave import LONGEST_KEPT
from swip.enrolment.queries import value_or
from swip.govuk.fields import BoxesField, Choice, LongText, clean_characters
from swip.govuk.words import date_in_words
from swip.observations.forms.days import DayOfProgramme
from swip.observations.models import Observation, ObservedOutcome, Part
from swip.observations.rules import LONGEST_REASON, LONGEST_TEXT
from swip.standards.contents import by_domain, outcomes_of

NO_NAMES = "No names, and nothing that could tell somebody who the family is."
BOXES = ("day", "month", "year")


class PartForm(forms.Form):
    """A form whose answers are kept as they were typed, right or not, until they are whole."""

    def __init__(self, data=None, *, observation: Observation, **options):
        super().__init__(data, **options)
        self.observation = observation
        self.rule_book = observation.enrolment.rule_book

    @classmethod
    def showing(cls, part: Part, **options):
        """With what the draft holds; a date that was no date yet stands in its boxes as it was typed."""
        initial = {name: typed or None for name, typed in part.typed.items()}
        return cls(initial=initial, observation=part.observation, **options)

    @classmethod
    def checking(cls, part: Part, **options):
        """With what the draft holds, as if it had just been sent: to say what is missing."""
        empty = cls(observation=part.observation, **options)
        data = QueryDict(mutable=True)
        for name, field in empty.fields.items():
            typed = part.typed.get(name, "")
            if isinstance(field, BoxesField):
                for box, words in zip(BOXES, typed or ["", "", ""], strict=False):
                    data[f"{name}_{box}"] = words
            elif isinstance(field, forms.MultipleChoiceField):
                data.setlist(name, typed or [])
            else:
                data[name] = typed
        return cls(data, observation=part.observation, **options)

    def offer(self, name, rule_key, *, otherwise):
        self.fields[name].choices = list(value_or(self.rule_book, rule_key, otherwise))

    def offer_settings_and_contexts(self):
        """As the rule book has them; of kinds of work that it does not tell apart, nothing is asked."""
        self.offer("setting", "observation.settings", otherwise=[("other", "Another setting")])
        self.offer("contexts", "work.contexts", otherwise=[])
        if not self.fields["contexts"].choices:
            del self.fields["contexts"]

    def typed(self) -> dict:
        """Everything as a draft keeps it."""
        kept: dict = {}
        for name, field in self.fields.items():
            if isinstance(field, BoxesField):
                boxes = [clean_characters(self.data.get(f"{name}_{box}", ""))[:40] for box in BOXES]
                kept[name] = boxes if any(boxes) else []
            elif isinstance(field, forms.MultipleChoiceField):
                known = {str(code) for code, _ in _flat(field.choices)}
                kept[name] = [code for code in self.data.getlist(name) if code in known]
            else:
                kept[name] = clean_characters(self.data.get(name, ""))
        return kept

    def shown(self) -> list[tuple[str, str]]:
        """Each question with what stands there, whole or not: to look it through."""
        self.is_valid()
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name, "")
            if isinstance(value, datetime.date):
                words = date_in_words(value)
            elif isinstance(field, forms.MultipleChoiceField):
                known = {str(code): str(label) for code, label in _flat(field.choices)}
                words = "\n".join(known[code] for code in value)
            elif isinstance(field, forms.ChoiceField):
                words = str({str(code): label for code, label in field.choices}.get(value, ""))
            else:
                words = str(value or self.data.get(name, ""))
            found.append((str(field.label), words))
        return found

    @property
    def is_longer_than_a_draft(self) -> bool:
        return any(len(self.data.get(name, "")) > LONGEST_KEPT for name in self.fields)

    def content(self):
        """As a version keeps it."""
        return {
            name: value.isoformat() if isinstance(value, datetime.date) else value
            for name, value in self.cleaned_data.items()
        }


def _flat(choices):
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


def outcome_choices(outcomes):
    """By domain, each under its code and with its words."""
    return [
        (
            f"{domain.code}. {domain.text}" if domain else "",
            [(each.code, f"{each.code} {each.text}") for each in within],
        )
        for domain, within in by_domain(outcomes)
    ]


def how_field(verb):
    return forms.ChoiceField(
        label=f"{verb.capitalize()} it in person or remote?",
        choices=Observation.How.choices,
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": f"Select whether it {verb} in person or remote"},
    )


def setting_field(label):
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Select the setting"},
    )


def contexts_field(label):
    return forms.MultipleChoiceField(
        label=label,
        help_text="Select all that apply",
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        required=False,
    )


class PlanForm(PartForm):
    """The social worker's: what will be watched, and what they want to be watched for."""

    field_order = ("planned_for", "how", "setting", "about", "aims", "outcomes", "contexts")

    planned_for = DayOfProgramme(
        label="When is it?",
        name="The date of the observation",
        help_text="For example, 27 3 2027. It can be past already.",
        error_messages={"required": "Enter the date of the observation"},
    )
    how = how_field("is")
    setting = setting_field("Where is it?")
    contexts = contexts_field("What kind of work is it? (optional)")
    about = LongText(
        label="What will the observer see?",
        name="What the observer will see",
        help_text=f"What has led to this, who will be there, and what you mean to do. {NO_NAMES}",
        max_length=LONGEST_TEXT,
        rows=6,
        error_messages={"required": "Enter what the observer will see"},
    )
    aims = LongText(
        label="What do you want to be watched for?",
        name="What you want to be watched for",
        help_text="What you are working on, and where another pair of eyes would help.",
        max_length=LONGEST_TEXT,
        rows=5,
        error_messages={"required": "Enter what you want to be watched for"},
    )
    outcomes = forms.MultipleChoiceField(
        label="Which outcomes do you aim for?",
        help_text="A few are enough. The observer says which they saw, and can add others.",
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        error_messages={"required": "Select at least one outcome", "invalid_choice": "Select from the list"},
    )

    def __init__(self, data=None, *, observation, may_aim=True, **options):
        super().__init__(data, observation=observation, **options)
        self.fields["planned_for"].limit_to(observation.enrolment, is_past=False)
        self.offer_settings_and_contexts()
        if not may_aim:
            del self.fields["outcomes"]
            return
        outcomes = outcomes_of(observation.enrolment.standards)
        self.by_code = {each.code: each for each in outcomes}
        self.fields["outcomes"].choices = outcome_choices(outcomes)

    @property
    def aimed_for(self):
        if "outcomes" not in self.fields:
            return None
        return [self.by_code[code] for code in self.cleaned_data["outcomes"]]

    def content(self):
        return {"contexts": [], "outcomes": []} | super().content()


class SeenForm(PartForm):
    """The observer's: what it was, and what they saw."""

    field_order = ("observed_on", "how", "setting", "seen", "complexity", "why_complexity", "contexts")

    observed_on = DayOfProgramme(
        label="When did you watch?",
        name="The date on which you watched",
        help_text="For example, 27 3 2027",
        error_messages={"required": "Enter the date on which you watched"},
    )
    how = how_field("was")
    setting = setting_field("Where was it?")
    contexts = contexts_field("What kind of work was it? (optional)")
    seen = LongText(
        label="What did you see?",
        name="What you saw",
        help_text=f"What the social worker did and said, and how people answered. {NO_NAMES}",
        max_length=LONGEST_TEXT,
        rows=10,
        error_messages={"required": "Enter what you saw"},
    )
    complexity = forms.ChoiceField(
        label="How complex was the work?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how complex the work was"},
    )
    why_complexity = LongText(
        label="What made it so?",
        name="What made it so",
        max_length=LONGEST_REASON,
        rows=3,
        error_messages={"required": "Enter what made the work clear, mixed or complex"},
    )

    def __init__(self, data=None, *, observation, initial=None, **options):
        first = {"how": observation.how, "setting": observation.setting, "contexts": observation.contexts}
        if observation.planned_for and observation.planned_for <= timezone.localdate():
            first["observed_on"] = observation.planned_for
        super().__init__(data, observation=observation, initial=initial or first, **options)
        self.fields["observed_on"].limit_to(observation.enrolment, is_past=True)
        self.offer_settings_and_contexts()
        self.offer("complexity", "work.complexity", otherwise=[("mixed", "Mixed")])

    def content(self):
        return {"contexts": []} | super().content()


class OutcomesForm(PartForm):
    """The observer's: of the outcomes aimed for which were seen, and which others; each with its reason."""

    SEEN, SET_ASIDE = ObservedOutcome.Answer.SEEN, ObservedOutcome.Answer.SET_ASIDE

    others = forms.MultipleChoiceField(
        label="Did you see any other outcomes? (optional)",
        help_text="Select them, and say what you saw for each.",
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        required=False,
    )

    def __init__(self, data=None, *, observation, aimed=(), **options):
        super().__init__(data, observation=observation, **options)
        self.outcomes = outcomes_of(observation.enrolment.standards)
        wanted = set(aimed)
        self.aimed = [each for each in self.outcomes if each.pk in wanted]
        self.rest = [each for each in self.outcomes if each.pk not in wanted]
        others = self.fields.pop("others")
        for each in self.aimed:
            self.fields[f"answer_{each.pk}"] = forms.ChoiceField(
                label=f"Did you see {each.code}?",
                choices=[(self.SEEN, Choice("Yes, I saw it")), (self.SET_ASIDE, "No, not this time")],
                widget=forms.RadioSelect(attrs={"inline": True, "small": True}),
                error_messages={"required": f"Select whether you saw {each.code}"},
            )
            self.fields[f"reason_{each.pk}"] = self._reason(each, f"What showed {each.code}, or why not?")
        others.choices = outcome_choices(self.rest)
        if not self.aimed:
            others.label = "Which outcomes did you see?"
            others.required = True
            others.error_messages["required"] = "Select at least one outcome that you saw"
        self.fields["others"] = others
        for each in self.rest:
            self.fields[f"reason_{each.pk}"] = self._reason(each, f"What showed {each.code}?", required=False)

    def _reason(self, outcome, label, required=True):
        return LongText(
            label=label,
            name=f"Your words about {outcome.code}",
            max_length=LONGEST_REASON,
            rows=3,
            required=required,
            error_messages={"required": f"Enter what showed {outcome.code}, or why you did not see it"},
        )

    def clean(self):
        answers = super().clean()
        chosen = set(answers.get("others", []))
        for each in self.rest:
            name = f"reason_{each.pk}"
            if each.code in chosen and name in answers and not answers[name]:
                self.add_error(name, f"Enter what showed {each.code}")
        return answers

    def shown(self):
        self.is_valid()
        chosen = set(self.cleaned_data.get("others", []))
        found = []
        for each in self.outcomes:
            answer = self.data.get(f"answer_{each.pk}", self.SEEN if each.code in chosen else "")
            if each in self.aimed or each.code in chosen:
                said = {self.SEEN: "Seen", self.SET_ASIDE: "Not seen this time"}.get(answer, "")
                words = self.data.get(f"reason_{each.pk}", "")
                found.append((f"{each.code} {each.text}", "\n".join(filter(None, [said, words]))))
        return found

    def content(self):
        """Words about an outcome that was not selected in the end stay in the draft alone."""
        said = self.cleaned_data
        answers = {each: said[f"answer_{each.pk}"] for each in self.aimed}
        answers |= {each: str(self.SEEN) for each in self.rest if each.code in said["others"]}
        return [
            {"outcome": each.pk, "code": each.code, "answer": answer, "reason": said[f"reason_{each.pk}"]}
            for each, answer in answers.items()
        ]


class FeedbackForm(PartForm):
    """The observer's, to the social worker."""

    went_well = LongText(
        label="What went well?",
        name="What went well",
        help_text="Point to what they did or said.",
        max_length=LONGEST_TEXT,
        rows=6,
        error_messages={"required": "Enter what went well"},
    )
    do_next = LongText(
        label="What could they do differently, or work on next?",
        name="What they could work on",
        max_length=LONGEST_TEXT,
        rows=6,
        error_messages={"required": "Enter what they could do differently, or work on next"},
    )


class ReflectionForm(PartForm):
    """The social worker's own thoughts, before or after they have read the feedback."""

    reflection = LongText(
        label="What do you make of it?",
        name="What you make of it",
        help_text=f"What you noticed, what surprised you, and what you knew that helped. {NO_NAMES}",
        max_length=LONGEST_TEXT,
        rows=10,
        error_messages={"required": "Enter what you make of it"},
    )
    will_do = LongText(
        label="What will you do differently? (optional)",
        name="What you will do differently",
        max_length=LONGEST_TEXT,
        rows=4,
        required=False,
    )


FORMS = {
    Part.Kind.PLAN: PlanForm,
    Part.Kind.SEEN: SeenForm,
    Part.Kind.OUTCOMES: OutcomesForm,
    Part.Kind.FEEDBACK: FeedbackForm,
    Part.Kind.REFLECTION: ReflectionForm,
}


def form_for(part: Part):
    return FORMS[Part.Kind(part.kind)]
