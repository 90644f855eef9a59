"""Who recommends, who decides, and who may read what was recommended and decided."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from swip.accounts.models import User
from swip.assessment.models import Decision, Recommendation
from swip.core.history import subject_type
from swip.core.models import Entry
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment


def recommendable_by(user: User) -> QuerySet[Enrolment]:
    """An assessor recommends for the people they are paired with."""
    return enrolments.assessed_by(user)


def overview_visible_to(user: User) -> QuerySet[Enrolment]:
    """How far the assessment is: for the social worker and for everybody who looks after them."""
    return enrolments.visible_to(user)


def written_by(user: User) -> QuerySet[Recommendation]:
    """The assessor of today carries on what an earlier one began, while the programme lasts."""
    return Recommendation.objects.filter(
        enrolment__in=recommendable_by(user), enrolment__status__in=Enrolment.OPEN
    )


def decidable_by(user: User) -> QuerySet[Recommendation]:
    """Whoever decides for the employer, for people on their programme, who had no part in the recommendation."""
    had_a_part = Entry.objects.filter(
        subject_type=subject_type(Recommendation()),
        subject_id=OuterRef("pk"),
        action__in=["recommendation.started", "recommendation.submitted"],
        by=user,
    )
    waiting = Recommendation.objects.filter(
        ~Exists(had_a_part),
        status=Recommendation.Status.SUBMITTED,
        enrolment__in=enrolments.decided_by(user),
        enrolment__status=Enrolment.Status.ACTIVE,
    )
    return waiting.exclude(assessor=user).exclude(enrolment__in=enrolments.assessed_by(user))


def visible_to(user: User) -> QuerySet[Recommendation]:
    """The assessor always; who decides while it is handed in; the social worker once it is decided."""
    handed_in = Q(status__in=[Recommendation.Status.SUBMITTED, Recommendation.Status.DECIDED])
    decided = Q(status=Recommendation.Status.DECIDED)
    return Recommendation.objects.filter(
        Q(enrolment__in=enrolments.assessed_by(user))
        | handed_in & Q(enrolment__in=enrolments.decided_by(user))
        | decided & Q(enrolment__in=enrolments.visible_to(user))
    )


def decisions_visible_to(user: User) -> QuerySet[Decision]:
    return Decision.objects.filter(enrolment__in=enrolments.visible_to(user))
