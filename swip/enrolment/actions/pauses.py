"""The programme stands still, and goes on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.actions.absences import as_recorded
from swip.enrolment.actions.changes import day_before, held_open, set_aside, settle
from swip.enrolment.models import Absence, Enrolment, Pause
from swip.enrolment.queries import employer_name
from swip.enrolment.queries.absences import days_in_words, pauses_to_begin, refuse_clash, span_in_words
from swip.enrolment.queries.pauses import absences_ended_by, goes_on_until, pause_agreers, pause_reasons
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.fields import lower_first
from swip.govuk.words import and_list, date_in_words


@transaction.atomic
def pause(
    enrolment: Enrolment,
    *,
    reason: str,
    starts_on: datetime.date,
    expected_return_on: datetime.date,
    agreed_by: Sequence[str],
    by: User,
    note: str = "",
) -> Pause:
    """Nothing falls due until they are back. A pause that is still to come begins by itself on its day."""
    current = held_open(enrolment, Enrolment.Status.ACTIVE)
    paused, ended = _written(
        current,
        reason=reason,
        starts_on=starts_on,
        expected_return_on=expected_return_on,
        ends_on=None,
        agreed_by=agreed_by,
        by=by,
        note=note,
    )
    agreers = dict(pause_agreers(current.rule_book))
    agreed = and_list(lower_first(agreers[each]) for each in agreed_by)
    what = f"{_what(paused)}. Agreed by: {agreed}"
    if paused.is_planned:
        action, title = "enrolment.pause_planned", "A pause of the programme is planned"
    else:
        current.move_to(Enrolment.Status.PAUSED)
        action, title = "enrolment.paused", "The programme is paused"
    settle(
        current,
        paused,
        action,
        by=by,
        title=title,
        what=what,
        why=note,
        data={**_days(paused), "ended_absences": ended},
    )
    return paused


def _what(paused: Pause) -> str:
    expected = date_in_words(paused.expected_return_on)
    days = (
        f"from {date_in_words(paused.starts_on)}, expected back on {expected}"
        if paused.ends_on is None
        else days_in_words(paused.starts_on, paused.ends_on)
    )
    return f"Pause {days}: {lower_first(paused.reason_words)}"


def _days(paused: Pause) -> dict[str, Any]:
    last = paused.ends_on
    return {
        "reason": paused.reason,
        "from_day": paused.starts_on.isoformat(),
        "expected_return_on": paused.expected_return_on.isoformat(),
        "until": last.isoformat() if last else None,
        "agreed_by": paused.agreed_by,
    }


def _written(
    current: Enrolment,
    *,
    reason: str,
    starts_on: datetime.date,
    expected_return_on: datetime.date,
    ends_on: datetime.date | None,
    agreed_by: Sequence[str],
    by: User,
    note: str,
    corrects: Pause | None = None,
) -> tuple[Pause, list[int]]:
    """The pause, and the numbers of the absences that it took the place of."""
    if starts_on < current.starts_on:
        first = date_in_words(current.starts_on)
        raise ChangeRefused(f"The programme starts on {first}: a pause cannot begin before", "starts_on")
    if missing := {code for code, _ in pause_agreers(current.rule_book)} - set(agreed_by):
        names = dict(pause_agreers(current.rule_book))
        said = and_list(lower_first(names[each]) for each in sorted(missing))
        raise ChangeRefused(f"Everybody has to agree first. Not yet: {said}", "agreed_by")
    ended = _end_open_absence(current, before=starts_on, by=by)
    last_day = ends_on or day_before(expected_return_on)
    refuse_clash(current, starts_on, last_day)
    try:
        with transaction.atomic():
            paused = Pause.objects.create(
                enrolment=current,
                reason=reason,
                reason_words=dict(pause_reasons(current.rule_book))[reason],
                starts_on=starts_on,
                expected_return_on=expected_return_on,
                ends_on=ends_on,
                agreed_by=list(agreed_by),
                note=note,
                corrects=corrects,
                recorded_by=by,
            )
    except IntegrityError:  # somebody else recorded something for these days in the same moment
        refuse_clash(current, starts_on, last_day)
        raise
    return paused, [each.pk for each in ended]


def _end_open_absence(current: Enrolment, *, before: datetime.date, by: User) -> list[Absence]:
    """Long sickness is an absence until a pause is agreed, and the pause from then on."""
    still_away = Absence.objects.counted().filter(enrolment=current, ends_on=None, starts_on__lt=before)
    ended = list(still_away)
    for absence in ended:
        _last_until(absence, day_before(before), by=by)
    return ended


def _last_until(absence: Absence, last_day: datetime.date | None, *, by: User) -> None:
    """What a pause does to an absence is in the history of the absence as well."""
    absence.ends_on = last_day
    absence.save(update_fields=["ends_on"])
    words = span_in_words(absence)
    history.record(
        "enrolment.absence_ended" if last_day else "enrolment.absence_reopened",
        absence,
        by=by,
        chain=absence.history_chain,
        on_behalf_of=employer_name(absence.enrolment),
        note=f"{words[:1].upper()}{words[1:]}",
        data=as_recorded(absence),
    )


def _away_again(paused: Pause, *, until: datetime.date | None, by: User) -> list[int]:
    """The absences that a pause took the place of go on where there is no pause any more."""
    ended = absences_ended_by(paused)
    for absence in ended:
        _last_until(absence, goes_on_until(absence, until, without=paused), by=by)
    return [absence.pk for absence in ended]


@transaction.atomic
def resume(paused: Pause, *, first_day_back: datetime.date, by: User, note: str = "") -> None:
    """They are back: the programme goes on from where it stood."""
    current = held_open(paused.enrolment, Enrolment.Status.PAUSED)
    last_day = day_before(first_day_back)
    try:
        refuse_clash(current, paused.starts_on, last_day, except_for=paused)
    except ChangeRefused as refusal:  # they stayed away longer than expected, into something else
        raise ChangeRefused(refusal.reason, "first_day_back") from None
    if not Pause.objects.counted().filter(pk=paused.pk, ends_on=None).update(ends_on=last_day):
        raise StaleStep(paused)
    paused.ends_on = last_day
    current.move_to(Enrolment.Status.ACTIVE)
    settle(
        current,
        paused,
        "enrolment.resumed",
        by=by,
        title="The programme goes on after a pause",
        what=f"Back on {date_in_words(first_day_back)}. {_what(paused)}",
        why=note,
        data=_days(paused),
    )


@transaction.atomic
def correct_pause(
    paused: Pause,
    *,
    reason: str,
    starts_on: datetime.date,
    expected_return_on: datetime.date,
    ends_on: datetime.date | None = None,
    because: str,
    by: User,
) -> Pause:
    """It was recorded wrongly, or the return is expected on another day: the right one is put beside it."""
    current = held_open(paused.enrolment)
    was = _what(paused)
    set_aside(paused, by=by, because=because)
    ended_before = []
    if starts_on > paused.starts_on:
        ended_before = _away_again(paused, until=day_before(starts_on), by=by)
    elif starts_on == paused.starts_on:
        ended_before = [each.pk for each in absences_ended_by(paused)]
    right, ended = _written(
        current,
        reason=reason,
        starts_on=starts_on,
        expected_return_on=expected_return_on,
        ends_on=ends_on,
        agreed_by=paused.agreed_by,
        by=by,
        note=paused.note,
        corrects=paused,
    )
    _stand_still_or_go_on(current)
    settle(
        current,
        right,
        "enrolment.pause_corrected",
        by=by,
        title="A pause of the programme has been corrected",
        what=f"{_what(right)}. Before: {lower_first(was)}",
        why=because,
        data={"corrects": paused.pk, **_days(right), "ended_absences": [*ended_before, *ended]},
    )
    return right


@transaction.atomic
def take_back_pause(paused: Pause, *, because: str, by: User) -> None:
    """There was no pause, or there will be none."""
    current = held_open(paused.enrolment)
    set_aside(paused, by=by, because=because)
    _away_again(paused, until=paused.ends_on, by=by)
    _stand_still_or_go_on(current)
    settle(
        current,
        paused,
        "enrolment.pause_taken_back",
        by=by,
        title="A pause of the programme has been taken back",
        what=f"{_what(paused)}, has been taken back",
        why=because,
        data=_days(paused),
    )


def _stand_still_or_go_on(current: Enrolment) -> None:
    """After a correction the status follows what the record says of today."""
    is_paused = Pause.objects.counted().filter(enrolment=current).current().exists()
    if is_paused and current.status == Enrolment.Status.ACTIVE:
        current.move_to(Enrolment.Status.PAUSED)
    if not is_paused and current.status == Enrolment.Status.PAUSED:
        current.move_to(Enrolment.Status.ACTIVE)


# What the days bring by themselves


@transaction.atomic
def begin_pause(paused: Pause, *, by: User | None = None) -> None:
    """The first day of a planned pause has come."""
    current = held_open(paused.enrolment, Enrolment.Status.ACTIVE)
    if not Pause.objects.counted().filter(pk=paused.pk, ends_on=None).exists():
        raise StaleStep(paused)
    current.move_to(Enrolment.Status.PAUSED)
    settle(
        current,
        paused,
        "enrolment.paused",
        by=by,
        title="The programme is paused",
        what=_what(paused),
        data=_days(paused),
    )


def begin_all_due(on: datetime.date | None = None) -> int:
    """Every planned pause whose first day has come; each on its own, so that one that fails holds up nobody."""
    begun = 0
    for paused in pauses_to_begin(on or timezone.localdate()).select_related("enrolment"):
        try:
            begin_pause(paused)
        except StaleStep:  # taken back, or begun by the same job run twice
            continue
        begun += 1
    return begun
