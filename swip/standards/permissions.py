"""Who may read which standards."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from swip.accounts.models import User
from swip.standards.models import FrameworkVersion


def readable_by(user: User | AnonymousUser | None) -> QuerySet[FrameworkVersion]:
    """What is published is for everybody, signed in or not; a draft is for nobody yet."""
    return FrameworkVersion.objects.filter(is_published=True).select_related("framework", "licence")
