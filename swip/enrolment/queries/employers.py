"""With whom somebody works, from when to when, and who answers for their programme."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from swip.accounts.models import Organisation
from swip.enrolment.models import EmploymentPeriod, Enrolment


@dataclass(frozen=True)
class Stay:
    """A time with one employer without a break, whatever the hours and teams in it."""

    organisation: Organisation
    starts_on: datetime.date
    ends_on: datetime.date | None
    is_lead: bool

    def is_over(self, on: datetime.date) -> bool:
        return self.ends_on is not None and self.ends_on < on


def stays(enrolment: Enrolment) -> list[Stay]:
    """In order of their first days; hours that changed do not break one, and another lead does."""
    periods = enrolment.employment_periods.select_related("organisation").order_by("starts_on", "pk")
    found: dict[int, Stay] = {}
    finished = []
    for each in periods:
        last = found.pop(each.organisation_id, None)
        if last and last.is_lead == each.is_lead and _follows(each, last):
            found[each.organisation_id] = replace(last, ends_on=each.ends_on)
            continue
        if last:
            finished.append(last)
        found[each.organisation_id] = Stay(each.organisation, each.starts_on, each.ends_on, each.is_lead)
    return sorted([*finished, *found.values()], key=lambda each: (each.starts_on, not each.is_lead))


def _follows(period: EmploymentPeriod, stay: Stay) -> bool:
    return stay.ends_on is not None and period.starts_on == stay.ends_on + datetime.timedelta(days=1)


def lead_stays(enrolment: Enrolment, organisations: Iterable[Organisation] | None = None) -> list[Stay]:
    """The times, now and to come, with an employer that answers for the programme."""
    today = timezone.localdate()
    among = None if organisations is None else set(organisations)
    return [
        each
        for each in stays(enrolment)
        if each.is_lead and not each.is_over(today) and (among is None or each.organisation in among)
    ]


def lead_stay_on(enrolment: Enrolment, day: datetime.date) -> Stay | None:
    """The one of that day, or the next to come."""
    return next((each for each in lead_stays(enrolment) if not each.is_over(day)), None)


def second_jobs(enrolment: Enrolment) -> list[EmploymentPeriod]:
    """Beside the employer that answers for the programme, now or to come."""
    jobs = enrolment.employment_periods.not_over().filter(is_lead=False)
    return list(jobs.select_related("organisation", "team").order_by("starts_on", "pk"))
