"""What a social worker types about a piece."""

from __future__ import annotations

from itertools import groupby

from django import forms
from django.utils import timezone

from swip.evidence import rules
from swip.evidence.forms.common import DraftForm
from swip.evidence.models import Evidence
from swip.govuk.fields import Choice, DateField, LongText, ShortText


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label="What kind of evidence is it?",
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={
            "required": rules.KIND_MISSING,
            "invalid_choice": rules.KIND_MISSING,
        },
    )

    def __init__(self, *args, kinds, **options):
        super().__init__(*args, **options)
        self.kinds = {kind.code: kind for kind in kinds}
        choices = [
            (of, [(each.code, Choice(each.name, hint=each.description)) for each in kinds])
            for of, kinds in groupby(self.kinds.values(), key=self.added_by)
        ]
        # With nobody's own kinds among them, they need no headings.
        self.fields["kind"].choices = (
            choices if len(choices) > 1 else [each for _, of in choices for each in of]
        )

    @staticmethod
    def added_by(kind) -> str:
        return f"Added by {kind.organisation}" if kind.organisation else "For everybody"

    @property
    def chosen(self):
        return self.kinds[self.cleaned_data["kind"]]


class WriteForm(DraftForm):
    LONG_ANSWERS = ("title", "what_happened", "what_it_shows")

    title = ShortText(
        label="Title",
        help_text="A few words that you will know it by",
        max_length=rules.LONGEST_TITLE,
        error_messages={"required": rules.TITLE_MISSING},
    )
    happened_on = DateField(
        label="When did it happen?",
        name="The date it happened",
        help_text="For example, 27 3 2026. If it took a while, the last day of it.",
        latest=timezone.localdate,
        error_messages={"required": rules.DATE_MISSING},
    )
    what_happened = LongText(
        label="What happened",
        name="What happened",
        max_length=rules.LONGEST_TEXT,
        rows=10,
        error_messages={"required": rules.WHAT_HAPPENED_MISSING},
    )
    what_it_shows = LongText(
        label="What it shows",
        name="What it shows",
        max_length=rules.LONGEST_TEXT,
        rows=8,
        error_messages={"required": rules.WHAT_IT_SHOWS_MISSING},
    )

    other_answers: list[str] = []

    def __init__(self, *args, questions=(), **options):
        super().__init__(*args, **options)
        self.answer_names = {f"answer_{each['code']}": each["code"] for each in questions}
        self.LONG_ANSWERS = (*self.LONG_ANSWERS, *self.answer_names)
        for each in questions:
            self.fields[f"answer_{each['code']}"] = LongText(
                label=f"{each['question']} (optional)",
                name="Your answer",
                required=False,
                max_length=rules.LONGEST_ANSWER,
                rows=2,
            )

    @classmethod
    def of(cls, evidence: Evidence, data=None) -> WriteForm:
        """The form with what the draft holds; a date that was no date yet stands in its boxes as it was typed."""
        questions = evidence.wording.questions if evidence.wording else []
        initial = {name: getattr(evidence, name) for name in cls.base_fields}
        initial["happened_on"] = evidence.happened_on or evidence.happened_on_as_typed or None
        initial |= {f"answer_{code}": answer for code, answer in evidence.answers.items()}
        form = cls(data, initial=initial, questions=questions)
        asked = set(form.answer_names.values())
        form.other_answers = [said for code, said in evidence.answers.items() if said and code not in asked]
        return form

    @property
    def texts(self) -> list[str]:
        """What is written in it now, right or not."""
        return [self.data.get(name, "") for name in self.LONG_ANSWERS]

    @property
    def answer_fields(self) -> list:
        return [self[name] for name in self.answer_names]

    def typed(self) -> dict:
        """Everything as a draft keeps it."""
        words = {name: self.as_typed(name) for name in type(self).LONG_ANSWERS}
        # A page of before a question was asked does not send it, and takes nothing away.
        answers = {code: self.as_typed(name) for name, code in self.answer_names.items() if name in self.data}
        return words | {"answers": answers} | self.day_as_typed()


class OutcomesForm(forms.Form):
    outcomes = forms.MultipleChoiceField(
        label="Which outcomes does it show?",
        help_text="Choose the ones it shows best. You will say how it shows each of them on the next page.",
        widget=forms.CheckboxSelectMultiple(attrs={"label_size": "l", "heading": True}),
        error_messages={
            "required": rules.OUTCOMES_MISSING,
            "invalid_choice": "Select outcomes from the list",
        },
    )

    WARNING = "You have written how it shows this one. If you clear the box, that goes too."

    def __init__(
        self, *args, domains, with_reason=frozenset(), suggestions=(), cross_cutting=frozenset(), **options
    ):
        """Each outcome once: those that share most words first, then those looked for everywhere, then the rest."""
        super().__init__(*args, **options)
        self.by_code = {outcome.code: outcome for _, outcomes in domains for outcome in outcomes}
        self.with_reason = with_reason
        self.shared = {each.code: each.words for each in suggestions}
        everywhere = [each for each in domains if each[0] and each[0].code in cross_cutting]
        apart = {outcome.code for _, outcomes in everywhere for outcome in outcomes}
        self.suggested = [code for code in self.shared if code not in apart][: rules.MOST_SUGGESTED]
        rest = [
            (name_of(domain), [each for each in outcomes if each.code not in self.suggested])
            for domain, outcomes in domains
            if (domain, outcomes) not in everywhere
        ]
        groups = [
            ("Your words come near these", [self.by_code[code] for code in self.suggested]),
            *((f"Also shown here? {name_of(domain)}", outcomes) for domain, outcomes in everywhere),
            *rest,
        ]
        self.fields["outcomes"].choices = [
            (name, [(each.code, self.choice(each)) for each in outcomes])
            for name, outcomes in groups
            if outcomes
        ]

    def choice(self, outcome) -> Choice:
        hints = [self.WARNING] if outcome.code in self.with_reason else []
        if outcome.code in self.suggested:
            hints.append(f"Words of yours that match: {', '.join(self.shared[outcome.code])}.")
        return Choice(f"{outcome.code} {outcome.text}", " ".join(hints))

    @property
    def chosen(self) -> list:
        return [self.by_code[code] for code in self.cleaned_data["outcomes"]]


def name_of(domain) -> str:
    return f"{domain.code}. {domain.text}" if domain else ""


class ReasonsForm(DraftForm):
    """One long answer for each outcome that was chosen."""

    def __init__(self, *args, links, **options):
        super().__init__(*args, **options)
        self.links = {f"reason_{link.outcome_id}": link for link in links}
        self.LONG_ANSWERS = tuple(self.links)
        for name, link in self.links.items():
            code = link.outcome.code
            self.fields[name] = LongText(
                label=f"How does it show {code}?",
                name=f"How it shows {code}",
                initial=link.reason,
                max_length=rules.LONGEST_TEXT,
                rows=4,
                error_messages={"required": rules.reason_missing(code)},
            )

    def typed(self) -> dict[int, str]:
        """The reasons that were sent, by outcome. One that another window has added since is left alone."""
        return {
            link.outcome_id: self.as_typed(name) for name, link in self.links.items() if name in self.data
        }
