"""What a coordinator should see to among the colleagues, wherever they coordinate: for their home page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment.models import EmploymentPeriod, Enrolment, Pairing
from swip.staffing import permissions
from swip.staffing.models import Away, HandingOver
from swip.staffing.queries.board import conflicting
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
        for each in conflicting(theirs)[:SHOWN_AT_MOST]
    ]
    return found + [
        ToAct("Leave that nobody covers", each.person.name, each.get_absolute_url(), due=each.starts_on)
        for each in uncovered_leave(user)[:SHOWN_AT_MOST]
    ]


def uncovered_leave(user: User) -> QuerySet[Away]:
    """Now or soon, of somebody who looks after people there for whom nobody stands in."""
    today = timezone.localdate()
    covering = Pairing.objects.not_over(today).filter(
        is_cover=True,
        enrolment=OuterRef("enrolment"),
        kind=OuterRef("kind"),
        starts_on__lte=OuterRef(OuterRef("ends_on")),
        ends_on__gte=OuterRef(OuterRef("starts_on")),
    )
    led = EmploymentPeriod.objects.not_over(today).filter(
        organisation=OuterRef(OuterRef("organisation")), enrolment=OuterRef("enrolment"), is_lead=True
    )
    looked_after = Pairing.objects.not_over(today).filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on")),
        ~Exists(covering),
        Exists(led),
        person=OuterRef("person"),
        is_cover=False,
        starts_on__lte=OuterRef("ends_on"),
        enrolment__status__in=Enrolment.OPEN,
    )
    soon = permissions.aways_kept_by(user).filter(
        Exists(looked_after),
        status=Away.Status.RECORDED,
        ends_on__gte=today,
        starts_on__lte=Numbers().soon(today),
    )
    return soon.select_related("person").order_by(F("starts_on"), "pk")
