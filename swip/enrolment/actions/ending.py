"""The end: completed, not completed, withdrawn."""

from __future__ import annotations

import datetime

from django.db import transaction

from swip.accounts.models import User
from swip.core import history
from swip.enrolment import queries
from swip.enrolment.actions.common import sentences, tomorrow
from swip.enrolment.actions.pairings import end_pairings
from swip.enrolment.models import (
    Enrolment,
    Pairing,
    Withdrawal,
)
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell


@transaction.atomic
def complete(enrolment: Enrolment, *, by: User) -> None:
    """The employer has decided that the standards are met."""
    _finish(enrolment, Enrolment.Status.COMPLETED, "enrolment.completed", by=by)


@transaction.atomic
def not_complete(enrolment: Enrolment, *, by: User) -> None:
    """The employer has decided that the standards are not met."""
    _finish(enrolment, Enrolment.Status.NOT_COMPLETED, "enrolment.not_completed", by=by)


def _finish(enrolment: Enrolment, status: str, action: str, *, by: User) -> None:
    enrolment.move_to(status)
    end_pairings(enrolment, *Pairing.Kind.values, before=tomorrow())
    history.record(
        action,
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
    )


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, last_day: datetime.date, by: User, note: str = "") -> None:
    """The social worker leaves the programme. What they handed in stays theirs to read."""
    words = dict(queries.withdrawal_reasons(enrolment.rule_book))[reason]
    supervisor, assessor = enrolment.supervisor, enrolment.assessor
    enrolment.move_to(Enrolment.Status.WITHDRAWN)
    Withdrawal.objects.create(
        enrolment=enrolment, reason=reason, reason_words=words, last_day=last_day, recorded_by=by
    )
    end_pairings(
        enrolment,
        *Pairing.Kind.values,
        before=max(last_day + datetime.timedelta(days=1), tomorrow()),
    )
    history.record(
        "enrolment.withdrawn",
        enrolment,
        by=by,
        on_behalf_of=queries.employer_name(enrolment),
        rules=enrolment.rule_book.reference,
        note=sentences(f"{words}. Last day: {date_in_words(last_day)}", note),
        data={"reason": reason, "last_day": last_day.isoformat()},
    )
    told = [each for each in {enrolment.social_worker, supervisor, assessor} if each and each != by]
    for person in told:
        tell(
            person,
            "enrolment-withdrawn",
            href=enrolment.get_absolute_url(),
            enrolment=enrolment,
            last_day=last_day,
        )
