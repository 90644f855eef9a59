"""On which days sessions are promised, however long somebody is away, and the sum in words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swip.enrolment.rules import months_after
from swip.govuk.words import number
from swip.supervision.rules.promises import OFTEN, as_often_as, least_hours
from swip.supervision.rules.rhythm import (
    Every,
    Promise,
    Rhythm,
    days_in_rhythm,
    moved_on,
    promised_days,
    sums,
    without_overlaps,
)

USUAL = Rhythm(Every(days=7), Every(days=14), Every(months=1), Every(months=1))
STARTS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
SPANS = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 200)).map(lambda each: (each[0], each[0] + each[1])),
    max_size=5,
)


def away(start, spans):
    return without_overlaps(
        [(start + timedelta(days=first), start + timedelta(days=last)) for first, last in spans], start
    )


def length(gaps):
    return sum(((last - first).days + 1 for first, last in gaps), 0)


def days_of(start, gaps=(), rhythm=USUAL, months=24):
    end = moved_on(months_after(start, months), gaps)  # a programme lasts longer by the days away within it
    return days_in_rhythm(start, end, rhythm, gaps)


@given(STARTS)
def test_full_time_gives_22_sessions_in_the_first_year_and_12_in_the_second(start):
    assert [each.total for each in sums(days_of(start))] == [22, 12]


@given(STARTS)
def test_a_programme_of_one_year_gives_22(start):
    assert [each.total for each in sums(days_of(start, months=12))] == [22]


def test_the_sum_is_in_words_that_a_person_can_check():
    first, second = sums(days_of(date(2026, 9, 1)))

    assert first.words == "6 + 10 + 6 = 22 sessions in year 1"
    assert second.words == "12 sessions in year 2"
    assert [(each.words, each.sessions) for each in first.lines] == [
        ("Weeks 1 to 6: every 7 days", 6),
        ("Week 7 to month 6: every 14 days", 10),
        ("Month 7 to month 12: every month", 6),
    ]
    assert (first.lines[0].first, first.lines[0].last) == (date(2026, 9, 8), date(2026, 10, 13))
    assert (first.lines[2].first, first.lines[2].last) == (date(2027, 4, 1), date(2027, 9, 1))


def test_part_time_goes_on_monthly_for_as_long_as_the_programme_lasts():
    assert [each.total for each in sums(days_of(date(2026, 9, 1), months=36))] == [22, 12, 12]


@given(STARTS, SPANS)
def test_none_is_expected_while_somebody_is_away(start, spans):
    gaps = away(start, spans)
    days = [each.day for each in days_of(start, gaps)]
    assert not [day for day in days for first, last in gaps if first <= day <= last]
    assert days == sorted(set(days))


@given(STARTS, SPANS)
def test_whoever_comes_back_gets_all_that_was_promised(start, spans):
    """The programme ends so much later, and every session is still there."""
    gaps = away(start, spans)
    end = moved_on(months_after(start, 24), gaps)
    assert [each.total for each in sums(days_in_rhythm(start, end, USUAL, gaps))] == [22, 12]


@given(STARTS, SPANS, st.integers(0, 900), st.integers(0, 200))
def test_to_be_away_longer_never_brings_more_sessions_by_any_day(start, spans, first, days):
    before = days_of(start, away(start, spans))
    after = days_of(start, away(start, [*spans, (first, first + days)]))
    for seen in (start + timedelta(days=each) for each in range(0, 1000, 97)):
        assert sum(each.day <= seen for each in after) <= sum(each.day <= seen for each in before)


@given(STARTS, st.integers(0, 600), st.integers(1, 200), st.integers(0, 200))
def test_two_spans_that_touch_are_one(start, first, one, two):
    whole = away(start, [(first, first + one + two)])
    halves = away(start, [(first, first + one - 1), (first + one, first + one + two)])
    assert whole == halves


@given(STARTS, st.sampled_from(OFTEN), st.sampled_from(["7d", "14d", "1m"]))
def test_a_more_frequent_promise_is_never_fewer_sessions(start, code, rule):
    every, least = Every.of(code), Every.of(rule)
    if every.is_as_often_as(least):
        more, usual = (days_of(start, (), Rhythm(each, each, each, each)) for each in (every, least))
        assert len(more) >= len(usual)


def test_until_further_notice_nobody_knows_the_days_to_come():
    start = date(2026, 9, 1)
    days = days_in_rhythm(start, date(2029, 1, 1), USUAL, ((date(2026, 9, 10), None),))
    assert [each.day for each in days] == [date(2026, 9, 8)]


def test_a_promise_that_is_agreed_anew_holds_from_its_day_on():
    start, end = date(2026, 9, 1), date(2028, 9, 1)
    weekly = Rhythm(Every(days=7), Every(days=7), Every(days=14), Every(months=1))
    promises = (Promise(start, USUAL), Promise(date(2026, 12, 1), weekly))
    days = [each.day for each in promised_days(start, end, promises)]

    assert days[:9] == [start + timedelta(days=7 * each) for each in range(1, 7)] + [
        start + timedelta(days=42 + 14 * each) for each in range(1, 4)
    ]
    assert date(2026, 12, 1) in days
    assert date(2026, 12, 8) in days
    assert len(days) > 34


def test_an_agreement_with_the_same_rhythm_changes_nothing():
    start, end = date(2026, 9, 1), date(2028, 9, 1)
    promises = (Promise(start, USUAL), Promise(date(2026, 9, 25), USUAL))
    assert promised_days(start, end, promises) == days_in_rhythm(start, end, USUAL)


@pytest.mark.parametrize(
    ("every", "least", "expected"),
    [
        ("7d", "7d", True),
        ("5d", "7d", True),
        ("14d", "7d", False),
        ("28d", "1m", True),
        ("30d", "1m", False),
        ("1m", "28d", False),
        ("1m", "2m", True),
    ],
)
def test_an_employer_promises_as_often_or_more(every, least, expected):
    assert Every.of(every).is_as_often_as(Every.of(least)) is expected


def test_what_can_be_promised_begins_with_the_rule_itself():
    assert [each.code for each in as_often_as(Every.of("7d"))] == ["7d", "5d", "3d", "2d", "1d"]
    assert [each.code for each in as_often_as(Every.of("1m"))][:3] == ["1m", "28d", "21d"]


def test_protected_hours_are_a_share_of_the_contract_and_never_rounded_down():
    assert least_hours(Decimal(10), Decimal("1.0"), Decimal(37)) == Decimal("3.70")
    assert least_hours(Decimal(5), Decimal("0.7"), Decimal(37)) == Decimal("1.30")
    assert number(least_hours(Decimal(10), Decimal("0.6"), Decimal(37))) == "2.22"
    assert number(Decimal("37.00")) == "37"
