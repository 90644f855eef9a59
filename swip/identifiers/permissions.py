"""Who sees to what was taken out of sight."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from swip.accounts.models import Appointment, Organisation, Role, User
from swip.accounts.permissions import organisations_where
from swip.identifiers.models import Quarantine, QuarantineQuerySet

Records = TypeVar("Records", bound="QuerySet[Any]")

# The data protection leads see to it. Where there is none today, or they wrote it, the next do: nobody's work stays
# hidden for want of an appointment.
KEEPERS = [Role.DATA_PROTECTION_LEAD, Role.COORDINATOR, Role.ADMINISTRATOR]


def quarantines_kept_by(user: User) -> QuarantineQuerySet:
    """Those of one's organisation, open and ended; never of what one wrote oneself."""
    kept = Q()
    for place, role in enumerate(KEEPERS):
        before = _holders(KEEPERS[:place], OuterRef("organisation")).exclude(person=OuterRef("writer"))
        kept |= Q(~Exists(before), organisation__in=organisations_where(user, role))
    return Quarantine.objects.filter(kept).exclude(writer=user)


def taken_out_of_sight_by(user: User, records: Records) -> Records:
    """What somebody took out of sight, and is so still: to tell them that it is done."""
    theirs = Quarantine.objects.open().of(records.model).filter(started_by=user)
    return records.filter(pk__in=theirs.values("subject_id"), quarantined_at__isnull=False)


def seen_to_by(user: User, records: Records) -> Records:
    """What is out of sight, for whoever sees to it at the employer that answers for it; of some sorts what was, too."""
    kept = quarantines_kept_by(user).of(records.model)
    if not records.model.IS_SHOWN_ONCE_OVER:
        kept = kept.open()
    return records.filter(pk__in=kept.values("subject_id"))


def keepers_of(organisation: Organisation, *, writer: User) -> QuerySet[User]:
    """Those people: of the first role that somebody other than the writer holds. There may be nobody."""
    for role in KEEPERS:
        found = _holders([role], organisation).exclude(person=writer)
        if found.exists():
            return User.objects.filter(pk__in=found.values("person")).order_by("name")
    return User.objects.none()


def keeps_for(user: User) -> QuerySet[Organisation]:
    """The organisations in which this person sees to whatever is taken out of sight, be there anything or not."""
    kept = Q()
    for place, role in enumerate(KEEPERS):
        before = _holders(KEEPERS[:place], OuterRef("pk"))
        kept |= Q(~Exists(before), pk__in=organisations_where(user, role))
    return Organisation.objects.filter(kept)


def _holders(roles: list[Role], organisation: Organisation | OuterRef) -> QuerySet[Appointment]:
    current = Appointment.objects.current().filter(organisation=organisation, person__is_active=True)
    return current.filter(role__in=roles)
