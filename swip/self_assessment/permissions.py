"""Who may read a self-assessment: whoever wrote it, and once it is shared, whoever supervises them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.self_assessment.models import SelfAssessment, SupervisorView


def own(user: User) -> QuerySet[SelfAssessment]:
    return SelfAssessment.objects.filter(enrolment__social_worker=user)


def visible_to(user: User) -> QuerySet[SelfAssessment]:
    """Their own, and what the people they supervise have shared."""
    shared_with_them = Q(
        status=SelfAssessment.Status.SHARED, enrolment__in=enrolments.supervised_by(user).values("pk")
    )
    return SelfAssessment.objects.filter(Q(enrolment__social_worker=user) | shared_with_them)


def known_to(user: User) -> QuerySet[SelfAssessment]:
    """Of which somebody may know that they were shared, and when: nothing of what they say."""
    of_people_looked_after = Q(
        status=SelfAssessment.Status.SHARED, enrolment__in=enrolments.looked_after_by(user).values("pk")
    )
    return SelfAssessment.objects.filter(Q(enrolment__social_worker=user) | of_people_looked_after)


def writable_by(user: User) -> QuerySet[SelfAssessment]:
    """Their own, until it is shared, while they are on the programme."""
    return own(user).filter(status=SelfAssessment.Status.PRIVATE, enrolment__status__in=Enrolment.OPEN)


def answered_by(user: User) -> QuerySet[SelfAssessment]:
    """What was shared with a supervisor they can answer, while the programme lasts."""
    return SelfAssessment.objects.shared().filter(
        enrolment__in=enrolments.supervised_by(user).values("pk"), enrolment__status__in=Enrolment.OPEN
    )


def views_visible_to(user: User) -> QuerySet[SupervisorView]:
    """Once it is shared: whoever reads the self-assessment. Until then its writer alone."""
    shared = Q(status=SupervisorView.Status.SHARED)
    return SupervisorView.objects.filter(
        shared | Q(supervisor=user), self_assessment__in=visible_to(user).values("pk")
    )


def views_writable_by(user: User) -> QuerySet[SupervisorView]:
    """Their own, until it is shared, of the people they supervise."""
    return SupervisorView.objects.filter(
        supervisor=user,
        status=SupervisorView.Status.PRIVATE,
        self_assessment__in=answered_by(user).values("pk"),
    )


def assessable_by(user: User) -> QuerySet[Enrolment]:
    """The places on programmes for which somebody can assess themselves."""
    return enrolments.undertaken_by(user).filter(status__in=Enrolment.OPEN)


def listed_for(user: User) -> QuerySet[Enrolment]:
    """Whose points somebody can look at: their own, and those of the people they look after."""
    return enrolments.visible_to(user)


def compared_by(user: User) -> QuerySet[Enrolment]:
    """Whose words somebody can look for: their own, and those of the people they supervise."""
    return Enrolment.objects.filter(
        Q(social_worker=user) | Q(pk__in=enrolments.supervised_by(user).values("pk"))
    )
