"""Hours and teams: which period a change starts from, and which was the last change."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from swip.accounts.models import Organisation
from swip.enrolment.models import EmploymentPeriod, Enrolment


def last_periods(enrolment: Enrolment, organisations: QuerySet[Organisation]) -> list[EmploymentPeriod]:
    """With each of these employers the latest hours, also those that are planned; who leads comes first."""
    periods = (
        enrolment.employment_periods.not_over()
        .filter(organisation__in=organisations)
        .select_related("organisation", "team")
        .order_by("-starts_on")
    )
    latest: dict[int, EmploymentPeriod] = {}
    for each in periods:
        latest.setdefault(each.organisation_id, each)
    return sorted(latest.values(), key=lambda each: (not each.is_lead, each.starts_on))


def period_before(period: EmploymentPeriod) -> EmploymentPeriod | None:
    """The hours that this change took the place of, with the same employer.

    Where the lead was handed over, the hours from that day on are first hours: to take them back would undo
    what two employers have agreed.
    """
    eve = period.starts_on - datetime.timedelta(days=1)
    return EmploymentPeriod.objects.filter(
        enrolment=period.enrolment_id,
        organisation=period.organisation_id,
        is_lead=period.is_lead,
        ends_on=eve,
    ).first()


def is_last(period: EmploymentPeriod) -> bool:
    later = EmploymentPeriod.objects.filter(
        enrolment=period.enrolment_id, organisation=period.organisation_id, starts_on__gt=period.starts_on
    )
    return not later.exists()
