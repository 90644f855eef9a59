"""That nobody is recognised by what a round says: looked through, taken out of sight, brought back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction
from django.urls import reverse

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments
from swip.enrolment.queries import is_looked_through
from swip.feedback.actions.common import lock_reflection
from swip.feedback.models import Comment, OwnView, Reflection, ReleaseDraft, Round
from swip.feedback.queries import identifying as queries
from swip.feedback.queries import results
from swip.identifiers import actions as identifiers
from swip.identifiers.models import Quarantine
from swip.identifiers.queries import Decided, Passage

WHAT = {
    "round": "a round of feedback",
    "comment": "a comment in a round of feedback",
    "reflection": "a reflection on a round of feedback",
}


def be_looked_through(record: models.Model, found: Round, passages: Sequence[Passage], *, by: User) -> None:
    """Between what was typed and what others read stands this look."""
    if is_looked_through(found.rule_book):
        identifiers.be_looked_through(record, passages, by=by, colleagues=queries.known_names(found))


@transaction.atomic
def decide_own_view(view: OwnView, decided: Decided, *, revision: int, by: User) -> None:
    """The own view as it is after somebody's decisions, and that it was looked through."""
    if not view.round.is_own_view:
        raise StaleStep(view.round)
    view.save_over(revision, typed=view.typed | decided.texts)
    identifiers.keep_scan(view, decided, by=by)


@transaction.atomic
def decide_release(draft: ReleaseDraft, decided: Decided, *, revision: int, by: User) -> None:
    """A comment in which something was replaced is released in other words."""
    found = draft.round
    if not found.is_valid:
        raise StaleStep(found)
    comments = results.comments_to_release(found)
    draft.save_over(revision, typed=queries.with_decided(draft.typed, comments, decided.texts))
    identifiers.keep_scan(found, decided, by=by)


@transaction.atomic
def decide_reflection(reflection: Reflection, decided: Decided, *, revision: int, by: User) -> None:
    lock_reflection(reflection)
    if reflection.shared_at:
        raise StaleStep(reflection.round)
    reflection.save_over(revision, words=decided.texts.get("words", reflection.words))
    identifiers.keep_scan(reflection, decided, by=by)


def look_over(record: Round | Comment | OwnView, text: str, *, is_looked_at: bool, by: User) -> None:
    """A text that is put otherwise after its release: clear, or somebody says that they have looked at it."""
    found = queries.round_of(record)
    if not is_looked_through(found.rule_book):
        return
    looking = queries.look_at(record, found, text)
    if not looking.is_clear and not is_looked_at:
        raise identifiers.NotLookedThrough(record)
    identifiers.keep_scan(record, queries.kept_as_it_is(looking), by=by)


@transaction.atomic
def take_out_of_sight(
    what: str, record: Round | Comment | Reflection, *, kinds: Sequence[str], by: User
) -> Quarantine:
    """A reader saw that somebody could be recognised: from here on only whoever can mend it sees it."""
    found = queries.round_of(record)
    writer = found.enrolment.social_worker
    if what != "reflection":
        writer = found.enrolment.supervisor or found.released_by or writer
    return enrolments.take_out_of_sight(
        record,
        found.enrolment,
        by=by,
        kinds=kinds,
        what=WHAT[what],
        writer=writer,
        writer_href=found.get_absolute_url(),
        keeper_href=reverse("feedback:out_of_sight", args=[what, record.pk]),
    )


@transaction.atomic
def bring_back(
    record: Round | Comment | Reflection, quarantine: Quarantine, *, ending: str, why: str, by: User
) -> None:
    """Whoever may read it reads it again: as it is, or as it was mended."""
    found = queries.round_of(record)
    if ending == Quarantine.Ending.MENDED and not quarantine.is_mended:
        raise StaleStep(found)
    identifiers.end_quarantine(
        quarantine, record, by=by, ending=ending, why=why, writer_href=found.get_absolute_url()
    )


def hand_in_mended(record: Comment | Reflection) -> None:
    """It was out of sight, and whoever can has mended it."""
    if record.is_quarantined:
        identifiers.hand_in_mended(record)


def hand_in_mended_round(found: Round) -> None:
    """Whoever changed a part of it says that this was what somebody could be recognised by."""
    if found.is_quarantined and queries.has_changed_out_of_sight(found):
        identifiers.hand_in_mended(found)
