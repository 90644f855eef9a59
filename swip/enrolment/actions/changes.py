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
    told: dict[str, Any] = {
        "href": current.get_absolute_url(),
        "enrolment": current,
        "by": by,
        "on_behalf_of": on_behalf_of,
        "before": before,
        "after": after,
    }
    around = [current.social_worker, current.supervisor]
    near = {each.pk: each for each in around if each is not None and each != by}
    for person in near.values():
        tell(person, "time-changed", title=title, what=what, why=why, **told)
    assessor = current.assessor
    if moved and assessor and assessor != by and assessor.pk not in near:
        # An assessor has to know the dates, and not why somebody was away.
        tell(assessor, "time-changed", title="The dates have moved", what="", why="", **told)
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
