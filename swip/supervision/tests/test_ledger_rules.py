"""What was given of what was promised, for whatever happened in between."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from swip.enrolment.rules import months_after
from swip.supervision.rules.ledger import (
    Came,
    Facts,
    days_outside,
    late_by_year,
    plan_of,
    support,
    what_came,
)
from swip.supervision.rules.rhythm import Promise, days_in_rhythm
from swip.supervision.tests.test_rhythm import SPANS, USUAL, away, length

START = date(2026, 9, 1)
LATE = {"weekly": 3, "fortnightly": 5, "monthly": 10}


def facts(start=START, gaps=(), **more):
    promises = more.pop("promises", (Promise(start, USUAL, (3.7, 1.85), (90, 100)),))
    end = months_after(start, 24) + timedelta(days=length(gaps))
    return Facts(start, end, promises, tuple(LATE.items()), gaps, **more)


def after(days):
    return START + timedelta(days=days)


def came(held, today):
    plan = plan_of(START, date(2028, 9, 1), (Promise(START, USUAL),), (), tuple(LATE.items()))
    return [each.came for each in what_came(plan.slots, plan.last_days, held, today=today)]


def test_a_session_is_late_only_after_the_days_that_the_rule_gives():
    assert came([], after(7))[:2] == [Came.DUE, Came.COMING]
    assert came([], after(10))[:2] == [Came.DUE, Came.COMING]
    assert came([], after(11))[:2] == [Came.LATE, Came.COMING]
    assert came([after(10)], after(11))[:2] == [Came.GIVEN, Came.COMING]
    assert came([after(11)], after(11))[:2] == [Came.LATE, Came.GIVEN]


def test_one_session_stands_for_one_day_alone():
    assert came([after(7)], after(30))[:4] == [Came.GIVEN, Came.LATE, Came.LATE, Came.DUE]
    assert came([after(7), after(7), after(7)], after(30))[:4] == [Came.GIVEN, Came.LATE, Came.LATE, Came.DUE]


def test_everything_given_is_nothing_missing():
    slots = days_in_rhythm(START, date(2028, 9, 1), USUAL)
    found = support(facts(held=[each.day for each in slots]), today=date(2028, 9, 1))

    assert [(year.promised, year.expected, year.given, year.late) for year in found.years] == [
        (22, 22, 22, 0),
        (12, 12, 12, 0),
    ]
    assert found.missing == 0
    assert not found.is_short
    assert found.words == "34 of 34 sessions given"


def test_a_shortfall_is_told_by_year_and_so_far():
    held = [after(7 * each) for each in range(1, 5)]
    found = support(
        facts(
            held=held,
            cancelled=[(after(35), "supervisor"), (after(42), "social_worker")],
            disputed=[after(56)],
            planned=[after(70)],
        ),
        today=after(63),
    )
    year = found.years[0]

    assert (year.expected, year.given, year.missing, year.late) == (7, 4, 3, 3)
    assert year.cancelled == {"supervisor": 1, "social_worker": 1}
    assert (year.disputed, year.planned) == (1, 1)
    assert found.is_short
    assert found.words == "4 of 7 sessions given, 3 missing"


def test_what_is_due_now_is_not_missing_yet():
    assert support(facts(), today=after(8)).missing == 0
    assert support(facts(), today=after(11)).missing == 1


def test_protected_hours_are_promised_by_the_week_and_less_in_the_second_year():
    found = support(facts(weeks=[(START, 3.0), (after(7), 0.0)]), today=after(69))
    assert found.years[0].hours_promised == 37.0
    assert found.years[0].hours_taken == 3.0
    assert found.years[0].hours_missing == 34.0
    assert found.years[0].weeks_recorded == 2

    both = support(facts(), today=date(2028, 9, 1))
    assert both.years[0].hours_promised == round(3.7 * 366 / 7, 1)
    assert both.years[1].hours_promised == round(1.85 * 366 / 7, 1)


def test_a_workload_is_averaged_over_the_year():
    found = support(facts(workloads=[(after(30), 80), (after(60), 104)]), today=after(70))
    assert found.now.workload == 92
    assert found.now.is_too_much
    assert found.is_short
    assert support(facts(workloads=[(after(30), 80), (after(60), 100)]), today=after(70)).now.workload == 90


def test_before_the_first_day_nothing_is_expected():
    found = support(facts(), today=START - timedelta(days=20))
    assert found.so_far.expected == 0
    assert found.so_far.hours_promised == 0
    assert not found.is_short


DAYS = st.lists(st.integers(1, 800).map(after), max_size=40)


@given(DAYS, st.integers(0, 800), SPANS)
def test_the_figures_add_up_whatever_was_recorded(held, today, spans):
    gaps = away(START, spans)
    day = after(today)
    found = support(facts(gaps=gaps, held=[each for each in held if each <= day]), today=day)

    assert found.so_far.given == sum(each <= day for each in held)
    assert all(year.expected <= year.promised for year in found.years)
    assert all(year.late <= year.overdue <= year.expected for year in found.years)
    assert found.missing <= found.so_far.expected
    plan = plan_of(START, START + timedelta(days=730), (Promise(START, USUAL),), gaps, tuple(LATE.items()))
    seen = what_came(plan.slots, plan.last_days, [each for each in held if each <= day], today=day)
    late = late_by_year(plan, [each for each in held if each <= day], today=day)
    assert sum(late.values()) == sum(each.came == Came.LATE for each in seen)


@given(DAYS, st.integers(1, 800), st.integers(1, 800))
def test_one_more_session_never_makes_anything_worse(held, another, today):
    day = after(today)
    before = support(facts(held=[each for each in held if each <= day]), today=day)
    more = support(facts(held=[*[each for each in held if each <= day], min(after(another), day)]), today=day)

    assert more.missing <= before.missing
    assert more.so_far.late <= before.so_far.late


@given(SPANS, st.integers(0, 900), st.integers(0, 900))
def test_days_outside_gaps_are_counted_like_one_would_by_hand(spans, one, two):
    gaps = away(START, spans)
    first, last = after(min(one, two)), after(max(one, two))
    by_hand = sum(
        not any(start <= first + timedelta(days=each) <= end for start, end in gaps)
        for each in range((last - first).days + 1)
    )
    assert days_outside(first, last, gaps) == by_hand
