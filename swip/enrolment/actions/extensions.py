"""More time."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import queries
from swip.enrolment.actions.common import locked
from swip.enrolment.models import (
    Enrolment,
    Extension,
    StageDate,
)
from swip.govuk.words import date_in_words


@transaction.atomic
def extend(enrolment: Enrolment, *, to: datetime.date, reason: str, by: User) -> Extension:
    """More time: the programme ends later. Its last stage is due at the new end, once more if it was held."""
    current = locked(enrolment)
    if not current.may_move_to(Enrolment.Status.COMPLETED):
        raise StaleStep(enrolment)
    if to <= current.expected_end_on:
        raise ValueError("an extension ends later than the programme did before")
    extension = Extension.objects.create(
        enrolment=enrolment,
        previous_end_on=current.expected_end_on,
        ends_on=to,
        reason=reason,
        recorded_by=by,
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(expected_end_on=to)
    enrolment.expected_end_on = to
    last = StageDate.objects.filter(enrolment=enrolment, stage__is_final=True)
    last.exclude(held_on=None).update(held_on=None, round=F("round") + 1)
    last.update(due_on=to)
    history.record(
        "enrolment.extended",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
        note=f"Until {date_in_words(to)}",
        data={"from": extension.previous_end_on.isoformat(), "to": to.isoformat()},
    )
    return extension
