"""The changes of somebody's time as they see them: what, by whom, why, the end before and after; objections."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from swip.core import history
from swip.core.history_words import private_actions
from swip.core.models import Entry
from swip.enrolment.models import Enrolment, Objection, ObjectionAnswer

DATES_MOVED = "enrolment.dates_moved"
NOT_A_CHANGE = {
    "enrolment.looked",
    "enrolment.stage_held",
    # Against a decision there is an appeal.
    "enrolment.completed",
    "enrolment.not_completed",
    "enrolment.objected",
    "enrolment.objection_answered",
}
TOGETHER = datetime.timedelta(seconds=3)


@dataclass
class ChangeMade:
    """One change, with what it did to the end and every due date."""

    entry: Entry
    moved: Entry | None = None
    objections: list[Objection] = field(default_factory=list)

    @property
    def ends(self) -> tuple[datetime.date, datetime.date] | None:
        """The end before and after, where this change says."""
        for each in (self.entry, self.moved):
            if each is not None and (end := each.data.get("end")):
                return datetime.date.fromisoformat(end[0]), datetime.date.fromisoformat(end[1])
        return None

    @property
    def sum(self) -> list[str]:
        return self.moved.data.get("sum", []) if self.moved else []


def change_entries(enrolment: Enrolment) -> QuerySet[Entry]:
    """What was done to somebody's place on the programme, oldest first."""
    of_its_time = Q(action__startswith="enrolment.") | Q(action__startswith="transfer.")
    entries = history.of_chain(enrolment.history_chain).filter(of_its_time)
    return entries.exclude(action__in=NOT_A_CHANGE | private_actions())


def changes_of(enrolment: Enrolment) -> list[ChangeMade]:
    """Newest first. The moving of the dates stands with the change that moved them."""
    made: list[ChangeMade] = []
    entries = list(change_entries(enrolment))
    at = 0
    while at < len(entries):
        entry = entries[at]
        following = entries[at + 1] if at + 1 < len(entries) else None
        if entry.action != DATES_MOVED:
            if following is not None and _is_moved_by(following, entry) and not _leads(entries, at + 1):
                made.append(ChangeMade(entry, following))
                at += 1
            else:
                made.append(ChangeMade(entry))
        elif following is not None and _is_moved_by(entry, following):
            made.append(ChangeMade(following, entry))
            at += 1
        elif made and _is_day_after_day(made[-1].entry, entry):
            made[-1] = _joined(made[-1], entry)
        else:
            made.append(ChangeMade(entry, entry))
        at += 1
    objections = _objections_of(enrolment)
    for each in made:
        each.objections = objections.get(each.entry.pk, [])
    return made[::-1]


def _is_moved_by(moved: Entry, change: Entry) -> bool:
    return (
        moved.action == DATES_MOVED
        and change.action != DATES_MOVED
        and moved.by_id == change.by_id
        and abs(moved.at - change.at) < TOGETHER
    )


def _leads(entries: list[Entry], at: int) -> bool:
    """The dates moved for the change that is written after, not for the one before."""
    return at + 1 < len(entries) and _is_moved_by(entries[at], entries[at + 1])


def _is_day_after_day(before: Entry, entry: Entry) -> bool:
    """The service moved the dates once more, because somebody is still away."""
    return before.action == entry.action == DATES_MOVED and before.by_id is None and entry.by_id is None


def _joined(before: ChangeMade, entry: Entry) -> ChangeMade:
    if before.ends and (end := entry.data.get("end")):
        entry.data = {**entry.data, "end": [before.ends[0].isoformat(), end[1]]}
    return ChangeMade(entry, entry)


def _objections_of(enrolment: Enrolment) -> dict[int, list[Objection]]:
    answers = ObjectionAnswer.objects.select_related("given_by")
    found: dict[int, list[Objection]] = {}
    made = enrolment.objections.select_related("made_by").prefetch_related(Prefetch("answers", answers))
    for each in made:
        found.setdefault(each.entry_id, []).append(each)
    return found


def objections_to_answer(enrolments: QuerySet[Enrolment]) -> QuerySet[Objection]:
    """Nobody has said anything to them yet."""
    waiting = Objection.objects.filter(enrolment__in=enrolments, answers=None)
    return waiting.select_related("enrolment__social_worker", "entry")
