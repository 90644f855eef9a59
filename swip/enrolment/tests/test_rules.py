import datetime
import itertools
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as some

from swip.enrolment import rules

DAYS = some.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2090, 12, 31))
MONTHS = some.integers(min_value=0, max_value=120)


@dataclass(frozen=True)
class AStage:
    month: int


def test_a_month_without_the_day_takes_its_last_one():
    assert rules.months_after(datetime.date(2026, 8, 31), 6) == datetime.date(2027, 2, 28)
    assert rules.months_after(datetime.date(2027, 8, 31), 6) == datetime.date(2028, 2, 29)
    assert rules.months_after(datetime.date(2028, 2, 29), 12) == datetime.date(2029, 2, 28)


def test_months_are_always_counted_from_the_start():
    due = rules.stages_due(datetime.date(2026, 8, 31), [AStage(6), AStage(12)])
    assert [each.on for each in due] == [datetime.date(2027, 2, 28), datetime.date(2027, 8, 31)]


def test_a_programme_of_two_years_ends_on_the_same_day():
    assert rules.expected_end(datetime.date(2026, 9, 1), 24) == datetime.date(2028, 9, 1)


@given(DAYS, MONTHS)
def test_so_many_months_on_is_that_many_months_further(day, months):
    later = rules.months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    tomorrow = later + datetime.timedelta(days=1)
    assert later.day == day.day or tomorrow.day == 1


@given(DAYS, DAYS, MONTHS)
def test_who_starts_later_is_never_due_earlier(one, other, months):
    first, second = sorted([one, other])
    assert rules.months_after(first, months) <= rules.months_after(second, months)


@given(DAYS, some.lists(MONTHS, unique=True))
def test_stages_fall_due_in_their_order_and_each_on_its_own_day(start, months):
    due = rules.stages_due(start, [AStage(month) for month in months])
    assert [each.stage.month for each in due] == sorted(months)
    assert all(one.on < next_one.on for one, next_one in itertools.pairwise(due))
    assert all(each.on == rules.months_after(start, each.stage.month) for each in due)


@given(DAYS, some.one_of(some.none(), some.integers(0, 900)), DAYS)
def test_what_is_replaced_ends_before_and_never_before_it_began(start, length, day):
    last = None if length is None else start + datetime.timedelta(days=length)
    ends = rules.ends_before(rules.Period(start, last), day)
    if ends is None:
        assert start >= day
    else:
        assert start <= ends < day
        assert last is None or ends <= last


def test_a_stage_is_late_from_the_day_after():
    day = datetime.date(2026, 11, 21)

    def state(**changes):
        facts = {"due_on": day, "held_on": None, "today": day, "is_open": True, "soon_days": 14} | changes
        return rules.stage_state(**facts)

    assert state() == "due"
    assert state(today=day + datetime.timedelta(days=1)) == "late"
    assert state(today=day - datetime.timedelta(days=14)) == "due"
    assert state(today=day - datetime.timedelta(days=15)) == "coming"
    assert state(is_open=False) == "missed"
    assert state(is_open=False, held_on=day) == "held"
