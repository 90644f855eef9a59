"""What children, parents and carers are asked: one question a page, in the words that translations begin from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_ANSWER = 2_000


def N_(words: str) -> str:  # noqa: N802 - the name by which translation programs know words to gather
    """Words that are translated when a page is drawn."""
    return words


@dataclass(frozen=True)
class Language:
    """A language of the pages for families. Its file says whether somebody has looked it over."""

    code: str
    name: str
    is_right_to_left: bool = False
    needs_review: bool = True

    @property
    def direction(self) -> str:
        return "rtl" if self.is_right_to_left else "ltr"


LANGUAGES = {
    each.code: each
    for each in (
        Language("en", "English", needs_review=False),
        Language("cy", "Cymraeg"),
        Language("pl", "Polski"),
        Language("ur", "اردو", is_right_to_left=True),
    )
}

WAYS = {
    "standard": N_("Plain words"),
    "easy": N_("Easy read: short words and pictures"),
    "pictures": N_("Mostly pictures"),
    "large": N_("Large letters"),
}

WHO = {
    "child": N_("I am a child or a young person"),
    "parent": N_("I am a parent"),
    "carer": N_("I am a carer"),
    "not_said": N_("I do not want to say"),
}
CHILDREN = frozenset({"child"})
FAMILIES = frozenset({"parent", "carer"})

AGES = {
    "under_8": N_("7 or younger"),
    "8_to_11": N_("8 to 11"),
    "12_to_15": N_("12 to 15"),
    "16_or_over": N_("16 or older"),
}

WRITERS = {
    "self": N_("I do it myself"),
    "family": N_("Somebody in my family or my home writes for me"),
    "school": N_("Somebody at my school or nursery writes for me"),
    "advocate": N_("An advocate or an interpreter writes for me"),
    "other": N_("Somebody else writes for me, not the social worker"),
}

FACES = {
    "yes": N_("Yes"),
    "sometimes": N_("Sometimes"),
    "no": N_("No"),
    "not_sure": N_("I am not sure"),
}


@dataclass(frozen=True)
class Question:
    """One page: its words, and how it can be answered."""

    key: str
    kind: str  # "faces", "words", "drawing", or "about_you"
    words: str
    hint: str = ""
    choices: Mapping[str, str] | None = None


QUESTIONS = {
    each.key: each
    for each in (
        Question("who", "about_you", N_("Who are you?"), N_("We do not ask for your name."), WHO),
        Question("age", "about_you", N_("How old are you?"), N_("You can leave this out."), AGES),
        Question(
            "writer",
            "about_you",
            N_("Who types the answers?"),
            N_("If somebody writes for you, they write down what you say, in your words."),
            WRITERS,
        ),
        Question("listened", "faces", N_("Did the social worker listen to you?"), choices=FACES),
        Question("explained", "faces", N_("Did you understand what was happening and why?"), choices=FACES),
        Question("open", "faces", N_("Could you say what you really think?"), choices=FACES),
        Question(
            "kept", "faces", N_("Did the social worker do what they said they would do?"), choices=FACES
        ),
        Question("good", "words", N_("What was good?"), N_("Please leave out names.")),
        Question("better", "words", N_("What could be better?"), N_("Please leave out names.")),
        Question(
            "drawing", "drawing", N_("Would you like to draw something?"), N_("You can leave this out.")
        ),
    )
}
DRAWING = "drawing"
FACE_QUESTIONS = [key for key, each in QUESTIONS.items() if each.kind == "faces"]
WORD_QUESTIONS = [key for key, each in QUESTIONS.items() if each.kind == "words"]
ABOUT_YOU = {"who": "who", "age": "age_band", "writer": "written_by"}
FOR_CHILDREN = {"age", "drawing"}


def questions_for(who: str) -> list[str]:
    """Which pages somebody goes through: age and drawing are for children and young people."""
    return [key for key in QUESTIONS if key not in FOR_CHILDREN or who in CHILDREN]


def next_question(who: str, key: str, *, step: int = 1) -> str | None:
    """The page after this one, or the one before; None past either end."""
    pages = questions_for(who)
    if key not in pages:
        return pages[0]
    place = pages.index(key) + step
    return pages[place] if 0 <= place < len(pages) else None


def first_open_question(who: str, answered: Mapping[str, Any]) -> str:
    """Where somebody who comes back goes on: behind the last page that they answered."""
    pages = questions_for(who)
    last = max((pages.index(key) for key in pages if answered.get(key)), default=-1)
    return pages[min(last + 1, len(pages) - 1)]
