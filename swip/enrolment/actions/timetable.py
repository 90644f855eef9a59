"""The dates of an enrolment follow from what happened: worked out anew by every verb that changes it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.enrolment import queries
from swip.enrolment.actions.common import locked
from swip.enrolment.models import Adjustment, Enrolment, StageDate
from swip.enrolment.queries.timetable import life_of, sum_of, terms_of, with_open_ends
from swip.enrolment.rules.timetable import DueStage, timetable


@dataclass(frozen=True)
class Moved:
    """What a change did to somebody's dates."""

    end_before: datetime.date
    end_after: datetime.date
    stages: dict[str, tuple[str, str]]


@transaction.atomic
def work_out(enrolment: Enrolment, *, by: User | None, because: str) -> Moved | None:
    """Bring the end and every due date up to date with the records; None where nothing moves.

    History keeps the days before and after and the sum. The caller holds the enrolment's row.
    """
    life, terms = life_of(enrolment), terms_of(enrolment.rule_book)
    worked_out = timetable(life, terms, on=timezone.localdate())
    before = enrolment.expected_end_on
    moved = _keep_stages(enrolment, worked_out.stages)
    if before != worked_out.ends_on:
        Enrolment.objects.filter(pk=enrolment.pk).update(expected_end_on=worked_out.ends_on)
        enrolment.expected_end_on = worked_out.ends_on
    if before == worked_out.ends_on and not moved:
        return None
    history.record(
        "enrolment.dates_moved",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
        note=because,
        data={
            "end": [before.isoformat(), worked_out.ends_on.isoformat()],
            "stages": moved,
            "sum": str(sum_of(life, terms, worked_out)).splitlines(),
        },
    )
    return Moved(before, worked_out.ends_on, moved)


def work_out_open_ends(on: datetime.date | None = None) -> int:
    """Everybody whose dates depend on the day; each on their own, so that one that fails holds up nobody."""
    moved = 0
    for enrolment in with_open_ends(on or timezone.localdate()):
        with transaction.atomic():
            locked(enrolment)
            moved += bool(work_out(enrolment, by=None, because="Still away"))
    return moved


def _keep_stages(enrolment: Enrolment, due: tuple[DueStage, ...]) -> dict[str, tuple[str, str]]:
    """Each stage at its day; one that is no longer asked for falls away and can come back."""
    kept = {(each.stage.code, each.round): each for each in enrolment.stage_dates.select_related("stage")}
    stages = {each.code: each for each in enrolment.rule_book.stages}
    more_days = _more_days(enrolment)
    moved: dict[str, tuple[str, str]] = {}
    for each in due:
        key = (each.stage.code, each.round)
        row = kept.pop(key, None) or StageDate(
            enrolment=enrolment, stage=stages[each.stage.code], round=each.round, due_on=each.due_on
        )
        if row.held_on is not None:
            continue
        late_after = each.due_on + datetime.timedelta(days=more_days) if more_days else None
        as_it_was = (row.pk, row.due_on, row.late_after, row.falls_away)
        if as_it_was == (row.pk, each.due_on, late_after, each.falls_away) and row.pk:
            continue
        if row.due_on != each.due_on or row.falls_away != each.falls_away or not row.pk:
            moved[row.name] = (
                row.due_on.isoformat() if row.pk else "",
                "" if each.falls_away else each.due_on.isoformat(),
            )
        row.due_on, row.late_after, row.falls_away = each.due_on, late_after, each.falls_away
        row.save()
    for row in kept.values():
        if row.held_on is None and not row.falls_away:
            row.falls_away = True
            row.save(update_fields=["falls_away"])
            moved[row.name] = (row.due_on.isoformat(), "")
    return moved


def _more_days(enrolment: Enrolment) -> int:
    """An adjustment that is in place may give more time than until the due date, without being called late."""
    in_place = enrolment.adjustments.filter(status=Adjustment.Status.IN_PLACE)
    return max(in_place.values_list("extra_days", flat=True), default=0)
