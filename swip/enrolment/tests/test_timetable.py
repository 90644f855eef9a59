"""The time engine keeps its promises whatever happens in a life."""

import datetime
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from swip.enrolment.rules import months_after
from swip.enrolment.rules.timetable import (
    FULL_TIME,
    Absence,
    Gap,
    Held,
    Job,
    Life,
    MoreTime,
    Pause,
    StageTerms,
    Terms,
    Why,
    timetable,
)

START = datetime.date(2027, 9, 1)
DAY = datetime.timedelta(days=1)
MONTHS = (3, 6, 12, 18, 24)
TERMS = Terms(
    length_months=24,
    stages=tuple(
        StageTerms(f"month-{month}", f"Month {month}", month, is_final=month == 24) for month in MONTHS
    ),
    longest_months=36,
    months_between_reviews=6,
)
NO_LONGEST = replace(TERMS, longest_months=None)


def full_time(**changes):
    return Life(START, (Job(START),), **changes)


def ends(life, terms=TERMS, on=START):
    return timetable(life, terms, on=on).ends_on


def dues(life, terms=TERMS, on=START):
    return {
        (each.stage.code, each.round): each.due_on
        for each in timetable(life, terms, on=on).stages
        if not each.falls_away
    }


def day(number):
    return START + number * DAY


# What life brings: spans that do not overlap, as the database keeps them


@st.composite
def spans(draw, most=4):
    """Days apart from one another, within three years."""
    edges = draw(st.lists(st.integers(0, 1100), min_size=0, max_size=2 * most, unique=True))
    edges = sorted(edges)[: len(edges) // 2 * 2]
    return [(day(first), day(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


@st.composite
def jobs(draw):
    """One job after another, sometimes with a gap, the last of them open."""
    changes = sorted(draw(st.lists(st.integers(1, 1000), max_size=3, unique=True)))
    firsts = [0, *changes]
    found = []
    for first, following in pairwise([*firsts, None]):
        hours = draw(st.integers(1, 10))
        gap = draw(st.integers(0, 40))
        last = None if following is None else day(max(following - 1 - gap, first))
        found.append(Job(day(first), last, tenths=hours))
    return tuple(found)


@st.composite
def lives(draw, ordinary=True):
    away = draw(spans())
    absences, pauses, gaps = [], [], []
    for first, last in away:
        what = draw(
            st.sampled_from(["ordinary", "exempt", "pause", "gap"] if ordinary else ["exempt", "pause"])
        )
        if what == "ordinary":
            absences.append(Absence(first, last))
        elif what == "exempt":
            absences.append(
                Absence(first, last, is_exempt=True, makes_longer=draw(st.sampled_from([True, False, None])))
            )
        elif what == "pause":
            pauses.append(Pause(first, last, last + DAY))
        else:
            gaps.append(Gap(first, last))
    more = tuple(MoreTime(each) for each in draw(st.lists(st.integers(1, 184), max_size=2)))
    return Life(
        START,
        draw(jobs()),
        absences=tuple(absences),
        pauses=tuple(pauses),
        gaps=tuple(gaps),
        more_time=more,
        months_off=draw(st.sampled_from([0, 0, 0, 6, 12])),
    )


@given(lives())
def test_the_sum_never_overlaps_and_leaves_no_day_out(life):
    found = timetable(life, TERMS, on=START)
    assert found.sum[0].starts_on == START
    assert all(one.ends_on + DAY == other.starts_on for one, other in pairwise(found.sum))
    assert found.sum[-1].ends_on + DAY == found.ends_before_more_time_on <= found.ends_on


@given(lives())
def test_the_sum_is_what_was_owed(life):
    found = timetable(life, NO_LONGEST, on=START)
    served = sum(each.served_tenths for each in found.sum)
    assert 0 <= served - found.owed_days * FULL_TIME < FULL_TIME


@given(lives(), st.integers(1, 60), st.data())
def test_a_longer_absence_never_ends_sooner(life, longer, data):
    assume(life.absences)
    place = data.draw(st.integers(0, len(life.absences) - 1))
    absence = life.absences[place]
    later = absence.ends_on + longer * DAY
    others = [*life.absences[:place], *life.absences[place + 1 :], *life.pauses, *life.gaps]
    assume(not any(each.starts_on <= later and each.ends_on > absence.starts_on for each in others))
    absences = (*life.absences[:place], replace(absence, ends_on=later), *life.absences[place + 1 :])
    assert ends(replace(life, absences=absences)) >= ends(life)


@given(lives(), st.data())
def test_splitting_a_period_changes_nothing(life, data):
    kinds = [name for name in ("jobs", "absences", "pauses", "gaps") if getattr(life, name)]
    name = data.draw(st.sampled_from(kinds))
    periods = getattr(life, name)
    place = data.draw(st.integers(0, len(periods) - 1))
    period = periods[place]
    last = period.ends_on or day(1500)
    assume(last > period.starts_on)
    cut = period.starts_on + data.draw(st.integers(0, (last - period.starts_on).days - 1)) * DAY
    parts = (replace(period, ends_on=cut), replace(period, starts_on=cut + DAY))
    split = replace(life, **{name: (*periods[:place], *parts, *periods[place + 1 :])})
    whole, in_parts = (timetable(each, TERMS, on=START) for each in (life, split))
    assert (in_parts.ends_on, in_parts.sum, in_parts.stages) == (whole.ends_on, whole.sum, whole.stages)


@given(lives(ordinary=False), st.integers(0, 1000), st.integers(1, 300))
def test_a_pause_and_return_moves_later_dates_only(life, first, length):
    begins, returns = day(first), day(first + length)
    others = [*life.absences, *life.pauses]
    assume(not any(each.starts_on < returns and each.ends_on >= begins for each in others))
    paused = replace(life, pauses=(*life.pauses, Pause(begins, returns - DAY, returns)))
    before, after = dues(life), dues(paused)
    for key in before.keys() & after.keys():
        if before[key] <= begins:
            assert after[key] == before[key]
        elif key[1] == 1:
            assert after[key] >= before[key]
    assert ends(paused) >= ends(life)


@given(lives(), st.integers(1, 9))
def test_fewer_hours_never_end_sooner(life, tenths):
    fewer = replace(life, jobs=tuple(replace(each, tenths=min(each.tenths, tenths)) for each in life.jobs))
    assert ends(fewer) >= ends(life)


@given(lives())
def test_stages_come_in_their_order_and_never_after_the_end(life):
    found = timetable(life, TERMS, on=START)
    asked = [each for each in found.stages if not each.falls_away]
    months = [each.stage.month for each in asked]
    assert months == sorted(months)
    assert all(START < each.due_on <= found.ends_on for each in asked)
    assert asked[-1].stage.is_final
    assert asked[-1].due_on == found.ends_on


@given(lives())
def test_there_are_never_more_than_six_months_at_work_between_two_reviews(life):
    life = replace(life, more_time=())
    found = timetable(life, TERMS, on=START)
    at_work = [(each.starts_on, each.ends_on) for each in found.sum if each.why == Why.WORKED]

    def days_at_work(first, after):
        return sum(max((min(last + DAY, after) - max(begins, first)).days, 0) for begins, last in at_work)

    reviews = [START, *(each.due_on for each in found.stages if not each.falls_away)]
    assert all(days_at_work(one, other) <= 184 for one, other in pairwise(reviews))


@given(lives(), st.data())
def test_a_review_that_was_held_stays_held(life, data):
    held = Held(data.draw(st.sampled_from([day(80), day(91), day(150)])), day(100))
    found = timetable(replace(life, held={("month-3", 1): held}), TERMS, on=START)
    stage = next(each for each in found.stages if each.stage.code == "month-3")
    assert (stage.due_on, stage.held_on, stage.falls_away) == (held.due_on, held.held_on, False)


# The rules one by one


@pytest.mark.parametrize("start", [START, datetime.date(2027, 8, 31), datetime.date(2028, 2, 29)])
def test_full_time_takes_as_many_months_as_it_says(start):
    life = Life(start, (Job(start),))
    assert ends(life) == months_after(start, 24)
    assert list(dues(life).values()) == [months_after(start, month) for month in MONTHS]


def test_half_of_full_time_takes_twice_as_long_where_nothing_limits_it():
    assert ends(Life(START, (Job(START, tenths=5),)), NO_LONGEST) == START + 2 * 731 * DAY


def test_the_longest_time_ends_a_programme_and_says_so():
    found = timetable(Life(START, (Job(START, tenths=5),)), TERMS, on=START)
    assert (found.ends_on, found.is_capped) == (months_after(START, 36), True)


def test_leave_and_pauses_do_not_use_up_the_longest_time():
    away = Absence(day(100), day(199), is_exempt=True, makes_longer=True)
    pause = Pause(day(300), day(349), day(350))
    found = timetable(
        Life(START, (Job(START, tenths=5),), absences=(away,), pauses=(pause,)), TERMS, on=START
    )
    assert found.ends_on == months_after(START, 36) + 150 * DAY


@pytest.mark.parametrize(("days", "moved"), [(29, 0), (30, 30), (31, 31)])
def test_absence_moves_dates_from_its_thirtieth_day_on_and_then_all_of_it(days, moved):
    absence = Absence(day(50), day(50 + days - 1))
    assert ends(full_time(absences=(absence,))) == months_after(START, 24) + moved * DAY


def test_absence_is_added_up_over_one_year_and_not_over_two():
    first_year = Absence(day(340), day(359))
    second_year = Absence(day(370), day(389))
    assert ends(full_time(absences=(first_year, second_year))) == months_after(START, 24)
    both_in_one = (Absence(day(300), day(319)), Absence(day(330), day(349)))
    assert ends(full_time(absences=both_in_one)) == months_after(START, 24) + 40 * DAY


def test_the_year_of_absence_stands_still_during_a_pause():
    pause = Pause(day(100), day(199), day(200))
    absences = (Absence(day(340), day(359)), Absence(day(400), day(419)))
    found = timetable(full_time(absences=absences, pauses=(pause,)), TERMS, on=START)
    assert [(each.number, each.days, each.counts) for each in found.absence_years] == [(1, 40, True)]


@pytest.mark.parametrize(("choice", "days"), [(True, 200), (None, 200), (False, 0)])
def test_with_exempt_leave_the_worker_chooses(choice, days):
    leave = Absence(day(100), day(299), is_exempt=True, makes_longer=choice)
    assert ends(full_time(absences=(leave,))) == months_after(START, 24) + days * DAY


def test_an_open_pause_lasts_until_its_return_and_then_until_today():
    paused = full_time(pauses=(Pause(day(100), None, day(200)),))
    assert ends(paused, on=day(150)) == months_after(START, 24) + 100 * DAY
    assert ends(paused, on=day(250)) == months_after(START, 24) + 150 * DAY


def test_an_open_absence_counts_up_to_today():
    away = full_time(absences=(Absence(day(100)),))
    assert ends(away, on=day(120)) == months_after(START, 24)
    assert ends(away, on=day(139)) == months_after(START, 24) + 40 * DAY


def test_between_two_employers_nothing_is_served():
    moved = Life(START, (Job(START, day(99)), Job(day(120))))
    assert ends(moved) == months_after(START, 24) + 20 * DAY


def test_two_employers_at_once_add_up_to_full_time_and_no_more():
    both = Life(START, (Job(START, tenths=6), Job(START, tenths=6)))
    assert ends(both) == months_after(START, 24)


def test_a_shorter_programme_does_without_its_earliest_reviews():
    found = timetable(full_time(months_off=12), TERMS, on=START)
    assert found.ends_on == months_after(START, 12)
    assert [each.stage.code for each in found.stages if each.falls_away] == ["month-3", "month-6", "month-12"]


def test_more_time_is_added_at_the_end_and_waits_for_a_pause_within_it():
    assert ends(full_time(more_time=(MoreTime(92),))) == months_after(START, 24) + 92 * DAY
    paused = full_time(more_time=(MoreTime(92),), pauses=(Pause(day(740), day(749), day(750)),))
    assert ends(paused) == months_after(START, 24) + 102 * DAY


def test_long_part_time_years_get_reviews_between_the_stages():
    found = timetable(Life(START, (Job(START, tenths=5),)), TERMS, on=START)
    assert [(each.stage.code, each.round) for each in found.stages] == [
        ("month-3", 1),
        ("month-6", 1),
        ("month-12", 1),
        ("month-18", 1),
        ("month-18", 2),
        ("month-24", 1),
    ]


def test_what_has_been_served():
    found = timetable(Life(START, (Job(START, tenths=8),)), TERMS, on=day(100))
    assert found.served_tenths == 800
