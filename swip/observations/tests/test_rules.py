"""How a year stands against the rules, in words; and its days in a part-time life."""

import datetime

from swip.enrolment.rules.lives import Job, Life, Terms
from swip.observations.queries.standing import month_days
from swip.observations.rules import Wanted, Watched, standing

START = datetime.date(2026, 9, 1)
WANTED = Wanted(in_a_year=3, spread=((3, 1), (6, 2), (12, 3)), by_assessor=1, observers=2, settings=2)


def life(tenths=10):
    return Life(START, (Job(START, tenths=tenths),))


def days(tenths=10, on=START):
    return month_days(life(tenths), Terms(24, ()), [3, 6, 12, 15, 18, 24], on=on)


def years(watched, today, tenths=10):
    worked_out = days(tenths)
    return standing(
        watched,
        WANTED,
        worked_out,
        starts_on=START,
        ends_on=worked_out[24],
        length_months=24,
        today=today,
    )


def test_a_year_says_what_is_still_to_come_and_by_when():
    watched = [
        Watched(datetime.date(2026, 11, 2), "a", "home_visit", by_assessor=False),
        Watched(datetime.date(2027, 2, 2), "a", "home_visit", by_assessor=False),
    ]
    first, second = years(watched, datetime.date(2027, 3, 10))
    assert first.words == (
        "2 of 3 this year; the next by 1 September 2027; one by your assessor still to come; "
        "another person still to observe; another setting still to be seen"
    )
    assert not first.is_late
    assert second.words.startswith("0 of 3 in year 2; the next by 1 December 2027")
    watched.append(Watched(datetime.date(2027, 5, 2), "b", "court", by_assessor=True))
    first, _ = years(watched, datetime.date(2027, 6, 1))
    assert first.words == "3 of 3 this year. That is enough"


def test_what_is_past_its_day_is_late_until_it_is_made_up_for():
    [first, _] = years([], datetime.date(2026, 12, 2))
    assert "the next was due by 1 December 2026" in first.words
    assert "two different people still to observe; two different settings still to be seen" in first.words
    assert first.is_late
    late = [Watched(datetime.date(2026, 12, 20), "a", "court", by_assessor=True)]
    [first, _] = years(late, datetime.date(2026, 12, 21))
    assert not first.is_late


def test_part_time_hours_move_the_days_as_they_move_every_due_date():
    full, half = days(), days(tenths=5)
    assert full[3] == datetime.date(2026, 12, 1)
    assert half[3] == datetime.date(2027, 3, 2)  # 91 days at half of full time
    [first, _] = years([], datetime.date(2027, 1, 1), tenths=5)
    assert not first.is_late
