"""The development plan of a social worker, their notes, and what a supervisor says beside a self-assessment."""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from swip.demo.making import words
from swip.demo.making.chance import Moment, working_day
from swip.demo.making.life import ONE_DAY, Life
from swip.demo.making.made import Person
from swip.evidence.models import Lift, Note, SharedNote
from swip.evidence.rules.notes import digest_of, sentences, together
from swip.plans.models import Action, Goal, PlanVersion
from swip.self_assessment.models import SelfAssessment, SupervisorPlacement, SupervisorView

AT_FIRST = 2  # goals, before a review brings another
MOST = 5
POINT_WORDS = dict(SelfAssessment.Point.choices)
Said = dict[str, Any]


# ---- The development plan


@dataclass
class Promise:
    """An action, as it stands now."""

    owner: str
    what: str
    due_on: datetime.date
    set_by: Person
    set_at: Moment
    settled_at: Moment | None = None
    status: str = Action.Status.TO_DO.value
    words: str = ""

    def on(self, when: Moment) -> Said:
        is_settled = self.settled_at is not None and self.settled_at <= when
        status = Action.Status(self.status if is_settled else "to_do")
        return {
            "owner": str(Action.Owner(self.owner).label),
            "what": self.what,
            "due_on": self.due_on.isoformat(),
            "status": str(status.label),
            "words": self.words if is_settled else "",
        }


@dataclass
class Aim:
    """A goal, as it stands now."""

    said: Said
    set_by: Person
    set_at: Moment
    outcomes: list[tuple[int, str, str]]
    promises: list[Promise] = field(default_factory=list)
    reached_at: Moment | None = None

    def on(self, when: Moment) -> Said:
        is_reached = self.reached_at is not None and self.reached_at <= when
        status = Goal.Status.REACHED if is_reached else Goal.Status.OPEN
        return {
            "aim": self.said["aim"],
            "outcomes": [f"{code} {text}" for _, code, text in self.outcomes],
            "status": str(status.label),
            "words": self.said["reached"] if is_reached else "",
            "actions": [each.on(when) for each in sorted(self.promises, key=lambda one: one.due_on)],
        }


def plan(life: Life) -> None:
    """Goals from the first weeks on. At each review one is reached, another is set, and the plan is kept."""
    first = life.starts_on + life.chance.days(9, 20)
    if not life.has_started or life.story.agreement != "signed" or first + 5 * ONE_DAY > life.last_day:
        return
    told = life.chance.sample(words.told("plans")["goal"], MOST)
    aims = [_set(life, said, first) for said in told[:AT_FIRST]]
    kept: list[tuple[Moment, Said]] = []
    for said, (_, day) in zip(told[AT_FIRST:], sorted(life.held, key=lambda each: each[1]), strict=False):
        if day + 3 * ONE_DAY > life.last_day:
            break
        renewed = life.chance.moment(day, after=aims[-1].set_at)
        aims[len(kept)].reached_at = renewed
        _be_done_by(aims[len(kept)], renewed)
        kept.append((renewed, _as_it_stood(aims, renewed)))
        aims.append(_set(life, said, day + ONE_DAY))
    if not life.story.ending and life.chance.happens(0.4):
        _be_late(life, aims[-1])
    for aim in aims:
        _keep(life, aim)
    for number, (when, content) in enumerate(kept, 1):
        _renew(life, number, when, content)


def _set(life: Life, said: Said, day: datetime.date) -> Aim:
    set_at = life.chance.moment(day)
    supervisor = life.supervisor_on(set_at.date())
    by = life.person if life.chance.happens(0.7) else supervisor
    codes = said["areas" if life.ground.framework == "KSS" else "shows"]
    outcomes = [(each.number, each.code, each.text) for each in life.ground.outcomes if each.code in codes]
    aim = Aim(said, by, set_at, outcomes)
    for owner, what, days in said["actions"]:
        due_on = working_day(set_at.date() + days * ONE_DAY)
        promise = Promise(owner, what, due_on, by, set_at)
        aim.promises.append(promise)
        set_at += datetime.timedelta(minutes=life.chance.randint(2, 9))
        if due_on < life.last_day:
            is_kept = owner == "social_worker" or life.chance.happens(life.story.support)
            promise.settled_at = life.chance.moment(due_on - life.chance.days(0, 4), after=set_at)
            promise.status = Action.Status.DONE if is_kept else Action.Status.NOT_DONE
            promise.words = "" if is_kept else words.told("plans")["words"]["not_done"]
    return aim


def _be_done_by(aim: Aim, when: Moment) -> None:
    """A goal that is reached leaves nothing to do."""
    for each in aim.promises:
        if each.settled_at is None or each.settled_at > when:
            each.settled_at = when - datetime.timedelta(minutes=30)
            each.status, each.words = Action.Status.DONE.value, ""


def _be_late(life: Life, aim: Aim) -> None:
    """The day of something promised is past, and nobody has said what came of it."""
    late = aim.promises[life.chance.randint(0, 1)]
    due_on = working_day(life.last_day - life.chance.days(5, 16))
    if aim.set_at.date() < due_on:
        late.due_on, late.settled_at, late.status, late.words = due_on, None, Action.Status.TO_DO.value, ""


def _as_it_stood(aims: list[Aim], when: Moment) -> Said:
    """In the order of the page: what is being worked on, then what is over."""
    stood = sorted(aims, key=lambda each: (each.reached_at is not None, each.set_at))
    return {"goals": [each.on(when) for each in stood]}


def _keep(life: Life, aim: Aim) -> None:
    goal = life.tables.add(
        Goal,
        status=Goal.Status.REACHED if aim.reached_at else Goal.Status.OPEN,
        enrolment_id=life.number,
        aim=aim.said["aim"],
        set_by_id=aim.set_by.number,
        set_at=aim.set_at,
        closed_at=aim.reached_at,
        closing_words=aim.said["reached"] if aim.reached_at else "",
    )
    for number, _, _ in aim.outcomes:
        life.tables.add(Goal.outcomes.through, goal_id=goal, item_id=number)
    codes = {"outcomes": [code for _, code, _ in aim.outcomes]}
    life.record(aim.set_at, "plan.goal_set", Goal, goal, aim.set_by, rules=life.reference, data=codes)
    other = life.supervisor_on(aim.set_at.date()) if aim.set_by == life.person else life.person
    _tell(life, aim.set_at, other, "plan-goal-set", aim.set_by)
    for place, each in enumerate(aim.promises):
        action = life.tables.add(
            Action,
            status=each.status,
            goal_id=goal,
            owner=each.owner,
            what=each.what,
            due_on=each.due_on,
            set_by_id=each.set_by.number,
            set_at=each.set_at,
            settled_at=each.settled_at,
            words=each.words,
        )
        if place:
            data = {"owner": each.owner, "due_on": each.due_on.isoformat()}
            set_at = each.set_at + datetime.timedelta(minutes=1)
            life.record(set_at, "plan.action_set", Action, action, each.set_by, data=data)
        if each.settled_at:
            is_own = each.owner == Action.Owner.SOCIAL_WORKER
            by = life.person if is_own else life.supervisor_on(each.settled_at.date())
            status = Action.Status(each.status).value
            life.record(each.settled_at, f"plan.action_{status}", Action, action, by)
    if aim.reached_at:
        by = life.supervisor_on(aim.reached_at.date())
        life.record(aim.reached_at, "plan.goal_reached", Goal, goal, by)


def _renew(life: Life, number: int, when: Moment, content: Said) -> None:
    supervisor = life.supervisor_on(when.date())
    version = life.tables.add(
        PlanVersion,
        enrolment_id=life.number,
        number=number,
        words=life.chance.choice(words.told("plans")["words"]["renewed"]),
        content=content,
        renewed_by_id=supervisor.number,
        renewed_at=when,
    )
    data = {"version": number}
    life.record(when, "plan.renewed", PlanVersion, version, supervisor, rules=life.reference, data=data)
    _tell(life, when, life.person, "plan-renewed", supervisor)


def _tell(life: Life, when: Moment, person: Person, kind: str, by: Person) -> None:
    enrolment = {"social_worker": life.person}
    life.making.tell(when, person, kind, "plans:plan", life.number, by=by, enrolment=enrolment)


# ---- Notes, for those who are under way


def take_notes(life: Life) -> None:
    """Some for the writer alone; sentences of one are on the agenda of the next supervision."""
    if not life.has_started or life.story.ending or life.around.supervisor is None:
        return
    told = life.chance.sample(words.told("plans")["note"], 3)
    days = (life.last_day - life.starts_on).days
    for place, said in enumerate(told):
        back = life.chance.days(3, 7) + place * 8 * ONE_DAY
        if back.days >= days or life.is_away(life.last_day - back):
            continue
        when = life.chance.moment(life.last_day - back)
        note = _note(life, said, when)
        if place < 2:
            _share(life, said, note, when, is_talked_about=place == 1)


def _note(life: Life, said: Said, when: Moment) -> int:
    number: int = life.tables.add(
        Note,
        enrolment_id=life.number,
        made_as=_any_identifier(life),
        title=said["title"],
        words=said["words"],
        happened_on=when.date(),
        created_at=when,
        saved_at=when,
        revision=1,
    )
    life.record(when, "evidence.note_kept", Note, number, life.person)
    return number


def _share(life: Life, said: Said, note: int, written: Moment, *, is_talked_about: bool) -> None:
    chosen = [each for place, each in enumerate(sentences(said["words"])) if place in said["lift"]]
    when = life.chance.moment(written.date() + ONE_DAY, after=written)
    talked = life.chance.moment(when.date() + life.chance.days(2, 5), after=when)
    supervisor = life.supervisor_on(when.date())
    spoken_of = {
        "read_at": when + datetime.timedelta(minutes=50),
        "read_by_id": supervisor.number,
        "talked_about_at": talked,
        "talked_about_by_id": supervisor.number,
    }
    shared = life.tables.add(
        SharedNote,
        status=SharedNote.Status.SHARED,
        enrolment_id=life.number,
        title=said["title"],
        words=together("", chosen),
        happened_on=written.date(),
        created_at=when,
        saved_at=when,
        revision=2,
        shared_at=when,
        **(spoken_of if is_talked_about else {}),
    )
    made_as = _any_identifier(life)
    for each in filter(None, [said["title"], *chosen]):
        life.tables.add(
            Lift,
            from_note_id=note,
            into_shared_id=shared,
            sentence=digest_of(each),
            made_as=made_as,
            lifted_at=when,
        )
    life.record(when, "evidence.note_shared", SharedNote, shared, life.person)
    if is_talked_about:
        life.record(talked, "evidence.note_talked_about", SharedNote, shared, supervisor)


def _any_identifier(life: Life) -> uuid.UUID:
    return uuid.UUID(int=life.chance.getrandbits(128), version=4)


# ---- Beside a self-assessment


def answer_self_assessments(life: Life) -> None:
    """What the supervisor of the day saw, outcome by outcome: mostly the same word, sometimes another."""
    for point, number, shared_at, own in life.shared:
        when = life.chance.moment(shared_at.date() + life.chance.days(5, 14), after=shared_at)
        if life.around.supervisor and when.date() <= life.last_day and life.chance.happens(0.6):
            _answer(life, point, number, own, when)


def _answer(life: Life, point: str, number: int, own: dict[str, str], when: Moment) -> None:
    supervisor = life.supervisor_on(when.date())
    revision = life.chance.randint(5, 30)
    view = life.tables.add(
        SupervisorView,
        self_assessment_id=number,
        supervisor_id=supervisor.number,
        created_at=when - datetime.timedelta(minutes=life.chance.randint(25, 90)),
        saved_at=when,
        revision=revision,
    )
    said, scale = [], list(life.ground.own_words)
    for outcome in life.ground.outcomes:
        if outcome.code not in own:
            continue
        place = scale.index(own[outcome.code]) + life.chance.choice([0, 0, 0, 0, 1, -1])
        word = scale[min(max(place, 0), len(scale) - 1)]
        reason = life.chance.choice(words.told("plans")["view"][word])
        life.tables.add(
            SupervisorPlacement, view_id=view, outcome_id=outcome.number, word=word, reason=reason
        )
        said.append((outcome.code, word, reason))
    life.tables.change(SupervisorView, view, status=SupervisorView.Status.SHARED.value, shared_at=when)
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    data = {"version": revision, "outcomes": [code for code, *_ in said], "sha256": digest}
    life.record(
        when,
        "self_assessment.view_shared",
        SupervisorView,
        view,
        supervisor,
        rules=life.reference,
        data=data,
    )
    life.making.tell(
        when,
        life.person,
        "self-assessment-answered",
        "self_assessment:view",
        view,
        self_assessment=f"{POINT_WORDS[point]} self-assessment",
        supervisor=supervisor,
    )
