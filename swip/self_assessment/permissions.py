"""Who may read a self-assessment: whoever wrote it, and once it is shared, whoever supervises them.

What was taken out of sight its writer alone reads, and whoever sees to it.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.identifiers import permissions as identifiers
from swip.self_assessment.models import SelfAssessment, SupervisorView


def own(user: User) -> QuerySet[SelfAssessment]:
    return SelfAssessment.objects.filter(enrolment__social_worker=user)


def visible_to(user: User) -> QuerySet[SelfAssessment]:
    """Their own, and what the people they supervise have shared."""
    shared_with_them = Q(
        status=SelfAssessment.Status.SHARED,
        quarantined_at=None,
        enrolment__in=enrolments.supervised_by(user).values("pk"),
    )
    return SelfAssessment.objects.filter(Q(enrolment__social_worker=user) | shared_with_them)


def known_to(user: User) -> QuerySet[SelfAssessment]:
    """Of which somebody may know that they were shared, and when: nothing of what they say."""
    of_people_looked_after = Q(
        status=SelfAssessment.Status.SHARED,
        quarantined_at=None,
        enrolment__in=enrolments.looked_after_by(user).values("pk"),
    )
    return SelfAssessment.objects.filter(Q(enrolment__social_worker=user) | of_people_looked_after)


def writable_by(user: User) -> QuerySet[SelfAssessment]:
    """Their own, until it is shared, while they are on the programme."""
    return own(user).filter(status=SelfAssessment.Status.PRIVATE, enrolment__status__in=Enrolment.OPEN)


def answered_by(user: User) -> QuerySet[SelfAssessment]:
    """What was shared with a supervisor they can answer, while the programme lasts."""
    return SelfAssessment.objects.in_sight().filter(
        status=SelfAssessment.Status.SHARED,
        enrolment__in=enrolments.supervised_by(user).values("pk"),
        enrolment__status__in=Enrolment.OPEN,
    )


def views_visible_to(user: User) -> QuerySet[SupervisorView]:
    """Once it is shared: whoever reads the self-assessment. Until then its writer alone."""
    shared = Q(status=SupervisorView.Status.SHARED, quarantined_at=None)
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


# ---- Out of sight


def quarantinable_by(user: User) -> QuerySet[SelfAssessment]:
    """Whoever reads what was shared with them takes it out of sight."""
    shared: QuerySet[SelfAssessment] = visible_to(user).filter(status=SelfAssessment.Status.SHARED)
    return shared.exclude(enrolment__social_worker=user)


def views_quarantinable_by(user: User) -> QuerySet[SupervisorView]:
    return views_visible_to(user).filter(status=SupervisorView.Status.SHARED).exclude(supervisor=user)


def mended_by(user: User) -> QuerySet[SelfAssessment]:
    """Its writer changes what is out of sight, also after the programme."""
    return own(user).exclude(quarantined_at=None)


def views_mended_by(user: User) -> QuerySet[SupervisorView]:
    """Their own words, also once somebody else supervises: nobody else can say what they meant."""
    return SupervisorView.objects.filter(supervisor=user).exclude(quarantined_at=None)


def taken_out_of_sight_by(user: User) -> QuerySet[SelfAssessment]:
    """What somebody took out of sight, and is so still: to tell them that it is done."""
    return identifiers.taken_out_of_sight_by(user, SelfAssessment.objects.all())


def views_taken_out_of_sight_by(user: User) -> QuerySet[SupervisorView]:
    return identifiers.taken_out_of_sight_by(user, SupervisorView.objects.all())


def seen_to_by(user: User) -> QuerySet[SelfAssessment]:
    """What is out of sight, for the data protection lead of the employer that answers for it."""
    return identifiers.seen_to_by(user, SelfAssessment.objects.all())


def views_seen_to_by(user: User) -> QuerySet[SupervisorView]:
    return identifiers.seen_to_by(user, SupervisorView.objects.all())
