"""The verbs of the assessment: recommend, send back, decide."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from swip.accounts.models import Organisation, Role, User
from swip.accounts.permissions import appointed_to, organisations_where
from swip.assessment import queries
from swip.assessment.models import Decision, OutcomeJudgement, Recommendation, Result, SentBack
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.credentials.actions import award
from swip.enrolment import actions as enrolments
from swip.enrolment.models import Enrolment
from swip.evidence.models import Evidence
from swip.evidence.queries import numbers_of_newest
from swip.notifications.actions import tell
from swip.standards.models import Item


class EvidenceIsGone(Exception):
    """Something that the recommendation rests on has been withdrawn since it was handed in."""


DECIDED = {
    Result.MET: "decision.met",
    Result.NOT_MET: "decision.not_met",
    Result.EXTEND: "decision.extend",
}


def _note(action: str, recommendation: Recommendation, *, by: User) -> None:
    """The social worker reads the history, so it says nothing of what is recommended before it is decided."""
    history.record(action, recommendation, by=by, rules=recommendation.enrolment.rule_book.reference)


@transaction.atomic
def start(enrolment: Enrolment, *, by: User) -> Recommendation:
    """Begin a recommendation, or go on with the one that is open."""
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if existing := queries.open_recommendation(locked):
        return existing
    if locked.status != Enrolment.Status.ACTIVE:
        raise StaleStep(locked)
    recommendation = Recommendation.objects.create(enrolment=locked, assessor=by)
    _note("recommendation.started", recommendation, by=by)
    return recommendation


@transaction.atomic
def keep_judgement(
    recommendation: Recommendation,
    outcome: Item,
    *,
    revision: int,
    word: str,
    reason: str,
    cites: list[Evidence],
    by: User,
) -> OutcomeJudgement:
    """Keep what the assessor has written of one outcome so far."""
    _only_while_written(recommendation)
    kept = recommendation.judgements.filter(outcome=outcome, word=word, reason=reason).first()
    if kept and set(kept.cites.all()) == set(cites):
        return kept  # sent twice: the first time has kept it
    recommendation.save_over(revision, assessor=by)
    judgement, _ = OutcomeJudgement.objects.update_or_create(
        recommendation=recommendation, outcome=outcome, defaults={"word": word, "reason": reason}
    )
    judgement.cites.set(cites)
    return judgement


@transaction.atomic
def keep_summary(
    recommendation: Recommendation, *, revision: int, result: str, summary: str, by: User
) -> None:
    """Keep what the assessor holds of the whole, so far."""
    _only_while_written(recommendation)
    if not recommendation.holds(result=result, summary=summary):
        recommendation.save_over(revision, result=result, summary=summary, assessor=by)


def _only_while_written(recommendation: Recommendation) -> None:
    """The row is held until the save is done, so that nothing changes beneath a decision."""
    status = (
        Recommendation.objects.select_for_update().values_list("status", flat=True).get(pk=recommendation.pk)
    )
    if status not in Recommendation.WRITABLE:
        raise StaleStep(recommendation)


@transaction.atomic
def submit(recommendation: Recommendation, *, revision: int, by: User) -> None:
    """Hand the recommendation in, as it stood when the assessor last read it through."""
    recommendation.save_over(revision, assessor=by)
    recommendation.assessor = by
    recommendation.move_to(Recommendation.Status.SUBMITTED, submitted_at=timezone.now(), returned_with="")
    _note("recommendation.submitted", recommendation, by=by)
    for person in _deciders(recommendation):
        tell(
            person,
            "recommendation-submitted",
            href=recommendation.get_absolute_url(),
            recommendation=recommendation,
        )


def _deciders(recommendation: Recommendation) -> list[User]:
    enrolment = recommendation.enrolment
    employers = Organisation.objects.filter(employment_periods__in=enrolment.employment_periods.current())
    people = {
        person for employer in employers.distinct() for person in appointed_to(employer, Role.DECISION_MAKER)
    }
    return sorted(people - {recommendation.assessor, enrolment.social_worker}, key=lambda each: each.pk)


@transaction.atomic
def send_back(recommendation: Recommendation, *, comment: str, by: User) -> None:
    """The employer asks the assessor to look again, and says at what. What was handed in is kept as it was."""
    recommendation.move_to(Recommendation.Status.RETURNED, returned_with=comment)
    SentBack.objects.create(
        recommendation=recommendation, comment=comment, seen=_as_seen(recommendation), sent_back_by=by
    )
    _note("recommendation.returned", recommendation, by=by)
    tell(
        recommendation.assessor,
        "recommendation-returned",
        href=recommendation.get_absolute_url(),
        recommendation=recommendation,
    )


@transaction.atomic
def decide(
    recommendation: Recommendation,
    *,
    result: Result,
    reasons: str,
    by: User,
    extended_to: datetime.date | None = None,
    ground: str = "",
    was_heard_before: bool = False,
) -> Decision:
    """The employer's decision, on what the assessor recommended; never by the assessor."""
    recommendation.move_to(Recommendation.Status.DECIDED)
    recommendation.refresh_from_db()
    enrolment = recommendation.enrolment
    # Held until the decision stands, so that nothing it rests on is withdrawn meanwhile.
    list(queries.cited_evidence(recommendation).select_for_update().values_list("pk"))
    if not queries.draft(recommendation).is_ready:
        raise EvidenceIsGone
    decision = Decision.objects.create(
        recommendation=recommendation,
        enrolment=enrolment,
        organisation=_employer(enrolment, by),
        rule_book=enrolment.rule_book,
        result=result,
        reasons=reasons,
        extended_to=extended_to,
        ground=ground,
        was_heard_before=was_heard_before,
        seen=_as_seen(recommendation),
        recommended_by=recommendation.assessor,
        decided_by=by,
    )
    history.record(
        DECIDED[result],
        decision,
        by=by,
        on_behalf_of=decision.organisation.name,
        rules=enrolment.rule_book.reference,
        note=reasons,
    )
    _follow(decision, by=by)
    concerned = {enrolment.social_worker, recommendation.assessor, enrolment.supervisor}
    for person in (each for each in concerned if each and each != by):
        tell(person, "decision-made", href=decision.get_absolute_url(), decision=decision)
    return decision


def _employer(enrolment: Enrolment, by: User) -> Organisation:
    """The employer that this person decides for: of two, the one that has employed the worker longer."""
    employers = organisations_where(by, Role.DECISION_MAKER).filter(
        employment_periods__in=enrolment.employment_periods.current()
    )
    employer = employers.order_by("employment_periods__starts_on").first()
    if employer is None:
        raise PermissionDenied
    return employer


def _follow(decision: Decision, *, by: User) -> None:
    """What a decision leads to, in the same moment."""
    enrolment = decision.enrolment
    if decision.result == Result.MET:
        enrolments.complete(enrolment, by=by)
        award(
            enrolment.social_worker,
            rule_book=enrolment.rule_book,
            organisation=decision.organisation,
            history_chain=enrolment.history_chain,
            by=by,
        )
    elif decision.result == Result.NOT_MET:
        enrolments.not_complete(enrolment, by=by)
    elif decision.extended_to:
        enrolments.extend(enrolment, to=decision.extended_to, reason=decision.reasons, by=by)


def _as_seen(recommendation: Recommendation) -> dict[str, Any]:
    """The recommendation, word for word, so that it can be read as it was decided upon.

    Of the evidence it keeps which version it rests on and none of its words, so that what is blacked out there is
    black here.
    """
    rows = queries.draft(recommendation).rows
    versions = numbers_of_newest(each.pk for row in rows for each in row.cites)
    return {
        "result": recommendation.result,
        "summary": recommendation.summary,
        "judgements": [
            {
                "code": row.outcome.code,
                "outcome": row.outcome.text,
                "word": row.word,
                "reason": row.judgement.reason if row.judgement else "",
                "cites": [{"evidence": each.pk, "version": versions.get(each.pk)} for each in row.cites],
            }
            for row in rows
        ],
    }
