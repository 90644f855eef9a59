"""What several verbs of this room need."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.identifiers import actions as identifiers
from swip.notifications.actions import tell, tell_address
from swip.observations.models import Observation, Observer, Part, PartVersion
from swip.observations.queries.identifying import out_of_sight


def locked(observation: Observation) -> Observation:
    """As it stands now, and stays until the step is done: nobody signs while somebody sends."""
    found = Observation.objects.select_for_update(of=("self",)).select_related("enrolment__social_worker")
    return found.get(pk=observation.pk)


def locked_under_way(observation: Observation) -> Observation:
    found = locked(observation)
    if not found.is_under_way or not found.enrolment.is_open:
        raise StaleStep(observation)
    return found


def current_observer(observation: Observation) -> Observer | None:
    """Who is asked, or has answered."""
    return observation.observers.current().select_related("person").first()


def be_writable(part: Part, observation: Observation) -> None:
    """What was sent and signed is not written any more; a plan is, until the observer has said what they saw."""
    observer = current_observer(observation)
    if part.observer_id is not None:
        is_open = observer is not None and observer.pk == part.observer_id and observer.is_asked
    elif part.kind == Part.Kind.PLAN:
        is_open = not part.is_done or observer is None or observer.is_asked
    else:
        is_open = True
    if not is_open:
        raise StaleStep(observation)


def share(part: Part, content: Any, *, by: User | None, by_name: str, typed_by: User | None = None) -> None:
    """The part as others read it from now on. What they read before stays beside it."""
    newest = part.versions.order_by("-number").first()
    PartVersion.objects.create(
        part=part,
        number=newest.number + 1 if newest else 1,
        content=content,
        by=by,
        by_name=by_name,
        typed_by=typed_by,
    )
    part.done_at = timezone.now()
    part.save(update_fields=["done_at"])


def note(
    action: str,
    observation: Observation,
    *,
    by: User | None,
    observer: Observer | None = None,
    words: str = "",
    **data: Any,
) -> None:
    """Whoever has no account is named in words: by name, role and agency, as they were asked."""
    on_behalf_of = observer.in_full if observer and by is None else ""
    history.record(
        f"observation.{action}", observation, by=by, on_behalf_of=on_behalf_of, note=words, data=data
    )


def tell_observer(observer: Observer, kind: str, **context: Any) -> None:
    """A message without a link for whoever has no account: a link stands in a letter of its own."""
    observation = observer.observation
    worker = observation.enrolment.social_worker
    if observer.person:
        href = observation.get_absolute_url()
        tell(observer.person, kind, href=href, social_worker=worker, observer=observer, **context)
    else:
        tell_address(observer.email, kind, social_worker=worker, observer=observer, **context)


def tell_worker(observation: Observation, kind: str, **context: Any) -> None:
    worker = observation.enrolment.social_worker
    tell(worker, kind, href=observation.get_absolute_url(), social_worker=worker, **context)


def note_mended(observation: Observation) -> None:
    """Out of sight, and shared anew: whoever sees to it is told once nobody is still mending it."""
    waiting = out_of_sight(observation)
    if waiting and waiting.is_mended:
        identifiers.hand_in_mended(observation)
