"""Who should not be paired with whom."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, Role, User
from swip.accounts.permissions import appointed_to
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import ConflictOfInterest
from swip.notifications.actions import tell


@transaction.atomic
def declare_conflict(
    person: User, other: User, *, organisation: Organisation, by: User
) -> ConflictOfInterest:
    """From now on these two are not paired. Said twice, it stays as it is.

    The coordinators are told, where it was not one of them. Whoever else is concerned is not: the reason may be
    one that they should not learn of.
    """
    open_ones = ConflictOfInterest.objects.open().between(person, other)
    if known := open_ones.first():
        return known
    try:
        with transaction.atomic():
            conflict = ConflictOfInterest.objects.create(
                person=person, other=other, organisation=organisation, declared_by=by
            )
    except IntegrityError:  # somebody else declared it in the same moment
        return open_ones.get()
    history.record(
        "conflict.declared",
        conflict,
        by=by,
        on_behalf_of=organisation.name,
        data={"person": person.pk, "other": other.pk},
    )
    coordinators = list(appointed_to(organisation, Role.COORDINATOR))
    if by not in coordinators:
        for coordinator in coordinators:
            tell(
                coordinator,
                "conflict-declared",
                href=reverse("staffing:conflicts", args=[organisation.pk]),
                organisation=organisation,
            )
    return conflict


@transaction.atomic
def end_conflict(conflict: ConflictOfInterest, *, by: User) -> None:
    """The two may be paired again."""
    open_ones = ConflictOfInterest.objects.open().filter(pk=conflict.pk)
    if not open_ones.update(ended_at=timezone.now(), ended_by=by):
        raise StaleStep(conflict)
    history.record(
        "conflict.ended",
        conflict,
        by=by,
        on_behalf_of=conflict.organisation.name,
        data={"person": conflict.person_id, "other": conflict.other_id},
    )
