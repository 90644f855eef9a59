"""Rounds of feedback, who is asked, and what was answered: one file for each noun."""

from swip.feedback.models.answers import Answer, AnswerDraft, Comment
from swip.feedback.models.people import Invitation, InvitationQuerySet
from swip.feedback.models.rounds import OwnView, Reflection, ReleaseDraft, Round, RoundQuerySet

__all__ = [
    "Answer",
    "AnswerDraft",
    "Comment",
    "Invitation",
    "InvitationQuerySet",
    "OwnView",
    "Reflection",
    "ReleaseDraft",
    "Round",
    "RoundQuerySet",
]
