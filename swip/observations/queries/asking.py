"""Who can be asked to observe, and who is not to be."""

from __future__ import annotations

from swip.accounts.models import Appointment, User
from swip.enrolment.models import Enrolment
from swip.enrolment.queries import employers_of, in_conflict_with
from swip.observations.permissions import MAY_OBSERVE


def addresses_never_asked(enrolment: Enrolment) -> set[str]:
    """One's own, and whoever is in conflict: asked by a letter, they would be asked all the same."""
    never = {enrolment.social_worker_id} | in_conflict_with(enrolment.social_worker)
    return set(User.objects.filter(pk__in=never).values_list("email", flat=True))


def what_they_are(enrolment: Enrolment) -> dict[int, str]:
    """Each colleague who can be asked, with what they are to the social worker or in the organisation."""
    held = Appointment.objects.current().filter(
        organisation__in=employers_of(enrolment), role__in=MAY_OBSERVE
    )
    found = {each.person_id: each.get_role_display() for each in held.order_by("pk")}
    for person, words in [
        (enrolment.supervisor, "Supervises this social worker"),
        (enrolment.assessor, "Assesses this social worker"),
    ]:
        if person:
            found[person.pk] = words
    return found
