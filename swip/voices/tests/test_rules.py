"""Codes, drawings and batches, on plain values."""

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from swip.programmes.tests.factories import file_of
from swip.voices.rules import asked, codes
from swip.voices.rules.batches import Kinds, Told, kinds_apart, together
from swip.voices.rules.drawings import DrawingRefused, redrawn
from swip.voices.views.families import ABOUT


@given(st.text(codes.LETTERS, min_size=codes.CHOSEN, max_size=codes.CHOSEN), st.data())
def test_a_slip_of_the_finger_is_noticed(chosen, data):
    code = chosen + codes.check_letter(chosen)
    assert codes.is_possible(code)
    assert codes.is_possible(codes.as_kept(f" {codes.in_groups(code).lower()} "))
    place = data.draw(st.integers(0, codes.LENGTH - 1))
    other = data.draw(st.sampled_from(codes.LETTERS))
    if other != code[place]:
        assert not codes.is_possible(code[:place] + other + code[place + 1 :])
    for at, (one, next_one) in enumerate(pairwise(code)):
        if one != next_one:
            assert not codes.is_possible(code[:at] + next_one + one + code[at + 2 :])


def test_codes_are_new_each_time_and_spell_no_word():
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    assert not set("".join(made)) & set("AEIOU01")
    assert len(codes.LETTERS) ** codes.CHOSEN > 9 * 10**14


answers = st.dictionaries(st.sampled_from(asked.FACE_QUESTIONS), st.sampled_from(list(asked.FACES)))
words = st.dictionaries(st.sampled_from(asked.WORD_QUESTIONS), st.text(min_size=1, max_size=20))


@given(st.lists(st.builds(Told, answers, words), min_size=3, max_size=8), st.randoms())
def test_a_batch_says_the_same_whoever_said_what_first(said, chance):
    shuffled = list(said)
    chance.shuffle(shuffled)
    assert together(shuffled, 3) == together(said, 3)


ALL = dict.fromkeys(asked.FACE_QUESTIONS, "yes") | {"good": "It was calm."}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            [(ALL, True), ({"good": "Fine."}, True), ({"good": "OK."}, True)],
            {"good"},
        ),  # one child's whole set
        ([(ALL, True)] * 3, set(ALL)),
        (
            [(ALL, False)] * 3 + [({"good": "Fine."}, True)] * 2 + [({"kept": "no"}, True)],
            set(),
        ),  # beside those of before
        ([(ALL, False)] * 2 + [({"kept": "no"}, True)] * 3, {"kept"}),
        ([(ALL, False)] * 3, {"good"}),  # numbers that are drawn again tell who is missing
    ],
)
def test_a_question_is_shown_only_where_enough_answered_it_for_the_first_time(said, shown):
    told = [
        Told(answers, {key: answers[key] for key in ("good",) if key in answers}, is_new=is_new)
        for answers, is_new in said
    ]
    found = together(told, 3)
    assert {*found.faces, *found.words} == shown
    assert {*found.left_out} == {key for answers, _ in said for key in answers} - shown


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=6))
def test_no_kind_of_people_is_told_apart_in_fewer_than_the_least_nor_grows_by_fewer(released):
    before = Kinds()
    for number in range(len(released) + 1):
        now = kinds_apart(released[:number], 3)
        assert all(
            grown == 0 or grown >= 3
            for grown in (now.children - before.children, now.families - before.families)
        )
        assert now.children + now.families + now.together == sum(map(sum, released[:number]))
        before = now


def test_everything_that_families_are_to_be_told_has_its_words():
    rule = next(each for each in file_of("swip").rules if each.key == "family.feedback")
    assert set(rule.value) <= set(ABOUT)


def test_a_drawing_keeps_its_colours_and_nothing_else():
    sent = io.BytesIO()
    about = Image.Exif()
    about[0x010F] = "A telephone"
    Image.new("RGB", (3000, 1500), "green").save(sent, "JPEG", exif=about)
    kept = Image.open(io.BytesIO(redrawn(sent.getvalue())))
    assert kept.size == (1200, 600)
    assert not kept.getexif()
    for broken in (b"", b"<svg onload=alert(1)>", sent.getvalue()[:40], b"GIF89a"):
        with pytest.raises(DrawingRefused):
            redrawn(broken)
