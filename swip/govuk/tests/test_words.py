import datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as some

from swip.govuk import words

NOON = datetime.datetime(2026, 11, 21, 12, 0, tzinfo=datetime.UTC)


def test_dates_are_written_as_people_say_them():
    day = datetime.date(2026, 11, 3)

    assert words.date_in_words(day) == "3 November 2026"
    assert words.short_date(day) == "3 Nov 2026"
    assert words.month_year(day) == "November 2026"


def test_a_moment_is_told_in_the_time_of_the_place():
    late = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)

    assert words.date_time(late) == "1 July 2026 at 12:30am"


@pytest.mark.parametrize(
    ("time", "said"),
    [((14, 2), "2:02pm"), ((9, 0), "9am"), ((12, 0), "midday"), ((0, 0), "midnight"), ((12, 5), "12:05pm")],
)
def test_times(time, said):
    assert words.time_in_words(datetime.time(*time)) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (-1, "tomorrow"),
        (3, "3 days ago"),
        (-5, "in 5 days"),
        (28, "4 weeks ago"),
        (100, "3 months ago"),
        (1000, "2 years ago"),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_how_far_away_a_day_is(days, said):
    assert words.ago(datetime.date(2026, 11, 21) - datetime.timedelta(days=days)) == said


@time_machine.travel(NOON, tick=False)
def test_how_long_somebody_has_been_waiting():
    assert words.since(NOON - datetime.timedelta(days=9)) == "9 days"
    assert words.since(NOON) == "less than a day"


def test_numbers_and_their_nouns():
    assert words.plural(1, "piece") == "1 piece"
    assert words.plural(1204, "person", "people") == "1,204 people"
    assert words.plural(0, "piece") == "0 pieces"


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 byte"), (1200, "1.2 KB"), (10_000_000, "10 MB"), (999_999, "1 MB"), (2e12, "2000 GB")],
)
def test_file_sizes(count, said):
    assert words.file_size(count) == said


def test_lists_read_like_a_sentence():
    assert words.and_list([]) == ""
    assert words.and_list(["a"]) == "a"
    assert words.and_list(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize("filter_name", sorted(set(words.FILTERS) - {"and_list", "plural", "linebreaks"}))
def test_what_is_not_known_yet_is_left_blank(filter_name):
    assert words.FILTERS[filter_name](None) == ""


def test_lines_and_paragraphs_stay_as_typed():
    drawn = words.linebreaks("One\r\ntwo\n\n\nThree & <b>four</b>")

    assert drawn == (
        '<p class="govuk-body">One<br>\ntwo</p>\n<p class="govuk-body">Three &amp; &lt;b&gt;four&lt;/b&gt;</p>'
    )


@given(some.text())
def test_no_text_becomes_markup(text):
    drawn = (
        words.linebreaks(text).replace('<p class="govuk-body">', "").replace("</p>", "").replace("<br>", "")
    )

    assert "<" not in drawn
    assert ">" not in drawn
