"""What translators work on, what is compiled from it, and what the pages say are the same."""

import re

import pytest
from babel.messages.mofile import read_mo
from django.utils import translation

from swip.voices.management.commands.gather_translations import gathered, po_of, translated
from swip.voices.rules.asked import LANGUAGES
from swip.voices.rules.easy import EASY
from swip.voices.views.pages import words_for

OTHERS = [code for code in LANGUAGES if code != "en"]
SENTENCES = re.compile(r"(?<=[.?!]) ")
PLACES = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_is_in_step_with_the_pages(code):
    wanted = {each.id for each in gathered() if each.id}
    written = {each.id: each.string for each in translated(code) if each.id}
    assert set(written) == wanted, "run: make translations"
    with po_of(code).with_suffix(".mo").open("rb") as file:
        compiled = {each.id: each.string for each in read_mo(file) if each.id}
    assert compiled == {key: words for key, words in written.items() if words}, "run: make translations"
    for words, said in compiled.items():
        assert sorted(PLACES.findall(words)) == sorted(PLACES.findall(said)), words
        for number in ("999", "0800 1111"):
            assert (number in words) == (number in said), words
        if LANGUAGES[code].is_right_to_left and "0800 1111" in words:  # else its halves would change places
            assert "\u20660800 1111\u2069" in said


@pytest.mark.parametrize("code", [each.code for each in LANGUAGES.values() if each.needs_review])
def test_a_translation_that_nobody_has_looked_over_says_so(code):
    assert "NEEDS REVIEW" in po_of(code).read_text()[:600]


def test_easy_read_says_one_short_thing_at_a_time():
    texts = {each.id for each in gathered() if each.id}
    assert EASY.keys() <= texts
    said = [line for text in texts for line in EASY.get(text, text).split("\n")]
    long = [line for line in said for sentence in SENTENCES.split(line) if len(sentence.split()) > 12]
    assert not long


def test_easy_read_that_nobody_translated_is_in_the_plain_words_of_the_language(monkeypatch):
    monkeypatch.setitem(EASY, "Thank you", "Thanks")
    with translation.override("ur"):
        assert words_for("easy")("Thank you") == "شکریہ"
    with translation.override("en"):
        assert (words_for("easy")("Thank you"), words_for("large")("Thank you")) == ("Thanks", "Thank you")


def test_what_is_not_translated_is_in_english():
    with translation.override("ur"):
        assert translation.gettext("Nobody has translated this") == "Nobody has translated this"
        assert translation.gettext("Thank you") == "شکریہ"
