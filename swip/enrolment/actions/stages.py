"""A stage is held."""

from __future__ import annotations

import datetime

from django.db import transaction

from swip.accounts.models import User
from swip.core import history
from swip.enrolment.models import (
    Enrolment,
    StageDate,
)
from swip.programmes.models import Stage


@transaction.atomic
def hold_stage(
    enrolment: Enrolment, stage: Stage, *, on: datetime.date, by: User | None, round: int = 1
) -> None:
    """A stage was held, the first time or again after more time was given. Told twice, it stays as it was."""
    due = StageDate.objects.filter(enrolment=enrolment, stage=stage, round=round, held_on=None)
    if due.update(held_on=on):
        history.record(
            "enrolment.stage_held",
            enrolment,
            by=by,
            rules=enrolment.rule_book.reference,
            note=stage.name,
            data={"stage": stage.code, "round": round, "on": on.isoformat()},
        )
