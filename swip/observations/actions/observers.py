"""Asking somebody to observe: a colleague, or somebody from outside by a link that does one thing."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.enrolment.queries import value_or
from swip.observations import jobs
from swip.observations.actions.common import (
    current_observer,
    locked_under_way,
    note,
    tell_observer,
    tell_worker,
)
from swip.observations.models import Observation, Observer, Part
from swip.programmes.models import RuleBook

LINK_DAYS = "observation.link_days"
A_MOMENT = datetime.timedelta(minutes=1)


def link_ends(rule_book: RuleBook) -> datetime.datetime:
    """How long a link works from now on; a colleague is waited for as long."""
    return timezone.now() + datetime.timedelta(days=value_or(rule_book, LINK_DAYS, 30))


@transaction.atomic
def ask_colleague(observation: Observation, person: User, *, by: User) -> Observer:
    """They find it on their own pages: no link is sent."""
    return _ask(
        observation, Observer(person=person, name=person.name, email=person.email, asked_by=by), by=by
    )


@transaction.atomic
def ask_outsider(
    observation: Observation, *, name: str, role: str, agency: str, email: str, by: User
) -> Observer:
    """A letter with a link goes to them once this is saved."""
    observer = Observer(name=name, role=role, agency=agency, email=email.strip().lower(), asked_by=by)
    return _ask(observation, observer, by=by)


def _ask(observation: Observation, observer: Observer, *, by: User) -> Observer:
    observation = locked_under_way(observation)
    before = current_observer(observation)
    if observation.family_said_no or (before and before.has_answered):
        raise StaleStep(observation)
    if before and (before.person_id, before.email) == (observer.person_id, observer.email):
        return before  # sent twice, they were asked once
    was_asked = observation.observers.exists()
    if before:
        before.move_to(Observer.Status.PASSED_ON)
        if before.person != by:
            tell_observer(before, "observation-not-needed")
    observer.observation = observation
    observer.expires_at = link_ends(observation.enrolment.rule_book)
    observer.save()
    Part.objects.bulk_create(
        Part(observation=observation, observer=observer, kind=kind) for kind in Part.OF_OBSERVER
    )
    note("passed_on" if was_asked else "observer_asked", observation, by=by, words=observer.in_full)
    _let_them_know(observer, by=by)
    return observer


def call_back(observer: Observer, kind: str, **context: Any) -> None:
    """A colleague gets a message; somebody from outside a letter with a new link, which says why they get it."""
    if observer.person:
        tell_observer(observer, kind, **context)
    else:
        jobs.send_observer_link.defer(observer_id=observer.pk)


def _let_them_know(observer: Observer, *, by: User) -> None:
    if observer.person != by:
        call_back(observer, "observation-to-observe", by=by, observation=observer.observation)


@transaction.atomic
def send_again(observer: Observer, *, by: User) -> bool:
    """A new link, for as long again; older ones stop working. A colleague is reminded.

    Whether one is sent: pressed twice, or just asked, a letter is on its way already.
    """
    observation = locked_under_way(observer.observation)
    if observation.family_said_no:
        raise StaleStep(observation)
    ends = link_ends(observation.enrolment.rule_book)
    if observer.is_asked and observer.expires_at > ends - A_MOMENT:
        return False
    asked = Observer.objects.filter(pk=observer.pk, status=Observer.Status.ASKED)
    if not asked.update(expires_at=ends):
        raise StaleStep(observer)
    observer.expires_at = ends
    note("asked_again", observation, by=by, words=observer.in_full)
    _let_them_know(observer, by=by)
    return True


@transaction.atomic
def withdraw(observer: Observer, *, by: User) -> None:
    """The link stops working, and nobody is asked until somebody else is."""
    observation = locked_under_way(observer.observation)
    observer.move_to(Observer.Status.WITHDRAWN)
    note("link_withdrawn", observation, by=by, words=observer.in_full)
    if observer.person != by:
        tell_observer(observer, "observation-not-needed")
    if observation.enrolment.social_worker != by:
        tell_worker(observation, "observation-not-asked", observer=observer)
