"""Who sees to what was taken out of sight."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from swip.accounts.models import Appointment, Organisation, Role, User
from swip.accounts.permissions import organisations_where
from swip.identifiers.models import Quarantine, QuarantineQuerySet


def keeps_for(user: User) -> QuerySet[Organisation]:
    """The organisations in which this person sees to what was taken out of sight.

    It is the data protection lead. Where an organisation has none today a coordinator does, so that nobody's
    work stays hidden for want of an appointment.
    """
    leads = Appointment.objects.current().filter(
        role=Role.DATA_PROTECTION_LEAD, organisation=OuterRef("pk"), person__is_active=True
    )
    return Organisation.objects.filter(
        Q(pk__in=organisations_where(user, Role.DATA_PROTECTION_LEAD))
        | ~Exists(leads) & Q(pk__in=organisations_where(user, Role.COORDINATOR))
    )


def quarantines_kept_by(user: User) -> QuarantineQuerySet:
    """Those of one's organisation, open and ended; never of what one wrote oneself."""
    return Quarantine.objects.filter(organisation__in=keeps_for(user)).exclude(writer=user)
