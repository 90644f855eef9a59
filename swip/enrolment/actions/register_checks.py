"""Whose registration has to be known: those with an open place, and nobody who has left."""

from __future__ import annotations

from django.db import transaction

from swip.accounts import actions as accounts
from swip.accounts.models import Appointment, RegisterCheck, User
from swip.enrolment.models import Enrolment
from swip.enrolment.queries.register import recheck_days


@transaction.atomic
def follow_the_register() -> None:
    """Every day: whoever has an open place is looked up, also after coming back; a leaver is left in peace."""
    open_places = Enrolment.objects.filter(status__in=Enrolment.OPEN)
    planned = RegisterCheck.objects.filter(next_check_on__isnull=False).values("person")
    leavers = (
        User.objects.filter(pk__in=planned)
        .exclude(pk__in=open_places.values("social_worker"))
        .exclude(pk__in=Appointment.objects.not_over().values("person"))
    )
    for person in leavers:
        accounts.stop_register_checks(person, by=None)
    unplanned = open_places.exclude(social_worker__in=planned).exclude(social_worker__register_number="")
    accounts.ask_register_of(
        {
            each.social_worker: recheck_days(each.rule_book)
            for each in unplanned.select_related("social_worker", "rule_book")
        }
    )
