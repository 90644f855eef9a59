"""The letters that a step of a round wants: written down with the step, sent by a job."""

from __future__ import annotations

from django.utils import timezone

from swip.feedback.jobs import send_letter
from swip.feedback.models import Invitation


def want_letter(invitation: Invitation, kind: str) -> None:
    """Written down with the step it belongs to; the job that is told of it sends it."""
    invitation.letter, invitation.letter_wanted_at, invitation.failure = kind, timezone.now(), ""
    invitation.save(update_fields=["letter", "letter_wanted_at", "failure"])
    send_letter.defer(invitation_id=invitation.pk)
