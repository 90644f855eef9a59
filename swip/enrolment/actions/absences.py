"""Days away from work: recorded, ended, chosen upon, put right, taken back."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.enrolment.actions.changes import held_open, set_aside, settle
from swip.enrolment.models import Absence, Enrolment
from swip.enrolment.queries.absences import exempt_kinds, ordinary_kinds, refuse_clash, span_in_words
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell


@transaction.atomic
def record_absence(
    enrolment: Enrolment,
    *,
    kind: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    by: User,
    note: str = "",
) -> Absence:
    """Somebody is, was or will be away. For some kinds they choose themselves whether it adds time."""
    current = held_open(enrolment)
    absence = _written(current, kind=kind, starts_on=starts_on, ends_on=ends_on, by=by, note=note)
    planned = ", planned" if absence.is_planned else ""
    settle(
        current,
        absence,
        "enrolment.absence_recorded",
        by=by,
        title="An absence has been recorded",
        what=f"{_capital(span_in_words(absence))}{planned}",
        why=note,
        data=as_recorded(absence),
    )
    if absence.is_exempt and by != current.social_worker:
        tell(current.social_worker, "leave-to-choose", href=current.get_absolute_url(), absence=absence)
    return absence


def _written(
    current: Enrolment,
    *,
    kind: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    by: User,
    note: str,
    corrects: Absence | None = None,
) -> Absence:
    if starts_on < current.starts_on:
        first = date_in_words(current.starts_on)
        raise ChangeRefused(f"The programme starts on {first}: an absence cannot begin before", "starts_on")
    refuse_clash(current, starts_on, ends_on)
    exempt = dict(exempt_kinds(current.rule_book))
    words = {**dict(ordinary_kinds(current.rule_book)), **exempt}
    try:
        with transaction.atomic():
            return Absence.objects.create(
                enrolment=current,
                kind=kind,
                kind_words=words[kind],
                is_exempt=kind in exempt,
                makes_longer=corrects.makes_longer if corrects and kind in exempt else None,
                starts_on=starts_on,
                ends_on=ends_on,
                note=note,
                corrects=corrects,
                recorded_by=by,
            )
    except IntegrityError:  # somebody else recorded something for these days in the same moment
        refuse_clash(current, starts_on, ends_on)
        raise


def as_recorded(absence: Absence) -> dict[str, str | None]:
    last = absence.ends_on
    return {
        "kind": absence.kind,
        "from_day": absence.starts_on.isoformat(),
        "until": last.isoformat() if last else None,
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@transaction.atomic
def end_absence(absence: Absence, *, last_day: datetime.date, by: User) -> None:
    """They are back, or it is known when they will be."""
    current = held_open(absence.enrolment)
    refuse_clash(current, absence.starts_on, last_day, except_for=absence)
    if not Absence.objects.counted().filter(pk=absence.pk, ends_on=None).update(ends_on=last_day):
        raise StaleStep(absence)
    absence.ends_on = last_day
    settle(
        current,
        absence,
        "enrolment.absence_ended",
        by=by,
        title="An absence has its last day",
        what=_capital(span_in_words(absence)),
        data=as_recorded(absence),
    )


@transaction.atomic
def choose_leave(absence: Absence, *, makes_longer: bool, by: User) -> None:
    """The social worker alone chooses whether their leave makes the programme longer; nobody has to approve."""
    current = held_open(absence.enrolment)
    asked = Absence.objects.counted().filter(pk=absence.pk, is_exempt=True)
    if not asked.exclude(makes_longer=makes_longer).update(makes_longer=makes_longer):
        if not asked.exists():
            raise StaleStep(absence)
        return  # pressed twice
    was, absence.makes_longer = absence.makes_longer, makes_longer
    chosen = "makes the programme longer" if makes_longer else "does not make the programme longer"
    settle(
        current,
        absence,
        "enrolment.absence_chosen",
        by=by,
        title="The social worker has chosen about their leave",
        what=f"{_capital(span_in_words(absence))} {chosen}",
        data={"from": was, "to": makes_longer},
    )


@transaction.atomic
def correct_absence(
    absence: Absence,
    *,
    kind: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    because: str,
    by: User,
) -> Absence:
    """It was recorded wrongly: set aside with the reason, and the right one put beside it."""
    current = held_open(absence.enrolment)
    was = span_in_words(absence)
    set_aside(absence, by=by, because=because)
    right = _written(
        current, kind=kind, starts_on=starts_on, ends_on=ends_on, by=by, note=absence.note, corrects=absence
    )
    settle(
        current,
        right,
        "enrolment.absence_corrected",
        by=by,
        title="An absence has been corrected",
        what=f"{_capital(span_in_words(right))}, instead of {was}",
        why=because,
        data={"corrects": absence.pk, **as_recorded(right)},
    )
    return right


@transaction.atomic
def take_back_absence(absence: Absence, *, because: str, by: User) -> None:
    """It never happened, or will not."""
    current = held_open(absence.enrolment)
    set_aside(absence, by=by, because=because)
    settle(
        current,
        absence,
        "enrolment.absence_taken_back",
        by=by,
        title="An absence has been taken back",
        what=f"{_capital(span_in_words(absence))} has been taken back",
        why=because,
        data=as_recorded(absence),
    )
