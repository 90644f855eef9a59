"""Who may read which message: the person it was sent to, and nobody else. That it failed, others may learn."""

from __future__ import annotations

from django.db.models import QuerySet

from swip.accounts.models import User
from swip.notifications.models import Message


def received_by(user: User) -> QuerySet[Message]:
    """What somebody was told, the newest first."""
    return Message.objects.filter(to=user).order_by("-created_at", "-pk")


def undelivered_to(people: QuerySet[User]) -> QuerySet[Message]:
    """What could not be delivered to some people: for whoever looks after them to put right, unread."""
    failed = Message.objects.filter(status=Message.Status.FAILED, to__in=people.values("pk"))
    return failed.defer("subject", "body", "href").select_related("to").order_by("-created_at", "-pk")
