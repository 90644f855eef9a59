"""Who may read a review, who writes it and who signs it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.reviews.models import Review


def followed_by(user: User) -> QuerySet[Enrolment]:
    """Whose reviews somebody can look for: their own, and those of the people they look after."""
    return enrolments.visible_to(user)


def startable_by(user: User) -> QuerySet[Enrolment]:
    """A practice supervisor reviews the progress of the people they supervise now."""
    return enrolments.supervised_by(user).filter(status__in=Enrolment.OPEN)


def writable_by(user: User) -> QuerySet[Review]:
    """Whoever supervises now goes on with a review, whoever began it."""
    return Review.objects.filter(status=Review.Status.DRAFT, enrolment__in=startable_by(user).values("pk"))


def signable_by(user: User) -> QuerySet[Review]:
    """A social worker comments on and signs their own, once the supervisor has completed it."""
    return Review.objects.waiting_for_signature().filter(enrolment__social_worker=user)


def visible_to(user: User) -> QuerySet[Review]:
    """What is being written is the supervisor's alone; completed, it is there for whoever works with the record.

    A review that goes back to the supervisor for a change stays readable to the social worker as it was.
    """
    return Review.objects.filter(
        Q(enrolment__in=enrolments.supervised_by(user).values("pk"))
        | Q(enrolment__social_worker=user, completed_at__isnull=False)
        | Q(enrolment__in=enrolments.looked_after_by(user).values("pk"), status__in=Review.HELD)
    )


def own_completed(user: User) -> QuerySet[Review]:
    """A social worker's reviews that have been completed at least once."""
    return Review.objects.filter(enrolment__social_worker=user, completed_at__isnull=False)


def drafts_readable_by(user: User) -> QuerySet[Review]:
    """Whose words, while a review is being written, this person reads."""
    return Review.objects.filter(enrolment__in=enrolments.supervised_by(user).values("pk"))
