"""Questions that the pages of the assessment ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from swip.assessment.models import Decision, OutcomeJudgement, Recommendation, Result, SentBack
from swip.assessment.rules import Judged, is_ready, wants
from swip.credentials.models import Award
from swip.enrolment.models import Enrolment
from swip.evidence.models import Evidence
from swip.evidence.queries import titles_of_versions
from swip.programmes.models import RuleBook
from swip.reviews.models import Review
from swip.standards.contents import outcomes_of
from swip.standards.models import Item


def scale(rule_book: RuleBook) -> Sequence[tuple[str, str]]:
    """The words an outcome is judged in, from the least to the most, as the rule book lists them."""
    return rule_book.value("judgement.scale")


@dataclass(frozen=True)
class JudgementRow:
    """One outcome of the standards, with what the assessor has said of it."""

    outcome: Item
    judgement: OutcomeJudgement | None
    cites: list[Evidence]
    word: str
    wants: list[str]


@dataclass(frozen=True)
class Draft:
    """A recommendation as it stands, outcome by outcome."""

    recommendation: Recommendation
    rows: list[JudgementRow]
    is_ready: bool

    @cached_property
    def by_domain(self) -> list[tuple[Item | None, list[JudgementRow]]]:
        groups: list[tuple[Item | None, list[JudgementRow]]] = []
        for row in self.rows:
            if not groups or groups[-1][0] != row.outcome.parent:
                groups.append((row.outcome.parent, []))
            groups[-1][1].append(row)
        return groups

    @property
    def unfinished(self) -> list[JudgementRow]:
        return [row for row in self.rows if row.wants]

    def next_after(self, outcome: Item) -> Item | None:
        following = [row.outcome for row in self.rows if row.outcome.position > outcome.position]
        return following[0] if following else None


def draft(recommendation: Recommendation) -> Draft:
    """The whole recommendation in three queries."""
    words = scale(recommendation.enrolment.rule_book)
    not_seen, labels = words[0][0], dict(words)
    judgements = {
        each.outcome_id: each
        for each in recommendation.judgements.prefetch_related("cites").order_by("outcome_id")
    }
    rows, judged = [], []
    for outcome in outcomes_of(recommendation.enrolment.standards):
        judgement = judgements.get(outcome.pk)
        # What has been withdrawn since is the worker's own again: nothing rests on it, nobody else reads of it.
        cited = [each for each in judgement.cites.all() if each.is_counted] if judgement else []
        cites = sorted(cited, key=lambda each: each.pk)
        said = Judged(
            word=judgement.word if judgement else "",
            reason=judgement.reason if judgement else "",
            cited=len(cites),
        )
        judged.append(said)
        word = labels.get(said.word, said.word)
        rows.append(JudgementRow(outcome, judgement, cites, word, wants(said, not_seen=not_seen)))
    ready = is_ready(judged, result=recommendation.result, summary=recommendation.summary, not_seen=not_seen)
    return Draft(recommendation, rows, ready)


def citable(enrolment: Enrolment, outcome: Item) -> QuerySet[Evidence]:
    """The evidence that a judgement of this outcome may rest on."""
    accepted = Evidence.objects.counted().filter(enrolment=enrolment, outcomes=outcome)
    return accepted.select_related("kind").order_by("happened_on", "pk")


def cited_evidence(recommendation: Recommendation) -> QuerySet[Evidence]:
    cited = OutcomeJudgement.objects.filter(recommendation=recommendation).values("cites")
    return Evidence.objects.filter(pk__in=cited).order_by("pk")


def open_recommendation(enrolment: Enrolment) -> Recommendation | None:
    return enrolment.recommendations.exclude(status=Recommendation.Status.DECIDED).first()


def judgement_so_far(recommendation: Recommendation, outcome: Item) -> dict:
    """What a form about one outcome begins with."""
    judgement = recommendation.judgements.filter(outcome=outcome).prefetch_related("cites").first()
    if judgement is None:
        return {}
    return {"word": judgement.word, "reason": judgement.reason, "cites": list(judgement.cites.all())}


def longest_waiting_first(recommendations: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    named = recommendations.select_related("enrolment__social_worker", "enrolment__programme", "assessor")
    return named.order_by("submitted_at")


def judgements_seen(decision: Decision) -> list[dict[str, Any]]:
    """What was decided upon, with what each cited piece was called when it was handed in."""
    judgements = decision.seen["judgements"]
    cited = [(each["evidence"], each.get("version")) for row in judgements for each in row["cites"]]
    titles = titles_of_versions(cited)
    return [
        row
        | {
            "cites": [
                each | {"title": titles[each["evidence"], each.get("version")]} for each in row["cites"]
            ]
        }
        for row in judgements
    ]


def sendings_back(recommendation: Recommendation) -> list[tuple[SentBack, str]]:
    """Each time it was sent back, with the word for what was recommended then."""
    earlier = recommendation.sent_back.select_related("sent_back_by")
    return [(each, Result(each.seen["result"]).label) for each in earlier]


def decisions_of(enrolment: Enrolment) -> QuerySet[Decision]:
    return enrolment.decisions.select_related("decided_by", "organisation").order_by("-decided_at")


def signed_reviews(enrolment: Enrolment) -> QuerySet[Review]:
    """What was said in reviews before now: nothing adverse may come as a surprise."""
    signed = enrolment.reviews.filter(status=Review.Status.SIGNED)
    return signed.select_related("stage").order_by("held_on")


def award_of(decision: Decision) -> Award | None:
    """The award that a decision led to."""
    if decision.result != Result.MET:
        return None
    return Award.objects.filter(history_chain=decision.enrolment.history_chain).order_by("-pk").first()
