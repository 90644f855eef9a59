"""Files of people to register: kept, confirmed, worked off, forgotten."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Sequence
from typing import cast

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from swip.accounts.models import Organisation, User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.core.tables import Row
from swip.govuk.words import plural
from swip.notifications.actions import tell
from swip.programmes.models import RuleBook
from swip.registration import jobs, queries
from swip.registration.actions.rows import AT_ONCE, WENT_WRONG, set_aside, take
from swip.registration.models import RegistrationFile, RegistrationRow
from swip.registration.queries.examining import Examined, Examiner

log = logging.getLogger(__name__)
Status, State, Outcome = RegistrationFile.Status, RegistrationRow.State, RegistrationRow.Outcome


@transaction.atomic
def keep_file(
    rows: Sequence[Row], *, name: str, organisation: Organisation, rule_book: RuleBook, by: User
) -> RegistrationFile:
    """Look through a file and keep what was found. Nobody is registered by this, and nobody is told."""
    examined = Examiner(organisation, rule_book, by=by).look_through(rows)
    file = RegistrationFile.objects.create(
        organisation=organisation, rule_book=rule_book, name=name[:200], rows_sent=len(rows), sent_by=by
    )
    RegistrationRow.objects.bulk_create((_kept(file, each) for each in examined), batch_size=AT_ONCE)
    history.record(
        "registration.file_sent",
        file,
        by=by,
        on_behalf_of=organisation.name,
        rules=rule_book.reference,
        note=plural(len(rows), "row", "rows"),
    )
    return file


def _kept(file: RegistrationFile, each: Examined) -> RegistrationRow:
    return RegistrationRow(
        file=file,
        number=each.read.number,
        state=each.state,
        cells=each.read.cells,
        findings=[finding.as_kept() for finding in each.findings],
        changes=[change.as_kept() for change in each.changes],
        needs_a_look=each.needs_a_look,
        enrolment=each.enrolment,
    )


@transaction.atomic
def confirm_file(file: RegistrationFile, *, by: User) -> None:
    """From here on the rows are worked off, one after the other. Pressed twice, it still happens once."""
    file.move_to(Status.RUNNING, confirmed_by=by, confirmed_at=timezone.now())
    history.record(
        "registration.file_confirmed",
        file,
        by=by,
        on_behalf_of=file.organisation.name,
        rules=file.rule_book.reference,
    )
    work_soon(file)


def work_soon(file: RegistrationFile) -> None:
    try:
        with transaction.atomic():
            jobs.work_off.configure(
                lock=f"registration-file-{file.pk}", queueing_lock=f"registration-file-{file.pk}"
            ).defer(file_id=file.pk)
    except AlreadyEnqueued:
        return  # somebody is about to


@transaction.atomic
def delete_file(file: RegistrationFile, *, by: User | None) -> None:
    """Nothing of what it said stays. `by` is None where nobody confirmed it for too long."""
    file.move_to(Status.DELETED, name="", emptied_at=timezone.now())
    file.rows.all().delete()
    history.record("registration.file_deleted", file, by=by, on_behalf_of=file.organisation.name)


@transaction.atomic
def empty_file(file: RegistrationFile, *, by: User | None) -> None:
    """The rows that could not be taken are forgotten, too; how many there were is kept."""
    held = RegistrationFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if held.status != Status.FINISHED or held.emptied_at is not None:
        raise StaleStep(file)
    file.rows.update(cells={}, findings=[], changes=[])
    file.emptied_at = timezone.now()
    file.save(update_fields=["emptied_at"])
    history.record("registration.file_emptied", file, by=by, on_behalf_of=file.organisation.name)


def forget_old_files(today: datetime.date | None = None) -> int:
    """What nobody confirmed, and what could not be taken, for longer than the rule says."""
    forgotten = 0
    for file in queries.files_to_forget(today or timezone.localdate()):
        try:
            if file.status == Status.CHECKED:
                delete_file(file, by=None)
            else:
                empty_file(file, by=None)
        except StaleStep:  # confirmed or deleted in this moment
            continue
        forgotten += 1
    return forgotten


# Working off


def work_off(file_id: int) -> None:
    """All rows that are left. May be stopped anywhere and begun again: nobody is registered twice."""
    while rows := _next_rows(file_id):
        _work_off_these(file_id, rows)
    _finish_if_done(file_id)


def _next_rows(file_id: int) -> list[int]:
    waiting = RegistrationRow.objects.filter(
        file=file_id, file__status=Status.RUNNING, outcome=Outcome.WAITING
    )
    return list(waiting.order_by("number").values_list("pk", flat=True)[:AT_ONCE])


def _work_off_these(file_id: int, rows: list[int]) -> None:
    """Many at once; where that fails, each half by itself, until the one that cannot be taken is alone."""
    reason = _attempt(file_id, rows)
    if reason is None:
        return
    if len(rows) == 1:
        set_aside(rows[0], reason)
        return
    half = len(rows) // 2
    _work_off_these(file_id, rows[:half])
    _work_off_these(file_id, rows[half:])


def _attempt(file_id: int, rows: list[int]) -> str | None:
    """In one transaction. Says why it could not be done; the rows are then as they were."""
    try:
        with transaction.atomic():
            file = queries.held_file(file_id)
            if file.status == Status.RUNNING:
                take(file, rows)
    except (OperationalError, InterfaceError):
        raise  # no row is to blame, and the job is tried again
    except Exception as reason:
        told = getattr(reason, "reason", None) or getattr(reason, "message", None)
        if told is None and len(rows) == 1:
            log.exception("row %s of registration file %s could not be taken", rows[0], file_id)
        return str(told or WENT_WRONG)
    return None


@transaction.atomic
def _finish_if_done(file_id: int) -> None:
    file = queries.held_file(file_id)
    if file.status != Status.RUNNING or file.rows.filter(outcome=Outcome.WAITING).exists():
        return
    coordinator = cast(User, file.confirmed_by)
    counts = queries.outcomes_of(file)
    file.move_to(Status.FINISHED, finished_at=timezone.now())
    if not counts[Outcome.REFUSED]:  # nothing is left that anybody could mend
        file.emptied_at = timezone.now()
        file.save(update_fields=["emptied_at"])
    history.record(
        "registration.file_finished",
        file,
        by=coordinator,
        on_behalf_of=file.organisation.name,
        rules=file.rule_book.reference,
        data={outcome: number for outcome, number in counts.items() if number},
    )
    tell(
        coordinator,
        "registration-file-finished",
        href=file.get_absolute_url(),
        counts=counts,
        file=file,
    )


def carry_on() -> int:
    """Files whose job was lost are worked off after all."""
    running = RegistrationFile.objects.filter(status=Status.RUNNING)
    for file in running:
        work_soon(file)
    return len(running)
