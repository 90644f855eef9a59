"""What the supervisor releases in a conversation, and what the social worker takes from it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep, StaleText
from swip.feedback.actions.common import lock, lock_reflection, record, tell_about
from swip.feedback.actions.identifying import (
    be_looked_through,
    hand_in_mended,
    hand_in_mended_round,
    look_over,
)
from swip.feedback.models import Comment, OwnView, Reflection, ReleaseDraft, Round
from swip.feedback.queries import identifying, results
from swip.identifiers.actions import NotLookedThrough


@dataclass(frozen=True)
class Released:
    """What the supervisor decided about one comment."""

    decision: str
    said_instead: str = ""


@transaction.atomic
def write(found: Round, revision: int, typed: dict[str, str], *, by: User) -> ReleaseDraft:
    """Keep what was typed so far, right or not."""
    lock(found)
    if not found.is_valid:
        raise StaleStep(found)
    draft, _ = ReleaseDraft.objects.get_or_create(round=found)
    if not draft.holds(typed=typed):
        draft.save_over(revision, typed=typed)
    return draft


@transaction.atomic
def release(
    found: Round,
    revision: int,
    decisions: Mapping[int, Released],
    *,
    talked_on: datetime.date,
    summary: str,
    by: User,
) -> None:
    """Every comment was decided upon, and they have talked: now the social worker reads what came of it."""
    lock(found)
    draft = ReleaseDraft.objects.select_for_update().filter(round=found).first()
    if not found.is_valid or draft is None:
        raise StaleStep(found)
    if draft.revision != revision:
        raise StaleText(draft)
    comments = results.comments_to_release(found)
    if {each.pk for each in comments} != set(decisions):
        raise StaleStep(found)
    be_looked_through(found, found, identifying.passages_of_release(draft.typed, comments), by=by)
    for comment in comments:
        decided = decisions[comment.pk]
        comment.decide(decided.decision, decided.said_instead, by=by)
    found.move_to(
        Round.Status.RELEASED,
        talked_on=talked_on,
        summary=summary,
        released_by=by,
        released_at=timezone.now(),
    )
    Reflection.objects.create(round=found)
    draft.delete()
    record("feedback.round_released", found, by=by, data={"talked_on": str(talked_on)})
    tell_about(found.enrolment.social_worker, "round-released", found, released_by=by)


@transaction.atomic
def decide_anew(
    comment: Comment, decided: Released, *, is_looked_at: bool = False, mends: bool = False, by: User
) -> None:
    """A comment that should have been put otherwise, or not at all. Its own words stay as they were written."""
    found = comment.round
    lock(found)
    if not found.is_released:
        raise StaleStep(found)
    comment.refresh_from_db(from_queryset=Comment.objects.select_for_update(of=("self",)))
    if comment.decision != decided.decision or comment.said_instead != decided.said_instead:
        look_over(comment, decided.said_instead or comment.words, is_looked_at=is_looked_at, by=by)
        comment.decide(decided.decision, decided.said_instead, by=by)
        record("feedback.comment_decided_anew", found, by=by)
        hand_in_mended(comment)
    if mends:
        hand_in_mended_round(found)


@transaction.atomic
def reword_summary(
    found: Round, summary: str, *, is_looked_at: bool = False, mends: bool = False, by: User
) -> None:
    lock(found)
    if not found.is_released:
        raise StaleStep(found)
    if found.summary != summary:
        look_over(found, summary, is_looked_at=is_looked_at, by=by)
        found.summary = summary
        found.save(update_fields=["summary"])
        record("feedback.summary_reworded", found, by=by)
    if mends:
        hand_in_mended_round(found)


@transaction.atomic
def reword_own_view(
    view: OwnView, words: Mapping[str, str], revision: int, *, is_looked_at: bool = False, by: User
) -> None:
    """Only while the round is out of sight, and only the words: what was chosen stays as it was given."""
    found = view.round
    lock(found)
    if not (found.is_released and found.is_quarantined):
        raise StaleStep(found)
    codes = {each.code for each in found.questions.open}
    typed = view.typed | {code: said for code, said in words.items() if code in codes}
    if view.holds(typed=typed):
        return
    for passage in identifying.passages_of_own_view(OwnView(round=found, typed=typed)):
        try:
            look_over(view, passage.text, is_looked_at=is_looked_at, by=by)
        except NotLookedThrough:
            raise NotLookedThrough(view, passage.name) from None
    view.save_over(revision, typed=typed)
    record("feedback.own_view_reworded", found, by=by)
    hand_in_mended_round(found)


@transaction.atomic
def reflect(reflection: Reflection, revision: int, words: str, *, by: User) -> None:
    """Theirs alone until they share it; shared, it changes only when it is shared again."""
    lock_reflection(reflection)
    if reflection.shared_at:
        raise StaleStep(reflection.round)
    if not reflection.holds(words=words):
        reflection.save_over(revision, words=words)


@transaction.atomic
def share(reflection: Reflection, *, by: User) -> None:
    """The supervisor and the assessor read it with the round."""
    lock_reflection(reflection)
    if reflection.shared_at:
        return  # pressed twice, it was shared once
    be_looked_through(reflection, reflection.round, identifying.passages_of_reflection(reflection), by=by)
    reflection.shared_at = timezone.now()
    reflection.save(update_fields=["shared_at"])
    record("feedback.reflection_shared", reflection.round, by=by)
    tell_about(reflection.round.enrolment.supervisor, "round-reflection-shared", reflection.round)
    hand_in_mended(reflection)


@transaction.atomic
def take_back(reflection: Reflection, *, by: User) -> None:
    """To say it differently: nobody reads it until it is shared again."""
    shared = Reflection.objects.filter(pk=reflection.pk, shared_at__isnull=False)
    if shared.update(shared_at=None):
        record("feedback.reflection_taken_back", reflection.round, by=by)
