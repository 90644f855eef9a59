"""From the name and the story of a social worker to their whole record."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from swip.accounts.models import Role
from swip.demo.making import endings, heard, life, observed, plans, portfolio, reviews, shown, support, time
from swip.demo.making.chance import Chance, months_before
from swip.demo.making.ground import Ground
from swip.demo.making.life import Around, Life
from swip.demo.making.made import Making, Person
from swip.demo.making.people import Employer
from swip.demo.making.stories import Story
from swip.enrolment.rules import months_after
from swip.enrolment.rules import timetable as engine

NOBODY = Person(0, "", "")


def live(
    making: Making,
    employer: Employer,
    *,
    name: str,
    programme: str,
    months: float,
    story: Story,
    place: int,
    pieces: int | None = None,
) -> Life:
    """Everything that has happened to one social worker. `place` spreads people over supervisors and teams."""
    chance = making.chance(f"{employer.key}, {name}")
    ground = making.grounds[programme]
    starts_on = months_before(making.today, months)
    last_day = _last_day(chance, ground, story, starts_on)
    lived = _lived(chance, ground, story, starts_on, last_day)
    timetable = engine.timetable(lived, ground.terms, on=making.today)
    made = Life(
        making=making,
        chance=chance,
        ground=ground,
        employer=employer,
        around=_around(chance, employer, story, place, has_changed=months > 10),
        person=NOBODY,
        story=story,
        starts_on=starts_on,
        lived=lived,
        timetable=timetable,
        ends_on=timetable.ends_on,
        last_day=last_day,
    )
    if made.around.former_supervisor:
        made.supervisor_changes_on = months_after(starts_on, 5) + chance.days(0, 60)
    life.begin(made, name)
    time.record_time(made)
    support.give_support(made)
    portfolio.write_portfolio(made, pieces=pieces)
    reviews.go_through_stages(made)
    endings.assess(made)
    life.leave(made)
    life.set_stages(made)
    observed.watch(made)
    heard.hear(made)
    plans.plan(made)
    plans.take_notes(made)
    plans.answer_self_assessments(made)
    shown.choose_what_stands(made)
    return made


def _around(chance: Chance, employer: Employer, story: Story, place: int, *, has_changed: bool) -> Around:
    supervisors = employer.have(Role.PRACTICE_SUPERVISOR)
    supervisor = _one_of(supervisors, place)
    former = _one_of(supervisors, place + 1)
    is_changed = has_changed and former != supervisor and chance.happens(0.25)
    return Around(
        coordinator=_one_of(employer.have(Role.COORDINATOR), place),
        supervisor=supervisor if story.has_supervisor else None,
        former_supervisor=former if is_changed else None,
        assessor=_one_of(employer.have(Role.ASSESSOR), place),
        decision_maker=_one_of(employer.have(Role.DECISION_MAKER), place),
        team=employer.teams[place % len(employer.teams)] if employer.teams else None,
    )


def _one_of(people: Sequence[Person], place: int) -> Person:
    return people[place % len(people)]


def _lived(
    chance: Chance, ground: Ground, story: Story, starts_on: datetime.date, last_day: datetime.date
) -> engine.Life:
    lived = time.lived(chance, ground, story, starts_on, last_day)
    if story.ending != "extend":
        return lived
    end, later = (months_after(starts_on, ground.length_months + more) for more in (0, endings.MONTHS_MORE))
    return replace(lived, more_time=(engine.MoreTime((later - end).days),))


def _last_day(chance: Chance, ground: Ground, story: Story, starts_on: datetime.date) -> datetime.date:
    """Until when anything was written: yesterday, or the day on which it ended."""
    if story.ending in {"met", "not_met"}:
        return months_after(starts_on, ground.length_months) - datetime.timedelta(days=1)
    if story.ending in {"withdrawn", "paused"}:
        return chance.today - chance.days(18, 30)
    return chance.yesterday
