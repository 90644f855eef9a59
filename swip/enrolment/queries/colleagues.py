"""The people whose names the service knows by itself: a text that names one of them names a colleague."""

from __future__ import annotations

from swip.accounts.models import Appointment, Organisation, User
from swip.enrolment.models import EmploymentPeriod, Enrolment, Pairing


def colleagues_of(enrolment: Enrolment) -> list[str]:
    """The social worker, everybody who was paired with them, and who works for their employers today."""
    employers = EmploymentPeriod.objects.not_over().filter(enrolment=enrolment).values("organisation")
    paired = Pairing.objects.filter(enrolment=enrolment).values("person")
    appointed = Appointment.objects.current().filter(organisation__in=employers).values("person")
    people = (
        User.objects.filter(pk=enrolment.social_worker_id)
        | User.objects.filter(pk__in=paired)
        | User.objects.filter(pk__in=appointed)
    )
    return sorted({name for name in people.values_list("name", flat=True) if name})


def lead_employer(enrolment: Enrolment) -> Organisation | None:
    """The organisation that answers for the programme today; for somebody who has left, the one that did last."""
    periods = enrolment.employment_periods.select_related("organisation")
    period = (
        periods.not_over().order_by("-is_lead", "starts_on", "pk").first()
        or periods.order_by("-is_lead", "-starts_on", "-pk").first()
    )
    return period.organisation if period else None
