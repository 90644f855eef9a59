"""A page with everything on it, for tests and for looking at."""

import datetime
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from swip.govuk.fields import Choice, DateField, LongText, MonthField, ShortText

TEMPLATE = Path(__file__).with_name("gallery.html")
STATES = [
    {"key": "enough", "text": "Enough", "look": "done"},
    {"key": "some", "text": "One more would settle it", "look": "part"},
    {"key": "waiting", "text": "Waiting for review", "look": "waiting"},
    {"key": "late", "text": "Late", "look": "late"},
    {"key": "none", "text": "Nothing yet", "look": "none"},
]


class EverythingForm(forms.Form):
    title = ShortText(label="Title", help_text="A few words", max_length=20)
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    hours = forms.IntegerField(label="Hours", widget=forms.NumberInput(attrs={"suffix": "a week"}))
    story = LongText(label="What happened", max_length=100, help_text="Leave names out")
    colour = forms.ChoiceField(
        label="Colour", choices=[("", "---------"), ("r", "Red"), ("Cold", [("b", "Blue"), ("g", "Green")])]
    )
    decision = forms.ChoiceField(
        label="Does it show the outcome?",
        choices=[
            ("accept", Choice("Yes, accept it", hint="It then counts")),
            ("return", "Not yet, send it back"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether to accept this evidence"},
    )
    reason = LongText(label="What needs to change", max_length=500, required=False, rows=3)
    size = forms.ChoiceField(
        label="Size",
        choices=[("s", "Small"), ("l", "Large")],
        widget=forms.RadioSelect(attrs={"inline": True}),
    )
    kinds = forms.MultipleChoiceField(
        label="Kinds",
        choices=[
            ("Seen", [("visit", "Visit"), ("court", Choice("Court", hint="Any court"))]),
            (
                "Written",
                [("report", "Report"), ("none", Choice("None of these", divider="or", exclusive=True))],
            ),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    agrees = forms.BooleanField(label="I have taken every name out", help_text="Also from files")
    visited = DateField(label="Date of the visit", help_text="For example, 27 3 2026")
    began = MonthField(label="Month you began", help_text="For example, 9 2026")
    letter = forms.FileField(label="Letter", help_text="PDF, up to 10 MB")
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=3)


def gallery(form=None, **context) -> str:
    today = datetime.date(2026, 11, 21)
    request = RequestFactory().get("/gallery?team=4&page=3")
    counts = [
        {"enough": 3, "some": 1, "none": 1},
        {"enough": 1, "waiting": 2, "late": 1},
        {},
        {"some": 40, "none": 1},
    ]
    context = {
        "form": form or EverythingForm(initial={"visited": today}),
        "service_name": "Social work induction record",
        "demo": True,
        "navigation": [
            {"text": "Home", "href": "/", "active": True},
            {"text": "Standards", "href": "/standards", "active": False},
        ],
        "footer_links": [{"text": "Accessibility", "href": "/accessibility"}],
        "messages": [],
        "today": today,
        "now": datetime.datetime(2026, 11, 21, 14, 2, tzinfo=datetime.UTC),
        "states": STATES,
        "bars": [
            {
                "label": f"Domain {number}: a name that is long enough to need two lines on a telephone",
                "counts": each,
            }
            for number, each in enumerate(counts, 1)
        ],
        "stages": [
            {"label": "Start", "date": datetime.date(2026, 1, 5), "state": "held"},
            {
                "label": "First review",
                "date": datetime.date(2026, 7, 5),
                "state": "missed",
                "note": "agreed to skip",
            },
            {"label": "Second review", "date": datetime.date(2026, 11, 1), "state": "late", "href": "#"},
            {"label": "Third review", "date": datetime.date(2026, 12, 24), "state": "due"},
            {"label": "Decision", "date": datetime.date(2028, 1, 5), "state": "coming"},
        ],
        "page": Paginator(range(1204), 50).page(3),
        "autosave": True,
    } | context
    return draw(TEMPLATE.read_text(), **context, request=request)


def draw(template: str, **context) -> str:
    """Without the context processors: this room's tests know nothing of the rooms above it."""
    return engines["jinja2"].env.from_string(template).render(csrf_input="", **context)
