"""Standing in, from one day to another, for whoever supervises or assesses and is on leave."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import queries
from swip.enrolment.actions.common import locked
from swip.enrolment.actions.pairings import KIND_WORDS
from swip.enrolment.models import ConflictOfInterest, Enrolment, Pairing
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell


class CoverRefused(Exception):
    """Somebody cannot stand in for a social worker's supervisor or assessor; says why."""


@transaction.atomic
def cover(
    enrolment: Enrolment,
    kind: str,
    person: User,
    *,
    from_day: datetime.date,
    until: datetime.date,
    by: User,
) -> Pairing:
    """From one day to another somebody else does what the supervisor or assessor does, who stays paired.

    It ends by itself. The social worker is told here, and who covers by the caller: once, however many they cover.
    """
    current = locked(enrolment)
    if not current.is_open:
        raise StaleStep(enrolment)
    if person.pk == current.social_worker_id:
        raise CoverRefused(f"{person} would cover for themselves")
    if ConflictOfInterest.objects.open().between(person, current.social_worker).exists():
        raise CoverRefused(f"{person} has a conflict of interest")
    try:
        with transaction.atomic():
            covering = Pairing.objects.create(
                enrolment=enrolment,
                kind=kind,
                person=person,
                is_cover=True,
                starts_on=max(from_day, current.starts_on),
                ends_on=until,
            )
    except IntegrityError:
        raise CoverRefused("Somebody else covers on some of these days already") from None
    history.record(
        "enrolment.cover_named",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        note=f"{person} covers for the {KIND_WORDS[kind]} from {date_in_words(covering.starts_on)}"
        f" to {date_in_words(until)}",
        data={"to": person.pk, "from_day": covering.starts_on.isoformat(), "until": until.isoformat()},
    )
    tell(
        current.social_worker,
        "pairing-covered",
        href=enrolment.get_absolute_url(),
        pairing=covering,
        role=KIND_WORDS[kind],
    )
    return covering


@transaction.atomic
def end_cover(pairing: Pairing, *, last_day: datetime.date, by: User) -> None:
    """They stop covering sooner. What had not begun by then is taken back."""
    enrolment = pairing.enrolment
    locked(enrolment)
    current = Pairing.objects.filter(pk=pairing.pk, is_cover=True).first()
    if current is None or current.ends_on is None or current.ends_on <= last_day:
        return
    if current.starts_on > last_day:
        current.delete()
    else:
        current.ends_on = last_day
        current.save(update_fields=["ends_on"])
    history.record(
        "enrolment.cover_ended",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        note=f"{pairing.person} no longer covers for the {KIND_WORDS[pairing.kind]}",
        data={"to": pairing.person_id, "last_day": last_day.isoformat()},
    )
    tell(
        enrolment.social_worker,
        "pairing-cover-ends",
        href=enrolment.get_absolute_url(),
        pairing=pairing,
        role=KIND_WORDS[pairing.kind],
        last_day=last_day,
    )
