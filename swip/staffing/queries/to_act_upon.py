"""What a coordinator should see to among the colleagues, wherever they coordinate: for their home page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment.models import EmploymentPeriod, Enrolment, Pairing
from swip.staffing import permissions
from swip.staffing.models import HandingOver
from swip.staffing.queries.board import conflicts_of_others
from swip.staffing.queries.leave import uncovered_leave
from swip.staffing.queries.rule_numbers import Numbers

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class ToAct:
    """One thing to see to: what, about whom, where, since when or by when."""

    what: str
    about: str
    href: str
    since: datetime.datetime | None = None
    due: datetime.date | None = None


def to_act_upon(user: User) -> list[ToAct]:
    """Handing over that was begun, people paired though they should not be, leave that nobody covers."""
    drafts = permissions.handings_over_prepared_by(user).filter(status=HandingOver.Status.DRAFT)
    found = [
        ToAct("A handing over to finish", each.person.name, each.get_absolute_url(), since=each.saved_at)
        for each in drafts.select_related("person").order_by("saved_at")[:SHOWN_AT_MOST]
    ]
    led = EmploymentPeriod.objects.not_over().filter(
        organisation__in=permissions.staffed_by(user), is_lead=True
    )
    theirs = Pairing.objects.not_over().filter(
        enrolment__in=led.values("enrolment"), enrolment__status__in=Enrolment.OPEN
    )
    found += [
        ToAct(
            "A conflict of interest: change who looks after them",
            f"{each.enrolment.social_worker}, {each.person}",
            reverse("staffing:match", args=[each.enrolment_id, each.kind]),
        )
        for each in conflicts_of_others(theirs, user=user)[:SHOWN_AT_MOST]
    ]
    soon = Numbers().soon(timezone.localdate())
    return found + [
        ToAct("Leave that nobody covers", each.person.name, each.get_absolute_url(), due=each.starts_on)
        for each in uncovered_leave(user, soon=soon)[:SHOWN_AT_MOST]
    ]
