"""How many a colleague may take on."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core import history
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell
from swip.staffing.models import Capacity

VERBS: dict[str, str] = {"supervise": "supervise", "assess": "assess", "observe": "observe"}


@transaction.atomic
def set_capacity(
    person: User,
    organisation: Organisation,
    kind: str,
    most: int | None,
    *,
    by: User,
    from_day: datetime.date | None = None,
    until: datetime.date | None = None,
) -> Capacity | None:
    """From a day on somebody takes on so many at most; without a number, as many as the rule says.

    What was agreed before ends on the eve, and what was to come is replaced.
    """
    day = from_day or timezone.localdate()
    # Of two coordinators who set it at once, the second waits here and has the last word.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    of_theirs = Capacity.objects.filter(person=person, organisation=organisation, kind=kind)
    of_theirs.filter(starts_on__gte=day).delete()
    of_theirs.not_over(day).update(ends_on=day - datetime.timedelta(days=1))
    agreed = None
    if most is not None:
        agreed = Capacity.objects.create(
            person=person,
            organisation=organisation,
            kind=kind,
            most=most,
            starts_on=day,
            ends_on=until,
            set_by=by,
        )
    number = "as many as the rule says" if most is None else f"{most} at most"
    history.record(
        "staffing.capacity_set",
        agreed or person,
        by=by,
        chain=f"organisation:{organisation.pk}",
        on_behalf_of=organisation.name,
        note=f"{person}: {VERBS[kind]} {number}, from {date_in_words(day)}",
        data={
            "person": person.pk,
            "kind": kind,
            "most": most,
            "from": day.isoformat(),
            "until": until.isoformat() if until else None,
        },
    )
    if person != by:
        tell(
            person,
            "capacity-set",
            organisation=organisation,
            verb=VERBS[kind],
            most=most,
            from_day=day,
            until=until,
        )
    return agreed
