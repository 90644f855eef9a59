"""Words that may tell of harm, on plain values."""

import pytest

from swip.safeguarding.rules import signs_of_harm

HARM = [
    "My stepdad hits me when mum is out",
    "i dont want to go home and he TOUCHES MY leg",
    "He locked me in the cupboard.",
    "I’m not allowed to tell",
    "we have got no food at home",
    "I want to   die",
    "Mam ofn... mae'n fy mrifo",
    "Boję się taty, on mnie zabije",
    "ابو مجھے بہت مارتا ہے",
    "mum was drunk again",
    "Kyle of 3 Elm Road. He hits kids.",
]
HARMLESS = [
    "She listened to me and we played a game.",
    "He was late. He should ring before he comes.",
    "It was a big hit with my brother",
    "Her play day was a hit with the children",
    "We went to the park and had chips.",
    "Słuchała mnie i wszystko wyjaśniła.",
    "انہوں نے ہماری بات سنی",
    "Roedd hi'n garedig.",
]


@pytest.mark.parametrize("text", HARM)
def test_words_that_may_tell_of_harm_are_seen(text):
    assert signs_of_harm([text])


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_raise_no_banner(text):
    assert signs_of_harm([text]) == []
