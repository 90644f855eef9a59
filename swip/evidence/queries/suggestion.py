"""Which outcomes a piece may show, by its words. What was learnt of published standards the whole process shares."""

from __future__ import annotations

from swip.evidence.models import Evidence
from swip.evidence.rules.suggestion import Learnt, Suggestion, learn, suggest
from swip.standards.contents import KEPT_IN_MEMORY, outcomes_of, prompts_of
from swip.standards.models import FrameworkVersion

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
    said = [evidence.title, evidence.what_happened, evidence.what_it_shows, *evidence.answers.values()]
    return suggest(learnt_from(evidence.enrolment.standards), "\n".join(said))
