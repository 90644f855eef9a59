"""Two employers at once: which one answers for the programme, and the end of a second job."""

from __future__ import annotations

import datetime

from django.db import transaction

from swip.accounts.models import Organisation, Role, User
from swip.accounts.permissions import appointed_to
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import queries, rules
from swip.enrolment.actions.changes import held_open
from swip.enrolment.actions.timetable import work_out
from swip.enrolment.models import EmploymentPeriod, Enrolment
from swip.enrolment.queries.transfers import open_transfer
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell

A_DAY = datetime.timedelta(days=1)


@transaction.atomic
def hand_over_lead(
    enrolment: Enrolment, to: Organisation, *, from_day: datetime.date, agreed_with: str, by: User
) -> None:
    """From a day on the other employer answers for the programme: pairs, extends, decides.

    Who supervises and assesses stays as it is until the new lead changes it.
    """
    current = held_open(enrolment)
    if open_transfer(current) is not None:  # it is for the employer of now to release them
        raise ChangeRefused(
            "A move to another employer is under way. Take the release back first", "from_day"
        )
    lead = queries.lead_stay_on(current, from_day)
    jobs = current.employment_periods.not_over(from_day).filter(organisation=to, is_lead=False)
    if lead is None or not jobs.filter(starts_on__lte=from_day).exists():
        raise StaleStep(enrolment)
    _lead_from(current, lead.organisation, from_day, is_lead=False)
    _lead_from(current, to, from_day, is_lead=True)
    history.record(
        "enrolment.lead_handed_over",
        enrolment,
        by=by,
        on_behalf_of=lead.organisation.name,
        note=f"From {lead.organisation} to {to}, from {date_in_words(from_day)}. Agreed with {agreed_with}",
        data={"from": lead.organisation.pk, "to": to.pk, "from_day": from_day.isoformat()},
    )
    told = {current.social_worker, *appointed_to(to, Role.COORDINATOR)} - {by}
    for person in sorted(told, key=lambda each: each.pk):
        tell(
            person,
            "lead-handed-over",
            href=enrolment.get_absolute_url(),
            enrolment=current,
            former=lead.organisation,
            lead=to,
            from_day=from_day,
        )


def _lead_from(
    enrolment: Enrolment, organisation: Organisation, day: datetime.date, *, is_lead: bool
) -> None:
    """From a day on an employer leads, or no longer does; its hours and teams stay as they are."""
    for period in enrolment.employment_periods.not_over(day).filter(organisation=organisation):
        if period.starts_on >= day:
            period.is_lead = is_lead
            period.save(update_fields=["is_lead"])
            continue
        last_day, period.ends_on = period.ends_on, day - A_DAY
        period.save(update_fields=["ends_on"])
        EmploymentPeriod.objects.create(
            enrolment=enrolment,
            organisation=organisation,
            team_id=period.team_id,
            full_time_equivalent=period.full_time_equivalent,
            is_lead=is_lead,
            starts_on=day,
            ends_on=last_day,
        )


@transaction.atomic
def end_second_job(
    job: EmploymentPeriod, *, last_day: datetime.date | None, note: str = "", by: User
) -> None:
    """The second employer employs them no longer; without a last day, it never came to that.

    The other one goes on as it is.
    """
    enrolment = held_open(job.enrolment)
    periods = enrolment.employment_periods.filter(organisation=job.organisation, is_lead=False)
    if not periods.not_over().filter(pk=job.pk).exists():
        raise StaleStep(job)
    if last_day is not None and last_day < job.starts_on:
        raise ChangeRefused(
            f"They started there on {date_in_words(job.starts_on)}. Choose that day or a later one",
            "last_day",
        )
    organisation, first_day = job.organisation, job.starts_on
    before = last_day + A_DAY if last_day else first_day
    for period in periods.not_over(before):
        ends_on = rules.ends_before(rules.Period(period.starts_on, period.ends_on), before)
        if ends_on is None:
            period.delete()
        else:
            period.ends_on = ends_on
            period.save(update_fields=["ends_on"])
    what = (
        f"Last day with {organisation}: {date_in_words(last_day)}"
        if last_day
        else f"They do not start with {organisation} on {date_in_words(first_day)}"
    )
    history.record(
        "enrolment.second_job_ended",
        enrolment,
        by=by,
        on_behalf_of=_for_whom(by, enrolment, organisation),
        note=f"{what}. {note}" if note else what,
        data={
            "from": organisation.pk,
            "first_day": first_day.isoformat(),
            "last_day": last_day.isoformat() if last_day else None,
        },
    )
    work_out(enrolment, by=by, because=what)
    lead = queries.lead_stays(enrolment)
    told = {enrolment.social_worker, *appointed_to(organisation, Role.COORDINATOR)}
    if lead:
        told |= set(appointed_to(lead[0].organisation, Role.COORDINATOR))
    for person in sorted(told - {by}, key=lambda each: each.pk):
        tell(person, "second-job-ended", enrolment=enrolment, organisation=organisation, what=what)


def _for_whom(by: User, enrolment: Enrolment, organisation: Organisation) -> str:
    if appointed_to(organisation, Role.COORDINATOR).contains(by):
        return organisation.name
    return queries.employer_name(enrolment)
