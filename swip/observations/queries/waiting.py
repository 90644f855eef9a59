"""What waits on whom: for lists, home pages and reminders."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment.models import Enrolment
from swip.observations import permissions
from swip.observations.models import Observation, ObservationQuerySet, Observer, ObserverQuerySet
from swip.observations.queries.reading import OF_OBSERVER


def observations_of(enrolment: Enrolment, *, reader: User) -> ObservationQuerySet:
    """Newest first, each with its observers in `current`."""
    shown: ObservationQuerySet = permissions.visible_to(reader).filter(enrolment=enrolment).newest_first()
    current = Observer.objects.current().select_related("person")
    return shown.prefetch_related(Prefetch("observers", queryset=current, to_attr="current"))


def waiting_for_observer(user: User) -> ObserverQuerySet:
    """What somebody with an account is still to send, the first to watch first."""
    open_ones = permissions.written_by_observer(user)
    asked = permissions.observing(user).unanswered().filter(observation__in=open_ones.values("pk"))
    return asked.select_related(*OF_OBSERVER).order_by("observation__planned_for", "asked_at", "pk")


def late_observers(on: datetime.date | None = None) -> ObserverQuerySet:
    """The day is past, and the observer has not sent what they saw."""
    day = on or timezone.localdate()
    late: ObserverQuerySet = Observer.objects.unanswered().filter(
        observation__status=Observation.Status.UNDER_WAY,
        observation__enrolment__status__in=Enrolment.OPEN,
        observation__planned_for__lt=day,
    )
    return late


def asked_for_coordinator(user: User) -> ObserverQuerySet:
    """Everybody who is asked and has not answered; and who cannot, or is not asked any more, and nobody else is."""
    others = Observer.objects.filter(observation=OuterRef("observation"), pk__gt=OuterRef("pk"))
    open_ones = Q(status=Observer.Status.ASKED) | Q(~Exists(others), status__in=Observer.GONE)
    asked: ObserverQuerySet = Observer.objects.filter(
        open_ones, observation__in=permissions.kept_by(user).values("pk")
    )
    return asked.select_related("person", "observation__enrolment__social_worker").order_by(
        "expires_at", "pk"
    )
