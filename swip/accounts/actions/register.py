"""Looking somebody up on the register of social workers, and keeping what was seen."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from swip.accounts import jobs, queries
from swip.accounts.models import RegisterCheck, RegisterExtract, RegisterLine, User
from swip.accounts.register import NotOnRegister, RegisterEntry, RegisterUnavailable, register_in_use
from swip.core import history

FACTS = ["registered_name", "register_status", "registered_from", "registered_until", "annotations"]
COPY_LINES = f"COPY accounts_registerline (extract_id, number, {', '.join(FACTS)}) FROM STDIN"


@transaction.atomic
def ask_register(person: User, *, recheck_after_days: int) -> None:
    """Have somebody looked up soon. Nothing waits for the answer; a person has to look where no machine can."""
    if not person.register_number or not register_in_use().answers_by_itself:
        return
    try:
        with transaction.atomic():
            jobs.check_register.configure(queueing_lock=f"register-{person.pk}").defer(
                person_id=person.pk, recheck_after_days=recheck_after_days
            )
    except AlreadyEnqueued:
        return  # they are about to be looked up


@transaction.atomic
def ask_register_of(people: Mapping[User, int]) -> None:
    """Have many looked up soon, each with the days after which to look again: for those who have just come."""
    if not register_in_use().answers_by_itself:
        return
    standings = queries.register_standings(people)
    tasks: list[Any] = [
        {"person_id": person.pk, "recheck_after_days": days}
        for person, days in people.items()
        if person.register_number and standings[person.pk].next_check_on is None
    ]
    if tasks:
        jobs.check_register.batch_defer(*tasks)


def look_up_on_register(person: User, *, recheck_after_days: int) -> RegisterCheck:
    """Ask the register now: for jobs, which may wait for it. An answer is kept, and so is that there was none."""
    register = register_in_use()
    try:
        answer = register.look_up(person.register_number)
    except RegisterUnavailable as reason:
        note_no_answer(person, source=register.source, why=str(reason), recheck_after_days=recheck_after_days)
        raise
    return note_register_check(person, answer, source=register.source, recheck_after_days=recheck_after_days)


@transaction.atomic
def note_register_check(
    person: User,
    answer: RegisterEntry | NotOnRegister,
    *,
    recheck_after_days: int,
    by: User | None = None,
    source: str = RegisterCheck.Source.MANUAL,
    note: str = "",
    rules: str = "",
) -> RegisterCheck:
    """Keep what was seen on the register: the public fields and no more. It decides nothing by itself."""
    User.objects.select_for_update().get(pk=person.pk)
    _close_earlier(person)
    today = timezone.localdate()
    found = {}
    if isinstance(answer, RegisterEntry):
        found = {
            "registered_name": answer.registered_name,
            "register_status": answer.register_status,
            "registered_from": answer.registered_from,
            "registered_until": answer.registered_until,
            "annotations": answer.annotations,
        }
    again = answer.seen_on + datetime.timedelta(days=recheck_after_days)
    check = RegisterCheck.objects.create(
        person=person,
        register_number=answer.number,
        source=source,
        result=RegisterCheck.Result.FOUND if found else RegisterCheck.Result.NOT_FOUND,
        seen_on=answer.seen_on,
        checked_by=by,
        note=note,
        recheck_after_days=recheck_after_days,
        next_check_on=max(again, today + datetime.timedelta(days=1)),
        **found,
    )
    data = {
        "check": check.pk,
        "result": check.result,
        "source": source,
        "seen_on": answer.seen_on.isoformat(),
    }
    history.record("register.checked", person, by=by, rules=rules, note=check.get_result_display(), data=data)
    return check


@transaction.atomic
def note_no_answer(
    person: User, *, source: str, why: str, recheck_after_days: int, rules: str = ""
) -> RegisterCheck:
    """The register could not be asked. One line counts the tries until it can, and it is tried again tomorrow."""
    User.objects.select_for_update().get(pk=person.pk)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    latest = queries.latest_look(person)
    if latest is not None and not latest.was_answered and latest.source == source:
        RegisterCheck.objects.filter(pk=latest.pk).update(
            tries=F("tries") + 1,
            checked_at=timezone.now(),
            seen_on=timezone.localdate(),
            next_check_on=tomorrow,
            note=why[:500],
        )
        latest.refresh_from_db()
        return latest
    _close_earlier(person)
    return RegisterCheck.objects.create(
        person=person,
        register_number=person.register_number,
        source=source,
        result=RegisterCheck.Result.UNAVAILABLE,
        seen_on=timezone.localdate(),
        note=why[:500],
        recheck_after_days=recheck_after_days,
        next_check_on=tomorrow,
    )


def _close_earlier(person: User) -> None:
    """Only the newest look says when to look again."""
    RegisterCheck.objects.filter(person=person, next_check_on__isnull=False).update(next_check_on=None)


@transaction.atomic
def stop_register_checks(person: User, *, by: User | None) -> None:
    """Nobody needs to know any more whether they are registered: for those above who see somebody leave."""
    open_ones = RegisterCheck.objects.filter(person=person, next_check_on__isnull=False)
    if open_ones.update(next_check_on=None):
        history.record("register.checks_stopped", person, by=by)


def ask_register_again(on: datetime.date | None = None) -> int:
    """Every day: have those looked up whose turn it is. Without a machine to ask, they wait for a person."""
    if not register_in_use().answers_by_itself:
        return 0
    due = list(queries.due_for_recheck(on or timezone.localdate()))
    for person in due:
        ask_register(person, recheck_after_days=person.recheck_after_days)
    return len(due)


@transaction.atomic
def keep_extract(entries: Iterable[RegisterEntry], *, as_of: datetime.date, by: User) -> RegisterExtract:
    """Take in the register as a file. It replaces the one before, of which only the date is kept."""
    RegisterLine.objects.all().delete()
    RegisterExtract.objects.filter(as_of=as_of).delete()
    extract = RegisterExtract.objects.create(as_of=as_of, lines_sent=0, sent_by=by)
    # The whole register has more than a hundred thousand lines: the database takes them in as they come.
    with connection.cursor() as cursor, cursor.copy(COPY_LINES) as lines:
        for entry in entries:
            lines.write_row([extract.pk, entry.number, *(getattr(entry, name) for name in FACTS)])
            extract.lines_sent += 1
    extract.save(update_fields=["lines_sent"])
    history.record("register.extract_sent", extract, by=by, data={"lines": extract.lines_sent})
    return extract
