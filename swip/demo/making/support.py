"""What was promised to a social worker and what was given: the agreement, sessions, protected time, workload."""

from __future__ import annotations

import datetime
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from swip.demo.making.chance import Moment
from swip.demo.making.life import ONE_DAY, Life
from swip.demo.making.made import Person
from swip.enrolment.rules.timetable import FULL_TIME
from swip.supervision.actions.agreements import fingerprint
from swip.supervision.models import (
    AgreementVersion,
    Dispute,
    ProtectedTime,
    Session,
    Signature,
    SupportAgreement,
    Workload,
)
from swip.supervision.models.ledger import LedgerEntry, Status
from swip.supervision.queries.agreements import allowance_of, full_week, least_promise, usual_minutes
from swip.supervision.rules.ledger import Facts, support
from swip.supervision.rules.rhythm import Gap, Promise, Slot, days_in_rhythm, without_overlaps

WEEK = datetime.timedelta(days=7)
WEEKS_OF_PROTECTED_TIME = 26
DAYS_UNTIL_SEEN = 25
CONCERNS = (
    "First between the two of us, in supervision. If that does not settle it, either of us writes to the"
    " coordinator, who answers within a week and meets both of us."
)
WHY_LOST = ["Duty cover for a colleague", "A child protection conference", "Court went on all day"]
WHY_CANCELLED = {
    Session.CancelledBy.SUPERVISOR: "Called to an emergency in the team",
    Session.CancelledBy.SOCIAL_WORKER: "An urgent visit that could not wait",
    Session.CancelledBy.EMPLOYER: "The office was closed",
}


def give_support(life: Life) -> None:
    """Everything about support, from the first week until now."""
    if not life.has_started or life.around.supervisor is None:
        return
    promise = least_promise(life.ground.book, _part_of_full_time(life), life.starts_on)
    gaps = _gaps(life)
    if life.story.agreement != "none":
        _agree(life, promise)
    slots = days_in_rhythm(life.starts_on, life.ends_on, promise.rhythm, gaps)
    _hold_sessions(life, slots)
    _protect_time(life, promise, gaps)
    _carry_work(life, promise)


def _part_of_full_time(life: Life) -> Decimal:
    return Decimal(life.lived.jobs[-1].tenths) / FULL_TIME


def _gaps(life: Life) -> tuple[Gap, ...]:
    """Nothing is expected during a pause or leave of the kinds where the worker chooses."""
    spells = [(each.starts_on, each.ends_on) for each in life.lived.absences if each.is_exempt]
    spells += [(each.starts_on, each.expected_return_on) for each in life.lived.pauses]
    return without_overlaps(spells, life.starts_on)


def support_by(life: Life, day: datetime.date) -> dict[str, Any]:
    """What had been given by a day, in the shape in which a review keeps it."""
    given = life.given
    promise = least_promise(life.ground.book, _part_of_full_time(life), life.starts_on)
    facts = Facts(
        start=life.starts_on,
        end=life.ends_on,
        promises=(promise,),
        allowance=allowance_of(life.ground.book),
        gaps=tuple(gap for gap in _gaps(life) if gap[0] <= day),
        held=[each for each in given.held if each <= day],
        disputed=[each for each in given.disputed if each <= day],
        cancelled=[each for each in given.cancelled if each[0] <= day],
        weeks=[each for each in given.weeks if each[0] <= day],
        workloads=[each for each in given.workloads if each[0] <= day],
    )
    is_agreed = given.agreed_on is not None and given.agreed_on <= day
    return asdict(replace(support(facts, today=day), is_agreed=is_agreed))


# ---- The agreement


def _agree(life: Life, promise: Promise) -> None:
    chance, around = life.chance, life.around
    writer = life.supervisor_on(life.starts_on)
    offered = chance.moment(min(life.starts_on + chance.days(6, 15), life.last_day))
    is_waiting = life.story.agreement == "offered" or offered.date() + 10 * ONE_DAY > life.last_day
    signed = [offered + datetime.timedelta(days=day, minutes=chance.randint(5, 200)) for day in (1, 2, 4)]
    status = SupportAgreement.Status.OFFERED if is_waiting else SupportAgreement.Status.IN_FORCE
    agreement = life.tables.add(
        SupportAgreement,
        status=status,
        enrolment_id=life.number,
        started_by_id=writer.number,
        started_at=offered,
        saved_at=offered,
        revision=1,
        in_force_on=None if is_waiting else signed[-1].date(),
    )
    version = _version(life, promise, agreement, writer, offered)
    sealed = fingerprint(AgreementVersion(**version))
    _say(life, offered, "agreement.started", agreement, writer)
    _say(life, offered, "agreement.offered", agreement, writer, sealed)
    signers = [
        ("practice_supervisor", writer),
        ("social_worker", life.person),
        ("employer", around.coordinator),
    ]
    for (part, person), when in zip(signers[: 1 if is_waiting else 3], signed, strict=False):
        life.tables.add(
            Signature, version_id=version["id"], part=part, person_id=person.number, signed_at=when
        )
        _say(life, when, "agreement.signed", agreement, person, {"part": part} | sealed)
    if not is_waiting:
        life.given.agreed_on = signed[-1].date()
        _say(life, signed[-1], "agreement.in_force", agreement, around.coordinator, sealed)


def _version(life: Life, promise: Promise, agreement: int, writer: Person, offered: Moment) -> dict[str, Any]:
    hours = [Decimal(str(each)).quantize(Decimal("0.01")) for each in promise.hours]
    contracted = (_part_of_full_time(life) * full_week(life.ground.book)).quantize(Decimal("0.01"))
    said = {
        "agreement_id": agreement,
        "number": 1,
        **{phase: getattr(promise.rhythm, phase).code for phase in ("weeks_1_to_6", "to_month_6")},
        **{phase: getattr(promise.rhythm, phase).code for phase in ("to_month_12", "year_2")},
        "session_minutes": usual_minutes(life.ground.book),
        "contracted_hours": contracted,
        "protected_hours_year_1": hours[0],
        "protected_hours_year_2": hours[1],
        "workload_year_1": promise.workload[0],
        "workload_year_2": promise.workload[1],
        "supervisor_id": writer.number,
        "assessor_id": life.around.assessor.number,
        "cover": life.around.coordinator.name,
        "concerns": CONCERNS,
        "signed_by": ["social_worker", "practice_supervisor", "employer"],
        "offered_by_id": writer.number,
        "offered_at": offered,
    }
    return said | {"id": life.tables.add(AgreementVersion, **said)}


def _say(
    life: Life, when: Moment, action: str, agreement: int, by: Person, data: dict[str, Any] | None = None
) -> None:
    life.record(when, action, SupportAgreement, agreement, by, rules=life.reference, data=data)


# ---- The ledger


def _hold_sessions(life: Life, slots: tuple[Slot, ...]) -> None:
    """Most of the promised sessions take place near their day; some are cancelled, some never come about."""
    past = [each for each in slots if each.day + 3 * ONE_DAY < life.last_day]
    ahead = [each for each in slots if each.day > life.making.today]
    for slot in past:
        if life.is_away(slot.day):
            continue
        if life.chance.happens(life.story.support):
            _hold(life, slot.day - life.chance.days(0, 3))
        elif life.chance.happens(0.6):
            _cancel(life, slot.day)
    is_under_way = life.last_day >= life.chance.yesterday
    if ahead and is_under_way and life.chance.happens(0.7):
        when = life.chance.moment(life.chance.yesterday)
        _session(life, when, Status.PLANNED, "session_planned", planned_for=_weekday(ahead[0].day))


def _weekday(day: datetime.date) -> datetime.date:
    return day + max(0, 7 - day.weekday()) * ONE_DAY if day.weekday() > 4 else day


def _hold(life: Life, day: datetime.date) -> None:
    chance = life.chance
    held = max(life.starts_on, day)
    when = chance.moment(held)
    held = when.date()
    is_disputed = life.story.disputes and held > life.last_day - 12 * ONE_DAY
    number = _session(
        life,
        when,
        Status.DISPUTED if is_disputed else Status.GIVEN,
        "session_entered",
        held_on=held,
        kind=Session.Kind.GROUP if chance.happens(0.1) else Session.Kind.INDIVIDUAL,
        minutes=chance.choice([60, 75, 90, 90, 90]),
        reflection_minutes=chance.choice([0, 20, 30, 30, 45]),
    )
    (life.given.disputed if is_disputed else life.given.held).append(held)
    if is_disputed:
        _dispute(life, number, when)


def _cancel(life: Life, day: datetime.date) -> None:
    by = life.chance.choice(list(WHY_CANCELLED))
    when = life.chance.moment(day)
    life.given.cancelled.append((day, by))
    said = {"planned_for": day, "cancelled_by": by, "cancelled_why": WHY_CANCELLED[by]}
    _session(life, when, Status.CANCELLED, "session_cancelled", **said)


def _session(life: Life, when: Moment, status: str, action: str, **details: Any) -> int:
    supervisor = life.supervisor_on(when.date())
    with_whom = {"held_by_id": supervisor.number, "held_by_name": supervisor.name}
    return _enter(life, when, Session, action, supervisor, status=status, **with_whom, **details)


def _enter(life: Life, when: Moment, model: type[LedgerEntry], action: str, by: Person, **said: Any) -> int:
    is_own = by.number == life.person.number
    other = life.supervisor_on(when.date()) if is_own else life.person
    agreed = _agreed_at(life, when) if said["status"] in {Status.GIVEN, Status.CANCELLED} else None
    number: int = life.tables.add(
        model,
        agreed_by_id=other.number if agreed else None,
        agreed_at=agreed,
        enrolment_id=life.number,
        side=LedgerEntry.Side.SOCIAL_WORKER if is_own else LedgerEntry.Side.EMPLOYER,
        entered_by_id=by.number,
        entered_at=when,
        said_on=when.date(),
        **said,
    )
    life.record(when, f"supervision.{action}", model, number, by)
    if agreed:
        life.record(agreed, "supervision.entry_agreed", model, number, other)
    return number


def _agreed_at(life: Life, when: Moment) -> Moment | None:
    """The other side has seen what is older than a few weeks. A country does without: it has enough history."""
    if not life.making.has_messages or when.date() > life.making.today - DAYS_UNTIL_SEEN * ONE_DAY:
        return None
    return life.chance.moment(when.date() + life.chance.days(2, 9), after=when)


def _dispute(life: Life, session: int, when: Moment) -> None:
    later = life.chance.moment(when.date() + 2 * ONE_DAY, after=when)
    words = "We spoke on the telephone for ten minutes about one family. I would not call that supervision."
    life.tables.add(
        Dispute, session_id=session, words=words, raised_by_id=life.person.number, raised_at=later
    )
    life.record(later, "supervision.entry_disputed", Session, session, life.person)


def _protect_time(life: Life, promise: Promise, gaps: tuple[Gap, ...]) -> None:
    """Each week of the last half year, entered by whose time it is."""
    monday = life.last_day - (life.last_day.weekday() + 7) * ONE_DAY
    for back in range(WEEKS_OF_PROTECTED_TIME):
        week = monday - back * WEEK
        if week < life.starts_on or life.is_away(week) or life.is_away(week + 6 * ONE_DAY):
            continue
        year = 1 if (week - life.starts_on).days < 365 else 2
        promised = Decimal(str(promise.hours_in(year))).quantize(Decimal("0.01"))
        is_kept = life.chance.happens(life.story.support)
        taken = promised if is_kept else (promised / 2).quantize(Decimal("0.01"))
        life.given.weeks.append((week, float(taken)))
        _enter(
            life,
            life.chance.moment(min(week + 4 * ONE_DAY, life.last_day)),
            ProtectedTime,
            "protected_time_entered",
            life.person,
            status=Status.GIVEN,
            week=week,
            hours_promised=promised,
            hours_taken=taken,
            why_lost="" if is_kept else life.chance.choice(WHY_LOST),
        )


def _carry_work(life: Life, promise: Promise) -> None:
    """How much work there was, every other month."""
    day = life.starts_on + 60 * ONE_DAY
    while day < life.last_day:
        if not life.is_away(day):
            year = 1 if (day - life.starts_on).days < 365 else 2
            agreed = promise.workload_in(year)
            more = life.chance.randint(-9, 0) if life.story.support > 0.95 else life.chance.randint(5, 22)
            families = life.chance.randint(6, 11)
            when = life.chance.moment(day)
            life.given.workloads.append((when.date(), agreed + more))
            _enter(
                life,
                when,
                Workload,
                "workload_entered",
                life.person,
                status=Status.GIVEN,
                as_of=when.date(),
                families=families,
                children=families + life.chance.randint(3, 9),
                percent=agreed + more,
                agreed_percent=agreed,
            )
        day += 61 * ONE_DAY
