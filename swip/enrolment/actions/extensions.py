"""More time."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import queries
from swip.enrolment.actions.changes import held_open, set_aside, settle
from swip.enrolment.actions.timetable import work_out
from swip.enrolment.models import Enrolment, Extension, StageDate
from swip.enrolment.queries.extensions import extension_grounds, latest_end
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.fields import lower_first
from swip.govuk.words import date_in_words

# A stage that was held: its code and round, the day on which it was held, and the day by which it was due.
Held = tuple[str, int, str, str]


@transaction.atomic
def extend(enrolment: Enrolment, *, to: datetime.date, reason: str, by: User) -> Extension:
    """More time by the employer's decision. Whoever decides tells the social worker with the decision."""
    current = held_open(enrolment, Enrolment.Status.ACTIVE)
    if to <= current.expected_end_on:
        raise ValueError("an extension ends later than the programme did before")
    extension, held = _written(current, to=to, reason=reason, by=by)
    work_out(current, by=by, because=f"More time, until {date_in_words(to)}")
    enrolment.expected_end_on = current.expected_end_on
    history.record(
        "enrolment.extended",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
        note=f"Until {date_in_words(to)}",
        data={"from": extension.previous_end_on.isoformat(), "to": to.isoformat(), "held": held},
    )
    return extension


def _written(
    current: Enrolment, *, to: datetime.date, reason: str, by: User, ground: str = "", words: str = ""
) -> tuple[Extension, list[Held]]:
    extension = Extension.objects.create(
        enrolment=current,
        previous_end_on=current.expected_end_on,
        ends_on=to,
        ground=ground,
        ground_words=words,
        reason=reason,
        recorded_by=by,
    )
    # A final review that was held is asked for once more at the new end.
    last = StageDate.objects.filter(enrolment=current, stage__is_final=True).exclude(held_on=None)
    held = [
        (each.stage.code, each.round, each.held_on.isoformat(), each.due_on.isoformat())
        for each in last.select_related("stage")
        if each.held_on
    ]
    last.update(held_on=None, round=F("round") + 1)
    return extension, held


@transaction.atomic
def give_more_time(
    enrolment: Enrolment,
    *,
    to: datetime.date,
    instead_of: datetime.date,
    ground: str,
    reason: str,
    by: User,
) -> Extension:
    """The coordinator gives more time, on a ground of the rule book. `instead_of` is the end that they saw."""
    current = held_open(enrolment, Enrolment.Status.ACTIVE)
    if current.expected_end_on != instead_of:
        raise StaleStep(enrolment)
    latest = latest_end(current)
    if to > latest:
        raise ChangeRefused(f"More time may be given until {date_in_words(latest)} at once", "amount")
    words = dict(extension_grounds(current.rule_book))[ground]
    extension, held = _written(current, to=to, reason=reason, by=by, ground=ground, words=words)
    settle(
        current,
        extension,
        "enrolment.extended",
        by=by,
        title="More time has been given",
        what=f"More time until {date_in_words(to)}: {lower_first(words)}",
        why=reason,
        data={"from": instead_of.isoformat(), "to": to.isoformat(), "ground": ground, "held": held},
    )
    return extension


@transaction.atomic
def take_back_extension(extension: Extension, *, because: str, by: User) -> None:
    """It was given by mistake: the programme ends as it did before."""
    current = held_open(extension.enrolment)
    set_aside(extension, by=by, because=because)
    _hold_again(current, extension)
    settle(
        current,
        extension,
        "enrolment.extension_taken_back",
        by=by,
        title="More time has been taken back",
        what=f"The {extension.days} days given on {date_in_words(extension.recorded_at)} have been taken back",
        why=because,
    )


def _hold_again(current: Enrolment, extension: Extension) -> None:
    """A final review that was only asked for once more because of this time was held when it was held."""
    given = history.of(extension).filter(action="enrolment.extended").first()
    for code, round, held_on, due_on in given.data.get("held", []) if given else []:
        asked_again = StageDate.objects.filter(
            enrolment=current, stage__code=code, round=round + 1, held_on=None
        )
        asked_again.update(round=round, held_on=held_on, due_on=due_on, late_after=None, falls_away=False)
