"""What counts toward each outcome: of one person in one query, of a page of people in another, of the same records.

An observation that both have signed shows the outcomes its observer saw: it counts like a piece of evidence, and is a
kind of its own.

A piece that was sent back stands with the outcomes it was handed in for, until it is handed in again: what its writer
chooses meanwhile is theirs alone, and so every page counts the same, whoever reads it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    F,
    Func,
    JSONField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Lower, NullIf

from swip.core.asking import among_them, ask
from swip.enrolment.models import Enrolment
from swip.enrolment.queries import value_or
from swip.evidence.kinds import OBSERVATION
from swip.evidence.models import Evidence, EvidenceOutcome, EvidenceQuerySet
from swip.evidence.queries import by_day, complexity_in, handed_in_last, showing
from swip.evidence.queries.work import COMPLEXITY_RULE, in_a_word
from swip.observations.models import ObservedOutcome, Observer
from swip.observations.queries import seen_outcomes
from swip.programmes.models import RuleBook
from swip.progress.rules import Amounts, Standing, State, is_met, standing, still_wants
from swip.standards.contents import outcomes_of
from swip.standards.models import Item

IN_SIGHT = Q(evidence__quarantined_at=None)
COUNTED = Q(evidence__status=Evidence.Status.ACCEPTED)
UNCHANGING = [Evidence.Status.ACCEPTED, Evidence.Status.SUBMITTED]
NONE, ONE = (Value(number, output_field=BigIntegerField()) for number in (0, 1))
NOBODY = Value(None, output_field=BigIntegerField())
NO_DAY = Value(None, output_field=DateField())
NO_WORDS = Value(None, output_field=CharField())

# What enough is made of, in the order of `Amounts`. Of what a rule book does not name it asks for nothing.
ENOUGH_RULES = (
    "outcome.evidence_items.min",
    "outcome.evidence_kinds.wanted",
    "outcome.evidence_days.wanted",
    "outcome.evidence_people.wanted",
    "outcome.evidence_complexity.wanted",
)
# How complex work was is told in the words of the rule book: without words nobody can be asked to.
RULES_ASKED = (*ENOUGH_RULES, COMPLEXITY_RULE)


def asked_by(rule_book: RuleBook) -> Amounts:
    """What a rule book asks for and wants for every outcome."""
    return asked_in({key: value_or(rule_book, key, None) for key in RULES_ASKED})


def asked_in(values: Mapping[str, Any]) -> Amounts:
    """The same of rules that have been read already, by their keys."""
    asked = Amounts(*(values[key] or 0 for key in ENOUGH_RULES))
    return asked._replace(
        pieces=max(asked.pieces, 1),  # whatever a rule book says, nothing at all is not enough
        complexities=min(asked.complexities, len(values[COMPLEXITY_RULE] or ())),
    )


# ---- What there is


def _found() -> QuerySet:
    """What was handed in, sent back and observed, once for each outcome of it; the database counts nothing yet."""
    return _of_evidence().union(_sent_back(), _observed(), all=True)


def _of_evidence() -> QuerySet:
    """Nobody changes what was handed in, nor its outcomes."""
    links = EvidenceOutcome.objects.filter(IN_SIGHT, among_them("evidence__enrolment"))
    columns = {
        "enrolment": F("evidence__enrolment"),
        "shown": F("outcome"),
        "accepted": Case(When(COUNTED, then=ONE), default=NONE),
        "waiting": Case(When(COUNTED, then=NONE), default=ONE),
        "returned": NONE,
        "observed": NONE,
        # A kind is known by its name, which no other has.
        "kind": Case(When(COUNTED, then=F("evidence__kind__name"))),
        "day": Case(When(COUNTED, then=F("evidence__happened_on"))),
        # A reader or observer is known by their account, and an observer without one by their name.
        "person": Case(When(COUNTED, then=F("evidence__reviewed_by"))),
        "outsider": NO_WORDS,
        "name": Case(When(COUNTED, then=F("evidence__reviewed_by__name"))),
        "complexity": Case(When(COUNTED, then=NullIf("evidence__complexity", Value("")))),
    }
    handed_in = links.filter(evidence__status__in=UNCHANGING).order_by()
    return handed_in.annotate(**columns).values_list(*columns)


def _sent_back() -> QuerySet:
    """What was sent back, once for each outcome it was handed in for."""
    versions = handed_in_last().filter(IN_SIGHT, among_them("evidence__enrolment"))
    each = Func("content__outcomes", function="jsonb_array_elements", output_field=JSONField())
    each.set_returning = True
    shows = Cast(KeyTextTransform("outcome_id", each), BigIntegerField())
    returned = versions.filter(evidence__status=Evidence.Status.RETURNED).order_by()
    nothing = (NO_WORDS, NO_DAY, NOBODY, NO_WORDS, NO_WORDS, NO_WORDS)
    return returned.values_list("evidence__enrolment", shows, NONE, NONE, ONE, NONE, *nothing)


def _observed() -> QuerySet:
    """What observers saw, in an observation that both have signed."""
    seen = seen_outcomes().filter(among_them("observation__enrolment"))
    answered = seen.filter(observation__observers__status=Observer.Status.ANSWERED).order_by()
    counts = (ONE, NONE, NONE, ONE)
    outsider = Case(When(observation__observers__person=None, then=Lower("observation__observers__name")))
    return answered.values_list(
        "observation__enrolment",
        "outcome",
        *counts,
        Value(OBSERVATION),
        "observation__observed_on",
        "observation__observers__person",
        outsider,
        "observation__observers__name",
        NullIf("observation__complexity", Value("")),
    )


# ---- One person


@dataclass(frozen=True)
class OutcomeProgress:
    """One outcome with what counts toward it: how much, of what kinds, from when, seen by whom."""

    outcome: Item
    asked: Amounts
    accepted: int = 0
    waiting: int = 0
    returned: int = 0
    observed: int = 0
    kinds: list[str] = field(default_factory=list)
    first_on: datetime.date | None = None
    last_on: datetime.date | None = None
    days: int = 0
    seen_by: list[str] = field(default_factory=list)
    people: int = 0
    # The words for how complex the work was, as the rule book has them.
    complexities: list[str] = field(default_factory=list)

    @property
    def there(self) -> Amounts:
        return Amounts(self.accepted, len(self.kinds), self.days, self.people, len(self.complexities))

    @cached_property
    def standing(self) -> Standing:
        return standing(self.asked, self.there, waiting=self.waiting, returned=self.returned)

    @property
    def is_met(self) -> bool:
        return is_met(self.asked, self.there)

    @property
    def still_wants(self) -> str:
        return still_wants(
            self.asked,
            self.there,
            kind_names=self.kinds,
            complexities=self.complexities,
            waiting=self.waiting,
        )


def outcome_progress(enrolment: Enrolment) -> list[OutcomeProgress]:
    """Every outcome of this enrolment's standards in their order, with what counts toward it so far."""
    asked, words = asked_by(enrolment.rule_book), complexity_words(enrolment.rule_book)
    counted: dict[int, dict[str, Any]] = {}
    for outcome, *counts in ask(_found, [enrolment.pk], around=OF_ONE):
        there = dict(zip(TOLD, counts, strict=True))
        known = [each for each in words if each in there["complexities"]]
        others = [each for each in there["complexities"] if each not in words]
        there["complexities"] = [words.get(each, each) for each in known + others]
        counted[outcome] = there
    return [
        OutcomeProgress(outcome, asked, **counted.get(outcome.pk, {}))
        for outcome in outcomes_of(enrolment.standards)
    ]


def complexity_words(rule_book: RuleBook) -> dict[str, str]:
    """ "Mixed", for each code of the rule book: the word before the explanation."""
    return {code: in_a_word(words) for code, words in complexity_in(rule_book)}


# What a page tells of an outcome, as it stands in the question below.
TOLD = (
    *("accepted", "waiting", "returned", "observed", "kinds", "first_on", "last_on", "days"),
    *("seen_by", "people", "complexities"),
)
OF_ONE = """
    SELECT shown, SUM(accepted)::int, SUM(waiting)::int, SUM(returned)::int, SUM(observed)::int,
        ARRAY_REMOVE(ARRAY_AGG(DISTINCT kind), NULL), MIN(day), MAX(day), COUNT(DISTINCT day),
        ARRAY_REMOVE(ARRAY_AGG(DISTINCT name), NULL), COUNT(DISTINCT person) + COUNT(DISTINCT outsider),
        ARRAY_REMOVE(ARRAY_AGG(DISTINCT complexity), NULL)
    FROM ({}) AS found GROUP BY shown
"""


def progress_toward(enrolment: Enrolment, outcome: Item) -> OutcomeProgress:
    """A single outcome of one person."""
    return next(each for each in outcome_progress(enrolment) if each.outcome.pk == outcome.pk)


@dataclass(frozen=True)
class DomainProgress:
    """The outcomes of one domain, and how many of them stand where."""

    domain: Item | None
    outcomes: list[OutcomeProgress]

    @property
    def counts(self) -> dict[str, int]:
        return counts_of(each.standing.state for each in self.outcomes)


def progress_by_domain(progress: Iterable[OutcomeProgress]) -> list[DomainProgress]:
    """The same progress, domain by domain."""
    grouped = groupby(progress, key=lambda each: each.outcome.parent)
    return [DomainProgress(domain, list(outcomes)) for domain, outcomes in grouped]


def counts_of(states: Iterable[State]) -> dict[str, int]:
    """How many outcomes stand where; every state is there, be it with none."""
    counts = {state.value: 0 for state in State}
    for state in states:
        counts[state.value] += 1
    return counts


def evidence_for(enrolment: Enrolment, outcome: Item) -> EvidenceQuerySet:
    """What has been handed in for one outcome, whatever has become of it, the newest first."""
    pieces = Evidence.objects.handed_in().filter(enrolment=enrolment)
    return by_day(showing(pieces, outcome.code, reader_is_writer=False), reader_is_writer=False)


def observations_for(enrolment: Enrolment, outcome: Item) -> QuerySet[ObservedOutcome]:
    """The observations that show one outcome, and what each observer said of it, the newest first."""
    seen = seen_outcomes().filter(observation__enrolment=enrolment, outcome=outcome)
    return seen.select_related("observation").order_by("-observation__observed_on", "-pk")


# ---- Many people at once


# Many outcomes of one person stand alike: the database says how many, and each way is judged once.
ALIKE = """
    SELECT enrolment, pieces, kinds, days, people, complexities, waiting, returned, COUNT(*) FROM (
        SELECT enrolment, shown, SUM(accepted)::int AS pieces, COUNT(DISTINCT kind) AS kinds,
            COUNT(DISTINCT day) AS days, COUNT(DISTINCT person) + COUNT(DISTINCT outsider) AS people,
            COUNT(DISTINCT complexity) AS complexities, SUM(waiting)::int AS waiting, SUM(returned)::int AS returned
        FROM ({}) AS found GROUP BY enrolment, shown
    ) AS by_outcome GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


def _ways(asked: Mapping[int, Amounts]) -> Iterator[tuple[int, State, int]]:
    """For each of these enrolments where its outcomes stand, and how many stand there."""
    for enrolment_id, *there, waiting, returned, outcomes in ask(_found, asked, around=ALIKE):
        stands = standing(asked[enrolment_id], Amounts(*there), waiting=waiting, returned=returned)
        yield enrolment_id, stands.state, outcomes


def enough_of_many(asked: Mapping[int, Amounts]) -> dict[int, int]:
    """For how many outcomes each of these enrolments has enough, by what its rule book asks."""
    found = dict.fromkeys(asked, 0)
    for enrolment_id, state, outcomes in _ways(asked):
        found[enrolment_id] += outcomes if state is State.ENOUGH else 0
    return found


def cohort_progress(enrolments: Iterable[Enrolment]) -> dict[int, dict[str, int]]:
    """For each enrolment how many outcomes stand where: {7: {"enough": 20, "started": 4, "waiting": 1, ...}}."""
    enrolments = list(enrolments)
    if not enrolments:
        return {}
    asked = {each.pk: asked_by(each.rule_book) for each in enrolments}
    totals = {each.pk: len(outcomes_of(each.standards)) for each in enrolments}
    found = {each.pk: counts_of([]) for each in enrolments}
    for enrolment_id, state, outcomes in _ways(asked):
        found[enrolment_id][state.value] += outcomes
    for enrolment_id, counts in found.items():
        counts[State.NOTHING.value] = totals[enrolment_id] - sum(counts.values())
    return found
