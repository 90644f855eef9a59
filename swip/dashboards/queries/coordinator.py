"""A coordinator's day: who is waited for, who is late, whom nobody supervises, who has just begun."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.dashboards import permissions
from swip.dashboards.queries.cohort import cohort_of, supported_by
from swip.dashboards.rules import (
    ANYBODY,
    ANYTHING,
    AWAY,
    LATE_OR_SOON,
    NONE,
    THIS_MONTH,
    Group,
    Member,
    Timing,
    Waiter,
    asked_for,
    in_order,
    waiters,
)

SHOWN_ON_HOME = 5


@dataclass(frozen=True)
class Cohort:
    """Everybody whom a coordinator follows today, looked at from several sides."""

    members: list[Member]
    organisations: list[Organisation]

    @property
    def names(self) -> dict[int, str]:
        return {each.enrolment_id: each.name for each in self.members}

    def those(self, **asked: str) -> list[Member]:
        """Whom the table shows for the same question."""
        return in_order(asked_for(self.members, asked, timezone.localdate()), "due")

    @cached_property
    def late(self) -> list[Member]:
        return self.those(timing=Timing.LATE)

    @cached_property
    def late_or_soon(self) -> list[Member]:
        return self.those(timing=LATE_OR_SOON)

    @cached_property
    def unsupervised(self) -> list[Member]:
        return self.those(supervisor=NONE)

    @cached_property
    def supervisor_away(self) -> list[Member]:
        return self.those(supervisor=AWAY)

    @cached_property
    def short_of_support(self) -> list[Member]:
        return in_order(self.those(support=ANYTHING), "support")

    @cached_property
    def starters(self) -> list[Member]:
        return self.those(started=THIS_MONTH)

    @cached_property
    def waited_for(self) -> list[Member]:
        return self.those(waiting=ANYBODY)

    @cached_property
    def waiters(self) -> list[Waiter]:
        return waiters(self.members)


def followed_by(user: User) -> Cohort:
    organisations = list(permissions.coordinated_organisations(user))
    return Cohort(cohort_of(user, organisations), organisations)


def watched_by(user: User) -> Group:
    """Everybody whose support a principal social worker watches over, in a few numbers."""
    members = supported_by(permissions.supported_in(user), permissions.watched_organisations(user))
    return Group("", "", members)
