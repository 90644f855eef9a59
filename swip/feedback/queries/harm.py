"""Words in a round that may tell of harm, and what whoever reads them is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from swip.enrolment.queries import lead_employer
from swip.feedback.models import Comment, Round
from swip.safeguarding.rules import signs_of_harm

SIGNAL_RULE = "safeguarding.signal"


@dataclass(frozen=True)
class Harm:
    """The words, the local procedure where it was written down, and the rule where there is one."""

    signs: list[str]
    procedure: Any
    rule: str


def harm_in(found: Round, texts: Iterable[str]) -> Harm | None:
    """Nothing is kept of it and nobody is told: a person who reads these texts judges."""
    signs = signs_of_harm(texts)
    return Harm(signs, procedure_for(found), rule_about_signs(found)) if signs else None


def harm_in_comments(comments: Iterable[Comment]) -> dict[int, list[str]]:
    """The words in each, for whoever has to find them among the others."""
    signs = {each.pk: signs_of_harm([each.words]) for each in comments}
    return {pk: words for pk, words in signs.items() if words}


def procedure_for(found: Round) -> Any:
    """Of the employer that answers for the programme; it is the organisation's, whichever room's page writes it."""
    return getattr(lead_employer(found.enrolment), "safeguarding_procedure", None)


def rule_about_signs(found: Round) -> str:
    book = found.rule_book
    return book.rule_url(SIGNAL_RULE) if SIGNAL_RULE in book.contents.rules else ""
