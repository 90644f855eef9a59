import datetime

import pytest

from swip.reviews import rules
from swip.reviews.rules import Counted, Standing

TODAY = datetime.date(2026, 11, 21)


def days(number):
    return TODAY + datetime.timedelta(days=number)


@pytest.mark.parametrize(
    ("status", "due_on", "is_optional", "expected"),
    [
        ("", days(100), False, Standing.COMING),
        ("", days(15), False, Standing.COMING),
        ("", days(14), False, Standing.DUE),
        ("", days(0), False, Standing.DUE),
        ("", days(-1), False, Standing.LATE),
        ("", days(-1), True, Standing.NOT_HELD),
        ("", days(3), True, Standing.DUE),
        ("draft", days(100), False, Standing.BEING_WRITTEN),
        ("draft", days(-1), False, Standing.LATE_BEING_WRITTEN),
        ("draft", days(-1), True, Standing.BEING_WRITTEN),
        ("completed", days(-1), False, Standing.WAITING_FOR_SIGNATURE),
        ("signed", days(-100), False, Standing.SIGNED),
    ],
)
def test_how_a_review_stands(status, due_on, is_optional, expected):
    found = rules.standing(status=status, due_on=due_on, today=TODAY, soon_days=14, is_optional=is_optional)

    assert found == expected


def test_every_standing_has_its_words_and_its_sign():
    assert all(each.words and each.mark for each in Standing)


@pytest.mark.parametrize(
    ("since", "to", "some", "none"),
    [
        (
            0,
            3,
            {"supervision.weeks_1_to_6", "supervision.to_month_6", "agreement.support_and_assessment"},
            {"supervision.to_month_12", "protected_time.year_2_percent"},
        ),
        (3, 6, {"supervision.to_month_6"}, {"supervision.weeks_1_to_6", "agreement.support_and_assessment"}),
        (6, 12, {"supervision.to_month_12", "protected_time.year_1_percent"}, {"supervision.to_month_6"}),
        (6, 18, {"supervision.to_month_12", "supervision.year_2"}, {"supervision.to_month_6"}),
        (
            12,
            18,
            {"supervision.year_2", "protected_time.year_2_percent"},
            {"protected_time.year_1_percent", "supervision.to_month_12"},
        ),
    ],
)
def test_what_was_promised_depends_on_the_time(since, to, some, none):
    promised = set(rules.promised(since, to))

    assert some | {"supervision.reflective", "workload.percent"} <= promised
    assert not none & promised


def draft(**changes):
    said = {
        "name": "Amira Khan",
        "since": days(-90),
        "until": TODAY,
        "counted": Counted(accepted=3, waiting=1, returned=0),
        "standings": [("Enough", ["1.1", "1.2", "2.1"]), ("Nothing yet", ["3.1"])],
        "shared": ("Middle", days(-10)),
    }
    return rules.drafted_progress(**said | changes)


def test_the_first_words_say_what_the_record_says():
    assert draft() == (
        "Since 23 August 2026, Amira Khan has handed in 4 pieces of evidence: 3 were accepted and 1 waits to be "
        "read.\n\n"
        "How the outcomes stand on 21 November 2026:\n- Enough: 1.1, 1.2 and 2.1\n- Nothing yet: 3.1\n\n"
        "Amira Khan shared their middle self-assessment on 11 November 2026."
    )


def test_the_first_words_leave_out_what_is_not_there():
    words = draft(counted=Counted(0, 0, 0), standings=[], shared=None)

    assert words == "Since 23 August 2026, Amira Khan has not handed in any evidence."


def test_one_piece_is_spoken_of_as_one():
    words = draft(counted=Counted(0, 0, 1))

    assert "has handed in 1 piece of evidence: 1 was sent back with comments." in words


SUPPORT = {
    "until": TODAY,
    "expected": 16,
    "given": 13,
    "missing": 3,
    "late": 4,
    "disputed": 1,
    "cancelled": {"supervisor": 2, "social_worker": 1},
    "hours_promised": 97.8,
    "hours_taken": 60,
    "workload": 94.5,
    "workload_promised": 90,
}


def test_support_is_told_as_both_sides_entered_it():
    assert rules.drafted_support(**SUPPORT) == (
        "Support from the start until 21 November 2026, as both sides entered it:\n"
        "- 13 of 16 supervision sessions given, 3 missing, 4 not held in time, 1 disputed\n"
        "- cancelled: 2 by the practice supervisor and 1 by the social worker\n"
        "- protected time: 60 taken, of 97.8 hours promised\n"
        "- workload this year: 94.5% on average, at most 90% promised"
    )


def test_what_nobody_recorded_is_not_told_as_nothing():
    unknown = {"hours_taken": None, "workload": None, "cancelled": {}, "disputed": 0, "late": 0, "missing": 0}
    words = rules.drafted_support(**SUPPORT | unknown | {"given": 16})

    assert words.endswith(
        "- 16 of 16 supervision sessions given\n"
        "- protected time: none recorded, of 97.8 hours promised\n"
        "- workload this year: nothing recorded, at most 90% promised"
    )
