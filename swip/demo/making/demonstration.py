"""The demonstration: three employers, sixty social workers, and everybody around them."""

from __future__ import annotations

import datetime

from swip.accounts.models import Role
from swip.demo.making import words
from swip.demo.making.colleagues import arrange_colleagues
from swip.demo.making.ground import read_grounds, read_kinds
from swip.demo.making.guarded import may_be_out_of_sight, take_out_of_sight
from swip.demo.making.heard import write_procedure
from swip.demo.making.lives import live
from swip.demo.making.made import Making
from swip.demo.making.people import Employer, add_invitation, found_employer, found_national_programme
from swip.demo.making.stories import STORIES
from swip.demo.making.tables import Numbers, Tables
from swip.registration.models import RegistrationDraft

SEED = "demonstration"


def make_demonstration(today: datetime.date, numbers: Numbers) -> Making:
    """All of it, not saved yet; the same for the same day."""
    making = Making(
        seed=SEED,
        today=today,
        grounds=read_grounds(today),
        kinds=read_kinds(),
        tables=Tables(numbers),
        has_messages=True,
    )
    cast = words.cast()
    national = found_national_programme(making, cast["national"])
    employers = {each["key"]: _found(making, national, each) for each in cast["organisation"]}
    for invitation in cast["invitation"]:
        _invite(making, employers[invitation["at"]], invitation)
    places = dict.fromkeys(employers, 0)
    lives = []
    for group in cast["social_worker"]:
        employer = employers[group["at"]]
        for name, months, story in group["people"]:
            lived = live(
                making,
                employer,
                name=name,
                programme=group["programme"],
                months=months,
                story=STORIES[story],
                place=places[group["at"]],
            )
            lives.append(lived)
            places[group["at"]] += 1
    for employer in employers.values():
        arrange_colleagues(making, employer)
        write_procedure(making, employer)
    _begin_registration(making, employers["thornmere"])
    take_out_of_sight(next(each for each in lives if may_be_out_of_sight(each)))
    making.tell_history()
    return making


def _found(making: Making, national: Employer, details: dict) -> Employer:
    staff = {
        Role.ADMINISTRATOR: [details["administrator"]],
        Role.COORDINATOR: details["coordinators"],
        Role.PRACTICE_SUPERVISOR: details["supervisors"],
        Role.ASSESSOR: details["assessors"],
        Role.DECISION_MAKER: details["decision_makers"],
        Role.PRINCIPAL_SOCIAL_WORKER: details["principal_social_workers"],
        Role.DATA_PROTECTION_LEAD: details["data_protection_leads"],
    }
    return found_employer(
        making,
        national,
        key=details["key"],
        name=details["name"],
        kind=details["kind"],
        region=details["region"],
        teams=details["teams"],
        staff={role.value: names for role, names in staff.items()},
    )


def _invite(making: Making, employer: Employer, details: dict) -> None:
    """Somebody who has not answered yet."""
    chance = making.chance(details["name"])
    when = chance.moment(making.today - datetime.timedelta(days=details["days_ago"]))
    administrator = employer.have(Role.ADMINISTRATOR)[0]
    add_invitation(making, employer, details["name"], details["role"], when, by=administrator)


def _begin_registration(making: Making, employer: Employer) -> None:
    """A registration that a coordinator was called away from."""
    chance = making.chance("registration under way")
    when = chance.moment(making.today)
    coordinator = employer.have(Role.COORDINATOR)[0]
    book = making.grounds["swip"].book
    answers, *_ = making.grounds["swip"].eligibility(has_grant=True)
    draft = making.tables.add(
        RegistrationDraft,
        coordinator_id=coordinator.number,
        organisation_id=employer.number,
        rule_book_id=book.pk,
        eligibility_answers=answers,
        created_at=when,
        saved_at=when,
    )
    making.record(
        when,
        "registration.started",
        RegistrationDraft,
        draft,
        chain=employer.chain,
        by=coordinator,
        on_behalf_of=employer.name,
    )
