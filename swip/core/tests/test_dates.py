import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from swip.core.dates import UnreadableDate, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2027-09-01",
        "2027/9/1",
        "2027-09-01T00:00:00",
        "2027-09-01 00:00:00",
        "1/9/2027",
        "01/09/2027 00:00",
        "01.09.2027",
        "1-9-27",
        "1 9 2027",
        " 1 Sep 2027 ",
        "1st September 2027",
        "1 SEPT 2027",
        "01-Sep-27",
        "1Sep2027",
        "September 1, 2027",
        "1\u00a0September\u00a02027",
    ],
)
def test_a_date_is_read_in_every_common_form(text):
    assert parse_date(text) == date(2027, 9, 1)


def test_two_digits_mean_the_year_somebody_alive_would_mean():
    assert (parse_date("1/9/49").year, parse_date("1/9/50").year) == (2049, 1950)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Enter a date, for example"),
        ("September 1", "Enter the day, the month and the year"),
        ("Sep-27", "Enter the day, the month and the year"),
        ("1 Sep", "Enter the day, the month and the year"),
        ("September 2027", "Enter the day too"),
        ("9/2027", "Enter the day too"),
        ("9/13/2027", "Enter the day first, then the month: there is no month 13"),
        ("31/2/2027", "There is no such day"),
        ("0/9/2027", "There is no such day"),
        ("1/9/0027", "The year must be between 1900 and 2199"),
        ("46631", "This is the number a spreadsheet keeps for a date"),
        ("1 Septembre 2027", "“Septembre” is not a month"),
        ("1 Ju 2027", "Enter a date with the day first"),
        ("soon", "Enter a date with the day first"),
        ("1/9/2027 and so on, and on, and on, and on", "Enter only a date"),
        ("١/٩/٢٠٢٧", "Enter a date with the day first"),
    ],
)
def test_a_date_that_is_none_or_could_be_two_is_told(text, said):
    with pytest.raises(UnreadableDate, match=f"^{said}"):
        parse_date(text)


@given(some.text())
def test_whatever_is_typed_is_a_date_or_is_told(text):
    with contextlib.suppress(UnreadableDate):
        parse_date(text)


@given(some.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_comes_back_however_it_is_written(day):
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"):
        assert parse_date(day.strftime(form)) == day
