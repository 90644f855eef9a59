import datetime

import pytest

from swip.demo.rules import OnProgramme, supervisor

TODAY = datetime.date(2026, 11, 21)
STANDING = {
    "programme": "SWIP",
    "status": "active",
    "starts_on": datetime.date(2026, 1, 5),
    "ends_on": datetime.date(2028, 1, 5),
    "enough": 3,
    "outcomes": 26,
    "returned": 0,
    "to_sign": 0,
    "is_being_assessed": False,
}


@pytest.mark.parametrize(
    ("details", "kind"),
    [
        ({}, "half_way"),
        ({"starts_on": datetime.date(2026, 6, 1)}, "under_way"),
        ({"starts_on": datetime.date(2026, 11, 1)}, "just_started"),
        ({"starts_on": datetime.date(2026, 12, 1), "status": "registered"}, "not_started"),
        ({"time": "works 0.6 of full time"}, "time"),
        ({"returned": 1}, "sent_back"),
        ({"ends_on": datetime.date(2026, 12, 1)}, "near_the_end"),
        ({"is_being_assessed": True}, "near_the_end"),
        ({"status": "completed"}, "awarded"),
        ({"status": "paused"}, "ended"),
        ({"status": "withdrawn", "returned": 1}, "ended"),
    ],
)
def test_everybody_stands_in_one_group(details, kind):
    assert OnProgramme(**STANDING | details).kind(TODAY) == kind


def test_a_sentence_says_where_somebody_is_and_what_waits():
    standing = OnProgramme(**STANDING | {"returned": 1, "to_sign": 2})

    assert standing.sentence(TODAY) == (
        "SWIP, month 11 of 24. Enough evidence for 3 of 26 outcomes. "
        "One piece to change and hand in again. 2 reviews to read and sign."
    )


def test_a_supervisor_with_nothing_to_do_is_still_told_of():
    now = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)

    assert supervisor(people=2, pieces=0, since=None, now=now, reviews=0) == "Supervises 2 people."
