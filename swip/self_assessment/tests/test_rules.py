import datetime

import pytest

from swip.self_assessment import rules


def test_what_is_still_wanted_is_told_apart():
    wanted = rules.wanted(
        [
            ("1.1", "", ""),
            ("1.2", "with_support", " "),
            ("1.3", "with_support", "Because"),
            ("2.1", "on_my_own", "x" * (rules.LONGEST_REASON + 1)),
        ]
    )

    assert wanted == rules.Wanted(words=["1.1"], reasons=["1.2"], shorter=["2.1"])
    assert not wanted.is_nothing


def test_nothing_is_wanted_of_what_is_complete():
    assert rules.wanted([("1.1", "with_support", "Because")]).is_nothing


@pytest.mark.parametrize(
    ("point", "days", "is_ahead"),
    [("beginning", 300, False), ("middle", 14, False), ("middle", 15, True), ("end", -3, False)],
)
def test_a_point_but_the_first_is_far_off_until_it_is_due_soon(point, days, is_ahead):
    today = datetime.date(2026, 9, 1)
    due_on = today + datetime.timedelta(days=days)
    assert rules.is_ahead(point, due_on, today=today, soon_days=14) == is_ahead


@pytest.mark.parametrize(
    ("word", "other", "is_gap"),
    [
        ("a", "", True),
        ("b", "b", True),
        ("c", "c", False),
        ("c", "d", True),
        ("d", "", False),
        ("", "a", False),
    ],
)
def test_a_gap_is_a_low_word_or_two_that_differ(word, other, is_gap):
    assert rules.is_gap(word, other, scale=["a", "b", "c", "d"]) == is_gap


def test_the_first_is_due_some_weeks_after_its_stage_and_the_others_with_theirs():
    day = datetime.date(2026, 9, 1)

    assert rules.due_on("beginning", day, 4) == datetime.date(2026, 9, 29)
    assert rules.due_on("beginning", day, None) == day
    assert rules.due_on("middle", day, 4) == day
