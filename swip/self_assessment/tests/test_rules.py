import datetime

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


def test_the_first_is_due_some_weeks_after_its_stage_and_the_others_with_theirs():
    day = datetime.date(2026, 9, 1)

    assert rules.due_on("beginning", day, 4) == datetime.date(2026, 9, 29)
    assert rules.due_on("beginning", day, None) == day
    assert rules.due_on("middle", day, 4) == day
