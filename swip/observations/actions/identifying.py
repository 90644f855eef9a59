"""That nobody is recognised by an observation: looked through, taken out of sight, brought back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments
from swip.enrolment.queries import is_looked_through
from swip.identifiers import actions as identifiers
from swip.identifiers.models import Quarantine
from swip.identifiers.queries import Decided
from swip.observations.actions.common import be_writable, locked_under_way
from swip.observations.models import Observation, Part
from swip.observations.queries.identifying import is_mended, known_names, passages_of

WHAT = "an observation"


def be_looked_through(part: Part, *, by: User | None) -> None:
    """Between what was typed and what others read stands this look."""
    if is_looked_through(part.observation.enrolment.rule_book):
        identifiers.be_looked_through(part, passages_of(part), by=by, colleagues=known_names(part))


@transaction.atomic
def take_decisions(part: Part, decided: Decided, *, revision: int, by: User | None) -> None:
    """The texts as they are after somebody's decisions, and that they were looked through."""
    be_writable(part, locked_under_way(part.observation))
    part.save_over(revision, typed=part.typed | decided.texts)
    identifiers.keep_scan(part, decided, by=by)


@transaction.atomic
def take_out_of_sight(observation: Observation, *, kinds: Sequence[str], by: User) -> Quarantine:
    """A reader saw that somebody could be recognised: from here on only the two who wrote it see it."""
    return enrolments.take_out_of_sight(
        observation,
        observation.enrolment,
        by=by,
        kinds=kinds,
        what=WHAT,
        writer_href=observation.get_absolute_url(),
        keeper_href=reverse("observations:out_of_sight", args=[observation.pk]),
    )


@transaction.atomic
def bring_back(observation: Observation, quarantine: Quarantine, *, ending: str, why: str, by: User) -> None:
    """Whoever may read it reads it again: as it is, or as it was mended."""
    if ending == Quarantine.Ending.MENDED and not is_mended(observation, quarantine):
        raise StaleStep(observation)
    identifiers.end_quarantine(
        quarantine, observation, by=by, ending=ending, why=why, writer_href=observation.get_absolute_url()
    )
