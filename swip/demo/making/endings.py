"""How a programme ends: an assessor recommends, somebody else decides, an award may follow."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from swip.assessment.models import Decision, OutcomeJudgement, Recommendation, Result
from swip.credentials.models import Award
from swip.demo.making import words
from swip.demo.making.chance import Moment
from swip.demo.making.ground import Outcome
from swip.demo.making.life import Counted, Life
from swip.enrolment.models import Extension
from swip.enrolment.rules import months_after
from swip.govuk.words import date_in_words

MONTHS_MORE = 4
NOT_SHOWN = 4  # outcomes that somebody who does not meet the standards still wants
MOST_CITED = 3
RESULTS = {
    "recommending": "",
    "to_be_decided": Result.MET,
    "returned": Result.MET,
    "met": Result.MET,
    "not_met": Result.NOT_MET,
    "extend": Result.EXTEND,
}
STATUSES = {
    "recommending": Recommendation.Status.DRAFT,
    "to_be_decided": Recommendation.Status.SUBMITTED,
    "returned": Recommendation.Status.RETURNED,
}
Seen = list[dict[str, Any]]


def assess(life: Life) -> None:
    """The assessor's recommendation and, where it has come so far, the employer's decision."""
    ending = life.story.ending
    if ending not in RESULTS:
        return
    chance, result = life.chance, RESULTS[ending]
    handed_in = _handed_in(life)
    started = chance.moment(handed_in.date() - chance.days(4, 9))
    summary = _said(life, "recommendation", result) if result else ""
    returned = words.phrase("recommendation", "returned_with").format(code=life.ground.outcomes[0].code)
    number = life.tables.add(
        Recommendation,
        status=STATUSES.get(ending, Recommendation.Status.DECIDED),
        enrolment_id=life.number,
        assessor_id=life.around.assessor.number,
        result=result,
        summary=summary,
        created_at=started,
        saved_at=handed_in,
        submitted_at=None if ending == "recommending" else handed_in,
        returned_with=returned if ending == "returned" else "",
        revision=chance.randint(20, 60),
    )
    seen = _judge(life, number, is_half_done=ending == "recommending")
    _note(life, started, "recommendation.started", number, life.around.assessor)
    if ending == "recommending":
        return
    _note(life, handed_in, "recommendation.submitted", number, life.around.assessor)
    page = ("assessment:recommendation", number)
    in_words = {"assessor": life.around.assessor, "enrolment": {"social_worker": life.person}}
    life.making.tell(
        handed_in, life.around.decision_maker, "recommendation-submitted", *page, recommendation=in_words
    )
    if ending == "returned":
        when = chance.moment(handed_in.date() + chance.days(1, 3), after=handed_in)
        _note(life, when, "recommendation.returned", number, life.around.decision_maker)
        life.making.tell(
            when, life.around.assessor, "recommendation-returned", *page, recommendation=in_words
        )
    elif ending != "to_be_decided":
        content = {"result": result, "summary": summary, "judgements": seen}
        _decide(life, number, Result(result), content, handed_in)


def _handed_in(life: Life) -> Moment:
    """Some days before the end; for what still waits, some days ago."""
    if life.story.ending in STATUSES:
        return life.chance.moment(life.last_day - life.chance.days(5, 9))
    final = months_after(life.starts_on, life.ground.length_months)
    return life.chance.moment(final - life.chance.days(9, 13))


def _said(life: Life, what: str, result: str) -> str:
    return life.chance.choice(words.phrase(what, result)).format(name=life.person.first_name)


def _note(life: Life, when: Moment, action: str, number: int, by: Any) -> None:
    life.record(when, action, Recommendation, number, by, rules=life.reference)


def _judge(life: Life, recommendation: int, *, is_half_done: bool) -> Seen:
    """Each outcome in a word, with a reason and the evidence it rests on."""
    outcomes = life.ground.outcomes
    wanting = {each.code for each in outcomes[len(outcomes) // 3 :][:NOT_SHOWN]}
    seen: Seen = []
    for outcome in outcomes[: len(outcomes) // 2] if is_half_done else outcomes:
        cited = [each for each in life.counted if outcome.code in each.codes][:MOST_CITED]
        word = _word(life, cited, is_wanting=outcome.code in wanting)
        reason = life.chance.choice(words.phrase("judgement", word))
        judgement = life.tables.add(
            OutcomeJudgement,
            recommendation_id=recommendation,
            outcome_id=outcome.number,
            word=word,
            reason=reason,
        )
        for each in cited:
            life.tables.add(
                OutcomeJudgement.cites.through, outcomejudgement_id=judgement, evidence_id=each.number
            )
        seen.append(_as_seen(life, outcome, word, reason, cited))
    return seen


def _word(life: Life, cited: list[Counted], *, is_wanting: bool) -> str:
    if not cited:
        return "not_yet_seen"
    if is_wanting and life.story.ending in {"not_met", "extend"}:
        return "developing"
    return "secure" if len(cited) == MOST_CITED and life.chance.happens(0.6) else "met"


def _as_seen(life: Life, outcome: Outcome, word: str, reason: str, cited: list[Counted]) -> dict[str, Any]:
    """The judgement word for word, as a decision keeps it."""
    return {
        "code": outcome.code,
        "outcome": outcome.text,
        "word": life.ground.judgement_words[word],
        "reason": reason,
        "cites": [{"evidence": each.number, "version": len(each.versions)} for each in cited],
    }


def _decide(
    life: Life, recommendation: int, result: Result, content: dict[str, Any], handed_in: Moment
) -> None:
    decider, employer = life.around.decision_maker, life.employer
    when = life.chance.moment(handed_in.date() + life.chance.days(3, 8), after=handed_in)
    reasons = _said(life, "decision", result)
    is_extension = result == Result.EXTEND
    decision = life.tables.add(
        Decision,
        recommendation_id=recommendation,
        enrolment_id=life.number,
        organisation_id=employer.number,
        rule_book_id=life.ground.book.pk,
        result=result,
        reasons=reasons,
        extended_to=life.ends_on if is_extension else None,
        ground="absence" if is_extension else "",
        was_heard_before=result != Result.MET,
        seen=content,
        recommended_by_id=life.around.assessor.number,
        decided_by_id=decider.number,
        decided_at=when,
    )
    on_behalf = {"on_behalf_of": employer.name, "rules": life.reference}
    life.record(when, f"decision.{result.value}", Decision, decision, decider, note=reasons, **on_behalf)
    if result == Result.MET:
        life.record_step(when, "enrolment.completed", decider, **on_behalf)
        _award(life, when)
    elif result == Result.NOT_MET:
        life.record_step(when, "enrolment.not_completed", decider, **on_behalf)
    else:
        _extend(life, when, reasons)
    page = ("assessment:decision", decision)
    in_words = {"enrolment": {"social_worker": life.person}}
    for person in (life.person, life.around.assessor, life.around.supervisor):
        life.making.tell(when, person, "decision-made", *page, decision=in_words)


def _award(life: Life, when: Moment) -> None:
    award = life.tables.add(
        Award,
        identifier=uuid.UUID(int=life.chance.getrandbits(128), version=4),
        person_id=life.person.number,
        programme_id=life.ground.book.programme_id,
        rule_book_id=life.ground.book.pk,
        organisation_id=life.employer.number,
        awarded_on=when.date(),
        history_chain=life.chain,
    )
    life.record(
        when,
        "award.made",
        Award,
        award,
        life.around.decision_maker,
        on_behalf_of=life.employer.name,
        rules=life.reference,
    )


def _extend(life: Life, when: Moment, reason: str) -> None:
    before: datetime.date = months_after(life.starts_on, life.ground.length_months)
    life.tables.add(
        Extension,
        enrolment_id=life.number,
        previous_end_on=before,
        ends_on=life.ends_on,
        reason=reason,
        recorded_by_id=life.around.decision_maker.number,
        recorded_at=when,
    )
    life.record_step(
        when,
        "enrolment.extended",
        life.around.decision_maker,
        on_behalf_of=life.employer.name,
        rules=life.reference,
        note=f"Until {date_in_words(life.ends_on)}",
        data={"from": before.isoformat(), "to": life.ends_on.isoformat()},
    )
