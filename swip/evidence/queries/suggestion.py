"""Which outcomes a piece may show, by its words. What was learnt of published standards the whole process shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from swip.evidence.models import Evidence
from swip.evidence.rules import LONGEST_TEXT
from swip.evidence.rules.suggestion import MOST_SUGGESTED, Learnt, Suggestion, learn, suggest
from swip.standards.contents import KEPT_IN_MEMORY, outcomes_of, prompts_of
from swip.standards.models import FrameworkVersion, Item

_learnt: dict[tuple, Learnt] = {}


def learnt_from(standards: FrameworkVersion) -> Learnt:
    if not standards.is_published:
        return read(standards)
    key = (standards.pk, standards.identifier, standards.changed_at)
    if key not in _learnt:
        while len(_learnt) >= KEPT_IN_MEMORY:
            _learnt.pop(next(iter(_learnt)), None)
        _learnt[key] = read(standards)
    return _learnt[key]


def read(standards: FrameworkVersion) -> Learnt:
    """Each outcome with the statements under it, each statement with the points it lists."""
    prompts = prompts_of(standards)
    texts, domains = {}, {}
    for outcome in outcomes_of(standards):
        statements = [each for group in prompts.get(outcome.pk, []) for each in group.statements]
        texts[outcome.code] = [outcome.text, *(" ".join([each.text, *each.points]) for each in statements)]
        domains[outcome.code] = outcome.parent.code if outcome.parent else ""
    return learn(texts, domains=domains)


def suggestions_for(evidence: Evidence) -> list[Suggestion]:
    """Every outcome whose statements share words with a piece, the likeliest first. Nothing is chosen by it."""
    return suggest(learnt_from(evidence.enrolment.standards), "\n".join(said_in(evidence)))


def said_in(evidence: Evidence) -> list[str]:
    return [evidence.title, evidence.what_happened, evidence.what_it_shows, *evidence.answers.values()]


@dataclass(frozen=True)
class MayShow:
    """An outcome that somebody's words come near while they write, with those words."""

    outcome: Item
    words: list[str]
    is_linked: bool


def may_show(evidence: Evidence, texts: Iterable[str] | None = None) -> list[MayShow]:
    """The likeliest few for a page on which it is being written, by what stands there now or what was kept last."""
    standards = evidence.enrolment.standards
    said = said_in(evidence) if texts is None else texts
    # A draft may be longer than what can be handed in; who writes is not kept waiting for the rest of it.
    text = "\n".join(each[:LONGEST_TEXT] for each in said)
    found = suggest(learnt_from(standards), text)[:MOST_SUGGESTED]
    if not found:
        return []
    linked = set(evidence.outcome_links.order_by().values_list("outcome", flat=True))
    outcomes = {each.code: each for each in outcomes_of(standards)}
    return [MayShow(outcomes[each.code], each.words, outcomes[each.code].pk in linked) for each in found]
