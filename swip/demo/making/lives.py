"""From the name and the story of a social worker to their whole record."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from swip.accounts.models import Role
from swip.demo.making import endings, life, portfolio, reviews
from swip.demo.making.chance import Chance, months_before
from swip.demo.making.ground import Ground
from swip.demo.making.life import Around, Life
from swip.demo.making.made import Making, Person
from swip.demo.making.people import Employer
from swip.demo.making.stories import Story
from swip.enrolment.rules import months_after

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
    made = Life(
        making=making,
        chance=chance,
        ground=ground,
        employer=employer,
        around=_around(chance, employer, story, place, has_changed=months > 10),
        person=NOBODY,
        story=story,
        starts_on=starts_on,
        ends_on=_end(ground, story, starts_on),
        last_day=_last_day(chance, ground, story, starts_on),
    )
    if made.around.former_supervisor:
        made.supervisor_changes_on = months_after(starts_on, 5) + chance.days(0, 60)
    life.begin(made, name)
    portfolio.write_portfolio(made, pieces=pieces)
    reviews.go_through_stages(made)
    endings.assess(made)
    life.leave(made)
    life.set_stages(made)
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


def _end(ground: Ground, story: Story, starts_on: datetime.date) -> datetime.date:
    more = endings.MONTHS_MORE if story.ending == "extend" else 0
    return months_after(starts_on, ground.length_months + more)


def _last_day(chance: Chance, ground: Ground, story: Story, starts_on: datetime.date) -> datetime.date:
    """Until when anything was written: yesterday, or the day on which it ended."""
    if story.ending in {"met", "not_met"}:
        return months_after(starts_on, ground.length_months) - datetime.timedelta(days=1)
    if story.ending in {"withdrawn", "paused"}:
        return chance.today - chance.days(18, 30)
    return chance.yesterday
