"""What is enough, in the words people read."""

import pytest

from swip.progress.rules import State, is_met, standing, still_wants


@pytest.mark.parametrize(
    ("there_is", "state", "words"),
    [
        ({}, State.NOTHING, "Nothing yet"),
        ({"waiting": 2}, State.WAITING, "Handed in, waiting to be read"),
        ({"returned": 1}, State.WAITING, "Sent back with comments, to be handed in again"),
        ({"accepted": 1, "kinds": 1}, State.STARTED, "One more kind would settle it"),
        ({"accepted": 9, "kinds": 1}, State.STARTED, "One more kind would settle it"),
        ({"accepted": 2, "kinds": 2}, State.ENOUGH, "Enough"),
        ({"accepted": 2, "kinds": 2, "waiting": 4}, State.ENOUGH, "Enough"),
    ],
)
def test_where_an_outcome_stands_under_the_usual_rules(there_is, state, words):
    found = standing(required=1, kinds_wanted=2, **{"accepted": 0, "kinds": 0, **there_is})
    assert (found.state, found.words) == (state, words)


def test_the_numbers_come_from_the_rule_book():
    assert standing(required=3, kinds_wanted=1, accepted=1, kinds=1).words == "2 more pieces would settle it"
    assert standing(required=1, kinds_wanted=4, accepted=1, kinds=1).words == "3 more kinds would settle it"
    assert standing(required=1, kinds_wanted=0, accepted=1, kinds=1).is_enough


def test_several_kinds_are_wanted_and_no_condition():
    assert is_met(required=1, accepted=1)
    assert not is_met(required=1, accepted=0)


@pytest.mark.parametrize(
    ("accepted", "kind_names", "waiting", "words"),
    [
        (0, [], 0, "A piece of evidence that shows it."),
        (0, [], 1, "A piece of evidence that shows it. One piece waits to be read."),
        (1, ["Court work"], 0, "One more kind of evidence, other than court work."),
        (1, ["Court work"], 2, "One more kind of evidence, other than court work. 2 pieces wait to be read."),
        (2, ["Audit", "Court work"], 3, "Nothing more. This is enough: you can stop here."),
    ],
)
def test_what_is_still_wanted_is_said_in_a_sentence(accepted, kind_names, waiting, words):
    said = still_wants(required=1, kinds_wanted=2, accepted=accepted, kind_names=kind_names, waiting=waiting)
    assert said == words
