"""Which reminder a thing calls for, and when it leaves, for every day there is."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swip.reminders import rules
from swip.reminders.rules import Moment, Quiet, Rhythm, Step

LONDON = ZoneInfo("Europe/London")
AS_SET = Rhythm(before=(3, 14), after=(1, 7), escalate_after=14)
NIGHT = Quiet(datetime.time(19), datetime.time(8))
DUE = datetime.date(2027, 3, 28)

days = st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 1, 1))
some_days = st.lists(st.integers(1, 60), max_size=4, unique=True).map(tuple)
rhythms = st.builds(Rhythm, before=some_days, after=some_days, escalate_after=st.none() | st.integers(1, 60))
hours = st.integers(0, 23).map(datetime.time)


def on(days_after):
    return rules.step_on(DUE, DUE + datetime.timedelta(days=days_after), AS_SET)


@pytest.mark.parametrize(
    ("days_after", "step"),
    [
        (-15, None),
        (-14, Step(Moment.BEFORE, -14)),
        (-4, Step(Moment.BEFORE, -14)),
        (-3, Step(Moment.BEFORE, -3)),
        (0, Step(Moment.DUE, 0)),
        (1, Step(Moment.LATE, 1)),
        (6, Step(Moment.LATE, 1)),
        (7, Step(Moment.LATE, 7)),
        (14, Step(Moment.ESCALATED, 14)),
        (400, Step(Moment.ESCALATED, 14)),
    ],
)
def test_the_latest_step_that_was_reached_is_told(days_after, step):
    assert on(days_after) == step


def test_a_step_has_a_code_of_its_own():
    assert [step.code for step in AS_SET.steps] == [
        "before-14",
        "before-3",
        "due-0",
        "late-1",
        "late-7",
        "escalated-14",
    ]


def test_where_more_time_was_agreed_nothing_is_late_before_it_is_over():
    agreed = DUE + datetime.timedelta(days=10)

    def step(days_after):
        return rules.step_on(DUE, DUE + datetime.timedelta(days=days_after), AS_SET, late_after=agreed)

    assert step(9).moment == Moment.DUE
    assert step(11) == Step(Moment.LATE, 1)
    assert step(24).moment == Moment.ESCALATED


@given(days, days, rhythms)
def test_a_step_is_never_told_before_its_day(due_on, today, rhythm):
    step = rules.step_on(due_on, today, rhythm)
    if step is not None:
        assert due_on + datetime.timedelta(days=step.days) <= today
        assert step.is_late == (step.days > 0)


@given(days, rhythms, st.integers(0, 200), st.integers(0, 200))
def test_steps_only_ever_move_on(due_on, rhythm, first, later):
    start = due_on - datetime.timedelta(days=70)
    earlier = rules.step_on(due_on, start + datetime.timedelta(days=first), rhythm)
    after = rules.step_on(due_on, start + datetime.timedelta(days=first + later), rhythm)
    if earlier is not None:
        assert after is not None
        assert after.days >= earlier.days


@given(days, rhythms)
def test_day_by_day_each_step_comes_once_and_in_order(due_on, rhythm):
    told = []
    for number in range(140):
        step = rules.step_on(due_on, due_on + datetime.timedelta(days=number - 70), rhythm)
        if step is not None and step not in told:
            told.append(step)
    assert told == rhythm.steps


@given(days, rhythms, st.integers(0, 60))
def test_more_time_never_makes_anything_later_told_sooner(due_on, rhythm, more):
    agreed = due_on + datetime.timedelta(days=more)
    for number in range(140):
        today = due_on + datetime.timedelta(days=number - 70)
        with_it, without = (rules.step_on(due_on, today, rhythm, late_after=each) for each in (agreed, None))
        assert (with_it.days if with_it else -99) <= (without.days if without else -99)


# Hours of rest

moments = st.datetimes(
    datetime.datetime(2026, 1, 1), datetime.datetime(2030, 1, 1), timezones=st.just(datetime.UTC)
)


@given(moments, st.sampled_from([0, 9, 10]), st.sampled_from([0, 17, 18]))
def test_no_reminder_leaves_in_the_hours_of_rest_nor_is_it_kept_for_longer(now, earliest, latest):
    quiet = [NIGHT, *rules.own_hours(datetime.time(earliest), datetime.time(latest))]
    leaves = rules.leaves_at(now, quiet, LONDON)
    wall = leaves.astimezone(LONDON)
    assert now <= leaves <= now + datetime.timedelta(hours=26)
    assert not any(each.covers(wall.time()) for each in quiet)
    if not any(each.covers(now.astimezone(LONDON).time()) for each in quiet):
        assert leaves == now


@given(moments, hours, hours)
def test_any_one_rest_is_over_by_the_clock_on_the_wall(now, starts, ends):
    quiet = Quiet(starts, ends)
    leaves = rules.leaves_at(now, [quiet], LONDON)
    assert leaves >= now
    assert not quiet.covers(leaves.astimezone(LONDON).time())


@pytest.mark.parametrize(
    ("evening", "leaves_in_utc"),
    [
        ((2027, 3, 26, 20), (2027, 3, 27, 8)),  # winter time
        ((2027, 3, 27, 20), (2027, 3, 28, 7)),  # the clock goes forward in this night
        ((2027, 10, 29, 19), (2027, 10, 30, 7)),  # summer time
        ((2027, 10, 30, 19), (2027, 10, 31, 8)),  # and back in this one
    ],
)
def test_eight_o_clock_is_eight_o_clock_on_both_sides_of_the_clock_change(evening, leaves_in_utc):
    now = datetime.datetime(*evening, tzinfo=datetime.UTC)
    leaves = rules.leaves_at(now, [NIGHT], LONDON)
    assert leaves == datetime.datetime(*leaves_in_utc, tzinfo=datetime.UTC)
    assert leaves.astimezone(LONDON).time() == datetime.time(8)


@given(moments, st.integers(3, 23).map(datetime.time), hours)
def test_what_may_leave_may_do_so_until_the_next_rest_begins(now, starts, ends):
    quiet = Quiet(starts, ends)
    leaves = rules.leaves_at(now, [quiet], LONDON)
    rests = rules.rests_at(leaves, [quiet], LONDON)
    if starts == ends:
        assert rests is None
        return
    assert leaves < rests <= leaves + datetime.timedelta(hours=26)
    minute = datetime.timedelta(minutes=1)
    for each in (leaves + (rests - leaves) / 2, rests - minute):
        assert not quiet.covers(each.astimezone(LONDON).time())


def test_rest_that_leaves_no_hour_is_refused():
    with pytest.raises(ValueError, match="no time of the day"):
        rules.leaves_at(
            datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC),
            [NIGHT, Quiet(datetime.time(8), datetime.time(19))],
            LONDON,
        )


def test_the_rule_book_writes_hours_as_people_do():
    assert rules.quiet_hours([{"from": "19:00", "to": "08:00"}]) == [NIGHT]


# Whose day it is


def test_who_wants_only_what_is_late_hears_of_nothing_else():
    assert [step.moment for step in AS_SET.steps if rules.is_wanted(step, rhythm="late")] == [
        Moment.LATE,
        Moment.LATE,
        Moment.ESCALATED,
    ]
    assert all(rules.is_wanted(step, rhythm="weekly") for step in AS_SET.steps)
    assert not any(rules.is_wanted(step, rhythm="none") for step in AS_SET.steps)


@given(days, st.integers(1, 7), st.integers(0, 20))
def test_a_weekly_digest_that_was_missed_is_made_up_for_once(day, weekday, missed):
    """However the rounds fall, each of its weekdays is covered by exactly one of them."""
    since = day - datetime.timedelta(days=missed)
    covered = [since + datetime.timedelta(days=number) for number in range(missed + 1)]
    expected = any(each.isoweekday() == weekday for each in covered)
    assert rules.is_day_of("weekly", weekday, since=since, until=day) == expected
    assert rules.is_day_of("daily", weekday, since=since, until=day)


def test_working_days_leave_out_weekends():
    friday = datetime.date(2027, 3, 26)
    assert rules.after_working_days(friday, 1) == datetime.date(2027, 3, 29)
    assert rules.after_working_days(friday, 10) == datetime.date(2027, 4, 9)
    assert rules.after_working_days(friday, 0) == friday
