"""What every change of somebody's time brings with it: new dates, history, letters."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import queries
from swip.enrolment.actions.common import locked, sentences
from swip.enrolment.actions.timetable import Moved, work_out
from swip.enrolment.models import Enrolment
from swip.notifications.actions import tell


def held_open(enrolment: Enrolment, *statuses: str) -> Enrolment:
    """The enrolment as it is now, held until this change is made; told plainly if it has moved on."""
    current = locked(enrolment)
    if current.status not in (statuses or Enrolment.OPEN):
        raise StaleStep(enrolment)
    return current


def settle(
    current: Enrolment,
    fact: Any,
    action: str,
    *,
    by: User | None,
    title: str,
    what: str,
    why: str = "",
    data: dict[str, Any] | None = None,
) -> Moved | None:
    """The fact is written: bring the dates up to date, write the history, tell who is concerned.

    `title` is a sentence without its stop, for a letter; `what` says it with its days.
    """
    before = current.expected_end_on
    moved = work_out(current, by=by, because=what)
    after = current.expected_end_on
    on_behalf_of = "" if by in (None, current.social_worker) else queries.employer_name(current)
    history.record(
        action,
        fact,
        by=by,
        chain=current.history_chain,
        on_behalf_of=on_behalf_of,
        rules=current.rule_book.reference,
        note=sentences(what, why),
        data={**(data or {}), "end": [before.isoformat(), after.isoformat()]},
    )
    around = [current.social_worker, current.supervisor, current.assessor]
    people = {each.pk: each for each in around if each is not None and each != by}
    for person in people.values():
        tell(
            person,
            "time-changed",
            href=current.get_absolute_url(),
            enrolment=current,
            title=title,
            what=what,
            why=why,
            by=by,
            on_behalf_of=on_behalf_of,
            before=before,
            after=after,
        )
    return moved


def set_aside(fact: Any, *, by: User, because: str) -> None:
    """It was a mistake: it stays in the record and counts no longer. Of two who say so, the second is told."""
    rows: models.QuerySet[Any] = type(fact)._default_manager.filter(pk=fact.pk, set_aside_at=None)
    said = {"set_aside_at": timezone.now(), "set_aside_by": by, "set_aside_because": because}
    if not rows.update(**said):
        raise StaleStep(fact)
    for name, value in said.items():
        setattr(fact, name, value)


def day_before(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=1)
