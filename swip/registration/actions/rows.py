"""Rows of a confirmed file, made so."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import Team, User
from swip.enrolment.actions import pair, register_all
from swip.enrolment.actions.employment import change_employment
from swip.enrolment.models import Pairing
from swip.enrolment.rules import RegistrationRefused
from swip.registration.actions.likeness import keep_marks
from swip.registration.models import RegistrationFile, RegistrationRow
from swip.registration.queries.examining import Examined, Examiner
from swip.registration.rules.findings import Finding, Weight

AT_ONCE = 200
WENT_WRONG = "Something went wrong on our side with this row. Send it again"
MOVED_ON = "Something has changed since you checked the file. Look at their record, and send the row again"
State, Outcome = RegistrationRow.State, RegistrationRow.Outcome
WHAT_COMES_OF_IT = {
    State.NEW: Outcome.REGISTERED,
    State.CHANGED: Outcome.CHANGED,
    State.SAME: Outcome.SAME,
}


@transaction.atomic
def take(file: RegistrationFile, numbers: Sequence[int]) -> None:
    """Make these rows so, all of them; where one cannot be, none is, and the reason is raised."""
    rows = list(file.rows.filter(pk__in=numbers, outcome=Outcome.WAITING).order_by("number"))
    if not rows or file.confirmed_by is None:
        return
    wanted = [each for each in rows if each.state in {State.NEW, State.CHANGED}]
    examiner = Examiner(file.organisation, file.rule_book, by=file.confirmed_by)
    read = examiner.reader.read_again((each.number, each.cells) for each in wanted)
    examined = dict(zip(wanted, examiner.examine(read), strict=True))
    for row, now in examined.items():
        if now.state not in {row.state, State.SAME}:
            stopped = next((each.in_words for each in now.findings if each.weight == Weight.STOPS), MOVED_ON)
            raise RegistrationRefused(stopped)
    _register([each for each in examined.items() if each[1].state == State.NEW], examiner)
    for row, now in examined.items():
        if now.state == State.CHANGED:
            _change(now, by=file.confirmed_by)
            row.enrolment = now.enrolment
    for row in rows:
        if row.state == State.REFUSED:
            row.outcome = Outcome.REFUSED
            continue
        row.outcome = WHAT_COMES_OF_IT[State(examined[row].state if row in examined else row.state)]
        row.cells, row.findings, row.changes = {}, [], []
    RegistrationRow.objects.bulk_update(rows, ["outcome", "enrolment", "cells", "findings", "changes"])


def _register(rows: list[tuple[RegistrationRow, Examined]], examiner: Examiner) -> None:
    if not rows:
        return
    registrations = [examiner.registration_of(now) for _, now in rows]
    enrolments = register_all(registrations, by=examiner.by)
    for (row, _), enrolment in zip(rows, enrolments, strict=True):
        row.enrolment = enrolment
    keep_marks(
        (enrolment.social_worker, now.read.name, now.read.date_mark)
        for (_, now), enrolment in zip(rows, enrolments, strict=True)
    )


def _change(now: Examined, *, by: User) -> None:
    """Each by its own verb, which writes the history and tells whom it concerns."""
    if now.enrolment is None or now.period is None:
        return
    for change in now.changes:
        if isinstance(change.to, Team):
            change_employment(
                now.enrolment,
                instead_of=now.period,
                from_day=timezone.localdate(),
                full_time_equivalent=now.period.full_time_equivalent,
                team=change.to,
                by=by,
            )
    for kind, colleague in now.colleagues.items():
        former = now.pairings.get(kind)
        if former is None or former.person != colleague:
            instead_of = former.pk if former else None
            pair(now.enrolment, Pairing.Kind(kind), colleague, by=by, instead_of=instead_of)


@transaction.atomic
def set_aside(pk: int, reason: str) -> None:
    """The row is kept as it was sent, with why it could not be taken, until it is mended or forgotten."""
    row = RegistrationRow.objects.select_for_update().get(pk=pk)
    if row.outcome != Outcome.WAITING:
        return
    kept = [each for each in row.findings if each["weight"] == Weight.STOPS]
    row.findings = [*kept, Finding("", "", reason).as_kept()]
    row.outcome = Outcome.REFUSED
    row.save(update_fields=["outcome", "findings"])
