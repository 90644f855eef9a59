"""What is enough, in the words people read."""

import pytest

from swip.progress.rules import Amounts, State, is_met, standing, still_wants

USUAL = Amounts(pieces=1, kinds=2, days=2, people=1, complexities=1)


@pytest.mark.parametrize(
    ("there", "handed_in", "state", "words"),
    [
        ((), {}, State.NOTHING, "Nothing yet"),
        ((), {"waiting": 2}, State.WAITING, "Handed in, waiting to be read"),
        ((), {"returned": 1}, State.WAITING, "Sent back with comments, to be handed in again"),
        ((1, 1, 1, 1, 1), {}, State.STARTED, "One more kind and one more day would settle it"),
        ((9, 1, 4, 1, 1), {}, State.STARTED, "One more kind would settle it"),
        ((2, 2, 1, 1, 1), {}, State.STARTED, "One more day would settle it"),
        ((2, 2, 2, 1, 0), {}, State.STARTED, "One more level of complexity would settle it"),
        ((2, 2, 2, 1, 1), {}, State.ENOUGH, "Enough"),
        ((2, 2, 2, 1, 1), {"waiting": 4}, State.ENOUGH, "Enough"),
    ],
)
def test_where_an_outcome_stands_under_the_usual_rules(there, handed_in, state, words):
    found = standing(USUAL, Amounts(*there), **handed_in)
    assert (found.state, found.words) == (state, words)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Amounts(pieces=3, kinds=2), "2 more pieces would settle it"),
        (Amounts(pieces=1, kinds=4), "3 more kinds would settle it"),
        (
            Amounts(pieces=1, people=2, complexities=3),
            "One more reader or observer and 2 more levels of complexity would settle it",
        ),
        (Amounts(pieces=1), "Enough"),
    ],
)
def test_the_numbers_come_from_the_rule_book(asked, words):
    assert standing(asked, Amounts(1, 1, 1, 1, 1)).words == words


def test_all_but_the_pieces_is_wanted_and_no_condition():
    assert is_met(USUAL, Amounts(1, 1, 1, 1, 1))
    assert not is_met(USUAL, Amounts())


@pytest.mark.parametrize(
    ("there", "waiting", "words"),
    [
        ((), 0, "A piece of evidence that shows it."),
        ((), 1, "A piece of evidence that shows it. One piece waits to be read."),
        ((1, 1, 1), 0, "One more kind of evidence, other than court work. Work of another day."),
        ((3, 1, 2), 2, "One more kind of evidence, other than court work. 2 pieces wait to be read."),
        ((2, 2, 1), 0, "Work of another day, since both pieces are of the same day."),
        ((3, 2, 1), 0, "Work of another day, since all 3 pieces are of the same day."),
        ((2, 2, 2), 3, "Nothing more. This is enough: you can stop here."),
    ],
)
def test_what_is_still_wanted_is_said_in_sentences(there, waiting, words):
    kinds = ["Court work", "Audit"][: Amounts(*there).kinds]
    there = Amounts(*there)._replace(people=1, complexities=1)
    said = still_wants(USUAL, there, kind_names=kinds, complexities=["Mixed"], waiting=waiting)
    assert said == words


def test_another_reader_and_another_complexity_are_wanted_where_an_employer_asks_for_them():
    asked, there = Amounts(pieces=1, people=3, complexities=2), Amounts(4, 2, 4, 2, 1)
    assert still_wants(asked, there, kind_names=[], complexities=["Mixed"], waiting=0) == (
        "Another person to read or see it, since the 4 pieces were read or seen by 2 people. "
        "One more level of complexity, other than mixed."
    )
