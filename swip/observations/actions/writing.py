"""Beginning an observation, and writing its parts."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.observations.actions.common import (
    be_writable,
    current_observer,
    locked_under_way,
    note,
    note_mended,
    share,
    tell_observer,
)
from swip.observations.actions.identifying import be_looked_through
from swip.observations.actions.observers import ask_colleague
from swip.observations.models import Observation, ObservationQuerySet, ObservedOutcome, Observer, Part
from swip.observations.queries.reading import is_answered
from swip.standards.models import Item


@transaction.atomic
def start(enrolment: Enrolment, *, by: User) -> Observation:
    """Begin one. Where nothing was written yet it is used again, so that pressing twice makes one."""
    untouched = _untouched(enrolment, by=by)
    return untouched.filter(observers=None, family="").first() or _begin(enrolment, by=by)


@transaction.atomic
def start_as_observer(enrolment: Enrolment, *, by: User) -> Observation:
    """Somebody has watched already: they begin with what they saw, and the plan may follow."""
    untouched = _untouched(enrolment, by=by)
    if there := untouched.filter(observers__person=by, observers__status=Observer.Status.ASKED).first():
        return there
    observation = _begin(enrolment, by=by)
    ask_colleague(observation, by, by=by)
    return observation


def _untouched(enrolment: Enrolment, *, by: User) -> ObservationQuerySet:
    """What somebody has begun and nobody has written in; a second press waits here for the first."""
    if not Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk).is_open:
        raise StaleStep(enrolment)
    begun = Observation.objects.under_way().filter(enrolment=enrolment, started_by=by)
    return begun.exclude(parts__revision__gt=0)


def _begin(enrolment: Enrolment, *, by: User) -> Observation:
    observation = Observation.objects.create(enrolment=enrolment, started_by=by)
    Part.objects.bulk_create(Part(observation=observation, kind=kind) for kind in Part.OF_WORKER)
    note("started", observation, by=by)
    return observation


@transaction.atomic
def write(part: Part, *, revision: int, typed: dict[str, Any], is_typist: bool = False) -> None:
    """Keep what was typed so far, right or not, for its writer alone.

    An observer who begins to write takes over what somebody was typing in from their paper.
    """
    observation = locked_under_way(part.observation)
    be_writable(part, observation)
    observer = part.observer
    if observer and observer.is_being_typed != is_typist:
        if is_typist:
            raise StaleStep(observation)
        Observer.objects.filter(pk=observer.pk, handed_over_at=None).update(handed_over_at=timezone.now())
    if part.typed != typed:
        part.save_over(revision, typed=typed)


@transaction.atomic
def share_plan(
    part: Part, *, content: dict[str, Any], outcomes: list[Item] | None, revision: int, by: User
) -> None:
    """The observer reads it before they watch. Once they have said what they saw, aims are not added to it."""
    observation = locked_under_way(part.observation)
    be_writable(part, observation)
    part.save_over(revision)
    be_looked_through(part, by=by)
    was_shared = part.is_done
    observer = current_observer(observation)
    if not is_answered(observation):
        aim_for(observation, outcomes or [])
    if observation.observed_on is None:
        observation.planned_for = datetime.date.fromisoformat(content["planned_for"])
        observation.how, observation.setting = content["how"], content["setting"]
        observation.contexts = content["contexts"]
        observation.save(update_fields=["planned_for", "how", "setting", "contexts"])
    share(part, content, by=by, by_name=by.name)
    note("plan_changed" if was_shared else "planned", observation, by=by)
    # Whoever has no account reads it by their link: a letter goes to them when they are asked.
    if observer and observer.is_asked and observer.person:
        tell_observer(observer, "observation-planned", is_changed=was_shared, observation=observation)
    note_mended(observation)


def aim_for(observation: Observation, outcomes: list[Item]) -> None:
    """Nothing has been answered yet: what is not aimed for any more goes."""
    wanted = {each.pk for each in outcomes}
    there = set(observation.outcomes.values_list("outcome_id", flat=True))
    observation.outcomes.exclude(outcome__in=wanted).delete()
    ObservedOutcome.objects.bulk_create(
        ObservedOutcome(observation=observation, outcome_id=pk, is_aimed_for=True)
        for pk in sorted(wanted - there)
    )


@transaction.atomic
def share_reflection(part: Part, *, content: dict[str, Any], revision: int, by: User) -> None:
    """From now on the observer, and whoever looks after the social worker, can read it."""
    observation = locked_under_way(part.observation)
    be_writable(part, observation)
    part.save_over(revision)
    be_looked_through(part, by=by)
    share(part, content, by=by, by_name=by.name)
    note("reflected", observation, by=by)
    note_mended(observation)
