"""What observers do: send what they saw, say that they cannot, look at it once more; and typing in from paper."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep, StaleText
from swip.observations.actions.common import (
    current_observer,
    locked_under_way,
    note,
    note_mended,
    share,
    tell_worker,
)
from swip.observations.actions.identifying import be_looked_through
from swip.observations.actions.observers import call_back, link_ends
from swip.observations.models import Observation, ObservedOutcome, Observer, Part, Signature


class NotWhole(Exception):
    """Something of what the observer is to say is missing."""


@transaction.atomic
def send(
    observer: Observer, *, contents: Mapping[str, Any], revisions: Mapping[str, int], by: User | None
) -> None:
    """What they saw, the outcomes and the feedback, exactly as they looked through it; so they sign it."""
    if set(contents) != set(Part.OF_OBSERVER):
        raise NotWhole
    observation = locked_under_way(observer.observation)
    observer = Observer.objects.select_related("person").get(pk=observer.pk)
    if not observer.is_asked:
        raise StaleStep(observation)
    for part in observer.parts.all():
        if part.revision != revisions.get(part.kind):
            raise StaleText(part)
        part.observation, part.observer = observation, observer
        be_looked_through(part, by=by)
        name = by.name if by else observer.in_full
        share(part, contents[part.kind], by=by, by_name=name, typed_by=observer.typed_by)
    seen = contents[Part.Kind.SEEN]
    observation.observed_on = datetime.date.fromisoformat(seen["observed_on"])
    for name in ("how", "setting", "contexts", "complexity"):
        setattr(observation, name, seen[name])
    observation.save(update_fields=["observed_on", "how", "setting", "contexts", "complexity"])
    _keep_outcomes(observation, contents[Part.Kind.OUTCOMES])
    is_again = observer.answered_at is not None  # somebody asked instead of them sends for the first time
    observer.move_to(Observer.Status.ANSWERED, answered_at=timezone.now())
    Signature.objects.create(
        observation=observation,
        round=observation.round,
        side=Signature.Side.OBSERVER,
        person=by,
        name=by.name if by else observer.in_full,
    )
    note("sent_again" if is_again else "sent", observation, by=by, observer=observer)
    tell_worker(observation, "observation-feedback-sent", observer=observer, is_again=is_again)
    note_mended(observation)


def _keep_outcomes(observation: Observation, answers: list[dict[str, Any]]) -> None:
    """As the observer says now: of those aimed for each has its answer, and others were added."""
    aimed = set(observation.outcomes.filter(is_aimed_for=True).values_list("outcome_id", flat=True))
    observation.outcomes.all().delete()
    answered = {each["outcome"]: each for each in answers}
    ObservedOutcome.objects.bulk_create(
        ObservedOutcome(
            observation=observation,
            outcome_id=pk,
            is_aimed_for=pk in aimed,
            answer=answered[pk]["answer"] if pk in answered else "",
            reason=answered[pk]["reason"] if pk in answered else "",
        )
        for pk in sorted(aimed | set(answered))
    )


@transaction.atomic
def decline(observer: Observer, *, words: str, by: User | None) -> None:
    """They cannot do it: somebody else can be asked in time."""
    observation = locked_under_way(observer.observation)
    observer.move_to(Observer.Status.DECLINED, words=words)
    note("observer_declined", observation, by=by, observer=observer, words=observer.in_full)
    tell_worker(observation, "observation-declined", observer=observer)


# ---- Typing in what was written on paper


@transaction.atomic
def type_up(observer: Observer, *, by: User) -> None:
    """Whoever has the paper types it in; nobody types over what the observer has begun themselves."""
    observation = locked_under_way(observer.observation)
    if observer.typed_by_id == by.pk and observer.handed_over_at is None:
        return
    free = Observer.objects.filter(pk=observer.pk, status=Observer.Status.ASKED, typed_by=None)
    if observer.parts.filter(revision__gt=0).exists() or not free.update(typed_by=by, handed_over_at=None):
        raise StaleStep(observation)
    observer.typed_by = by


@transaction.atomic
def hand_over(observer: Observer, *, by: User) -> None:
    """Typed in: the observer is asked to read it, put it right where it is wrong, and send it."""
    observation = locked_under_way(observer.observation)
    ends, now = link_ends(observation.enrolment.rule_book), timezone.now()
    typing = Observer.objects.filter(
        pk=observer.pk, status=Observer.Status.ASKED, typed_by=by, handed_over_at=None
    )
    if not typing.update(handed_over_at=now, expires_at=ends):
        raise StaleStep(observation)
    observer.handed_over_at, observer.expires_at = now, ends
    note("typed_from_paper", observation, by=by)
    call_back(observer, "observation-to-confirm", by=by)


# ---- Once more


@transaction.atomic
def look_again(observation: Observation, *, words: str, by: User) -> None:
    """The social worker says what is not right. The observer alone changes what they said."""
    observer = open_again(observation, words=words)
    note("opened_again", observer.observation, by=by)
    call_back(observer, "observation-look-again")


@transaction.atomic
def take_back(observation: Observation, *, by: User) -> None:
    """An observer with an account saw something to mend before the social worker signed."""
    observer = open_again(observation, words="")
    if observer.person != by:
        raise StaleStep(observation)
    note("taken_back", observer.observation, by=by)
    tell_worker(observer.observation, "observation-taken-back", observer=observer)


def open_again(observation: Observation, *, words: str) -> Observer:
    """What they wrote stands before them as they left it; what was shared stays readable meanwhile."""
    observation = locked_under_way(observation)
    observer = current_observer(observation)
    if observer is None or not observer.has_answered:
        raise StaleStep(observation)
    observer.observation = observation
    ends = link_ends(observation.enrolment.rule_book)
    observer.move_to(Observer.Status.ASKED, words=words, expires_at=ends, typed_by=None, handed_over_at=None)
    Part.objects.filter(observer=observer).update(done_at=None, revision=F("revision") + 1)
    observation.round += 1
    observation.save(update_fields=["round"])
    return observer
