"""What counts toward each outcome: of one person in one query, of a page of people in another.

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

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Func,
    JSONField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from swip.core.asking import among_them, ask
from swip.enrolment.models import Enrolment
from swip.evidence.models import Evidence, EvidenceOutcome, EvidenceQuerySet
from swip.evidence.queries import by_day, complexity_in, handed_in_last, showing
from swip.evidence.queries.work import in_a_word
from swip.observations.models import ObservedOutcome, Observer
from swip.observations.queries import seen_outcomes
from swip.programmes.models import RuleBook
from swip.progress.rules import Standing, State, is_met, standing, still_wants
from swip.standards.contents import outcomes_of
from swip.standards.models import Item

PIECES_RULE = "outcome.evidence_items.min"
KINDS_RULE = "outcome.evidence_kinds.wanted"

OBSERVATION = "Observation"
IN_SIGHT = Q(evidence__quarantined_at=None)
NONE, ONE = (Value(number, output_field=BigIntegerField()) for number in (0, 1))
NO_DAY = Value(None, output_field=DateField())
NO_WORDS = Cast(Value([]), ArrayField(CharField(max_length=80)))

# Links are counted by their outcome, which the index holds: any other column would open every row of the table.
COUNTED = Q(evidence__status=Evidence.Status.ACCEPTED)
WAITING = Q(evidence__status=Evidence.Status.SUBMITTED)
UNCHANGING = [Evidence.Status.ACCEPTED, Evidence.Status.SUBMITTED]


@dataclass(frozen=True)
class Asked:
    """What the rule book asks for and wants for every outcome."""

    pieces: int
    kinds: int

    @classmethod
    def by(cls, rule_book: RuleBook) -> Asked:
        return cls(pieces=rule_book.value(PIECES_RULE) or 0, kinds=rule_book.value(KINDS_RULE) or 0)


# ---- One person


@dataclass(frozen=True)
class OutcomeProgress:
    """One outcome with what counts toward it: how much, of what kinds, from when, seen by whom."""

    outcome: Item
    asked: Asked
    accepted: int = 0
    waiting: int = 0
    returned: int = 0
    observed: int = 0
    kinds: list[str] = field(default_factory=list)
    first_on: datetime.date | None = None
    last_on: datetime.date | None = None
    seen_by: list[str] = field(default_factory=list)
    # The words for how complex the work was, as the rule book has them.
    complexities: list[str] = field(default_factory=list)

    @cached_property
    def standing(self) -> Standing:
        return standing(
            required=self.asked.pieces,
            kinds_wanted=self.asked.kinds,
            accepted=self.accepted,
            kinds=len(self.kinds),
            waiting=self.waiting,
            returned=self.returned,
        )

    @property
    def is_met(self) -> bool:
        return is_met(required=self.asked.pieces, accepted=self.accepted)

    @property
    def still_wants(self) -> str:
        return still_wants(
            required=self.asked.pieces,
            kinds_wanted=self.asked.kinds,
            accepted=self.accepted,
            kind_names=self.kinds,
            waiting=self.waiting,
        )


def outcome_progress(enrolment: Enrolment) -> list[OutcomeProgress]:
    """Every outcome of this enrolment's standards in their order, with what counts toward it so far."""
    asked, words = Asked.by(enrolment.rule_book), complexity_words(enrolment.rule_book)
    counted: dict[int, dict[str, Any]] = {}
    for outcome, *counts in ask(_counts_by_outcome, [enrolment.pk]):
        found = dict(zip(COUNTS, counts, strict=True))
        found["complexities"] = [words[each] for each in words if each in found["complexities"]]
        counted[outcome] = _joined(counted[outcome], found) if outcome in counted else found
    return [
        OutcomeProgress(outcome, asked, **counted.get(outcome.pk, {}))
        for outcome in outcomes_of(enrolment.standards)
    ]


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What evidence shows of an outcome, and what observers saw of it."""
    days = [each for each in (one["first_on"], other["first_on"], one["last_on"], other["last_on"]) if each]
    return {
        **{name: one[name] + other[name] for name in ("accepted", "waiting", "returned", "observed")},
        **{name: sorted({*one[name], *other[name]}) for name in ("kinds", "seen_by", "complexities")},
        "first_on": min(days, default=None),
        "last_on": max(days, default=None),
    }


def complexity_words(rule_book: RuleBook) -> dict[str, str]:
    """ "Mixed", for each code of the rule book: the word before the explanation."""
    return {code: in_a_word(words) for code, words in complexity_in(rule_book)}


# As they stand in the question below, and in OutcomeProgress.
COUNTS = (
    "accepted",
    "waiting",
    "returned",
    "observed",
    "kinds",
    "first_on",
    "last_on",
    "seen_by",
    "complexities",
)


def _counts_by_outcome() -> QuerySet:
    """The database counts; nothing is judged here."""
    evidence = (
        _links()
        .values_list("outcome")
        .annotate(
            accepted=Count("outcome", filter=COUNTED),
            waiting=Count("outcome", filter=WAITING),
            returned=NONE,
            observed=NONE,
            kinds=ArrayAgg("evidence__kind__name", filter=COUNTED, distinct=True, default=[]),
            first_on=Min("evidence__happened_on", filter=COUNTED),
            last_on=Max("evidence__happened_on", filter=COUNTED),
            seen_by=ArrayAgg("evidence__reviewed_by__name", filter=COUNTED, distinct=True, default=[]),
            complexities=ArrayAgg("evidence__complexity", filter=COUNTED, distinct=True, default=[]),
        )
    )
    returned = (
        _sent_back()
        .values_list("shows")
        .annotate(
            accepted=NONE,
            waiting=NONE,
            returned=Count("pk"),
            observed=NONE,
            kinds=NO_WORDS,
            first_on=NO_DAY,
            last_on=NO_DAY,
            seen_by=NO_WORDS,
            complexities=NO_WORDS,
        )
    )
    seen = seen_outcomes().filter(among_them("observation__enrolment"))
    observed = (
        seen.filter(observation__observers__status=Observer.Status.ANSWERED)
        .order_by()
        .values_list("outcome")
        .annotate(
            accepted=Count("observation", distinct=True),
            waiting=NONE,
            returned=NONE,
            observed=Count("observation", distinct=True),
            kinds=Cast(Value([OBSERVATION]), ArrayField(CharField(max_length=80))),
            first_on=Min("observation__observed_on"),
            last_on=Max("observation__observed_on"),
            seen_by=ArrayAgg("observation__observers__name", distinct=True, default=[]),
            complexities=ArrayAgg("observation__complexity", distinct=True, default=[]),
        )
    )
    return evidence.union(returned, observed, all=True)


def _links() -> QuerySet[EvidenceOutcome]:
    """What was handed in, by the outcomes it is linked to: nobody changes these."""
    links = EvidenceOutcome.objects.filter(IN_SIGHT, among_them("evidence__enrolment"))
    return links.filter(evidence__status__in=UNCHANGING).order_by()


def _sent_back() -> QuerySet:
    """What was sent back, once for each outcome it was handed in for."""
    versions = handed_in_last().filter(IN_SIGHT, among_them("evidence__enrolment"))
    each = Func("content__outcomes", function="jsonb_array_elements", output_field=JSONField())
    each.set_returning = True
    shows = Cast(KeyTextTransform("outcome_id", each), BigIntegerField())
    return versions.filter(evidence__status=Evidence.Status.RETURNED).order_by().annotate(shows=shows)


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


def _by_person_and_outcome() -> QuerySet:
    evidence = (
        _links()
        .values_list("evidence__enrolment", "outcome")
        .annotate(
            accepted=Count("outcome", filter=COUNTED),
            kinds=Count("evidence__kind", filter=COUNTED, distinct=True),
            waiting=Count("outcome", filter=WAITING),
            returned=NONE,
        )
    )
    returned = (
        _sent_back()
        .values_list("evidence__enrolment", "shows")
        .annotate(accepted=NONE, kinds=NONE, waiting=NONE, returned=Count("pk"))
    )
    observed = (
        seen_outcomes()
        .filter(among_them("observation__enrolment"))
        .order_by()
        .values_list("observation__enrolment", "outcome")
        .annotate(accepted=Count("outcome"), kinds=ONE, waiting=NONE, returned=NONE)
    )
    return evidence.union(returned, observed, all=True)


# Many outcomes of one person stand alike: the database says how many, and each way is judged once.
ALIKE = """
    SELECT enrolment, accepted, kinds, waiting, returned, COUNT(*) FROM (
        SELECT enrolment, outcome, SUM(accepted)::int AS accepted, SUM(kinds)::int AS kinds,
            SUM(waiting)::int AS waiting, SUM(returned)::int AS returned
        FROM ({}) AS found (enrolment, outcome, accepted, kinds, waiting, returned)
        GROUP BY 1, 2
    ) AS by_outcome GROUP BY 1, 2, 3, 4, 5
"""


def _ways(asked: Mapping[int, Asked]) -> Iterator[tuple[int, State, int]]:
    """For each of these enrolments where its outcomes stand, and how many stand there."""
    for enrolment_id, accepted, kinds, waiting, returned, outcomes in ask(
        _by_person_and_outcome, asked, around=ALIKE
    ):
        wanted = asked[enrolment_id]
        stands = standing(
            required=wanted.pieces,
            kinds_wanted=wanted.kinds,
            accepted=accepted,
            kinds=kinds,
            waiting=waiting,
            returned=returned,
        )
        yield enrolment_id, stands.state, outcomes


def enough_of_many(asked: Mapping[int, Asked]) -> dict[int, int]:
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
    asked = {each.pk: Asked.by(each.rule_book) for each in enrolments}
    totals = {each.pk: len(outcomes_of(each.standards)) for each in enrolments}
    found = {each.pk: counts_of([]) for each in enrolments}
    for enrolment_id, state, outcomes in _ways(asked):
        found[enrolment_id][state.value] += outcomes
    for enrolment_id, counts in found.items():
        counts[State.NOTHING.value] = totals[enrolment_id] - sum(counts.values())
    return found
