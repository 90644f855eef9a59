import datetime

import pytest

from swip.dashboards import rules
from swip.dashboards.rules import Member, Party, SupportSeen, Timing, Wait

TODAY = datetime.date(2026, 11, 22)
SHORT = SupportSeen(expected=10, given=7, missing=3)
VERY_SHORT = SupportSeen(
    missing=1, expected=4, hours_promised=10, hours_taken=4, workload=105, workload_promised=90
)


def member(number=1, name="Amina Example", **details):
    known = {"status": "active", "programme_id": 1, "programme": "SWIP", "rule_book_id": 1, "standards_id": 1}
    start = details.pop("starts_on", datetime.date(2026, 3, 2))
    end = datetime.date(2028, 3, 1)
    return Member(number, number, name, known.pop("status"), start, end, **(known | details))


def wait(
    days=3, party=Party.SUPERVISOR, person_id=9, person="Sade Adeyemi", what="1 piece of evidence to read"
):
    return Wait(party, person_id, person, what, TODAY - datetime.timedelta(days=days), "evidence:list")


@pytest.mark.parametrize(
    ("due_on", "late_after", "found"),
    [
        (None, None, Timing.OVER),
        (datetime.date(2026, 11, 21), None, Timing.LATE),
        (datetime.date(2026, 11, 22), None, Timing.SOON),
        (datetime.date(2026, 12, 6), None, Timing.SOON),
        (datetime.date(2026, 12, 7), None, Timing.ON_TRACK),
        # An adjustment gives further days: until they are over nobody is called late.
        (datetime.date(2026, 11, 10), datetime.date(2026, 11, 24), Timing.SOON),
        (datetime.date(2026, 11, 10), datetime.date(2026, 11, 21), Timing.LATE),
    ],
)
def test_a_review_is_late_after_its_day(due_on, late_after, found):
    assert rules.timing(due_on, late_after=late_after, today=TODAY, soon_days=14) == found


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"name": "amin"}, True),
        ({"name": "sade"}, False),
        ({"status": "open"}, True),
        ({"status": "all"}, True),
        ({"status": "paused"}, False),
        ({"team": "4"}, True),
        ({"team": "none"}, False),
        ({"programme": "1"}, True),
        ({"stage": "Month 9"}, True),
        ({"supervisor": "9"}, True),
        ({"supervisor": "none"}, False),
        ({"supervisor": "away"}, True),
        ({"timing": "late"}, True),
        ({"timing": "late_or_soon"}, True),
        ({"timing": "soon"}, False),
        ({"waiting": "anybody"}, True),
        ({"waiting": "supervisor"}, True),
        ({"waiting": "worker"}, False),
        ({"support": "anything"}, True),
        ({"support": "sessions"}, True),
        ({"support": "workload"}, False),
        ({"started": "this_month"}, False),
        ({"started": "ahead"}, False),
        ({"team": "4", "timing": "soon"}, False),
        ({"team": "", "nothing": "known"}, True),
    ],
)
def test_a_filter_lets_those_through_who_fit_every_answer(asked, fits):
    one = member(
        team_id=4,
        team="North",
        stage="Month 9",
        due_on=TODAY,
        timing=Timing.LATE,
        supervisor_id=9,
        supervisor="Sade Adeyemi",
        supervisor_away_until=TODAY,
        waits=[wait()],
        support=SHORT,
    )

    assert rules.asked_for([one], asked, TODAY) == ([one] if fits else [])


def test_nobody_is_without_a_supervisor_once_they_have_left():
    assert rules.asked_for([member(is_open=False)], {"supervisor": "none"}, TODAY) == []


def test_starters_are_those_of_this_month_also_of_its_last_days():
    starters = [
        member(1, starts_on=datetime.date(2026, 11, 30)),
        member(2, starts_on=datetime.date(2025, 11, 30)),
    ]

    assert rules.asked_for(starters, {"started": "this_month"}, TODAY) == starters[:1]
    assert rules.asked_for(starters, {"started": "ahead"}, TODAY) == starters[:1]


@pytest.mark.parametrize("sort", list(rules.SORTS))
def test_whoever_has_nothing_in_a_column_comes_last_whichever_way_it_is_sorted(sort):
    full = member(
        1, "Zofia", team="North", supervisor="Sade", due_on=TODAY, waits=[wait()], support=SHORT, enough=3
    )
    empty = member(2, "Amina")

    for way in (sort, f"-{sort}"):
        found = [each.name for each in rules.in_order([empty, full], way)]
        if sort in ("team", "supervisor", "due", "waiting", "support"):
            assert found == ["Zofia", "Amina"]
        assert sorted(found) == ["Amina", "Zofia"]


def test_an_unknown_column_is_sorted_by_what_is_due():
    later, sooner = member(1, due_on=TODAY), member(2, due_on=TODAY - datetime.timedelta(days=2))

    assert rules.in_order([later, sooner], "nothing") == [sooner, later]


def test_who_has_kept_somebody_waiting_longest_comes_first():
    first = member(1, waits=[wait(days=3), wait(days=1, person_id=5, person="Ada")])
    second = member(2, waits=[wait(days=9)])

    waiters = rules.waiters([first, second])

    assert [(each.person, len(each.items)) for each in waiters] == [("Sade Adeyemi", 2), ("Ada", 1)]
    assert waiters[0].since == TODAY - datetime.timedelta(days=9)
    assert waiters[0].items[0][0] is second


def test_support_falls_short_of_what_was_promised_and_says_of_what():
    assert SupportSeen(expected=4, given=4).short_of == ()
    assert VERY_SHORT.briefly == "short of 1 session, 6 hours, workload"
    assert SHORT.words == "3 of 10 sessions missing"
    assert VERY_SHORT.short_of == ("sessions", "protected_time", "workload")
    assert VERY_SHORT.words == (
        "1 of 4 sessions missing, 6 of 10 protected hours lost, workload 105% instead of 90%"
    )


def test_a_coordinator_does_not_wait_for_themselves():
    assert rules.waiters([member(waits=[wait(party=Party.COORDINATOR, person_id=None)])]) == []


def test_teams_with_the_largest_part_short_of_support_come_first():
    north = [member(1, team_id=4, team="North", support=SHORT), member(2, team_id=4, team="North")]
    south = [member(3, team_id=5, team="South", support=VERY_SHORT)]

    groups = rules.by_team([*north, *south, member(4)])

    assert [each.name for each in groups] == ["South", "North", "No team yet"]
    assert groups[0].counts == {"promised": 0, "one": 0, "several": 1}
    assert groups[1].counts == {"promised": 1, "one": 1, "several": 0}
    assert rules.by_supervisor(north)[0].name == "No supervisor"
