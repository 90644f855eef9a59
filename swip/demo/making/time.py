"""What changed somebody's time on a programme: hours, leave, a pause. The dates that follow are the engine's."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from swip.demo.making.chance import Chance, Moment
from swip.demo.making.ground import Ground
from swip.demo.making.life import ONE_DAY, Life
from swip.demo.making.stories import Story
from swip.enrolment.models import Absence, EmploymentPeriod, Pause
from swip.enrolment.queries.timetable import sum_of
from swip.enrolment.rules import timetable as engine
from swip.enrolment.rules.changes import hours_in_words
from swip.govuk.words import date_in_words

MATERNITY = ("maternity", "Maternity leave")
SICKNESS = ("sickness", "Sickness")


Written = tuple[Any, int, str, dict[str, Any]]
Writes = Callable[[Life, Any, Moment], Written]


@dataclass(frozen=True)
class Change:
    """One thing that was recorded of somebody's time."""

    on: datetime.date
    action: str
    fact: Any
    what: str


def lived(
    chance: Chance, ground: Ground, story: Story, starts_on: datetime.date, last_day: datetime.date
) -> engine.Life:
    """What happened to somebody, as far as it bears on their time."""
    life = engine.Life(starts_on, (engine.Job(starts_on, tenths=_tenths(chance, story)),))
    if story.time == "leave_ahead":
        first = chance.today + chance.days(30, 60)
        return replace(life, absences=(_absence(MATERNITY, first, 270, is_exempt=True),))
    if story.time == "back_from_leave":
        first = starts_on + chance.days(130, 150)
        leave = _absence(MATERNITY, first, 240, is_exempt=True, makes_longer=True)
        returned = first + 240 * ONE_DAY
        jobs = (engine.Job(starts_on, leave.ends_on), engine.Job(returned, tenths=6))
        return replace(life, jobs=jobs, absences=(leave,))
    if story.time == "was_ill":
        first = starts_on + chance.days(60, 90)
        return replace(
            life, absences=(_absence(SICKNESS, first, 34), _absence(SICKNESS, first + 60 * ONE_DAY, 6))
        )
    if story.time == "is_ill":
        return replace(life, absences=(_absence(SICKNESS, chance.today - chance.days(8, 12), None),))
    if story.ending == "paused":
        first = last_day + ONE_DAY
        back = chance.today + chance.days(40, 70)
        return replace(life, pauses=(engine.Pause(first, None, back, "Long sickness"),))
    return life


def _tenths(chance: Chance, story: Story) -> int:
    if story.time == "part_time":
        return chance.choice([6, 8])
    return engine.FULL_TIME


def _absence(kind: tuple[str, str], first: datetime.date, days: int | None, **more: Any) -> engine.Absence:
    last = first + (days - 1) * ONE_DAY if days else None
    return engine.Absence(first, last, kind=kind[0], words=kind[1], **more)


def record_time(life: Life) -> None:
    """Hours, leave and pauses as they were recorded, each with what it did to the end."""
    for change in sorted(_changes(life), key=lambda each: each.on):
        _record(life, change)


def _changes(life: Life) -> list[Change]:
    first, *others = life.lived.jobs
    _employ(life, first)
    changes = [Change(each.starts_on, "employment_changed", each, "") for each in others]
    changes += [
        Change(
            min(each.starts_on, life.making.today) - 12 * ONE_DAY * each.is_exempt,
            "absence_recorded",
            each,
            "",
        )
        for each in life.lived.absences
    ]
    changes += [Change(each.starts_on, "paused", each, "") for each in life.lived.pauses]
    return changes


def _employ(life: Life, job: engine.Job) -> int:
    return life.tables.add(
        EmploymentPeriod,
        enrolment_id=life.number,
        organisation_id=life.employer.number,
        team_id=life.around.team,
        full_time_equivalent=f"{job.tenths / engine.FULL_TIME:.1f}",
        starts_on=job.starts_on,
        ends_on=job.ends_on,
    )


def _record(life: Life, change: Change) -> None:
    writes: dict[str, Writes] = {"employment_changed": _hours, "absence_recorded": _away, "paused": _pause}
    before, after = _end_without(life, change.fact), life.ends_on
    when = life.chance.moment(min(change.on, life.making.today))
    model, number, what, data = writes[change.action](life, change.fact, when)
    said = {"on_behalf_of": life.employer.name, "rules": life.reference}
    by = life.around.coordinator
    if before != after:
        told = sum_of(life.lived, life.ground.terms, life.timetable)
        life.record_step(
            when,
            "enrolment.dates_moved",
            by,
            note=what,
            data={
                "end": [before.isoformat(), after.isoformat()],
                "stages": {},
                "sum": str(told).splitlines(),
            },
            **said,
        )
    data["end"] = [before.isoformat(), after.isoformat()]
    life.record(when, f"enrolment.{change.action}", model, number, by, note=what, data=data, **said)


def _end_without(life: Life, fact: Any) -> datetime.date:
    """When it would have ended if this had not happened."""
    lived = life.lived
    jobs = lived.jobs
    if fact in jobs:
        place = jobs.index(fact)
        jobs = (*jobs[: place - 1], replace(jobs[place - 1], ends_on=fact.ends_on), *jobs[place + 1 :])
    without = replace(
        lived,
        jobs=jobs,
        absences=tuple(each for each in lived.absences if each != fact),
        pauses=tuple(each for each in lived.pauses if each != fact),
    )
    return engine.timetable(without, life.ground.terms, on=life.making.today).ends_on


def _hours(life: Life, job: engine.Job, when: Moment) -> Written:
    before = life.lived.jobs[life.lived.jobs.index(job) - 1]
    told = [hours_in_words(each.tenths) for each in (before, job)]
    what = f"From {date_in_words(job.starts_on)}: {told[1]}, instead of {told[0]}"
    data = {"from": {"tenths": before.tenths}, "to": {"tenths": job.tenths}}
    return EmploymentPeriod, _employ(life, job), what, data


def _away(life: Life, absence: engine.Absence, when: Moment) -> Written:
    number = life.tables.add(
        Absence,
        enrolment_id=life.number,
        kind=absence.kind,
        kind_words=absence.words,
        is_exempt=absence.is_exempt,
        makes_longer=absence.makes_longer,
        starts_on=absence.starts_on,
        ends_on=absence.ends_on,
        recorded_by_id=life.around.coordinator.number,
        recorded_at=when,
    )
    until = f"to {date_in_words(absence.ends_on)}" if absence.ends_on else "until further notice"
    what = f"{absence.words} from {date_in_words(absence.starts_on)} {until}"
    last = absence.ends_on.isoformat() if absence.ends_on else None
    data = {"kind": absence.kind, "from_day": absence.starts_on.isoformat(), "until": last}
    return Absence, number, what, data


def _pause(life: Life, pause: engine.Pause, when: Moment) -> Written:
    agreed_by = ["social_worker", "assessor", "line_manager", "coordinator"]
    expected: Any = pause.expected_return_on
    number = life.tables.add(
        Pause,
        enrolment_id=life.number,
        reason="long_sickness",
        reason_words=pause.words,
        starts_on=pause.starts_on,
        expected_return_on=expected,
        agreed_by=agreed_by,
        recorded_by_id=life.around.coordinator.number,
        recorded_at=when,
    )
    what = f"Pause from {date_in_words(pause.starts_on)}, expected back on {date_in_words(expected)}: long sickness"
    data = {
        "reason": "long_sickness",
        "from_day": pause.starts_on.isoformat(),
        "expected_return_on": expected.isoformat(),
        "until": None,
        "agreed_by": agreed_by,
    }
    return Pause, number, f"{what}. Agreed by: everybody whom the rules name", data
