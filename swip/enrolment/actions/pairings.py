"""Who supervises, who assesses."""

from __future__ import annotations

import datetime

from django.db import transaction
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
from swip.govuk.words import date_in_words
from swip.notifications.actions import Letter, tell

KIND_WORDS: dict[str, str] = {Pairing.Kind.SUPERVISOR: "supervisor", Pairing.Kind.ASSESSOR: "assessor"}


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
) -> Pairing:
    """Name a supervisor or an assessor from a day on. Whoever did it before is told, and stays in history.

    `instead_of` is the number of the pairing that the coordinator saw: if it is another, somebody was quicker.
    """
    current = locked(enrolment)
    day = max(from_day or timezone.localdate(), current.starts_on)
    former = current.pairing(kind)
    if (former.pk if former else None) != instead_of or not current.is_open:
        raise StaleStep(enrolment)
    if person.pk == current.social_worker_id:
        raise ValueError("nobody supervises or assesses themselves")
    if former is None:
        pairing = name_first(enrolment, kind, person, from_day=day, by=by, note=note)
        _tell_worker(pairing, former)
        return pairing
    end_pairings(enrolment, kind, before=day)
    pairing = Pairing.objects.create(enrolment=enrolment, kind=kind, person=person, starts_on=day)
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
    _tell_colleague(pairing)
    tell(former.person, "pairing-ends", pairing=pairing, role=KIND_WORDS[kind])
    _tell_worker(pairing, former)
    return pairing


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
    enrolment: Enrolment, kind: str, person: User, *, from_day: datetime.date, by: User, note: str = ""
) -> Pairing:
    """The first to supervise or assess, or the first after a time without anybody."""
    pairing = Pairing.objects.create(enrolment=enrolment, kind=kind, person=person, starts_on=from_day)
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


def end_pairings(enrolment: Enrolment, *kinds: str, before: datetime.date) -> list[Pairing]:
    """What would not have begun by then is taken back; history says that it was meant."""
    ended = []
    for pairing in enrolment.pairings.not_over(before).filter(kind__in=kinds).select_related("person"):
        last_day = rules.ends_before(rules.Period(pairing.starts_on, pairing.ends_on), before)
        if last_day is None:
            pairing.delete()
        else:
            pairing.ends_on = last_day
            pairing.save(update_fields=["ends_on"])
        ended.append(pairing)
    return ended
