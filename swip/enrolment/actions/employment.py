"""Other hours, another team: from a day on, put right, taken back."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts.models import Team, User
from swip.core.lifecycle import StaleStep
from swip.enrolment.actions.changes import day_before, held_open, settle
from swip.enrolment.models import EmploymentPeriod, Enrolment
from swip.enrolment.queries.employment import is_last, period_before
from swip.enrolment.queries.timetable import tenths
from swip.enrolment.rules.changes import ChangeRefused, hours_in_words
from swip.govuk.words import date_in_words


@transaction.atomic
def change_employment(
    enrolment: Enrolment,
    *,
    instead_of: EmploymentPeriod,
    from_day: datetime.date,
    full_time_equivalent: Decimal,
    team: Team | None,
    by: User,
    note: str = "",
) -> EmploymentPeriod:
    """From a day on other hours or another team. `instead_of` is the last change that the coordinator saw."""
    current = held_open(enrolment)
    former = EmploymentPeriod.objects.filter(pk=instead_of.pk, enrolment=current).first()
    if former is None or not is_last(former):
        raise StaleStep(enrolment)
    if (former.full_time_equivalent, former.team_id) == (full_time_equivalent, team.pk if team else None):
        raise ChangeRefused("These are the hours and the team that they have already", "full_time_equivalent")
    if from_day <= former.starts_on:
        day = date_in_words(former.starts_on)
        raise ChangeRefused(
            f"The last change was from {day} on. Choose a later day, or correct that change", "from_day"
        )
    if former.ends_on and from_day > former.ends_on:
        day = date_in_words(former.ends_on)
        raise ChangeRefused(f"Their employment here ends on {day}. Choose an earlier day", "from_day")
    last_day, former.ends_on = former.ends_on, day_before(from_day)
    former.save(update_fields=["ends_on"])
    new = _written(
        EmploymentPeriod(
            enrolment=current,
            organisation_id=former.organisation_id,
            team=team,
            full_time_equivalent=full_time_equivalent,
            is_lead=former.is_lead,
            starts_on=from_day,
            ends_on=last_day,
        )
    )
    settle(
        current,
        new,
        "enrolment.employment_changed",
        by=by,
        title="Hours or team have changed",
        what=f"From {date_in_words(from_day)}{_planned(from_day)}: {_said(new)}, instead of {_said(former)}",
        why=note,
        data={"from": _data(former), "to": _data(new)},
    )
    return new


def _written(period: EmploymentPeriod) -> EmploymentPeriod:
    try:
        with transaction.atomic():
            period.save()
    except IntegrityError:
        raise ChangeRefused(
            "This overlaps other hours that were recorded for the same employer in the same moment",
            "from_day",
        ) from None
    return period


def _planned(day: datetime.date) -> str:
    return ", planned" if day > timezone.localdate() else ""


def _said(period: EmploymentPeriod) -> str:
    team = f" in {period.team}" if period.team else ""
    return f"{hours_in_words(tenths(period.full_time_equivalent))}{team} at {period.organisation}"


def _data(period: EmploymentPeriod) -> dict[str, Any]:
    return {
        "organisation": period.organisation_id,
        "team": period.team_id,
        "full_time_equivalent": str(period.full_time_equivalent),
        "from_day": period.starts_on.isoformat(),
    }


@transaction.atomic
def correct_employment(
    period: EmploymentPeriod,
    *,
    from_day: datetime.date,
    full_time_equivalent: Decimal,
    team: Team | None,
    because: str,
    by: User,
) -> None:
    """The last change was written down wrongly. History keeps what it said before, and why."""
    current = held_open(period.enrolment)
    if not is_last(period):
        raise StaleStep(period)
    was, data_before, former = _said(period), _data(period), period_before(period)
    if former is None and from_day != period.starts_on:
        raise ChangeRefused(
            f"These are their first hours: they begin on {date_in_words(period.starts_on)}", "from_day"
        )
    if former is not None and from_day <= former.starts_on:
        day = date_in_words(former.starts_on)
        raise ChangeRefused(f"The change before was from {day} on. Choose a later day", "from_day")
    if period.ends_on and from_day > period.ends_on:
        raise ChangeRefused(
            f"Their employment here ends on {date_in_words(period.ends_on)}. Choose an earlier day",
            "from_day",
        )
    day_was = period.starts_on
    if former is not None and from_day < period.starts_on:  # first make room
        former.ends_on = day_before(from_day)
        former.save(update_fields=["ends_on"])
    period.starts_on, period.full_time_equivalent, period.team = from_day, full_time_equivalent, team
    _written(period)
    if former is not None and from_day > day_was:
        former.ends_on = day_before(from_day)
        former.save(update_fields=["ends_on"])
    settle(
        current,
        period,
        "enrolment.employment_corrected",
        by=by,
        title="Hours or team have been corrected",
        what=f"From {date_in_words(from_day)}: {_said(period)}."
        f" Before, it said from {date_in_words(day_was)}: {was}",
        why=because,
        data={"from": data_before, "to": _data(period)},
    )


@transaction.atomic
def take_back_employment(period: EmploymentPeriod, *, because: str, by: User) -> None:
    """The last change did not happen: the hours and the team before it go on."""
    current = held_open(period.enrolment)
    former = period_before(period)
    if former is None or not is_last(period):
        raise StaleStep(period)
    pk, last_day, data = period.pk, period.ends_on, _data(period)
    said = _said(period)
    period.delete()
    former.ends_on = last_day
    former.save(update_fields=["ends_on"])
    settle(
        current,
        former,
        "enrolment.employment_taken_back",
        by=by,
        title="A change of hours or team has been taken back",
        what=f"{_said(former)} goes on. Taken back: from {date_in_words(period.starts_on)} {said}",
        why=because,
        data={"taken_back": {"period": pk, **data}},
    )
