"""What is done with the ledger: entered, held, cancelled, agreed to, disputed, answered, corrected."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.notifications.actions import tell
from swip.supervision import permissions
from swip.supervision.models import Dispute, LedgerEntry, ProtectedTime, Session, Workload
from swip.supervision.models.ledger import Status
from swip.supervision.queries import support as queries
from swip.supervision.rules.promises import Side

FIELD_OF = {Session: "session", ProtectedTime: "protected_time", Workload: "workload"}


class EnteredAlready(Exception):
    """There is an entry for that day or week: it is corrected, not entered twice."""

    def __init__(self, entry: LedgerEntry):
        self.entry = entry
        super().__init__(str(entry))


# ---- Entered


@transaction.atomic
def enter_session(
    enrolment: Enrolment,
    *,
    by: User,
    day: datetime.date,
    is_held: bool = True,
    minutes: int | None = None,
    reflection_minutes: int | None = None,
    kind: str = Session.Kind.INDIVIDUAL,
    held_by: User | None = None,
    held_by_name: str = "",
    notes: str = "",
    is_another: bool = False,
) -> Session:
    """A session that took place, or one that is planned. The same day twice is one session, unless it is another."""
    _be_open(enrolment)
    same_as = queries.same_session if is_held else queries.planned_on
    if not is_another and (there := same_as(enrolment, day)):
        raise EnteredAlready(there)
    details: dict[str, Any] = {
        "kind": kind,
        "held_by": held_by,
        "held_by_name": held_by.name if held_by else held_by_name,
        "notes": notes,
    }
    if is_held:
        details |= {"held_on": day, "minutes": minutes, "reflection_minutes": reflection_minutes or 0}
        if planned := queries.planned_on(enrolment, day):
            details["notes"] = notes or planned.notes  # what was kept with the plan stays with the session
            hold(planned, by=by, **details)
            return planned
    else:
        details |= {"planned_for": day}
    entry = Session.objects.create(
        enrolment=enrolment,
        status=Status.GIVEN if is_held else Status.PLANNED,
        **details,
        **_entered(enrolment, by),
    )
    history.record("supervision.session_entered" if is_held else "supervision.session_planned", entry, by=by)
    return entry


@transaction.atomic
def enter_protected_time(
    enrolment: Enrolment,
    *,
    by: User,
    week: datetime.date,
    hours: Decimal,
    why_lost: str = "",
) -> ProtectedTime:
    """The hours of one week: taken, or planned where the week is still to come."""
    _be_open(enrolment)
    today = timezone.localdate()
    is_planned = week > today
    there = queries.entered_of_week(enrolment, week)
    if there and not (there.is_planned and not is_planned):
        raise EnteredAlready(there)
    if there:
        there.move_to(
            Status.GIVEN, hours_taken=hours, why_lost=why_lost, **_entered(enrolment, by), agreed_at=None
        )
        history.record("supervision.protected_time_entered", there, by=by)
        return there
    promise, year = queries.promise_now(enrolment, max(week, enrolment.starts_on))
    entry = ProtectedTime.objects.create(
        enrolment=enrolment,
        status=Status.PLANNED if is_planned else Status.GIVEN,
        week=week,
        hours_promised=Decimal(str(promise.hours_in(year))),
        hours_planned=hours if is_planned else None,
        hours_taken=None if is_planned else hours,
        why_lost="" if is_planned else why_lost,
        **_entered(enrolment, by),
    )
    history.record("supervision.protected_time_entered", entry, by=by)
    return entry


@transaction.atomic
def enter_workload(
    enrolment: Enrolment,
    *,
    by: User,
    as_of: datetime.date,
    children: int,
    families: int | None,
    percent: int,
    note: str = "",
) -> Workload:
    """How much work somebody carries on a day, or is planned to carry from one."""
    _be_open(enrolment)
    is_planned = as_of > timezone.localdate()
    there = queries.entered_of_day(enrolment, as_of)
    if there and not (there.is_planned and not is_planned):
        raise EnteredAlready(there)
    promise, year = queries.promise_now(enrolment, max(as_of, enrolment.starts_on))
    details: dict[str, Any] = {
        "children": children,
        "families": families,
        "percent": percent,
        "agreed_percent": promise.workload_in(year),
        "note": note,
        **_entered(enrolment, by),
    }
    if there:
        there.move_to(Status.GIVEN, **details)
        history.record("supervision.workload_entered", there, by=by)
        return there
    entry = Workload.objects.create(
        enrolment=enrolment,
        status=Status.PLANNED if is_planned else Status.GIVEN,
        as_of=as_of,
        **details,
    )
    history.record("supervision.workload_entered", entry, by=by)
    return entry


# ---- What became of a plan


@transaction.atomic
def hold(session: Session, *, by: User, held_on: datetime.date, **details: Any) -> None:
    """A planned session took place."""
    _be_open(session.enrolment)
    session.move_to(Status.GIVEN, held_on=held_on, **details, **_entered(session.enrolment, by))
    history.record("supervision.session_held", session, by=by)


@transaction.atomic
def cancel(session: Session, *, by: User, cancelled_by: str, why: str) -> None:
    """A planned session did not take place: by whom it was cancelled, and why."""
    _be_open(session.enrolment)
    session.move_to(
        Status.CANCELLED, cancelled_by=cancelled_by, cancelled_why=why, **_entered(session.enrolment, by)
    )
    history.record("supervision.session_cancelled", session, by=by)


# ---- Seen by the other side


@transaction.atomic
def agree(entry: LedgerEntry, *, by: User) -> None:
    """The other side says that it was so."""
    agree_all([entry], by=by)


@transaction.atomic
def agree_all(entries: Iterable[LedgerEntry], *, by: User) -> int:
    """Each entry that nobody has agreed to or disputed meanwhile. Pressed twice, it is agreed once."""
    number = 0
    for entry in entries:
        rows = permissions.entries(type(entry))
        waiting = rows.filter(pk=entry.pk, status__in=[Status.GIVEN, Status.CANCELLED], agreed_at=None)
        if waiting.update(agreed_by=by, agreed_at=timezone.now()):
            history.record("supervision.entry_agreed", entry, by=by)
            number += 1
    return number


@transaction.atomic
def dispute(entry: LedgerEntry, *, words: str, by: User) -> Dispute:
    """The other side says that it was not so, in words that stay."""
    _be_open(entry.enrolment)
    entry.move_to(Status.DISPUTED, agreed_by=None, agreed_at=None)
    raised = Dispute.objects.create(words=words, raised_by=by, **{FIELD_OF[type(entry)]: entry})
    history.record("supervision.entry_disputed", entry, by=by)
    for person in _keepers(entry):
        if person != by:
            _tell(person, "entry-disputed", entry, disputed_by=by)
    return raised


@transaction.atomic
def answer(raised: Dispute, *, words: str, by: User) -> None:
    """Whoever entered it says how it was. The entry stays as it is until both agree, or it is corrected."""
    open_one = Dispute.objects.filter(pk=raised.pk, settled_at=None, answer="")
    if not open_one.update(answer=words, answered_by=by, answered_at=timezone.now()):
        raise StaleStep(raised.entry)
    history.record("supervision.dispute_answered", raised.entry, by=by)
    if raised.raised_by != by:
        _tell(raised.raised_by, "dispute-answered", raised.entry, answered_by=by)


@transaction.atomic
def settle(raised: Dispute, *, by: User) -> None:
    """Whoever disputed it lets it stand."""
    entry = raised.entry
    was_cancelled = isinstance(entry, Session) and entry.was_cancelled
    entry.move_to(Status.CANCELLED if was_cancelled else Status.GIVEN, agreed_by=by, agreed_at=timezone.now())
    if not Dispute.objects.filter(pk=raised.pk, settled_at=None).update(
        settled_by=by, settled_at=timezone.now()
    ):
        raise StaleStep(entry)
    history.record("supervision.dispute_settled", entry, by=by)


# ---- Corrected


@transaction.atomic
def correct(entry: LedgerEntry, *, why: str, by: User, **changes: Any) -> LedgerEntry:
    """A new entry takes the place of a wrong one and says why; the wrong one stays to be read."""
    enrolment = entry.enrolment
    _be_open(enrolment)
    status = entry.status
    if status == Status.DISPUTED:
        status = Status.CANCELLED if isinstance(entry, Session) and entry.was_cancelled else Status.GIVEN
    if isinstance(entry, Workload) and entry.as_of <= timezone.localdate():
        status = Status.GIVEN  # its day has come: whoever corrects a plan says how it is
    entry.move_to(Status.CORRECTED)
    _settle_open(entry, by=by)
    kept = {
        field.attname: getattr(entry, field.attname)
        for field in entry._meta.concrete_fields
        if field.name not in NOT_COPIED
    }
    rows: Any = type(entry)._default_manager
    new = rows.create(
        **kept | changes,
        status=status,
        corrects=entry,
        why_corrected=why,
        **_entered(enrolment, by),
    )
    history.record("supervision.entry_corrected", new, by=by, data={"corrects": entry.pk})
    return new


@transaction.atomic
def take_back(entry: LedgerEntry, *, why: str, by: User) -> None:
    """The whole entry was a mistake: it stays to be read, with the reason, and counts no more."""
    _be_open(entry.enrolment)
    entry.move_to(Status.CORRECTED, why_taken_back=why)
    _settle_open(entry, by=by)
    history.record("supervision.entry_taken_back", entry, by=by)


def _settle_open(entry: LedgerEntry, *, by: User) -> None:
    """With the entry goes what was said against it: both stay readable."""
    open_dispute = Dispute.objects.filter(settled_at=None, **{FIELD_OF[type(entry)]: entry})
    open_dispute.update(settled_by=by, settled_at=timezone.now())


NOT_COPIED = {
    "id",
    "status",
    "side",
    "entered_by",
    "entered_at",
    "said_on",
    "agreed_by",
    "agreed_at",
    "corrects",
    "why_corrected",
    "why_taken_back",
}


# ---- What several of them need


def _entered(enrolment: Enrolment, by: User) -> dict[str, Any]:
    return {
        "side": permissions.side_of(by, enrolment),
        "entered_by": by,
        "entered_at": timezone.now(),
        "said_on": timezone.localdate(),
    }


def _be_open(enrolment: Enrolment) -> None:
    """Two who enter the same thing at once wait for one another; nothing is entered once the programme has ended."""
    if not Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk).is_open:
        raise StaleStep(enrolment)


def _keepers(entry: LedgerEntry) -> list[User]:
    """Who is told about an entry: whoever entered it, and the supervisor of today where the employer did."""
    people = {entry.entered_by_id: entry.entered_by}
    if entry.side == Side.EMPLOYER and (supervisor := entry.enrolment.supervisor):
        people[supervisor.pk] = supervisor
    return list(people.values())


def _tell(person: User, kind: str, entry: LedgerEntry, **more: Any) -> None:
    tell(person, kind, href=entry.get_absolute_url(), entry=entry, enrolment=entry.enrolment, **more)
