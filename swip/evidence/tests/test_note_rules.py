"""How a note is called, and the sentences that it falls into."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swip.evidence.rules.notes import name_of, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Mr. Smith rang Dr. Jones. She came.", ["Mr. Smith rang Dr. Jones.", "She came."]),
        ("J. waited. So did I.", ["J. waited.", "So did I."]),
        ("“Go away.” He meant it.", ["“Go away.”", "He meant it."]),
        ("A list\n- one\n\n- two", ["A list", "- one", "- two"]),
        ("She paused ... then spoke, e.g. of school.", ["She paused ... then spoke, e.g. of school."]),
        ("", []),
    ],
)
def test_a_text_falls_into_the_sentences_that_people_see(text, found):
    assert sentences(text) == found


@given(st.text(alphabet="aB .!?…\n”)", max_size=60))
def test_no_word_is_lost_between_sentences(text):
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_a_note_without_a_title_is_called_by_how_it_begins():
    assert name_of(" ", "") == "Untitled note"
    assert name_of("", "word " * 40) == "word " * 12 + "…"
