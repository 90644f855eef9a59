"""What every step of a round needs."""

from __future__ import annotations

from typing import Any

from swip.accounts.models import User
from swip.core import history
from swip.feedback.models import Reflection, Round
from swip.notifications.actions import tell


def lock(found: Round) -> None:
    """Of two who press at once, the second waits for the first and sees what they did."""
    found.refresh_from_db(
        fields=[
            "status",
            "closes_at",
            "extended_at",
            "reminded_at",
            "warned_at",
            "proposed_at",
            "opened_at",
            "answers_shown",
            "partners_shown",
            "declined_shown",
            "partners_declined_shown",
            "quarantined_at",
        ],
        from_queryset=Round.objects.select_for_update(of=("self",)),
    )


def lock_reflection(reflection: Reflection) -> None:
    """What a window saves by itself while another shares it is either shared with it, or comes too late."""
    reflection.refresh_from_db(
        fields=["words", "revision", "shared_at", "quarantined_at"],
        from_queryset=Reflection.objects.select_for_update(of=("self",)),
    )


def record(
    action: str, found: Round, *, by: User | None, note: str = "", data: dict[str, Any] | None = None
) -> None:
    history.record(action, found, by=by, rules=found.rule_book.reference, note=note, data=data)


def tell_about(person: User | None, kind: str, found: Round, **more: Any) -> None:
    if person is not None:
        tell(
            person,
            kind,
            href=found.get_absolute_url(),
            round=found,
            social_worker=found.enrolment.social_worker,
            **more,
        )
