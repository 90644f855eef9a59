"""Who supervises, who assesses."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.core.models import Entry
from swip.enrolment import queries, rules
from swip.enrolment.actions.common import locked, sentences
from swip.enrolment.models import (
    Enrolment,
    Pairing,
)
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.words import date_in_words
from swip.notifications.actions import Letter, tell

KIND_WORDS: dict[str, str] = {Pairing.Kind.SUPERVISOR: "supervisor", Pairing.Kind.ASSESSOR: "assessor"}
TAKEN = "Somebody else did this on some of these days. Choose a later day"


@transaction.atomic
def pair(
    enrolment: Enrolment,
    kind: str,
    person: User,
    *,
    by: User,
    from_day: datetime.date | None = None,
    instead_of: int | None = None,
    note: str = "",
    tells_colleagues: bool = True,
) -> Pairing:
    """Name a supervisor or an assessor from a day on. Whoever did it before is told, and stays in history.

    `instead_of` is the number of the pairing that the coordinator saw: if it is another, somebody was quicker.
    It lasts for as long as the employer that names them is the social worker's, and leaves the next one's alone.
    Whoever hands many over at once tells the colleagues themselves, in one letter each.
    """
    current = locked(enrolment)
    today = timezone.localdate()
    day = max(from_day or today, current.starts_on)
    stay = queries.lead_stay_on(current, day)
    if stay is not None:
        day = max(day, stay.starts_on)
    former = current.pairing(kind, on=max(today, stay.starts_on) if stay else None)
    last_day = stay.ends_on if stay else None
    if former and last_day and former.starts_on > last_day:
        former = None  # that of the next employer
    if (former.pk if former else None) != instead_of or not current.is_open:
        raise StaleStep(enrolment)
    refuse_pairing(person, current.social_worker)
    if former is None:
        pairing = name_first(enrolment, kind, person, from_day=day, until=last_day, by=by, note=note)
        _tell_worker(pairing, former)
        return pairing
    ended = end_pairings(enrolment, kind, before=day, begun_by=last_day)
    pairing = _paired(enrolment, kind, person, from_day=day, until=last_day)
    history.record(
        "enrolment.supervisor_changed" if kind == Pairing.Kind.SUPERVISOR else "enrolment.assessor_changed",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        note=sentences(
            f"From {former.person} to {person}, from {date_in_words(day)}",
            note,
        ),
        data={"from": former.person_id, "to": person.pk, "from_day": day.isoformat()},
    )
    if tells_colleagues:
        _tell_colleague(pairing)
        tell(former.person, "pairing-ends", pairing=pairing, role=KIND_WORDS[kind])
    for each in ended:  # whoever stood in for the former one has nobody to stand in for any more
        if each.is_cover and each.person_id != person.pk:
            tell(each.person, "pairing-ends", pairing=pairing, role=KIND_WORDS[kind])
    _tell_worker(pairing, former)
    return pairing


def refuse_pairing(person: User, worker: User, field: str = "person") -> None:
    """Nobody looks after themselves, and nobody is looked after by somebody they are in conflict with."""
    if person.pk == worker.pk:
        raise ChangeRefused("Nobody supervises or assesses themselves. Choose somebody else", field)
    if person.pk in queries.in_conflict_with(worker):
        raise ChangeRefused(f"{person} and {worker} have a conflict of interest. Choose somebody else", field)


def _paired(
    enrolment: Enrolment, kind: str, person: User, *, from_day: datetime.date, until: datetime.date | None
) -> Pairing:
    try:
        with transaction.atomic():
            return Pairing.objects.create(
                enrolment=enrolment, kind=kind, person=person, starts_on=from_day, ends_on=until
            )
    except IntegrityError:  # a conflict of interest declared in the same moment, or days that are taken
        refuse_pairing(person, enrolment.social_worker)
        raise ChangeRefused(TAKEN, "from_day") from None


def _tell_colleague(pairing: Pairing) -> None:
    letter = letter_to_colleague(pairing)
    tell(letter.person, letter.kind, href=letter.href, **letter.context)


def letter_to_colleague(pairing: Pairing) -> Letter:
    href = pairing.enrolment.get_absolute_url()
    told = {"pairing": pairing, "role": KIND_WORDS[pairing.kind]}
    return Letter(pairing.person, "pairing-begins", href=href, context=told)


def _tell_worker(pairing: Pairing, former: Pairing | None) -> None:
    enrolment = pairing.enrolment
    told = {"pairing": pairing, "former": former, "role": KIND_WORDS[pairing.kind]}
    tell(enrolment.social_worker, "pairing-changed", href=enrolment.get_absolute_url(), **told)


def name_first(
    enrolment: Enrolment,
    kind: str,
    person: User,
    *,
    from_day: datetime.date,
    until: datetime.date | None = None,
    by: User,
    note: str = "",
) -> Pairing:
    """The first to supervise or assess, or the first after a time without anybody."""
    pairing = _paired(enrolment, kind, person, from_day=from_day, until=until)
    employer = queries.employer_name(enrolment)
    history.record_all([named_first(pairing, by=by, on_behalf_of=employer, note=note)])
    _tell_colleague(pairing)
    return pairing


def named_first(pairing: Pairing, *, by: User, on_behalf_of: str, note: str = "") -> Entry:
    is_supervisor = pairing.kind == Pairing.Kind.SUPERVISOR
    return history.entry(
        "enrolment.supervisor_named" if is_supervisor else "enrolment.assessor_named",
        pairing.enrolment,
        by=by,
        on_behalf_of=on_behalf_of,
        note=sentences(f"{pairing.person}, from {date_in_words(pairing.starts_on)}", note),
        data={"to": pairing.person_id, "from_day": pairing.starts_on.isoformat()},
    )


def end_pairings(
    enrolment: Enrolment, *kinds: str, before: datetime.date, begun_by: datetime.date | None = None
) -> list[Pairing]:
    """What would not have begun by then is taken back; history says that it was meant.

    `begun_by` leaves alone what begins after that day.
    """
    ended = []
    pairings = enrolment.pairings.not_over(before).filter(kind__in=kinds)
    if begun_by is not None:
        pairings = pairings.filter(starts_on__lte=begun_by)
    for pairing in pairings.select_related("person"):
        last_day = rules.ends_before(rules.Period(pairing.starts_on, pairing.ends_on), before)
        if last_day is None:
            pairing.delete()
        else:
            pairing.ends_on = last_day
            pairing.save(update_fields=["ends_on"])
        ended.append(pairing)
    return ended
