"""Whose progress stands on whose pages."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import Organisation, Role, User
from swip.accounts.permissions import organisations_where
from swip.dashboards.models import SavedView
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.supervision import permissions as supervision


def coordinated_organisations(user: User) -> QuerySet[Organisation]:
    return organisations_where(user, Role.COORDINATOR)


def cohort_of(user: User) -> QuerySet[Enrolment]:
    """Everybody whom a coordinator follows."""
    return enrolments.coordinated_by(user)


def supported_in(user: User) -> QuerySet[Enrolment]:
    """Everybody on a programme whose support a principal social worker watches over, and nothing else of theirs."""
    return supervision.watched_over_by(user).filter(status__in=Enrolment.OPEN)


def watched_organisations(user: User) -> QuerySet[Organisation]:
    return organisations_where(user, Role.PRINCIPAL_SOCIAL_WORKER)


def views_kept_by(user: User) -> QuerySet[SavedView]:
    """Everybody has their own."""
    return SavedView.objects.filter(owner=user)


def met_by(user: User) -> QuerySet[Enrolment]:
    """The two who meet for supervision: the social worker and whoever supervises them."""
    both = Q(social_worker=user) | Q(pk__in=enrolments.supervised_by(user).values("pk"))
    return Enrolment.objects.filter(both)
