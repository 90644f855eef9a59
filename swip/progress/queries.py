"""What counts toward each outcome: of one person in one query, of a page of people in another."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet

from swip.core.asking import among_them, ask
from swip.enrolment.models import Enrolment
from swip.evidence.models import Evidence, EvidenceOutcome, EvidenceQuerySet
from swip.evidence.queries import Line
from swip.programmes.models import RuleBook
from swip.progress.rules import Standing, State, is_met, standing, still_wants
from swip.standards.contents import outcomes_of
from swip.standards.models import Item

PIECES_RULE = "outcome.evidence_items.min"
KINDS_RULE = "outcome.evidence_kinds.wanted"

# Links are counted by their outcome, which the index holds: any other column would open every row of the table.
COUNTED = Q(evidence__status=Evidence.Status.ACCEPTED)
WAITING = Q(evidence__status=Evidence.Status.SUBMITTED)
RETURNED = Q(evidence__status=Evidence.Status.RETURNED)


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
    kinds: list[str] = field(default_factory=list)
    first_on: datetime.date | None = None
    last_on: datetime.date | None = None
    seen_by: list[str] = field(default_factory=list)

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
    counted = {outcome: dict(zip(COUNTS, counts, strict=True)) for outcome, *counts in _counts_of(enrolment)}
    asked = Asked.by(enrolment.rule_book)
    return [
        OutcomeProgress(outcome, asked, **counted.get(outcome.pk, {}))
        for outcome in outcomes_of(enrolment.standards)
    ]


def one_outcome(enrolment: Enrolment, outcome: Item, pieces: list[Line]) -> OutcomeProgress:
    """A single outcome of one person, from the pieces handed in for it, which its page has read anyway."""
    counted = [each for each in pieces if each.status == Evidence.Status.ACCEPTED]
    days = [each.happened_on for each in counted if each.happened_on]
    return OutcomeProgress(
        outcome,
        Asked.by(enrolment.rule_book),
        accepted=len(counted),
        waiting=sum(each.status == Evidence.Status.SUBMITTED for each in pieces),
        returned=sum(each.status == Evidence.Status.RETURNED for each in pieces),
        kinds=sorted({each.kind for each in counted if each.kind}),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        seen_by=sorted({each.reviewed_by for each in counted if each.reviewed_by}),
    )


# As they stand in the question below, and in OutcomeProgress.
COUNTS = ("accepted", "waiting", "returned", "kinds", "first_on", "last_on", "seen_by")


def _counts_by_outcome() -> QuerySet:
    """The database counts; nothing is judged here."""
    links = EvidenceOutcome.objects.filter(
        among_them("evidence__enrolment"),
        evidence__status__in=Evidence.HANDED_IN,
        evidence__quarantined_at=None,
    )
    return (
        links.order_by()
        .values_list("outcome")
        .annotate(
            accepted=Count("outcome", filter=COUNTED),
            waiting=Count("outcome", filter=WAITING),
            returned=Count("outcome", filter=RETURNED),
            kinds=ArrayAgg("evidence__kind__name", filter=COUNTED, distinct=True, default=[]),
            first_on=Min("evidence__happened_on", filter=COUNTED),
            last_on=Max("evidence__happened_on", filter=COUNTED),
            seen_by=ArrayAgg("evidence__reviewed_by__name", filter=COUNTED, distinct=True, default=[]),
        )
    )


def _counts_of(enrolment: Enrolment) -> list[tuple[Any, ...]]:
    return ask(_counts_by_outcome, [enrolment.pk])


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
    pieces = Evidence.objects.handed_in().filter(enrolment=enrolment, outcomes=outcome)
    return pieces.order_by("-happened_on", "-pk")


# ---- Many people at once


def _accepted_by_outcome() -> QuerySet:
    accepted = EvidenceOutcome.objects.filter(
        among_them("evidence__enrolment"),
        evidence__status=Evidence.Status.ACCEPTED,
        evidence__quarantined_at=None,
    )
    by_outcome = accepted.order_by().values_list("evidence__enrolment", "outcome")
    return by_outcome.annotate(accepted=Count("outcome"), kinds=Count("evidence__kind", distinct=True))


def enough_of_many(asked: Mapping[int, Asked]) -> dict[int, int]:
    """For how many outcomes each of these enrolments has enough, by what its rule book asks."""
    found = dict.fromkeys(asked, 0)
    for enrolment_id, _, accepted, kinds in ask(_accepted_by_outcome, asked):
        wanted = asked[enrolment_id]
        stands = standing(required=wanted.pieces, kinds_wanted=wanted.kinds, accepted=accepted, kinds=kinds)
        found[enrolment_id] += stands.is_enough
    return found


def cohort_progress(enrolments: Iterable[Enrolment]) -> dict[int, dict[str, int]]:
    """For each enrolment how many outcomes stand where: {7: {"enough": 20, "started": 4, "waiting": 1, ...}}."""
    enrolments = list(enrolments)
    if not enrolments:
        return {}
    per_outcome = (
        EvidenceOutcome.objects.filter(
            evidence__enrolment__in=[each.pk for each in enrolments],
            evidence__status__in=Evidence.HANDED_IN,
            evidence__quarantined_at=None,
        )
        .order_by()
        .values_list("evidence__enrolment", "outcome")
        .annotate(
            accepted=Count("outcome", filter=COUNTED),
            kinds=Count("evidence__kind", filter=COUNTED, distinct=True),
            waiting=Count("outcome", filter=WAITING),
            returned=Count("outcome", filter=RETURNED),
        )
    )
    # Many outcomes of one person stand alike: the database says how many, and each way is judged once.
    sql, parameters = per_outcome.query.sql_with_params()
    alike = f"""
        SELECT enrolment, accepted, kinds, waiting, returned, COUNT(*)
        FROM ({sql}) AS per_outcome (enrolment, outcome, accepted, kinds, waiting, returned)
        GROUP BY 1, 2, 3, 4, 5
    """  # noqa: S608 - put together from what Django wrote
    asked = {each.pk: Asked.by(each.rule_book) for each in enrolments}
    totals = {each.pk: len(outcomes_of(each.standards)) for each in enrolments}
    found = {each.pk: counts_of([]) for each in enrolments}
    with connection.cursor() as cursor:
        cursor.execute(alike, parameters)
        ways = cursor.fetchall()
    for enrolment_id, accepted, kinds, waiting, returned, outcomes in ways:
        stands = standing(
            required=asked[enrolment_id].pieces,
            kinds_wanted=asked[enrolment_id].kinds,
            accepted=accepted,
            kinds=kinds,
            waiting=waiting,
            returned=returned,
        )
        found[enrolment_id][stands.state.value] += outcomes
    for enrolment_id, counts in found.items():
        counts[State.NOTHING.value] = totals[enrolment_id] - sum(counts.values())
    return found
