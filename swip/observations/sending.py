"""How an observer's link leaves: made as the letter leaves, so that only the letter holds it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from swip.accounts import letters
from swip.observations.models import Observer


@transaction.atomic
def send_link(observer_id: int) -> None:
    """Older links stop working. If the letter cannot leave, nothing is saved and the older link goes on working."""
    asked = Observer.objects.filter(status=Observer.Status.ASKED, person=None).select_for_update(of=("self",))
    observer = (
        asked.select_related("observation__enrolment__social_worker", "asked_by", "typed_by")
        .filter(pk=observer_id)
        .first()
    )
    if observer is None or observer.is_too_late:
        return
    if observer.answered_at is not None:
        kind = "observer-look-again"
    elif observer.handed_over_at is not None:
        kind = "observer-confirm"
    else:
        kind = "observer-asked"
    link = settings.BASE_URL + reverse("observations:link", args=[observer.renew_link()])
    letters.compose(
        kind,
        observer.email,
        link=link,
        social_worker=observer.observation.enrolment.social_worker,
        observer=observer,
        observation=observer.observation,
    ).send()
