import datetime

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as some

from swip.govuk.fields import Choice, DateField, LongText, MonthField, ShortText


def day_of(*boxes, **options):
    """What a form makes of these boxes: the day, or what the person is told."""

    class VisitForm(forms.Form):
        visited = DateField(label="Date of the visit", **options)

    form = VisitForm(dict(zip(["visited_day", "visited_month", "visited_year"], boxes, strict=True)))
    return form.cleaned_data["visited"] if form.is_valid() else form.errors["visited"][0]


@pytest.mark.parametrize("month", ["3", "03", "mar", "March", "MARCH", " march "])
def test_a_month_may_be_a_number_or_a_name(month):
    assert day_of("27", month, "2026") == datetime.date(2026, 3, 27)


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        (("", "", ""), "Enter date of the visit"),
        (("27", "", "2026"), "Date of the visit must include a month"),
        (("27", "", ""), "Date of the visit must include a month and year"),
        (("31", "2", "2026"), "Date of the visit must be a real date"),
        (("27", "13", "2026"), "Date of the visit must be a real date"),
        (("twenty", "3", "2026"), "Date of the visit must be a real date"),
        (("27", "3", "26"), "Year must include 4 numbers in date of the visit"),
        (("27", "3", "٢٠٢٦"), "Date of the visit must be a real date"),
        (("-7", "3", "2026"), "Date of the visit must be a real date"),
        (("0", "3", "2026"), "Date of the visit must be a real date"),
        (("🙂", "3", "2026"), "Date of the visit must be a real date"),
    ],
)
def test_what_is_wrong_with_a_date_is_said(boxes, told):
    assert day_of(*boxes) == told


def test_limits_are_told_as_dates():
    start = datetime.date(2026, 1, 5)

    assert day_of("4", "1", "2026", earliest=start) == "Date of the visit must be on or after 5 January 2026"
    assert (
        day_of("6", "1", "2026", latest=lambda: start)
        == "Date of the visit must be on or before 5 January 2026"
    )
    assert day_of("5", "1", "2026", earliest=start, latest=start) == start


def test_a_date_that_is_not_needed_may_stay_empty():
    assert day_of("", "", "", required=False) is None


def test_the_words_for_a_missing_date_can_be_given():
    assert day_of("", "", "", error_messages={"required": "Enter when it was"}) == "Enter when it was"


@given(some.lists(some.text(max_size=8), min_size=3, max_size=3))
def test_nothing_typed_into_the_boxes_breaks_the_page(boxes):
    assert day_of(*boxes)


def test_a_month_is_its_first_day():
    class StartForm(forms.Form):
        began = MonthField(label="Month you began", latest=datetime.date(2026, 9, 30))

    form = StartForm({"began_month": "9", "began_year": "2026"})
    assert form.is_valid()
    assert form.cleaned_data["began"] == datetime.date(2026, 9, 1)
    late = StartForm({"began_month": "10", "began_year": "2026"})
    assert late.errors["began"] == ["Month you began must be September 2026 or earlier"]


def test_a_long_text_keeps_what_people_mean_and_drops_what_cannot_be_seen():
    typed = "Mum said:\r\n\t“he’s 🙂 now”\x00\x07\rThen\ud83d we left"

    assert LongText().clean(typed) == "Mum said:\n\t“he’s 🙂 now”\nThen we left"


def test_a_text_that_is_too_long_is_told_how_long_it_is():
    field = LongText(label="What happened", max_length=20_000)

    with pytest.raises(forms.ValidationError) as told:
        field.clean("x" * 50_000)

    assert told.value.messages == ["What happened must be 20,000 characters or fewer. You have 50,000."]


@given(some.text(max_size=50))
def test_no_text_breaks_a_field(text):
    cleaned = LongText(required=False).clean(text)

    assert "\x00" not in cleaned
    assert "\r" not in cleaned
    cleaned.encode()


def test_a_short_text_is_one_line():
    assert ShortText().clean(" A  visit\nto school ") == "A visit to school"


def test_a_choice_is_its_label():
    choice = Choice("Yes, accept it", hint="It then counts")

    assert choice == "Yes, accept it"
    assert choice.hint == "It then counts"
