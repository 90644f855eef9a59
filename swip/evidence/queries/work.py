"""Where in the work a piece comes from: the words for it are the rule book's."""

from __future__ import annotations

from swip.enrolment.queries import value_or
from swip.evidence.models import Evidence
from swip.programmes.models import RuleBook

CONTEXTS_RULE = "work.contexts"
COMPLEXITY_RULE = "work.complexity"
CROSS_CUTTING_RULE = "outcome.cross_cutting"


def contexts_in(rule_book: RuleBook) -> list[tuple[str, str]]:
    return [(code, words) for code, words in value_or(rule_book, CONTEXTS_RULE, [])]


def complexity_in(rule_book: RuleBook) -> list[tuple[str, str]]:
    return [(code, words) for code, words in value_or(rule_book, COMPLEXITY_RULE, [])]


def cross_cutting_domains(rule_book: RuleBook) -> set[str]:
    """The domains that are looked for inside every piece, whatever else it is about."""
    return set(value_or(rule_book, CROSS_CUTTING_RULE, []))


def context_words(evidence: Evidence) -> list[str]:
    """The kinds of work it says it comes from, in the order of the rule book."""
    known = contexts_in(evidence.enrolment.rule_book) if evidence.contexts else []
    named = [words for code, words in known if code in evidence.contexts]
    return named + sorted(set(evidence.contexts) - {code for code, _ in known})


def in_a_word(words: str) -> str:
    """ "Clear" of "Clear: few people, a known way to go"."""
    return words.partition(":")[0]


def complexity_words(evidence: Evidence) -> str:
    if not evidence.complexity:
        return ""
    known = dict(complexity_in(evidence.enrolment.rule_book))
    return known.get(evidence.complexity, evidence.complexity)
