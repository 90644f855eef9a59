"""Who should not be paired with whom."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Organisation, Role, User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import ConflictOfInterest
from swip.notifications.actions import tell
from swip.staffing import permissions

LETTERS: dict[str, tuple[str, str]] = {
    Role.COORDINATOR: ("conflict-declared", "staffing:conflicts"),
    Role.ADMINISTRATOR: ("conflict-without-coordinator", "accounts:organisation"),
}


@transaction.atomic
def declare_conflict(
    person: User, other: User, *, organisation: Organisation, by: User
) -> ConflictOfInterest:
    """From now on these two are not paired. Said twice by the same person, it stays as it is.

    The coordinators are told, where it was not one of them from outside. Neither of the two is: the reason may
    be one that the other should not learn of. What one has declared does not keep the other from declaring it.
    """
    same = ConflictOfInterest.objects.open().filter(organisation=organisation, declared_by=by)
    if known := same.between(person, other).first():
        return known
    try:
        with transaction.atomic():
            conflict = ConflictOfInterest.objects.create(
                person=person, other=other, organisation=organisation, declared_by=by
            )
    except IntegrityError:  # pressed twice at once
        return same.between(person, other).get()
    history.record(
        "conflict.declared",
        conflict,
        by=by,
        on_behalf_of=organisation.name,
        data={"person": person.pk, "other": other.pk},
    )
    _tell(conflict)
    return conflict


def _tell(conflict: ConflictOfInterest) -> None:
    """Whoever is to act upon it. A coordinator who declared it about others acts upon it themselves."""
    role, people = permissions.told_of(conflict)
    if role == Role.COORDINATOR and conflict.declared_by in people:
        return
    kind, page = LETTERS.get(role, ("", ""))
    for each in people:
        tell(
            each,
            kind,
            href=reverse(page, args=[conflict.organisation_id]),
            organisation=conflict.organisation,
        )


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
