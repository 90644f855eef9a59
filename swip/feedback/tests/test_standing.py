"""When a round counts, on plain numbers."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swip.feedback.rules import questions
from swip.feedback.rules.standing import Limits, Standing, faults_of_list

LIMITS = Limits(fewest_asked=8, most_asked=10, partners_asked=2, answers=5, partners_answering=2)
few = st.integers(0, 10)


def standing(answered=0, partners_answered=0, waiting=0, partners_waiting=0, **more):
    return Standing(LIMITS, answered, partners_answered, waiting, partners_waiting, **more)


@pytest.mark.parametrize(
    ("answered", "partners", "missing"),
    [
        (5, 2, ""),
        (9, 3, ""),
        (5, 1, "one more answer from a partner agency"),
        (3, 0, "two more answers from partner agencies"),
        (4, 2, "one more answer"),
        (0, 0, "five more answers, two of them from partner agencies"),
        (2, 1, "three more answers, one of them from a partner agency"),
    ],
)
def test_what_is_missing_is_said_in_words(answered, partners, missing):
    assert standing(answered, partners).missing == missing


@given(few, few, few, few)
def test_a_round_counts_exactly_where_nothing_is_missing_and_what_is_missing_would_do(
    colleagues, partners, more_colleagues, more_partners
):
    there = standing(
        colleagues + partners, partners, more_colleagues + more_partners, more_partners, declined=1
    )
    assert there.is_valid == (not there.missing)
    everybody = standing(there.answered + there.waiting, partners + more_partners)
    assert there.can_be_met == everybody.is_valid
    assert 0 <= there.places_free <= LIMITS.most_asked
    assert there.partners_counted <= LIMITS.partners_answering


def test_a_list_is_long_enough_not_too_long_and_mixed():
    assert faults_of_list([True] * 2 + [False] * 6, LIMITS) == []
    assert faults_of_list([True] + [False] * 6, LIMITS) == [
        "Name at least 8 people: there are seven on the list",
        "At least two people must be from partner agencies: there is one on the list",
    ]
    assert faults_of_list([False] * 8, LIMITS) == [
        "At least two people must be from partner agencies: there are none on the list"
    ]
    assert faults_of_list([True] * 11, LIMITS) == ["Name 10 people or fewer: there are 11 on the list"]


def test_every_set_of_questions_can_be_kept_and_read_again():
    scale = [("well", "Doing well"), ("concerns_me", "Concerns me")]
    asked = questions.asked_on(datetime.date(2026, 9, 1), "swip", scale)
    assert questions.Questions.of(asked.kept()) == asked
    for each in questions.files():
        codes = [part["code"] for part in (*each["area"], *each["open"])]
        assert len(set(codes)) == len(codes)


def test_a_programme_with_questions_of_its_own_asks_them_from_their_day_on(tmp_path, monkeypatch):
    common = (questions.FOLDER / "colleagues-2026-1.toml").read_text()
    (tmp_path / "common.toml").write_text(common)
    own = common.replace("colleagues-2026-1", "leaders-2027-1").replace("2026-01-01", "2027-01-01")
    (tmp_path / "own.toml").write_text(own.replace("programmes = []", 'programmes = ["leaders"]'))
    monkeypatch.setattr(questions, "FOLDER", tmp_path)
    questions.files.cache_clear()
    try:
        asked = [
            questions.asked_on(datetime.date(year, 6, 1), programme, []).code
            for year, programme in [(2026, "leaders"), (2027, "leaders"), (2027, "swip")]
        ]
    finally:
        questions.files.cache_clear()
    assert asked == ["colleagues-2026-1", "leaders-2027-1", "colleagues-2026-1"]
