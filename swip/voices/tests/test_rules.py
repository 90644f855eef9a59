"""Codes, drawings and batches, on plain values."""

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from swip.programmes.tests.factories import file_of
from swip.voices.rules import asked, codes
from swip.voices.rules.batches import Told, together
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
    assert together(shuffled) == together(said)


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
