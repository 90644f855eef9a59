"""What coordinators agreed with colleagues: how many they take on, and who goes on leave next week."""

from __future__ import annotations

import datetime

from swip.accounts.models import Role
from swip.demo.making.chance import working_day
from swip.demo.making.made import Making
from swip.demo.making.people import Employer
from swip.govuk.words import date_in_words
from swip.staffing.models import Away, Capacity

AGREED_DAYS_AGO = datetime.timedelta(days=40)
MORE_THAN_USUAL = 8


def arrange_colleagues(making: Making, employer: Employer) -> None:
    """One supervisor takes on more than most, and one is about to be away, with nobody to cover yet."""
    supervisors = employer.have(Role.PRACTICE_SUPERVISOR)
    coordinators = employer.have(Role.COORDINATOR)
    if len(supervisors) < 2 or not coordinators:
        return
    chance = making.chance(f"colleagues of {employer.name}")
    coordinator = coordinators[0]
    agreed = working_day(making.today - AGREED_DAYS_AGO)
    when = chance.moment(agreed)
    takes_more, goes_away = supervisors[:2]
    capacity = making.tables.add(
        Capacity,
        person_id=takes_more.number,
        organisation_id=employer.number,
        kind=Capacity.Kind.SUPERVISE.value,
        most=MORE_THAN_USUAL,
        starts_on=agreed,
        set_by_id=coordinator.number,
        set_at=when,
    )
    making.record(
        when,
        "staffing.capacity_set",
        Capacity,
        capacity,
        chain=employer.chain,
        by=coordinator,
        on_behalf_of=employer.name,
        note=f"{takes_more}: supervise {MORE_THAN_USUAL} at most, from {date_in_words(agreed)}",
    )
    first = working_day(making.today + datetime.timedelta(days=7))
    last = first + chance.days(9, 16)
    when = chance.moment(making.today - datetime.timedelta(days=3))
    away = making.tables.add(
        Away,
        person_id=goes_away.number,
        organisation_id=employer.number,
        starts_on=first,
        ends_on=last,
        recorded_by_id=coordinator.number,
        recorded_at=when,
    )
    making.record(
        when,
        "staffing.leave_recorded",
        Away,
        away,
        chain=employer.chain,
        by=coordinator,
        on_behalf_of=employer.name,
        note=f"{goes_away}: from {date_in_words(first)} to {date_in_words(last)}",
    )
