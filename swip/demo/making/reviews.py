"""Where social workers place themselves, and the progress reviews, at the points of the programme."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from swip.demo.making import words
from swip.demo.making.chance import Moment
from swip.demo.making.life import Life
from swip.demo.making.support import support_by
from swip.programmes.models import Stage
from swip.progress.rules import Amounts, standing
from swip.reviews import actions, rules
from swip.reviews.models import ChangeRequest, Review, ReviewVersion
from swip.self_assessment.models import Placement, SelfAssessment

# How sure of themselves people are at each point: the words with how often each is chosen.
CONFIDENCE = {
    "beginning": {"not_met_yet": 5, "with_support": 4, "on_my_own": 1},
    "middle": {"not_met_yet": 1, "with_support": 5, "on_my_own": 4},
    "end": {"with_support": 2, "on_my_own": 6, "help_others": 2},
}
BEFORE_THE_END = datetime.timedelta(days=26)
POINT_WORDS = dict(SelfAssessment.Point.choices)


def go_through_stages(life: Life) -> None:
    """Stage by stage: what they said of themselves, and the review that was held."""
    if not life.has_started:
        return
    passed = [stage for stage in life.ground.stages if _day_of(life, stage) < life.last_day]
    for stage in passed:
        if stage.self_assessment_point:
            is_newest = not any(each.self_assessment_point for each in passed if each.month > stage.month)
            _assess_oneself(life, stage, is_newest=is_newest)
    to_review = [each for each in passed if each.has_review and not each.is_optional]
    for stage in to_review:
        _review(life, stage, is_newest=stage == to_review[-1])
    if life.story.last_review == "draft":
        coming = [each for each in life.ground.stages if each.has_review and each not in passed]
        if coming:
            _begin_review(life, coming[0])


def _day_of(life: Life, stage: Stage) -> datetime.date:
    """When something happens for a stage. The last one comes early, so that there is time to decide."""
    due = life.due_on(stage)
    if stage.is_final:
        # Those who get more time hold their last review at the end of it.
        return datetime.date.max if life.story.ending == "extend" else due - BEFORE_THE_END
    return due


# ---- Self-assessment


def _assess_oneself(life: Life, stage: Stage, *, is_newest: bool) -> None:
    chance, point = life.chance, stage.self_assessment_point
    state = life.story.newest_self_assessment if is_newest else "shared"
    first = life.ground.first_within_weeks if point == "beginning" else 0
    shared_on = _day_of(life, stage) + datetime.timedelta(weeks=first) - chance.days(2, 8)
    if state == "missing" or (state == "shared" and shared_on >= life.last_day):
        state = "private" if point == "beginning" else state
        if state != "private":
            return
    if life.story.ending == "extend" and stage.is_final:
        return
    started = chance.moment(min(shared_on, life.last_day) - chance.days(3, 9))
    started = max(started, chance.moment(life.starts_on))
    is_shared = state == "shared"
    revision = chance.randint(9, 40)
    self_assessment = life.tables.add(
        SelfAssessment,
        enrolment_id=life.number,
        point=point,
        created_at=started,
        saved_at=started,
        revision=revision,
    )
    said = _place(life, self_assessment, point, is_whole=is_shared)
    life.record(
        started, "self_assessment.started", SelfAssessment, self_assessment, life.person, rules=life.reference
    )
    if not is_shared:
        return
    when = chance.moment(shared_on, after=started)
    life.tables.change(
        SelfAssessment, self_assessment, status=SelfAssessment.Status.SHARED, shared_at=when, saved_at=when
    )
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    life.record(
        when,
        "self_assessment.shared",
        SelfAssessment,
        self_assessment,
        life.person,
        rules=life.reference,
        data={"version": revision, "outcomes": [code for code, *_ in said], "sha256": digest},
    )
    life.shared.append((point, self_assessment, when, {code: word for code, word, _ in said}))
    life.making.tell(
        when,
        life.supervisor_on(when.date()),
        "self-assessment-shared",
        "self_assessment:self_assessment",
        self_assessment,
        self_assessment=f"{POINT_WORDS[point]} self-assessment",
        social_worker=life.person.name,
    )


def _place(life: Life, self_assessment: int, point: str, *, is_whole: bool) -> list[tuple[str, str, str]]:
    """A word and a reason for each outcome; a private one may be half done."""
    chance, confidence = life.chance, CONFIDENCE[point]
    outcomes = life.ground.outcomes if is_whole else life.ground.outcomes[: len(life.ground.outcomes) // 2]
    said = []
    for outcome in outcomes:
        (word,) = chance.choices(list(confidence), list(confidence.values()))
        by_domain = words.phrase("self_assessment")
        domain = (
            outcome.domain if life.ground.framework != "KSS" else words.phrase("domain_of_area", outcome.code)
        )
        reason = chance.choice(by_domain[domain][word])
        life.tables.add(
            Placement,
            self_assessment_id=self_assessment,
            outcome_id=outcome.number,
            word=word,
            reason=reason,
        )
        said.append((outcome.code, word, reason))
    return said


# ---- Reviews


def _review(life: Life, stage: Stage, *, is_newest: bool) -> None:
    chance = life.chance
    state = life.story.last_review if is_newest else "signed"
    if state == "missed" or life.around.supervisor is None:
        return
    state = "signed" if state == "draft" else state
    held = chance.moment(min(_day_of(life, stage) - chance.days(-2, 6), life.last_day - chance.days(5, 9)))
    started = chance.moment(held.date() - chance.days(3, 8))
    completed = chance.moment(held.date() + chance.days(0, 2), after=held)
    supervisor = life.supervisor_on(held.date())
    record = _record_on(life, stage, completed)
    told = _told(life, stage, held.date(), record)
    content = {"held_on": held.date().isoformat(), "record": record, **told}
    signed = (
        chance.moment(completed.date() + chance.days(1, 6), after=completed) if state == "signed" else None
    )
    is_changed = state == "change_asked"
    mood = "signed" if told["on_track"] == Review.OnTrack.YES else "worried"
    review = life.tables.add(
        Review,
        status=Review.Status.SIGNED
        if signed
        else Review.Status.DRAFT
        if is_changed
        else Review.Status.COMPLETED,
        enrolment_id=life.number,
        stage_id=stage.pk,
        record=record,
        held_on=held.date(),
        **told,
        started_by_id=supervisor.number,
        completed_by_id=supervisor.number,
        completed_at=completed,
        worker_comment=chance.choice(words.phrase("review", "comments", mood)) if signed else "",
        signed_at=signed,
        created_at=started,
        saved_at=signed or completed,
        revision=chance.randint(6, 30),
    )
    version = life.tables.add(
        ReviewVersion,
        review_id=review,
        number=1,
        content=content,
        completed_by_id=supervisor.number,
        completed_at=completed,
    )
    fingerprint = actions.fingerprint(ReviewVersion(number=1, content=content))
    _say(life, started, "review.started", review, stage, supervisor)
    life.record_step(
        completed,
        "enrolment.stage_held",
        supervisor,
        rules=life.reference,
        note=stage.name,
        data={"stage": stage.code, "round": 1, "on": held.date().isoformat()},
    )
    life.held.append((stage, held.date()))
    _say(life, completed, "review.completed", review, stage, supervisor, data=fingerprint)
    page = ("reviews:review", review)
    in_words = {"stage": {"name": stage.name}, "completed_by": supervisor.name}
    life.making.tell(completed, life.person, "review-completed", *page, review=in_words, is_changed=False)
    if signed:
        _say(life, signed, "review.signed", review, stage, life.person, data=fingerprint)
    if is_changed:
        asked = chance.moment(completed.date() + chance.days(1, 2), after=completed)
        life.tables.add(
            ChangeRequest,
            version_id=version,
            note=words.phrase("review", "comments", "change_wanted"),
            asked_by_id=life.person.number,
            asked_at=asked,
        )
        _say(life, asked, "review.change_asked", review, stage, life.person, data={"version": 1})


def _begin_review(life: Life, stage: Stage) -> None:
    """The supervisor has opened the next review: it has the words that the record gives it, and no more."""
    chance = life.chance
    started = chance.moment(life.last_day - chance.days(1, 3))
    supervisor = life.supervisor_on(started.date())
    record = _record_on(life, stage, started)
    review = life.tables.add(
        Review,
        enrolment_id=life.number,
        stage_id=stage.pk,
        progress=_first_words(life, record),
        started_by_id=supervisor.number,
        created_at=started,
        saved_at=started,
        revision=1,
    )
    _say(life, started, "review.started", review, stage, supervisor)


def _say(life: Life, when: Moment, action: str, review: int, stage: Stage, by: Any, **said: Any) -> None:
    life.record(when, action, Review, review, by, rules=life.reference, note=stage.name, **said)


def _told(life: Life, stage: Stage, held_on: datetime.date, record: dict[str, Any]) -> dict[str, str]:
    """What the supervisor wrote: under the words from the record, their own."""
    length = life.ground.length_months
    far = "early" if stage.month <= length / 4 else "middle" if stage.month <= length / 2 else "late"
    is_worrying = life.story.is_worried and stage.month >= length / 2
    phrases = words.phrase("review", "worried" if is_worrying else far)
    chosen = {
        name: life.chance.choice(texts).format(name=life.person.first_name) for name, texts in phrases.items()
    }
    return {
        "on_track": Review.OnTrack.NOT_YET if is_worrying else Review.OnTrack.YES,
        "progress": f"{_first_words(life, record)}\n\n{chosen['progress']}",
        "support": chosen["support"],
        "concerns": chosen.get("concerns", ""),
        "next_steps": chosen["next_steps"],
    }


def _first_words(life: Life, record: dict[str, Any]) -> str:
    standings: dict[str, list[str]] = {}
    for each in record["outcomes"]:
        standings.setdefault(each["standing"], []).append(each["code"])
    shared = record["self_assessment"].split()[:1]
    return rules.drafted_progress(
        name=life.person.name,
        since=datetime.date.fromisoformat(record["since"]),
        until=datetime.date.fromisoformat(record["until"]),
        counted=rules.Counted(accepted=len(record["evidence"]), waiting=0, returned=0),
        standings=list(standings.items()),
        shared=(shared[0], datetime.date.fromisoformat(record["shared_on"])) if shared else None,
    )


def _record_on(life: Life, stage: Stage, when: Moment) -> dict[str, Any]:
    """What the record showed at that moment, in the shape in which a review keeps it."""
    before = life.held[-1] if life.held else None
    since = before[1] if before else life.starts_on
    counted = [each for each in life.counted if each.accepted_at < when]
    shared = next((each for each in reversed(life.shared) if each[2] < when), None)
    asked = life.ground.asked
    outcomes = []
    for outcome in life.ground.outcomes:
        of_it = [each for each in counted if outcome.code in each.codes]
        kinds = sorted({each.kind for each in of_it})
        days = sorted(each.happened_on for each in of_it)
        people, ways = {each.accepted_by for each in of_it}, {each.complexity for each in of_it} - {""}
        stands = standing(asked, Amounts(len(of_it), len(kinds), len(set(days)), len(people), len(ways)))
        word = shared[3].get(outcome.code, "") if shared else ""
        outcomes.append(
            {
                "code": outcome.code,
                "text": outcome.text,
                "state": stands.state.value,
                "standing": stands.words,
                "accepted": len(of_it),
                "kinds": kinds,
                "first": days[0].isoformat() if days else None,
                "last": days[-1].isoformat() if days else None,
                "own_words": life.ground.own_words.get(word, ""),
            }
        )
    return {
        "since": since.isoformat(),
        "until": when.date().isoformat(),
        "since_review": before[0].name if before else "",
        "outcomes": outcomes,
        "evidence": [
            {
                "pk": each.number,
                "title": "",
                "version": len(each.versions),
                "kind": each.kind,
                "status": "accepted",
                "handed_in_on": each.submitted_at.date().isoformat(),
                "codes": each.codes,
            }
            for each in counted
            if each.accepted_at.date() >= since
        ],
        "promises": life.ground.promises(before[0].month if before else 0, stage.month),
        "self_assessment": f"{POINT_WORDS[shared[0]]} self-assessment" if shared else "",
        "self_assessment_pk": shared[1] if shared else None,
        "shared_on": shared[2].date().isoformat() if shared else None,
        "support": _plain(support_by(life, when.date())),
    }


def _plain(value: Any) -> Any:
    """Dates as text, tuples as lists: as a review keeps them."""
    return json.loads(json.dumps(value, default=str))
