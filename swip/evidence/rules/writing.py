"""What makes a piece of evidence whole, and how much of it there may be."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
LONGEST_ANSWER = 2_000
MOST_FILES = 10

TITLE_MISSING = "Enter a title"
DATE_MISSING = "Enter when it happened"
DATE_WRONG = "The date it happened must be a real date, today or in the past"
WHAT_HAPPENED_MISSING = "Enter what happened"
WHAT_IT_SHOWS_MISSING = "Enter what it shows"
KIND_MISSING = "Select what kind of evidence it is"
OUTCOMES_MISSING = "Select at least one outcome that it shows"
COMPLEXITY_MISSING = "Select how complex the work was"
LEVEL_MISSING = "Select how far it goes"


@dataclass(frozen=True)
class Gap:
    """Something that has to be put right before a piece can be handed in, and the page where that is done."""

    page: str
    message: str


def reason_missing(code: str) -> str:
    return f"Enter how it shows outcome {code}"


def too_long(name: str, limit: int, typed: int) -> str:
    return f"{name} must be {limit:,} characters or fewer. You have {typed:,}."


def gaps(
    *,
    kind: object,
    title: str,
    happened_on: object,
    date_was_typed: bool,
    what_happened: str,
    what_it_shows: str,
    reasons: dict[str, str],
    answers: dict[str, str] | None = None,
    complexity: str | None = None,
    level: str | None = None,
) -> list[Gap]:
    """What is still missing or too long, in the order of the pages. Nothing left: it can be handed in.

    Complexity and level are None where nobody asks for them.
    """
    found = []
    if not kind:
        found.append(Gap("kind", KIND_MISSING))
    found += text_gaps("write", "Title", title, TITLE_MISSING, LONGEST_TITLE)
    if not happened_on:
        found.append(Gap("write", DATE_WRONG if date_was_typed else DATE_MISSING))
    found += text_gaps("write", "What happened", what_happened, WHAT_HAPPENED_MISSING)
    found += text_gaps("write", "What it shows", what_it_shows, WHAT_IT_SHOWS_MISSING)
    for question, answer in (answers or {}).items():
        if len(answer) > LONGEST_ANSWER:
            found.append(Gap("write", too_long(f"“{question}”", LONGEST_ANSWER, len(answer))))
    if complexity == "":
        found.append(Gap("work", COMPLEXITY_MISSING))
    if level == "":
        found.append(Gap("work", LEVEL_MISSING))
    if not reasons:
        found.append(Gap("outcomes", OUTCOMES_MISSING))
    for code, reason in reasons.items():
        found += text_gaps("reasons", f"How it shows outcome {code}", reason, reason_missing(code))
    return found


def text_gaps(page: str, name: str, text: str, missing: str, limit: int = LONGEST_TEXT) -> list[Gap]:
    if not text.strip():
        return [Gap(page, missing)]
    return [Gap(page, too_long(name, limit, len(text)))] if len(text) > limit else []
