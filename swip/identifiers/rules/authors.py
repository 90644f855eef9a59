"""Surnames of those who wrote about practice, told apart from those of families."""

from __future__ import annotations

from collections.abc import Sequence

from . import context
from .reading import Token
from .vocabulary import FIRST_NAMES, PLACES, SURNAMES


def is_of_an_author(tokens: Sequence[Token], position: int) -> bool:
    """“Professor Munro’s review”, “Lord Laming”: a title of learning before somebody who is read."""
    title, token = tokens[position - 1].low, tokens[position]
    beside = {each.low for each in tokens[position + 1 : position + 5]}
    return (
        title in {"professor", "prof", "lord", "dr"}
        and token.low in context.THEORISTS
        and (token.low in context.ONLY_THEORISTS or bool(beside & (context.ARGUES | context.THEORY)))
    )


def is_of_a_theory(tokens: Sequence[Token], position: int, before: str, after: str) -> bool:
    """Whoever wrote about practice is no child and no parent: “Kolb’s cycle”, “Featherstone and others”."""
    token = tokens[position]
    low = token.low
    if low in context.THEORISTS and before not in context.CALLINGS and after not in context.FAMILY_NOUNS:
        beside = {each.low for each in tokens[max(0, position - 2) : position + 5] if each is not token}
        if low in context.ONLY_THEORISTS or beside & (context.THEORISTS | context.ARGUES | context.THEORY):
            return True
    if low in FIRST_NAMES and low not in SURNAMES and low not in PLACES:
        return False
    if after in context.THEORY or after in context.ORGANISATIONS:
        return True
    soon = {each.low for each in tokens[position + 1 : position + 4]}
    if token.is_possessive and soon & {
        "theory",
        "model",
        "cycle",
        "framework",
        "ladder",
        "stages",
        "concept",
    }:
        return True
    if after in context.ARGUES and low not in FIRST_NAMES:
        return after not in {
            "found",
            "states",
            "notes",
            "identified",
            "describes",
            "points",
            "reminds",
        } or (low in SURNAMES and before not in context.CALLINGS)
    # “Turnell and Edwards’ approach”, “Featherstone and others”
    ahead = [each.low for each in tokens[position + 1 : position + 5]]
    return (
        len(ahead) > 2
        and ahead[0] == "and"
        and (
            ahead[1] == "others"
            or (ahead[1] in SURNAMES and (ahead[2] in context.THEORY or ahead[2] in context.ARGUES))
        )
    )
