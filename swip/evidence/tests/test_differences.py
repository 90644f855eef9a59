"""What changed between two texts."""

import time

from hypothesis import given
from hypothesis import strategies as some

from swip.evidence.differences import are_the_same, differences


def told(before, after):
    return [(passage.what, passage.text) for passage in differences(before, after)]


def test_a_word_that_was_changed_is_found_among_those_that_stayed():
    assert told("I met the father today", "I met the mother today") == [
        ("same", "I met the"),
        ("out", " father"),
        ("in", " mother"),
        ("same", " today"),
    ]


def test_words_that_were_changed_one_after_the_other_are_one_change():
    assert told("I met both parents today", "I met her mother today") == [
        ("same", "I met"),
        ("out", " both parents"),
        ("in", " her mother"),
        ("same", " today"),
    ]


def test_whole_lines_come_and_go():
    assert told("One.\nTwo.\n", "One.\nOne and a half.\nTwo.\n") == [
        ("same", "One.\n"),
        ("in", "One and a half.\n"),
        ("same", "Two.\n"),
    ]


def test_the_same_text_has_no_differences():
    assert are_the_same(differences("Just so.", "Just so."))
    assert differences("", "") == []


@given(some.text(), some.text())
def test_both_texts_can_be_put_together_again(before, after):
    passages = differences(before, after)
    assert "".join(each.text for each in passages if each.what != "in") == before
    assert "".join(each.text for each in passages if each.what != "out") == after


def test_two_long_texts_with_nothing_in_common_are_told_apart_at_once():
    started = time.process_time()
    differences("a " * 10_000, "b " * 10_000)
    assert time.process_time() - started < 2
