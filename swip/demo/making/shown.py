"""Which accepted pieces are to stand for an outcome: chosen by a social worker, answered by their supervisor."""

from __future__ import annotations

from swip.demo.making import words
from swip.demo.making.chance import Moment
from swip.demo.making.ground import Outcome
from swip.demo.making.life import Counted, Life
from swip.enrolment.queries import value_or
from swip.evidence.models import Showcase, ShowcasePiece
from swip.evidence.queries import SHOWCASE_RULE

LEAST_WRITTEN = 6  # who has written less has nothing to choose from
MOST_OUTCOMES = 3
Status = Showcase.Status


def choose_what_stands(life: Life) -> None:
    """For a few outcomes that have more accepted pieces than one; some wait for an answer."""
    if life.story.ending or life.around.supervisor is None or len(life.counted) < LEAST_WRITTEN:
        return
    most = value_or(life.ground.book, SHOWCASE_RULE, 3)
    told = 0
    for outcome in life.ground.outcomes:
        pieces = [each for each in life.counted[:-1] if outcome.code in each.codes]
        if len(pieces) > 1 and told < MOST_OUTCOMES and life.chance.happens(0.5):
            _choose(life, outcome, pieces[-most:], pieces[:-most])
            told += 1


def _choose(life: Life, outcome: Outcome, chosen: list[Counted], others: list[Counted]) -> None:
    chance = life.chance
    newest = max(each.accepted_at for each in chosen)
    when = chance.moment(newest.date() + chance.days(1, 9), after=newest)
    if when.date() >= life.last_day:
        return
    answered = chance.moment(when.date() + chance.days(1, 8), after=when)
    is_answered = answered.date() < life.last_day and chance.happens(0.8)
    suggested = others[-1:] if is_answered and chance.happens(0.4) else []
    status = Status.PROPOSED
    if is_answered:
        status = Status.OTHERS_SUGGESTED if suggested else Status.AGREED
    supervisor = life.supervisor_on(answered.date())
    number = life.tables.add(
        Showcase,
        status=status.value,
        enrolment_id=life.number,
        outcome_id=outcome.number,
        comment=chance.choice(words.phrase("evidence", "others")) if suggested else "",
        answered_by_id=supervisor.number if is_answered else None,
        answered_at=answered if is_answered else None,
        revision=2 if is_answered else 1,
        saved_at=answered if is_answered else when,
    )
    _name(life, number, chosen, ShowcasePiece.Side.CHOSEN)
    _name(life, number, suggested, ShowcasePiece.Side.SUGGESTED)
    _note(life, "chosen", number, outcome, when, chosen)
    if is_answered:
        _note(life, status.value, number, outcome, answered, suggested or chosen)


def _name(life: Life, showcase: int, pieces: list[Counted], side: str) -> None:
    for each in pieces:
        life.tables.add(ShowcasePiece, showcase_id=showcase, evidence_id=each.number, side=str(side))


def _note(
    life: Life, step: str, showcase: int, outcome: Outcome, when: Moment, pieces: list[Counted]
) -> None:
    """What history keeps of a step, and what the other of the two is told."""
    supervisor = life.supervisor_on(when.date())
    is_own = step == "chosen"
    data = {"outcome": outcome.code, "pieces": sorted(each.number for each in pieces)}
    action = f"evidence.showcase_{step}"
    life.record(when, action, Showcase, showcase, life.person if is_own else supervisor, data=data)
    life.making.tell(
        when,
        supervisor if is_own else life.person,
        f"showcase-{step.replace('_', '-')}",
        "evidence:showcase",
        (life.number, outcome.code),
        outcome=outcome.code,
        social_worker=life.person,
        supervisor=supervisor,
    )
