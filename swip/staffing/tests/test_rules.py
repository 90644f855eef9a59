"""Suggestions on plain values: who is left out, who comes first, and that nothing but what counts does."""

import datetime
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swip.staffing import rules
from swip.staffing.rules import Colleague, Fairness, Wanted

FAIRNESS = Fairness()
FIRST = datetime.date(2026, 9, 1)

colleagues = st.builds(
    Colleague,
    number=st.integers(1, 10_000),
    carries=st.integers(0, 9),
    most=st.integers(0, 9),
    is_in_team=st.booleans(),
    looked_after_before=st.booleans(),
    days_away=st.integers(0, 42),
    leaves_in_first_weeks=st.booleans(),
    has_conflict=st.booleans(),
    is_oneself=st.booleans(),
    does_the_other=st.booleans(),
)
groups = st.lists(colleagues, max_size=12, unique_by=lambda each: each.number)
kinds = st.sampled_from(["supervisor", "assessor"])
seeds = st.text("0123456789abcdef", min_size=1, max_size=8)


def order(group, *, kind="supervisor", fairness=FAIRNESS, seed="1"):
    found = rules.match(group, kind=kind, fairness=fairness, seed=seed)
    return [each.number for each in found.suggested]


def reasons_left_out(colleague, *, fairness=FAIRNESS, kind="supervisor"):
    return " and ".join(rules.why_not(colleague, kind=kind, fairness=fairness))


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        ({"carries": 6}, "full, carries 6 of 6"),
        ({"carries": 9}, "full, carries 9 of 6"),
        ({"most": 0}, "takes nobody at the moment"),
        ({"days_away": 14}, "away for 14 days of the first 6 weeks"),
        ({"leaves_in_first_weeks": True}, "appointment ends in the first 6 weeks"),
        ({"has_conflict": True}, "conflict of interest"),
        ({"is_oneself": True}, "would supervise themselves"),
        ({"does_the_other": True}, "already assesses them"),
    ],
)
def test_who_is_left_out_is_told_why(stands, told):
    colleague = replace(Colleague(1, carries=0, most=6), **stands)
    found = rules.match([colleague], kind="supervisor", fairness=FAIRNESS, seed="1")
    assert found.suggested == ()
    assert found.left_out[0].reasons == (told,)


def test_everything_that_stands_in_the_way_is_said():
    colleague = Colleague(1, carries=6, most=6, has_conflict=True)
    assert reasons_left_out(colleague) == "conflict of interest and full, carries 6 of 6"


def test_the_same_person_may_do_both_where_the_rule_allows_it():
    colleague = Colleague(1, carries=0, most=6, does_the_other=True)
    found = rules.match(
        [colleague], kind="assessor", fairness=Fairness(wants_two_people=False), seed="1"
    ).suggested[0]
    assert "also supervises them" in found.reasons


def test_what_speaks_for_somebody_is_said_in_words():
    colleague = Colleague(1, carries=2, most=6, is_in_team=True, looked_after_before=True)
    found = rules.match([colleague], kind="supervisor", fairness=FAIRNESS, seed="1").suggested[0]
    assert found.reasons == (
        "carries 2 of 6",
        "same team",
        "supervised them before",
        "free all the first 6 weeks",
    )


def test_the_same_team_counts_like_carrying_one_fewer():
    here, elsewhere = Colleague(1, carries=3, most=6, is_in_team=True), Colleague(2, carries=1, most=6)
    assert order([here, elsewhere]) == [2, 1]
    assert order([replace(here, carries=1), elsewhere]) == [1, 2]


def test_short_leave_counts_against_and_long_leave_rules_out():
    short, none = Colleague(1, carries=2, most=6, days_away=3), Colleague(2, carries=2, most=6)
    assert order([short, none]) == [2, 1]
    assert order([replace(short, days_away=20), none]) == [2]


def test_days_away_are_counted_once_however_often_they_are_named():
    leave = (FIRST + datetime.timedelta(days=2), FIRST + datetime.timedelta(days=4))
    longer = (FIRST - datetime.timedelta(days=9), FIRST + datetime.timedelta(days=3))
    assert rules.days_in_common(FIRST, 6, [leave]) == 3
    assert rules.days_in_common(FIRST, 6, [leave, longer]) == 5
    assert rules.days_in_common(FIRST, 6, [(FIRST + datetime.timedelta(days=42),) * 2]) == 0


@given(groups, kinds, seeds)
def test_nobody_who_is_left_out_is_suggested_and_nobody_is_lost(group, kind, seed):
    found = rules.match(group, kind=kind, fairness=FAIRNESS, seed=seed)
    suggested, left_out = ({each.number for each in part} for part in (found.suggested, found.left_out))
    assert suggested | left_out == {each.number for each in group}
    assert not suggested & left_out
    for each in group:
        is_refused = (
            each.carries >= each.most
            or each.days_away >= FAIRNESS.away_days
            or each.leaves_in_first_weeks
            or each.has_conflict
            or each.is_oneself
            or each.does_the_other
        )
        assert (each.number in left_out) == is_refused


@given(groups, kinds, seeds, st.data())
def test_whoever_carries_more_never_comes_sooner_for_it(group, kind, seed, data):
    if not group:
        return
    one = data.draw(st.sampled_from(group))
    before = order(group, kind=kind, seed=seed)
    heavier = [replace(each, carries=each.carries + 1) if each == one else each for each in group]
    after = order(heavier, kind=kind, seed=seed)
    if one.number in after:
        assert after.index(one.number) >= before.index(one.number)


@given(groups, seeds, st.randoms())
def test_in_which_order_people_are_listed_changes_nothing(group, seed, chance):
    shuffled = list(group)
    chance.shuffle(shuffled)
    found, again = (
        rules.match(each, kind="supervisor", fairness=FAIRNESS, seed=seed) for each in (group, shuffled)
    )
    assert found == again


@given(st.integers(2, 6), st.integers(0, 200))
def test_between_equals_a_draw_decides_the_same_way_each_time(count, seed):
    equals = [Colleague(number, carries=1, most=6) for number in range(1, count + 1)]
    assert order(equals, seed=str(seed)) == order(list(reversed(equals)), seed=str(seed))


def test_over_many_social_workers_the_draw_favours_nobody():
    equals = [Colleague(number, carries=1, most=6) for number in range(1, 5)]
    first = [order(equals, seed=str(seed))[0] for seed in range(2000)]
    assert all(400 < first.count(number) < 600 for number in range(1, 5))


def test_nothing_that_is_known_of_a_colleague_tells_a_name_or_a_sex():
    known = set(Colleague.__dataclass_fields__)
    assert not {each for each in known if "name" in each or "sex" in each or "email" in each}


# Many at once


def nine_and(*colleagues):
    return [Wanted(number, f"seed-{number}", colleagues) for number in range(9)]


def loads(plan):
    chosen = [each.number for each in plan.values() if each]
    return {number: chosen.count(number) for number in set(chosen)}


def test_nine_people_are_spread_evenly():
    three = [Colleague(number, carries=1, most=6) for number in (1, 2, 3)]
    plan = rules.spread(nine_and(*three), kind="supervisor", fairness=FAIRNESS)
    assert loads(plan) == {1: 3, 2: 3, 3: 3}
    assert "will carry 4 of 6 with everybody handed over here" in plan[0].reasons


def test_whoever_carries_more_gets_fewer():
    light, heavy = Colleague(1, carries=0, most=6), Colleague(2, carries=4, most=6)
    plan = rules.spread(nine_and(light, heavy), kind="supervisor", fairness=FAIRNESS)
    assert loads(plan) == {1: 6, 2: 2}
    assert list(plan.values()).count(None) == 1


def test_others_make_room_where_somebody_would_go_without():
    picky = Wanted(1, "a", (Colleague(1, carries=0, most=1),))
    easy = Wanted(2, "b", (Colleague(1, carries=0, most=1), Colleague(2, carries=5, most=6)))
    for both in ([picky, easy], [easy, picky]):
        plan = rules.spread(both, kind="supervisor", fairness=FAIRNESS)
        assert {number: each.number for number, each in plan.items()} == {1: 1, 2: 2}


plans = st.integers(1, 5).flatmap(
    lambda people: st.tuples(
        st.lists(st.integers(0, 3), min_size=people, max_size=people),
        st.lists(st.sets(st.integers(0, people - 1)), min_size=1, max_size=6),
    )
)


@given(plans)
def test_nobody_gets_more_than_they_may_and_as_few_as_can_be_go_without(plan):
    room, in_conflict = plan
    wanted = [
        Wanted(
            number,
            str(number),
            tuple(
                Colleague(person, carries=1, most=1 + most, has_conflict=person in refused)
                for person, most in enumerate(room)
            ),
        )
        for number, refused in enumerate(in_conflict)
    ]
    found = rules.spread(wanted, kind="supervisor", fairness=FAIRNESS)
    for person, count in loads(found).items():
        assert count <= room[person]
    for number, refused in enumerate(in_conflict):
        assert found[number] is None or found[number].number not in refused
    assert sum(each is not None for each in found.values()) == most_that_can_be_placed(room, in_conflict)


def most_that_can_be_placed(room, in_conflict):
    """By trying everything."""
    places = [person for person, most in enumerate(room) for _ in range(min(most, len(in_conflict)))]

    def place(left, free):
        if not left:
            return 0
        refused, rest = left[0], left[1:]
        best = place(rest, free)
        for person in {each for each in free if each not in refused}:
            remaining = list(free)
            remaining.remove(person)
            best = max(best, 1 + place(rest, remaining))
        return best

    return place(in_conflict, places)


@given(plans)
def test_a_plan_comes_out_the_same_in_whatever_order_it_is_asked(plan):
    room, in_conflict = plan
    wanted = [
        Wanted(
            number,
            str(number),
            tuple(
                Colleague(person, carries=0, most=most, has_conflict=person in refused)
                for person, most in enumerate(room)
            ),
        )
        for number, refused in enumerate(in_conflict)
    ]
    plans = [
        rules.spread(list(some), kind="supervisor", fairness=FAIRNESS)
        for some in itertools.islice(itertools.permutations(wanted), 6)
    ]
    assert all(each == plans[0] for each in plans)
