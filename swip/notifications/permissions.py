"""Who may read which message: the person it was sent to, and nobody else."""

from __future__ import annotations

from django.db.models import QuerySet

from swip.accounts.models import User
from swip.notifications.models import Message


def received_by(user: User) -> QuerySet[Message]:
    """What somebody was told, the newest first."""
    return Message.objects.filter(to=user).order_by("-created_at", "-pk")
