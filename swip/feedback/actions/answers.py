"""What somebody without an account does behind their link. It writes no history: that would say who, and when."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from swip.core.lifecycle import StaleStep, StaleText
from swip.enrolment.queries import is_looked_through
from swip.feedback.actions.common import lock
from swip.feedback.models import Answer, AnswerDraft, Comment, Invitation
from swip.feedback.queries.identifying import look_at_answer
from swip.identifiers.actions import NotLookedThrough
from swip.identifiers.queries import Decided


@transaction.atomic
def write(invitation: Invitation, revision: int, typed: dict[str, str]) -> AnswerDraft:
    """Keep what was typed so far, right or not. Of what was sent from another window meanwhile, nothing comes back."""
    found = invitation.round
    lock(found)
    if not found.takes_answers or not found.invitations.waiting().filter(pk=invitation.pk).exists():
        raise StaleStep(found)
    draft, _ = AnswerDraft.objects.get_or_create(invitation=invitation)
    kept = draft.with_decided(typed)
    if not draft.holds(typed=kept):
        draft.save_over(revision, typed=kept)
    return draft


@transaction.atomic
def take_decisions(invitation: Invitation, decided: Decided, *, revision: int) -> AnswerDraft:
    """The words as somebody decided. What stays by their decision goes with the draft; a scan would tell a time."""
    draft = _lock_draft(invitation)
    typed = draft.typed | decided.texts
    draft.save_over(revision, typed=draft.with_decided(typed, stays=decided.settled))
    return draft


def _lock_draft(invitation: Invitation) -> AnswerDraft:
    """Of an answer that can still be sent."""
    found = invitation.round
    lock(found)
    draft = AnswerDraft.objects.select_for_update().filter(invitation=invitation).first()
    if not found.takes_answers or draft is None:
        raise StaleStep(found)
    draft.invitation = invitation
    return draft


@transaction.atomic
def send(
    invitation: Invitation, revision: int, *, chosen: Mapping[str, str], words: Mapping[str, str]
) -> None:
    """One answer. From here on nothing ties it to whoever gave it, nor its parts to one another."""
    found, draft = invitation.round, _lock_draft(invitation)
    if draft.revision != revision:
        raise StaleText(draft)
    if is_looked_through(found.rule_book) and not look_at_answer(draft, words).is_clear:
        raise NotLookedThrough(draft)
    invitation.move_to(Invitation.Status.ANSWERED, letter="")
    Answer.objects.create(round=found, chosen=dict(chosen))
    for question, said in words.items():
        if said:
            Comment.objects.create(round=found, question=question, words=said)
    draft.delete()


@transaction.atomic
def decline(invitation: Invitation) -> None:
    """They do not know the work well enough: the place is free for somebody else."""
    lock(invitation.round)
    if not invitation.round.takes_answers:
        raise StaleStep(invitation.round)
    invitation.move_to(Invitation.Status.DECLINED, letter="")
    AnswerDraft.objects.filter(invitation=invitation).delete()
