"""Who may read which standards."""

from django.db.models import QuerySet

from swip.standards.models import FrameworkVersion


def readable_by(user) -> QuerySet[FrameworkVersion]:
    """What is published is for everybody, signed in or not; a draft is for nobody yet."""
    return FrameworkVersion.objects.filter(is_published=True).select_related("framework", "licence")
