"""The end: completed, not completed, withdrawn."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.accounts.permissions import appointed_to
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import queries
from swip.enrolment.actions.changes import day_before, set_aside
from swip.enrolment.actions.common import locked, sentences, tomorrow
from swip.enrolment.actions.pairings import end_pairings, name_first, refuse_pairing
from swip.enrolment.actions.timetable import work_out
from swip.enrolment.models import Absence, Enrolment, Pairing, Pause, Transfer, Withdrawal
from swip.enrolment.queries.transfers import open_transfer
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell


@transaction.atomic
def complete(enrolment: Enrolment, *, by: User) -> None:
    """The employer has decided that the standards are met."""
    _finish(enrolment, Enrolment.Status.COMPLETED, "enrolment.completed", by=by)


@transaction.atomic
def not_complete(enrolment: Enrolment, *, by: User) -> None:
    """The employer has decided that the standards are not met."""
    _finish(enrolment, Enrolment.Status.NOT_COMPLETED, "enrolment.not_completed", by=by)


def _finish(enrolment: Enrolment, status: str, action: str, *, by: User) -> None:
    enrolment.move_to(status)
    end_pairings(enrolment, *Pairing.Kind.values, before=tomorrow())
    _close_move(enrolment, because="The programme has ended", by=by)
    history.record(
        action,
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
    )


def _close_move(enrolment: Enrolment, *, because: str, by: User) -> None:
    """Nobody moves who is no longer on the programme; the report is kept, if they should come back."""
    transfer = open_transfer(enrolment)
    if transfer is None:
        return
    transfer.move_to(Transfer.Status.TAKEN_BACK, closed_at=timezone.now(), closed_because=because)
    history.record(
        "transfer.taken_back",
        transfer,
        by=by,
        on_behalf_of=transfer.from_organisation.name,
        note=because,
    )


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, last_day: datetime.date, by: User, note: str = "") -> None:
    """The social worker leaves the programme. What they handed in stays theirs to read."""
    words = dict(queries.withdrawal_reasons(enrolment.rule_book))[reason]
    supervisor, assessor = enrolment.supervisor, enrolment.assessor
    enrolment.move_to(Enrolment.Status.WITHDRAWN)
    Withdrawal.objects.create(
        enrolment=enrolment, reason=reason, reason_words=words, last_day=last_day, recorded_by=by
    )
    ended = end_pairings(
        enrolment,
        *Pairing.Kind.values,
        before=max(last_day + datetime.timedelta(days=1), tomorrow()),
    )
    _close_move(enrolment, because="They left the programme", by=by)
    history.record(
        "enrolment.withdrawn",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
        note=sentences(f"{words}. Last day: {date_in_words(last_day)}", note),
        data={
            "reason": reason,
            "last_day": last_day.isoformat(),
            "ended": [
                [each.kind, each.person_id, each.is_cover, each.starts_on.isoformat()] for each in ended
            ],
        },
    )
    told = [each for each in {enrolment.social_worker, supervisor, assessor} if each and each != by]
    for person in told:
        tell(
            person,
            "enrolment-withdrawn",
            href=enrolment.get_absolute_url(),
            enrolment=enrolment,
            last_day=last_day,
        )


@transaction.atomic
def undo_withdrawal(enrolment: Enrolment, *, because: str, by: User) -> None:
    """They had not left: it was recorded by mistake. Everything is as before, as far as it still can be."""
    current = locked(enrolment)
    withdrawal = queries.last_withdrawal(current)
    if current.status != Enrolment.Status.WITHDRAWN or withdrawal is None:
        raise StaleStep(enrolment)
    set_aside(withdrawal, by=by, because=because)
    if current.pauses.counted().current().filter(ends_on=None).exists():
        status = Enrolment.Status.PAUSED
    elif current.starts_on > timezone.localdate():
        status = Enrolment.Status.REGISTERED
    else:
        status = Enrolment.Status.ACTIVE
    _open_again(current, status)
    back = _restore_pairings(current, withdrawal)
    history.record(
        "enrolment.withdrawal_undone",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(current),
        note=because,
        data={
            "last_day": withdrawal.last_day.isoformat(),
            "status": [Enrolment.Status.WITHDRAWN, status],
            "pairings": [[each.kind, each.person_id] for each in back],
        },
    )
    work_out(current, by=by, because="A withdrawal was recorded by mistake")
    for person in {current.social_worker, *(each.person for each in back)} - {by}:
        tell(
            person, "withdrawal-undone", href=enrolment.get_absolute_url(), enrolment=current, because=because
        )


def _open_again(enrolment: Enrolment, status: str) -> None:
    try:
        with transaction.atomic():
            enrolment.move_to(status)
    except IntegrityError:
        raise ChangeRefused(
            f"{enrolment.social_worker} has another place on the {enrolment.programme}, which is open"
        ) from None


def come_back(
    enrolment: Enrolment, withdrawal: Withdrawal, *, returned_on: datetime.date
) -> list[Absence | Pause]:
    """Active again; refused where another place on the same programme is open meanwhile.

    What was still open when they left has ended by then, and is returned, for the history.
    """
    _open_again(enrolment, Enrolment.Status.ACTIVE)
    withdrawal.returned_on = returned_on
    withdrawal.save(update_fields=["returned_on"])
    return _end_what_was_open(enrolment, withdrawal, returned_on=returned_on)


def _end_what_was_open(
    enrolment: Enrolment, withdrawal: Withdrawal, *, returned_on: datetime.date
) -> list[Absence | Pause]:
    """Nobody who is back is still away or paused since before they left: that ended with their last day."""
    facts: list[Absence | Pause] = [*enrolment.absences.counted(), *enrolment.pauses.counted()]
    ended = []
    for fact in facts:
        if fact.ends_on is not None or fact.starts_on >= returned_on:
            continue
        last_day = withdrawal.last_day
        for other in facts:  # a pause that was expected to be over may have been followed by something else
            if other.starts_on > fact.starts_on:
                last_day = min(last_day, day_before(other.starts_on))
        fact.ends_on = max(fact.starts_on, last_day)
        fact.save(update_fields=["ends_on"])
        ended.append(fact)
    return ended


def ended_in_words(ended: list[Absence | Pause]) -> str:
    """For the history of a return, which also those read who are not told why somebody was away."""
    return ". ".join(
        f"{_what(each)} from {date_in_words(each.starts_on)} ended on {date_in_words(each.ends_on)}"
        for each in ended
        if each.ends_on
    )


def ended_as_kept(ended: list[Absence | Pause]) -> list[list[str | int]]:
    return [[_what(each).lower(), each.pk, each.ends_on.isoformat()] for each in ended if each.ends_on]


def _what(fact: Absence | Pause) -> str:
    return "Pause" if isinstance(fact, Pause) else "Absence"


def _restore_pairings(enrolment: Enrolment, withdrawal: Withdrawal) -> list[Pairing]:
    """Those that the withdrawal ended, where the person still holds the role and nothing speaks against it."""
    ended_on = max(withdrawal.last_day, timezone.localdate(withdrawal.recorded_at))
    had_begun = enrolment.pairings.filter(ends_on=ended_on, is_cover=False).select_related("person")
    in_conflict = queries.in_conflict_with(enrolment.social_worker)
    back: list[Pairing] = []
    next_first_day: dict[str, datetime.date] = {}
    # The latest first: whoever did it before them did it until their first day.
    ended = [*had_begun, *_taken_back_before_they_began(enrolment, ended_on)]
    for pairing in sorted(ended, key=lambda each: each.starts_on, reverse=True):
        stay = queries.lead_stay_on(enrolment, max(pairing.starts_on, timezone.localdate()))
        if stay is None or pairing.person_id in in_conflict:
            continue
        if not appointed_to(stay.organisation, Pairing.ROLE_OF[Pairing.Kind(pairing.kind)]).contains(
            pairing.person
        ):
            continue
        pairing.ends_on = stay.ends_on
        if (later := next_first_day.get(pairing.kind)) and (not stay.ends_on or later <= stay.ends_on):
            pairing.ends_on = day_before(later)
        next_first_day[pairing.kind] = pairing.starts_on
        pairing.save()
        back.append(pairing)
    return back


def _taken_back_before_they_began(enrolment: Enrolment, ended_on: datetime.date) -> list[Pairing]:
    """Not in the record any more, but in the history of the withdrawal: as new ones, not saved."""
    said = history.of(enrolment).filter(action="enrolment.withdrawn").last()
    kept = [
        (kind, person, datetime.date.fromisoformat(first_day))
        for kind, person, is_cover, first_day in (said.data.get("ended", []) if said else [])
        if not is_cover
    ]
    people = User.objects.in_bulk([person for _, person, _ in kept])
    return [
        Pairing(enrolment=enrolment, kind=kind, person=people[person], starts_on=first_day)
        for kind, person, first_day in kept
        if first_day > ended_on and person in people
    ]


@transaction.atomic
def reinstate(
    enrolment: Enrolment,
    *,
    returned_on: datetime.date,
    people: dict[str, User | None],
    by: User,
    note: str = "",
) -> None:
    """They come back on a day. The time between serves nothing, and every date follows from that."""
    current = locked(enrolment)
    withdrawal = queries.last_withdrawal(current)
    if current.status != Enrolment.Status.WITHDRAWN or withdrawal is None:
        raise StaleStep(enrolment)
    if returned_on <= withdrawal.last_day:
        raise ChangeRefused(
            f"Their last day was {date_in_words(withdrawal.last_day)}. Choose a later day", "returned_on"
        )
    stay = queries.lead_stay_on(current, returned_on)
    if stay is None or stay.starts_on > returned_on:
        raise ChangeRefused(
            "They have no employer on that day. Whoever employs them then claims them", "returned_on"
        )
    ended = come_back(current, withdrawal, returned_on=returned_on)
    history.record(
        "enrolment.reinstated",
        enrolment,
        by=by,
        on_behalf_of=stay.organisation.name,
        rules=current.rule_book.reference,
        note=sentences(
            f"Back on the programme from {date_in_words(returned_on)}", ended_in_words(ended), note
        ),
        data={
            "last_day": withdrawal.last_day.isoformat(),
            "returned_on": returned_on.isoformat(),
            "ended": ended_as_kept(ended),
        },
    )
    end_pairings(current, *Pairing.Kind.values, before=returned_on)
    for kind, person in people.items():
        if person is not None:
            refuse_pairing(person, current.social_worker, field=kind)
            name_first(current, kind, person, from_day=returned_on, until=stay.ends_on, by=by)
    work_out(current, by=by, because=f"Back on the programme from {date_in_words(returned_on)}")
    tell(
        current.social_worker,
        "enrolment-reinstated",
        href=enrolment.get_absolute_url(),
        enrolment=current,
        day=returned_on,
    )
