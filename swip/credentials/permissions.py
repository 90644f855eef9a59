"""Who holds an award, and who may take it back."""

from __future__ import annotations

from django.db.models import QuerySet

from swip.accounts.models import Role, User
from swip.accounts.permissions import organisations_where
from swip.credentials.models import Award


def public() -> QuerySet[Award]:
    """Anyone who has its address may check an award; the address cannot be guessed."""
    return Award.objects.all()


def held_by(user: User) -> QuerySet[Award]:
    return Award.objects.filter(person=user)


def revocable_by(user: User) -> QuerySet[Award]:
    """Whoever decides for the employer that made the award; never one's own."""
    return Award.objects.filter(organisation__in=organisations_where(user, Role.DECISION_MAKER)).exclude(
        person=user
    )
