"""A colleague is away, and somebody else does their work with their social workers meanwhile."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments
from swip.enrolment.models import Pairing
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell
from swip.staffing.models import Away, Cover
from swip.staffing.queries.leave import uncovered

DOES = {"supervisor": "supervise", "assessor": "assess"}


class AwayAlready(Exception):
    """Leave is recorded for some of these days already."""

    def __init__(self, away: Away):
        self.away = away
        super().__init__(f"away from {away.starts_on} to {away.ends_on}")


@dataclass(frozen=True)
class Covered:
    """Who is covered now, and who could not be."""

    done: list[Pairing]
    left: list[Pairing]


@transaction.atomic
def record_leave(
    person: User,
    organisation: Organisation,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    covered_by: Mapping[str, User | None],
    by: User,
) -> Away:
    """Somebody is away, and who covers for them in what. Why they are away is not asked."""
    try:
        with transaction.atomic():
            away = Away.objects.create(
                person=person,
                organisation=organisation,
                starts_on=starts_on,
                ends_on=ends_on,
                recorded_by=by,
            )
    except IntegrityError:
        clash = Away.objects.filter(
            person=person,
            organisation=organisation,
            status=Away.Status.RECORDED,
            starts_on__lte=ends_on,
            ends_on__gte=starts_on,
        ).first()
        if clash is None:
            raise
        raise AwayAlready(clash) from None
    history.record(
        "staffing.leave_recorded",
        away,
        by=by,
        on_behalf_of=organisation.name,
        note=f"{person}: from {date_in_words(starts_on)} to {date_in_words(ends_on)}",
        data={"person": person.pk, "from": starts_on.isoformat(), "to": ends_on.isoformat()},
    )
    for kind, colleague in covered_by.items():
        if colleague is not None:
            add_cover(away, kind, colleague, by=by)
    if person != by:
        covers = {DOES[each.kind]: each.person for each in away.covers.select_related("person")}
        tell(person, "leave-recorded", away=away, covers=covers)
    return away


@transaction.atomic
def add_cover(away: Away, kind: str, person: User, *, by: User) -> Covered:
    """Somebody covers in one kind of work, for all whom nobody covers yet and with whom they may be paired."""
    _lock(away)
    today = timezone.localdate()
    waiting = uncovered(away, user=by).get(kind, [])
    if away.is_over(today) or (not waiting and away.covers.filter(kind=kind).exists()):
        raise StaleStep(away)
    done, left = [], []
    for paired in waiting:
        try:
            with transaction.atomic():
                covering = enrolments.cover(
                    paired.enrolment,
                    kind,
                    person,
                    from_day=max(away.starts_on, paired.starts_on, today),
                    until=min(away.ends_on, paired.ends_on or away.ends_on),
                    by=by,
                )
        except (IntegrityError, enrolments.CoverRefused):
            left.append(paired)
        else:
            done.append(covering)
    if left and not done:
        return Covered(done, left)
    cover, _ = Cover.objects.get_or_create(away=away, kind=kind, person=person)
    cover.pairings.add(*done)
    history.record(
        "staffing.cover_named",
        away,
        by=by,
        on_behalf_of=away.organisation.name,
        note=f"{person} covers for {away.person}",
        data={"kind": kind, "to": person.pk, "covered": len(done), "left": len(left)},
    )
    if person != by and done:
        tell(
            person,
            "cover-begins",
            href=reverse("dashboards:home"),
            away=away,
            does=DOES[kind],
            workers=[each.enrolment.social_worker for each in done],
        )
    return Covered(done, left)


@transaction.atomic
def take_cover_back(cover: Cover, *, by: User, last_day: datetime.date | None = None) -> None:
    """Whoever covers stops at the end of yesterday, or of the last day given; what is to come is taken back."""
    _lock(cover.away)
    day = last_day or timezone.localdate() - datetime.timedelta(days=1)
    stopped = [
        each
        for each in cover.pairings.select_related("enrolment__social_worker", "person")
        if each.ends_on is not None and each.ends_on > day
    ]
    for pairing in stopped:
        enrolments.end_cover(pairing, last_day=day, by=by)
    history.record(
        "staffing.cover_ended",
        cover.away,
        by=by,
        on_behalf_of=cover.away.organisation.name,
        note=f"{cover.person} no longer covers for {cover.away.person}",
        data={"kind": cover.kind, "to": cover.person_id, "last_day": day.isoformat()},
    )
    if stopped and cover.person != by:
        tell(cover.person, "cover-ends", away=cover.away, does=DOES[cover.kind], last_day=day)
    if last_day is None:
        cover.pairings.clear()
        cover.delete()


@transaction.atomic
def cancel_leave(away: Away, *, by: User) -> None:
    """They do not go away after all, or it was a mistake: those who cover stop."""
    for cover in away.covers.select_related("person", "away__person", "away__organisation"):
        take_cover_back(cover, by=by)
    away.move_to(Away.Status.CANCELLED)
    history.record(
        "staffing.leave_cancelled",
        away,
        by=by,
        on_behalf_of=away.organisation.name,
        note=str(away.person),
        data={"person": away.person_id},
    )
    if away.person != by:
        tell(away.person, "leave-cancelled", away=away)


@transaction.atomic
def come_back(away: Away, *, last_day: datetime.date, by: User) -> None:
    """They are back sooner: leave and cover end with this day."""
    locked = _lock(away)
    if not locked.starts_on <= last_day < locked.ends_on:
        raise StaleStep(away)
    for cover in away.covers.select_related("person", "away__person", "away__organisation"):
        take_cover_back(cover, by=by, last_day=last_day)
    Away.objects.filter(pk=away.pk).update(ends_on=last_day)
    away.ends_on = last_day
    history.record(
        "staffing.back_sooner",
        away,
        by=by,
        on_behalf_of=away.organisation.name,
        note=f"{away.person}: last day away {date_in_words(last_day)}",
        data={"person": away.person_id, "last_day": last_day.isoformat()},
    )


def _lock(away: Away) -> Away:
    """Of two who change one leave at once, the second waits, and finds it cancelled if it was."""
    locked = Away.objects.select_for_update(of=("self",)).get(pk=away.pk)
    if locked.status != Away.Status.RECORDED:
        raise StaleStep(away)
    return locked
