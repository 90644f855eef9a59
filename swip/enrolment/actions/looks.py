"""Who looked."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.enrolment import queries
from swip.enrolment.models import (
    Enrolment,
    Look,
    Pairing,
)


def note_look(enrolment: Enrolment, *, by: User) -> None:
    """Somebody from outside the supervision opens a page of this record: kept once a day for each person."""
    if enrolment.social_worker_id == by.pk:
        return
    today = timezone.localdate()
    supervises = Pairing.objects.not_over(today).filter(
        enrolment=OuterRef("pk"), kind=Pairing.Kind.SUPERVISOR, person=by
    )
    noted = Look.objects.filter(enrolment=OuterRef("pk"), by=by, on=today)
    if Enrolment.objects.filter(Exists(supervises) | Exists(noted), pk=enrolment.pk).exists():
        return
    with transaction.atomic():
        _, is_first = Look.objects.get_or_create(enrolment=enrolment, by=by, on=today)
        if not is_first:
            return
        history.record("enrolment.looked", enrolment, by=by, on_behalf_of=queries.employer_name(enrolment))
