"""The family's agreement, the second signature, and giving an observation up."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Pairing
from swip.observations.actions.answers import open_again
from swip.observations.actions.common import (
    current_observer,
    locked,
    locked_under_way,
    note,
    tell_observer,
    tell_worker,
)
from swip.observations.actions.observers import call_back
from swip.observations.models import Observation, Observer, Part, Signature
from swip.observations.queries.reading import is_sent
from swip.observations.rules import Missing, missing

TAKEN_BACK = "The family took back its agreement"
ONCE_MORE = (
    "It was opened again after both of you had signed. Please read it, and sign and send it once more."
)
TO_MEND = (
    "Something in this observation could identify somebody. Please take out of your words whatever could."
)


class NotReady(Exception):
    """Something has to come first."""

    def __init__(self, missing: list[Missing]):
        self.missing = missing
        super().__init__("; ".join(each.words for each in missing))


@transaction.atomic
def record_family(
    observation: Observation,
    *,
    family: str,
    asked_by: str,
    asked_on: datetime.date | None,
    words: str,
    by: User,
) -> None:
    """Whether the family agreed to be watched: who asked them and when, and no name."""
    observation = locked_under_way(observation)
    said = {"family": family, "family_asked_by": asked_by, "family_asked_on": asked_on, "family_words": words}
    if all(getattr(observation, name) == value for name, value in said.items()):
        return
    had_said_no = observation.family_said_no
    for name, value in said.items():
        setattr(observation, name, value)
    observation.save(update_fields=list(said))
    note("family_recorded", observation, by=by, family=family)
    observer = current_observer(observation)
    if observer and observer.is_asked:
        observer.observation = observation
        if observation.family_said_no:
            tell_observer(observer, "observation-family-said-no")
        elif had_said_no:
            call_back(observer, "observation-to-observe", by=by, observation=observation)


def what_is_missing(observation: Observation, observer: Observer | None) -> list[Missing]:
    done = observation.parts.filter(observer=None, done_at__isnull=False).values_list("kind", flat=True)
    return missing(
        is_planned=Part.Kind.PLAN in done,
        has_observer=observer is not None,
        is_observed=observer is not None and observer.has_answered,
        is_reflected=Part.Kind.REFLECTION in done,
        family=observation.family,
    )


@transaction.atomic
def agree(observation: Observation, *, round: int, by: User) -> None:
    """The social worker signs what the observer has signed. From here on it counts, and stays as it is."""
    observation = locked_under_way(observation)
    observer = current_observer(observation)
    if round != observation.round:
        raise StaleStep(observation)
    lacking = what_is_missing(observation, observer)
    if lacking or observer is None:
        raise NotReady(lacking)
    Signature.objects.create(
        observation=observation,
        round=observation.round,
        side=Signature.Side.SOCIAL_WORKER,
        person=by,
        name=by.name,
    )
    assessing = Pairing.objects.current(observation.observed_on).filter(
        enrolment=observation.enrolment, kind=Pairing.Kind.ASSESSOR, person=observer.person_id
    )
    by_assessor = observer.has_account and assessing.exists()
    observation.move_to(Observation.Status.AGREED, agreed_at=timezone.now(), by_assessor=by_assessor)
    note("agreed", observation, by=by)
    observer.observation = observation
    tell_observer(observer, "observation-agreed")


@transaction.atomic
def cancel(observation: Observation, *, why: str, by: User) -> None:
    """Nothing came of it. Whoever was asked is told, and their link stops working.

    Once an observer has sent what they saw, it stays readable, with the reason why it does not count.
    """
    observation = locked_under_way(observation)
    observation.move_to(Observation.Status.CANCELLED, why_cancelled=why)
    observer = current_observer(observation)
    if observer:
        observer.observation = observation
        if observer.is_asked:
            observer.move_to(Observer.Status.WITHDRAWN)
        has_sent = observer.answered_at is not None
        kind = "observation-cancelled" if has_sent else "observation-not-needed"
        tell_observer(observer, kind, family_said_no=observation.family_said_no)
    note("cancelled", observation, by=by, words=why if is_sent(observation) else "")


@transaction.atomic
def take_back_for_family(
    observation: Observation, *, told: str, taken_back_on: datetime.date, by: User
) -> None:
    """A family may take its agreement back until the final decision: it counts no more, and others read no word.

    `told`: who heard it from the family.
    """
    observation = locked(observation)
    if not observation.enrolment.is_open or not observation.is_agreed:
        raise StaleStep(observation)
    hidden_since = observation.quarantined_at
    # What both have signed is opened nowhere but out of sight.
    Observation.objects.filter(pk=observation.pk, quarantined_at=None).update(quarantined_at=timezone.now())
    observation.move_to(Observation.Status.UNDER_WAY, agreed_at=None, by_assessor=None)
    observation.move_to(
        Observation.Status.CANCELLED,
        why_cancelled=TAKEN_BACK,
        family=Observation.Family.DECLINED,
        family_asked_by=told,
        family_asked_on=taken_back_on,
        family_words="",
        quarantined_at=hidden_since,
    )
    note("family_took_back", observation, by=by)
    observer = current_observer(observation)
    if observer and observer.person != by:
        observer.observation = observation
        tell_observer(observer, "observation-family-took-back", worker_reads=False)
    if observation.enrolment.social_worker != by:
        tell_worker(observation, "observation-family-took-back", worker_reads=True)


@transaction.atomic
def resume(observation: Observation, *, by: User) -> None:
    """It was cancelled too soon: everything that was written is there, and somebody is asked anew.

    Where both had signed already, the family is asked again and both sign again.
    """
    observation = locked(observation)
    if not observation.enrolment.is_open or not observation.is_cancelled:
        raise StaleStep(observation)
    observation.move_to(Observation.Status.UNDER_WAY, why_cancelled="")
    note("resumed", observation, by=by)
    own = observation.signatures.filter(round=observation.round, side=Signature.Side.SOCIAL_WORKER)
    if own.exists():
        asked = {"family": "", "family_asked_by": "", "family_asked_on": None}
        Observation.objects.filter(pk=observation.pk).update(**asked)
        call_back(open_again(observation, words=ONCE_MORE), "observation-look-again")


@transaction.atomic
def reopen(observation: Observation, *, by: User) -> None:
    """What could identify somebody is mended by whoever wrote it, and both sign again."""
    observation = locked(observation)
    if observation.quarantined_at is None or not observation.is_agreed:
        raise StaleStep(observation)
    observation.move_to(Observation.Status.UNDER_WAY, agreed_at=None, by_assessor=None)
    observer = open_again(observation, words=TO_MEND)
    note("reopened", observation, by=by)
    call_back(observer, "observation-look-again")
