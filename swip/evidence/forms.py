"""What people type into the portfolio, and how a mistake is told to them."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils import timezone

from swip.evidence import rules
from swip.evidence.files import ACCEPTED_ENDINGS, FileRefused, checked
from swip.evidence.models import Evidence
from swip.govuk.fields import Choice, DateField, LongText, ShortText, clean_characters


class DraftForm(forms.Form):
    """A form whose answers are kept whole or not: what is right as cleaned, what is not as it was typed."""

    LONG_ANSWERS: tuple[str, ...] = ()

    def as_typed(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, clean_characters(self.data.get(name, "")))

    @property
    def is_longer_than_a_draft(self) -> bool:
        return any(len(self.data.get(name, "")) > rules.LONGEST_DRAFT for name in self.LONG_ANSWERS)


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
        self.fields["kind"].choices = [
            (code, Choice(kind.name, hint=kind.description)) for code, kind in self.kinds.items()
        ]

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

    @classmethod
    def of(cls, evidence: Evidence) -> WriteForm:
        """The form with what the draft holds; a date that was no date yet stands in its boxes as it was typed."""
        initial = {name: getattr(evidence, name) for name in cls.base_fields}
        initial["happened_on"] = evidence.happened_on or evidence.happened_on_as_typed or None
        return cls(initial=initial)

    def typed(self) -> dict:
        """Everything as a draft keeps it."""
        words = {name: self.as_typed(name) for name in self.LONG_ANSWERS}
        day = self.cleaned_data.get("happened_on")
        boxes = [
            clean_characters(self.data.get(f"happened_on_{box}", ""))[:40] for box in ("day", "month", "year")
        ]
        return words | {
            "happened_on": day,
            "happened_on_as_typed": boxes if day is None and any(boxes) else [],
        }


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

    def __init__(self, *args, domains, with_reason=frozenset(), **options):
        super().__init__(*args, **options)
        self.by_code = {outcome.code: outcome for _, outcomes in domains for outcome in outcomes}
        warning = "You have written how it shows this one. If you clear the box, that goes too."
        self.fields["outcomes"].choices = [
            (
                f"{domain.code}. {domain.text}" if domain else "",
                [
                    (
                        each.code,
                        Choice(f"{each.code} {each.text}", warning if each.code in with_reason else ""),
                    )
                    for each in outcomes
                ],
            )
            for domain, outcomes in domains
        ]

    @property
    def chosen(self) -> list:
        return [self.by_code[code] for code in self.cleaned_data["outcomes"]]


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


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once: the good ones are kept, and each of the others is told apart by its name."""

    widget = ManyFilesInput

    def clean(self, uploads, initial=None):
        uploads = [each for each in uploads or [] if each]
        if not uploads:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        self.refused = []
        files = []
        for upload in uploads[: rules.MOST_FILES * 2]:
            try:
                files.append(checked(upload, most_bytes=settings.FILE_UPLOAD_MAX_BYTES))
            except FileRefused as refusal:
                self.refused.append(str(refusal))
        return files


class FilesForm(forms.Form):
    files = FilesField(
        label="Add files",
        error_messages={"required": "Select a file"},
        widget=ManyFilesInput(attrs={"accept": ACCEPTED_ENDINGS}),
    )

    def clean(self):
        answers = super().clean()
        self.accepted = answers.get("files", [])
        for message in getattr(self.fields["files"], "refused", []):
            self.add_error("files", message)
        return answers


class ReviewForm(DraftForm):
    LONG_ANSWERS = ("comment",)
    VERDICTS = {
        "accepted": Choice("Yes, accept it", hint="It counts toward its outcomes from now on."),
        "returned": Choice("Not yet, send it back", hint="Say what to change. It can be handed in again."),
    }

    decision = forms.ChoiceField(
        label="Does this evidence show the outcomes it is linked to?",
        choices=list(VERDICTS.items()),
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select whether to accept this evidence"},
    )
    comment = LongText(
        label="Comments",
        name="Comments",
        help_text="The social worker reads them, and so does everybody who works with this record.",
        required=False,
        rows=6,
    )

    def typed(self) -> dict[str, str]:
        """What was chosen and written so far, whole or not."""
        decision = self.data.get("decision", "")
        return {
            "decision": decision if decision in self.VERDICTS else "",
            "comment": self.as_typed("comment"),
        }

    def clean(self):
        answers = super().clean()
        if answers.get("decision") == "returned" and "comment" in answers and not answers["comment"]:
            self.add_error("comment", "Enter what needs to change")
        return answers


class PortfolioFilterForm(forms.Form):
    """Whatever the address says that is not on offer is passed over."""

    words = ShortText(label="Words in the title", required=False)
    status = forms.ChoiceField(label="Status", required=False)
    outcome = forms.ChoiceField(label="Outcome", required=False)

    def __init__(self, data, *, statuses, outcomes):
        super().__init__(data)
        self.fields["status"].choices = [("", "All"), *statuses]
        self.fields["outcome"].choices = [("", "All"), *((code, f"{code} {text}") for code, text in outcomes)]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
