"""What was answered in a round. Nothing here says by whom, or when."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft
from swip.feedback.models.people import Invitation
from swip.feedback.models.rounds import Round
from swip.identifiers.models import Quarantinable, QuarantinableQuerySet


def any_number() -> int:
    """Numbers that follow one another would tell in which order people answered."""
    return secrets.randbelow(2**62) + 1


def while_open(name: str) -> pgtrigger.Trigger:
    """Closed means closed, whoever writes."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            PERFORM 1 FROM feedback_round WHERE id = NEW.round_id AND status = 'open' FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the round is not open';
            END IF;
            RETURN NEW;
        """,
    )


class AnswerDraft(KeptDraft):
    """What somebody has typed behind their link so far. It is gone once they have sent it."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="draft")
    typed = models.JSONField(default=dict, blank=True)

    # Beside what was typed: fingerprints of what stays by their decision. It goes with the draft, and no scan is kept.
    STAYS: ClassVar[str] = "_stays"

    def __str__(self) -> str:
        return f"Draft of an answer, {self.invitation.round}"

    @property
    def stays(self) -> list[str]:
        return self.typed.get(self.STAYS, [])

    def with_decided(self, typed: Mapping[str, str], stays: Iterable[str] = ()) -> dict[str, Any]:
        """What was typed, and all that was decided so far."""
        decided = sorted({*self.stays, *stays})
        return {**typed, self.STAYS: decided} if decided else dict(typed)


class Answer(models.Model):
    """The words that one person chose, one for each area."""

    id = models.BigIntegerField(primary_key=True, default=any_number, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    chosen = models.JSONField()

    class Meta:
        triggers = [
            while_open("answer_is_given_while_open"),
            pgtrigger.Protect(name="answer_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"An answer, {self.round}"


class Comment(Quarantinable):
    """What one person wrote to one open question; not even tied to what else they said."""

    class Decision(models.TextChoices):
        AS_WRITTEN = "as_written", "As written"
        PARAPHRASED = "paraphrased", "In other words"
        HELD_BACK = "held_back", "Held back"

    id = models.BigIntegerField(primary_key=True, default=any_number, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments")
    question = models.CharField(max_length=40)
    words = models.TextField()
    decision = models.CharField(max_length=20, choices=Decision, blank=True, default="")
    # In other words, or why it was held back.
    said_instead = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = QuarantinableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None, said_instead="")
                | Q(decision="as_written", decided_by__isnull=False, said_instead="")
                | Q(decision__in=["paraphrased", "held_back"], decided_by__isnull=False)
                & ~Q(said_instead=""),
                name="comment_decision_is_whole",
            ),
        ]
        triggers = [
            while_open("comment_is_given_while_open"),
            pgtrigger.ReadOnly(name="comment_keeps_its_words", fields=["round", "question", "words"]),
            pgtrigger.Protect(name="comment_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"A comment, {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:round", args=[self.round_id])

    @property
    def history_chain(self) -> str:
        return self.round.history_chain

    @property
    def place(self) -> str:
        """Where it stands among the others: shuffled, the same way each time, and not by when it came."""
        return hashlib.sha256(f"{self.round_id}:{self.pk}".encode()).hexdigest()

    @property
    def told(self) -> str:
        """What the social worker reads of it; nothing of one that was held back."""
        if self.decision == self.Decision.AS_WRITTEN:
            return self.words
        return self.said_instead if self.decision == self.Decision.PARAPHRASED else ""

    def decide(self, decision: str, said_instead: str, *, by: User) -> None:
        self.decision, self.said_instead = decision, said_instead
        self.decided_by, self.decided_at = by, timezone.now()
        self.save(update_fields=["decision", "said_instead", "decided_by", "decided_at"])
