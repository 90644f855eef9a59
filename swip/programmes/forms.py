"""What programme editors type, and how a mistake is told to them."""

import datetime

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from swip.govuk.fields import Choice, DateField, LongText, ShortText
from swip.programmes import values
from swip.programmes.models import Rule, Stage
from swip.programmes.values import Kind

HINTS = {
    Kind.INTEGER: "A whole number, for example 3",
    Kind.DECIMAL: "A number, for example 0.6",
    Kind.PERCENT: "A number from 0 to 100",
    Kind.MONEY: "Pounds, or pounds and pence, for example 2000 or 10.50",
    Kind.DAYS: "A whole number of days",
    Kind.WEEKS: "A whole number of weeks",
    Kind.MONTHS: "A whole number of months",
    Kind.TEXT: "One short phrase",
    Kind.LIST: "Each entry on a line of its own",
    Kind.NUMBERS: "Whole numbers with commas between them, from the smallest up",
    Kind.CHOICES: "Each choice on a line of its own: its code, a colon, its words",
}


class CompareForm(forms.Form):
    """Which two versions to lay side by side."""

    older = forms.ChoiceField(label="Older version", error_messages={"required": "Select the older version"})
    newer = forms.ChoiceField(label="Newer version", error_messages={"required": "Select the newer version"})

    def __init__(self, *args, books, **kwargs):
        super().__init__(*args, **kwargs)
        self.books = {book.version: book for book in books}
        choices = [(version, version) for version in self.books]
        self.fields["older"].choices = self.fields["newer"].choices = choices
        for name in ("older", "newer"):
            self.fields[name].error_messages["invalid_choice"] = f"Select the {name} version"

    def clean(self):
        answers = super().clean()
        if answers.get("older") and answers.get("older") == answers.get("newer"):
            self.add_error("newer", "Select two different versions")
        return answers


class DraftForm(forms.Form):
    """What the new version is called."""

    version = ShortText(
        max_length=30,
        label="What is the new version called?",
        help_text="A short code that is part of its permanent address, for example 2027-1",
        error_messages={"required": "Enter what the new version is called"},
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                "What the new version is called must only have small letters, numbers and hyphens",
            )
        ],
        widget=forms.TextInput(attrs={"width": 10, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_version(self):
        version = self.cleaned_data["version"]
        if self.programme.rule_books.filter(version=version).exists():
            raise forms.ValidationError(f"There is a version {version} already. Enter another name")
        return version


class NameForm(forms.Form):
    """What pages call a programme."""

    name = ShortText(
        max_length=150,
        label="Name",
        error_messages={"required": "Enter the name of the programme"},
    )
    short_name = ShortText(
        max_length=30,
        label="Short name",
        help_text="Initials, for lists and headings",
        error_messages={"required": "Enter the short name of the programme"},
        widget=forms.TextInput(attrs={"width": 10}),
    )


class RuleForm(forms.Form):
    """What one rule of a draft says. The kind of its value stays as it is: pages rely on it."""

    title = ShortText(max_length=150, label="Title", error_messages={"required": "Enter a title"})
    value = forms.CharField(label="Value", required=False)
    unit = ShortText(
        max_length=60,
        label="Unit",
        required=False,
        help_text="In the plural, for example observations. Leave it empty if the value needs none",
        widget=forms.TextInput(attrs={"width": 20}),
    )
    plain_words = LongText(
        max_length=600,
        rows=3,
        label="In plain words",
        help_text="One or two sentences that a social worker understands",
        error_messages={"required": "Enter the rule in plain words"},
    )
    sources = forms.MultipleChoiceField(
        label="Where it comes from",
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        error_messages={"required": "Select at least one source"},
    )
    source_note = ShortText(max_length=300, label="Note on the sources", required=False)
    confidence = forms.ChoiceField(
        label="How sure are we?",
        choices=Rule.Confidence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how sure we are"},
    )
    may_tighten = forms.ChoiceField(
        label="May an employer ask more of itself?",
        choices=[(value or "no", label) for value, label in Rule.Tighten.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether an employer may ask more of itself"},
    )
    valid_from = DateField(
        label="First day it applies",
        required=False,
        help_text="Leave empty if it applies as long as this version does",
    )
    valid_to = DateField(label="Last day it applies", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, rule, **kwargs):
        self.rule = rule
        super().__init__(*args, initial=self.as_it_is(rule), **kwargs)
        self.fields["value"] = value_field(rule)
        self.fields["sources"].choices = [
            (source.code, source.title) for source in rule.rule_book.sources.values()
        ]

    @staticmethod
    def as_it_is(rule):
        same = ("title", "unit", "plain_words", "sources", "source_note", "confidence")
        value = rule.typed_value if rule.kind == Kind.DATE else values.written(rule.kind, rule.value)
        return {name: getattr(rule, name) for name in same} | {
            "value": value,
            "may_tighten": rule.may_tighten or "no",
            "valid_from": rule.valid_from,
            "valid_to": rule.valid_to,
            "revision": rule.revision,
        }

    def clean_value(self):
        typed = self.cleaned_data["value"]
        if isinstance(typed, datetime.date):
            return typed.isoformat()
        try:
            return values.read(self.rule.kind, typed or "", like=self.rule.value)
        except values.ValueNotUnderstood as problem:
            raise forms.ValidationError(f"Value {problem}") from None

    def clean_may_tighten(self):
        chosen = self.cleaned_data["may_tighten"]
        return "" if chosen == "no" else chosen

    def clean(self):
        answers = super().clean()
        first, last = answers.get("valid_from"), answers.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Last day it applies must be the same as or after the first day")
        return answers

    @property
    def changes(self):
        """What was typed, without the count that only guards against two people at once."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


def value_field(rule):
    """The field that suits the kind of a rule's value."""
    kind = Kind(rule.kind)
    if kind is Kind.DATE:
        return DateField(label="Value", name="Value", required=False, help_text="For example, 31 3 2027")
    if kind is Kind.BOOLEAN:
        choices = [("yes", "Yes"), ("no", "No"), ("", Choice("Not known", divider="or"))]
        return forms.ChoiceField(
            label="Value", choices=choices, required=False, widget=forms.RadioSelect(attrs={"inline": False})
        )
    hint = HINTS.get(kind, "")
    if kind is Kind.TABLE and rule.value:
        heads = " | ".join(values.columns(rule.value))
        hint = f"Each row on a line of its own, with a bar between its entries: {heads}"
    if kind is not Kind.LIST:
        hint = f"{hint}. Leave it empty if it is not known"
    if kind in values.ON_MANY_LINES and kind is not Kind.TEXT:
        return LongText(max_length=10_000, rows=6, label="Value", required=False, help_text=hint)
    width = None if kind is Kind.TEXT else 10
    widget = forms.TextInput(attrs={"width": width, "autocomplete": "off"} if width else {})
    return ShortText(max_length=600, label="Value", required=False, help_text=hint, widget=widget)


class ReasonForm(forms.Form):
    """Why the new version does without a rule."""

    reason = LongText(
        max_length=1_000,
        rows=3,
        label="Why does the new version do without this rule?",
        help_text="Everybody can read this once the version is published",
        error_messages={"required": "Enter why the new version does without this rule"},
    )


class StageForm(forms.Form):
    """When a stage is, and what happens at it."""

    name = ShortText(max_length=80, label="Name", error_messages={"required": "Enter the name of the stage"})
    description = LongText(max_length=500, rows=3, label="What happens", required=False)
    month = forms.IntegerField(
        label="Months after the start",
        min_value=0,
        max_value=120,
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter the number of months after the start",
            "invalid": "Months after the start must be a whole number",
            "min_value": "Months after the start must be 0 or more",
            "max_value": "Months after the start must be 120 or fewer",
        },
    )
    has_review = forms.BooleanField(label="Progress is reviewed", required=False)
    is_optional = forms.BooleanField(label="Held only where somebody asks for it", required=False)
    self_assessment_point = forms.ChoiceField(
        label="Self-assessment at this stage",
        choices=[(value or "none", label) for value, label in Stage.Point.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether there is a self-assessment at this stage"},
    )

    def __init__(self, *args, stage, **kwargs):
        self.stage = stage
        same = ("name", "description", "month", "has_review", "is_optional")
        point = stage.self_assessment_point or "none"
        initial = {name: getattr(stage, name) for name in same} | {"self_assessment_point": point}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_self_assessment_point(self):
        point = self.cleaned_data["self_assessment_point"]
        point = "" if point == "none" else point
        others = [each for each in self.stage.rule_book.stages if each.pk != self.stage.pk]
        if point and any(each.self_assessment_point == point for each in others):
            raise forms.ValidationError("Another stage has this self-assessment. Select a different one")
        return point


class PublishForm(forms.Form):
    """From which day a new version holds."""

    from_date = DateField(
        label="From which day does it hold?",
        name="The date",
        help_text="Today or later. What was decided before stays under the rules of its own day",
        error_messages={"required": "Enter the day from which it holds"},
        earliest=timezone.localdate,
    )
    is_sure = forms.BooleanField(
        label="I have compared it with the version before, and know that it cannot be changed again",
        error_messages={"required": "Select that you have compared it and know that it cannot be changed"},
    )
