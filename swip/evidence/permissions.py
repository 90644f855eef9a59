"""Who may read a piece of evidence, write it, and review it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.evidence.models import Attachment, Evidence, EvidenceQuerySet


def written_by(user: User) -> EvidenceQuerySet:
    """One's own, in whatever state: a draft belongs to its writer alone."""
    return Evidence.objects.filter(enrolment__social_worker=user)


def writable_by(user: User) -> EvidenceQuerySet:
    """One's own, for as long as the programme lasts. Whether a step is open says the table of steps."""
    return written_by(user).filter(enrolment__status__in=Enrolment.OPEN)


def visible_to(user: User) -> EvidenceQuerySet:
    """One's own, and what the people one looks after have handed in, unless it was taken out of sight."""
    handed_in = Q(status__in=Evidence.HANDED_IN, quarantined_at=None)
    return Evidence.objects.filter(
        Q(enrolment__social_worker=user) | handed_in & Q(enrolment__in=enrolments.looked_after_by(user))
    )


def once_handed_in_to(user: User) -> EvidenceQuerySet:
    """What a practice supervisor was asked to review at some time, whatever became of it since."""
    supervised = Evidence.objects.in_sight().filter(
        enrolment__in=enrolments.supervised_by(user), enrolment__status__in=Enrolment.OPEN
    )
    return supervised.exclude(submitted_at=None)


def reviewable_by(user: User) -> EvidenceQuerySet:
    """A practice supervisor reviews what their own social workers hand in."""
    return once_handed_in_to(user).waiting()


def files_visible_to(user: User) -> QuerySet[Attachment]:
    """The files of one's own evidence; of other people's, those that were handed in with it."""
    visible = Attachment.objects.filter(evidence__in=visible_to(user))
    return visible.filter(Q(evidence__enrolment__social_worker=user) | Q(was_handed_in=True))
