"""Who may read a development plan, and who works on it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.plans.models import Action, Goal, PlanVersion


def planned_for(user: User) -> QuerySet[Enrolment]:
    """Whose plan somebody reads: their own, and those of the people they look after."""
    return enrolments.visible_to(user)


def planned_by(user: User) -> QuerySet[Enrolment]:
    """A plan is made by two: the social worker and their supervisor, while the programme lasts."""
    both = Q(social_worker=user) | Q(pk__in=enrolments.supervised_by(user).values("pk"))
    return Enrolment.objects.filter(both, status__in=Enrolment.OPEN)


def goals_shown_to(user: User) -> QuerySet[Goal]:
    return Goal.objects.filter(enrolment__in=planned_for(user).values("pk"))


def goals_kept_by(user: User) -> QuerySet[Goal]:
    """Whether a step is open says the table of steps."""
    return Goal.objects.filter(enrolment__in=planned_by(user).values("pk"))


def actions_kept_by(user: User) -> QuerySet[Action]:
    return Action.objects.filter(goal__in=goals_kept_by(user).values("pk"))


def versions_shown_to(user: User) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(enrolment__in=planned_for(user).values("pk"))
