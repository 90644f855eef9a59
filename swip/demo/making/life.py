"""One social worker's place on a programme, as far as it has come."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from swip.accounts.models import RegisterCheck, User
from swip.demo.making.chance import Chance, Moment, at
from swip.demo.making.ground import Ground
from swip.demo.making.made import Making, Person
from swip.demo.making.people import Employer, add_person, address
from swip.demo.making.stories import Story
from swip.enrolment.models import (
    EligibilityDecision,
    Enrolment,
    Look,
    Pairing,
    StageDate,
    Withdrawal,
)
from swip.enrolment.rules import timetable as engine
from swip.govuk.words import date_in_words
from swip.programmes.models import Stage
from swip.programmes.rules import LeadsTo
from swip.registration.models import RegistrationDraft

ONE_DAY = datetime.timedelta(days=1)
EARLY_IN_THE_MORNING = 5 * 60
STATUSES = {
    "met": Enrolment.Status.COMPLETED,
    "not_met": Enrolment.Status.NOT_COMPLETED,
    "withdrawn": Enrolment.Status.WITHDRAWN,
    "paused": Enrolment.Status.PAUSED,
}


@dataclass(frozen=True)
class Around:
    """The people around a social worker."""

    coordinator: Person
    supervisor: Person | None
    former_supervisor: Person | None
    assessor: Person
    decision_maker: Person
    team: int | None


@dataclass
class Counted:
    """An accepted piece of evidence, as reviews and judgements speak of it."""

    number: int
    title: str
    kind: str
    happened_on: datetime.date
    submitted_at: Moment
    accepted_at: Moment
    accepted_by: int
    complexity: str
    codes: list[str]
    versions: list[int]


@dataclass
class Given:
    """What was entered of support: the days, with what was said of them."""

    held: list[datetime.date] = field(default_factory=list)
    disputed: list[datetime.date] = field(default_factory=list)
    cancelled: list[tuple[datetime.date, str]] = field(default_factory=list)
    weeks: list[tuple[datetime.date, float]] = field(default_factory=list)
    workloads: list[tuple[datetime.date, float]] = field(default_factory=list)
    agreed_on: datetime.date | None = None


@dataclass
class Life:
    """What the parts of one record have in common while it is made."""

    making: Making
    chance: Chance
    ground: Ground
    employer: Employer
    around: Around
    person: Person
    story: Story
    starts_on: datetime.date
    lived: engine.Life
    timetable: engine.Timetable
    ends_on: datetime.date
    last_day: datetime.date  # until when anything happened
    number: int = 0
    register_number: str = ""
    supervisor_changes_on: datetime.date | None = None
    counted: list[Counted] = field(default_factory=list)
    stage_dates: dict[int, int] = field(default_factory=dict)
    shared: list[tuple[str, int, Moment, dict[str, str]]] = field(default_factory=list)
    held: list[tuple[Stage, datetime.date]] = field(default_factory=list)
    given: Given = field(default_factory=Given)

    @property
    def tables(self) -> Any:
        return self.making.tables

    @property
    def chain(self) -> str:
        return f"enrolment:{self.number}"

    @property
    def reference(self) -> str:
        return self.ground.book.reference

    @cached_property
    def due(self) -> dict[str, datetime.date]:
        """The day of each stage, as the time engine gives it."""
        return {each.stage.code: each.due_on for each in self.timetable.stages if each.round == 1}

    def is_away(self, day: datetime.date) -> bool:
        spells = (*self.lived.absences, *self.lived.pauses)
        return any(each.starts_on <= day and (each.ends_on is None or day <= each.ends_on) for each in spells)

    @property
    def has_started(self) -> bool:
        return self.starts_on < self.making.today

    def due_on(self, stage: Stage) -> datetime.date:
        return self.due[stage.code]

    def supervisor_on(self, day: datetime.date) -> Person:
        """Who supervised then."""
        around = self.around
        if self.supervisor_changes_on and day < self.supervisor_changes_on and around.former_supervisor:
            return around.former_supervisor
        return around.supervisor or around.coordinator

    def record(
        self, when: Moment, action: str, model: Any, number: int, by: Person | None, **said: Any
    ) -> None:
        self.making.record(when, action, model, number, chain=self.chain, by=by, **said)

    def record_step(self, when: Moment, action: str, by: Person | None, **said: Any) -> None:
        """A step of the enrolment itself."""
        self.record(when, action, Enrolment, self.number, by, **said)


def begin(life: Life, name: str) -> None:
    """A coordinator registers somebody some weeks before their first day."""
    making, chance, ground, around = life.making, life.chance, life.ground, life.around
    registered = chance.moment(min(life.starts_on, making.today) - chance.days(10, 35))
    began = registered - datetime.timedelta(minutes=chance.randint(6, 25))
    life.register_number = making.next_register_number()
    life.person = add_person(
        making,
        chance,
        name,
        address(name, life.employer.key),
        registered,
        register_number=life.register_number,
    )
    on_behalf_of = life.employer.name
    making.record(
        registered,
        "user.registered",
        User,
        life.person.number,
        chain=life.person.chain,
        by=around.coordinator,
        on_behalf_of=on_behalf_of,
    )
    _, answers, reasons = ground.eligibility(has_grant=not chance.happens(0.1))
    leads_to = LeadsTo.JOINS_WITHOUT_GRANT if reasons else LeadsTo.JOINS
    life.number = life.tables.add(
        Enrolment,
        status=_status(life),
        social_worker_id=life.person.number,
        programme_id=ground.book.programme_id,
        rule_book_id=ground.book.pk,
        standards_id=ground.book.standards_id,
        starts_on=life.starts_on,
        expected_end_on=life.ends_on,
        registered_at=registered,
    )
    draft = life.tables.add(
        RegistrationDraft,
        status=RegistrationDraft.Status.FINISHED,
        coordinator_id=around.coordinator.number,
        organisation_id=life.employer.number,
        rule_book_id=ground.book.pk,
        enrolment_id=life.number,
        created_at=began,
        saved_at=registered,
    )
    making.record(
        began,
        "registration.started",
        RegistrationDraft,
        draft,
        chain=life.employer.chain,
        by=around.coordinator,
        on_behalf_of=on_behalf_of,
    )
    life.record_step(
        registered,
        "enrolment.registered",
        around.coordinator,
        on_behalf_of=on_behalf_of,
        rules=life.reference,
        note=f"On the {ground.book.programme}, from {date_in_words(life.starts_on)}",
        data={"result": leads_to.value, "starts_on": life.starts_on.isoformat()},
    )
    life.tables.add(
        EligibilityDecision,
        enrolment_id=life.number,
        rule_book_id=ground.book.pk,
        answers=answers,
        reasons=reasons,
        result=EligibilityDecision.Result.JOINS_WITHOUT_GRANT
        if reasons
        else EligibilityDecision.Result.JOINS,
        decided_by_id=around.coordinator.number,
        decided_at=registered,
    )
    _look_up(life, registered)
    _pair(life, registered)
    if life.has_started:
        morning = at(life.starts_on, EARLY_IN_THE_MORNING)
        life.record_step(morning, "enrolment.started", None, rules=life.reference)
    _look(life)


DAYS_BETWEEN_CHECKS = 30


def _look_up(life: Life, registered: Moment) -> None:
    """The coordinator looked for them on the register not long ago; of a few it is time again."""
    day = max(registered.date(), life.making.today - life.chance.days(2, 33))
    when = life.chance.moment(day, after=registered)
    if life.story.ending in {"met", "not_met", "withdrawn"}:
        return
    number = life.register_number
    seen = when.date()
    check = life.tables.add(
        RegisterCheck,
        person_id=life.person.number,
        register_number=number,
        source=RegisterCheck.Source.MANUAL,
        result=RegisterCheck.Result.FOUND,
        registered_name=life.person.name,
        register_status="Registered",
        registered_from=life.starts_on - life.chance.days(60, 200),
        seen_on=seen,
        checked_at=when,
        checked_by_id=life.around.coordinator.number,
        recheck_after_days=DAYS_BETWEEN_CHECKS,
        next_check_on=seen + DAYS_BETWEEN_CHECKS * ONE_DAY,
    )
    life.making.record(
        when,
        "register.checked",
        User,
        life.person.number,
        chain=life.person.chain,
        by=life.around.coordinator,
        rules=life.reference,
        note="On the register",
        data={
            "check": check,
            "source": "manual",
            "result": "found",
            "seen_on": seen.isoformat(),
        },
    )


def _status(life: Life) -> str:
    if not life.has_started:
        return Enrolment.Status.REGISTERED
    return STATUSES.get(life.story.ending, Enrolment.Status.ACTIVE)


def _pair(life: Life, when: Moment) -> None:
    around = life.around
    is_over = life.story.ending in {"met", "not_met", "withdrawn"}
    ends_on = life.last_day if is_over else None
    first = life.supervisor_on(life.starts_on) if around.supervisor else None
    named = {Pairing.Kind.SUPERVISOR: first, Pairing.Kind.ASSESSOR: around.assessor}
    for kind, person in named.items():
        if person is None:
            continue
        changes = life.supervisor_changes_on if kind == Pairing.Kind.SUPERVISOR else None
        life.tables.add(
            Pairing,
            enrolment_id=life.number,
            kind=kind,
            person_id=person.number,
            starts_on=life.starts_on,
            ends_on=changes - ONE_DAY if changes else ends_on,
        )
        life.record_step(
            when,
            f"enrolment.{kind.value}_named",
            around.coordinator,
            on_behalf_of=life.employer.name,
            note=f"{person.name}, from {date_in_words(life.starts_on)}",
            data={"to": person.number, "from_day": life.starts_on.isoformat()},
        )
        if changes and around.supervisor:
            _change_supervisor(life, person, around.supervisor, changes, ends_on)


def _change_supervisor(
    life: Life, former: Person, new: Person, day: datetime.date, ends_on: datetime.date | None
) -> None:
    life.tables.add(
        Pairing,
        enrolment_id=life.number,
        kind=Pairing.Kind.SUPERVISOR,
        person_id=new.number,
        starts_on=day,
        ends_on=ends_on,
    )
    life.record_step(
        life.chance.moment(day - datetime.timedelta(days=9)),
        "enrolment.supervisor_changed",
        life.around.coordinator,
        on_behalf_of=life.employer.name,
        note=f"From {former.name} to {new.name}, from {date_in_words(day)}",
        data={"from": former.number, "to": new.number, "from_day": day.isoformat()},
    )


def _look(life: Life) -> None:
    """The coordinator and the assessor open the record now and then, and history says so."""
    days = (life.last_day - life.starts_on).days
    for person in (life.around.coordinator, life.around.assessor):
        if days > 30:
            when = life.chance.moment(life.starts_on + datetime.timedelta(days=life.chance.randint(20, days)))
            life.tables.add(Look, enrolment_id=life.number, by_id=person.number, on=when.date())
            life.record_step(when, "enrolment.looked", person, on_behalf_of=life.employer.name)


def set_stages(life: Life) -> None:
    """The date of every stage, and the day on which it was held."""
    held = {stage.pk: day for stage, day in life.held}
    stages = {each.code: each.pk for each in life.ground.stages}
    for due in life.timetable.stages:
        stage = stages[due.stage.code]
        number = life.tables.add(
            StageDate,
            enrolment_id=life.number,
            stage_id=stage,
            due_on=due.due_on,
            held_on=held.get(stage) if due.round == 1 else None,
            round=due.round,
        )
        life.stage_dates.setdefault(stage, number)


def leave(life: Life) -> None:
    """Some leave before the end."""
    when = life.chance.moment(life.last_day)
    if life.story.ending == "withdrawn":
        reason = "moved_outside_england"
        words = life.ground.withdrawal_reasons[reason]
        life.tables.add(
            Withdrawal,
            enrolment_id=life.number,
            reason=reason,
            reason_words=words,
            last_day=life.last_day,
            recorded_by_id=life.around.coordinator.number,
            recorded_at=when,
        )
        life.record_step(
            when,
            "enrolment.withdrawn",
            life.around.coordinator,
            on_behalf_of=life.employer.name,
            rules=life.reference,
            note=f"{words}. Last day: {date_in_words(life.last_day)}",
            data={"reason": reason, "last_day": life.last_day.isoformat()},
        )
