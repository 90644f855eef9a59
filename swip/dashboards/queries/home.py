"""Where somebody stands on a programme, and how the people they look after stand."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from swip.accounts.models import Appointment, User
from swip.core.asking import among_them, ask
from swip.credentials import permissions as awards
from swip.credentials.models import Award
from swip.dashboards.queries import portfolio_waits, support_waits
from swip.dashboards.queries.asked import Waiting
from swip.dashboards.queries.support import support_of_many
from swip.dashboards.queries.waiting import soon_days, waits_for_worker
from swip.dashboards.rules import SupportSeen, Timing, timing
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment, Pairing, StageDate
from swip.enrolment.queries import StageLine, rules_behind, stage_line
from swip.programmes.models import Rule
from swip.progress.queries import (
    ENOUGH_RULES,
    DomainProgress,
    OutcomeProgress,
    cohort_progress,
    outcome_progress,
    progress_by_domain,
)
from swip.progress.rules import State
from swip.reviews.queries import not_held

# What only the pages of rules and standards themselves show.
LONG_TEXTS = (
    "rule_book__summary",
    "rule_book__sections",
    "rule_book__dropped",
    "standards__description",
    "standards__attribution",
    "standards__count_note",
)


def _roles() -> QuerySet:
    return Appointment.objects.current().filter(among_them("person")).values_list("role")


def roles_of(user: User) -> set[str]:
    return {role for (role,) in ask(_roles, [user.pk])}


def own_enrolments(user: User) -> QuerySet[Enrolment]:
    """One's own places on programmes, the newest first."""
    own = enrolments.undertaken_by(user).select_related("programme", "rule_book__programme", "standards")
    return own.defer(*LONG_TEXTS).order_by("-starts_on", "-pk")


@dataclass(frozen=True)
class LookedAfter:
    """One social worker in the table of whoever supervises or assesses them."""

    pairing: Pairing
    next_review: StageDate | None
    timing: Timing
    enough: int
    outcomes: int
    support: SupportSeen | None
    next_session: datetime.date | None

    @property
    def enrolment(self) -> Enrolment:
        return self.pairing.enrolment


def people_of(user: User) -> list[LookedAfter]:
    """The social workers whom a person supervises or assesses now, and how each stands: three questions for all."""
    paired = Pairing.objects.not_over().acting().filter(person=user, enrolment__status__in=Enrolment.OPEN)
    joined = paired.select_related(
        "enrolment__social_worker",
        "enrolment__programme",
        "enrolment__rule_book__programme",
        "enrolment__standards",
    )
    pairings = list(joined.order_by("enrolment__social_worker__name", "pk"))
    if not pairings:
        return []
    of_them = [each.enrolment for each in pairings]
    next_reviews: dict[int, StageDate] = {}
    for stage in not_held(Enrolment.objects.filter(pk__in=[each.pk for each in of_them])):
        next_reviews.setdefault(stage.enrolment_id, stage)
    progress = cohort_progress(of_them)
    numbers = [each.pk for each in of_them]
    support, sessions = support_of_many(numbers), support_waits.next_sessions(numbers)
    return [
        _looked_after(
            each,
            next_reviews.get(each.enrolment_id),
            progress[each.enrolment_id],
            support.get(each.enrolment_id),
            sessions.get(each.enrolment_id),
        )
        for each in pairings
    ]


def names_of(people: list[LookedAfter], kind: str) -> dict[int, str]:
    """Those whom somebody looks after in one way, by the number of their enrolment."""
    return {
        each.pairing.enrolment_id: each.enrolment.social_worker.name
        for each in people
        if each.pairing.kind == kind
    }


def _looked_after(
    pairing: Pairing,
    ahead: StageDate | None,
    counts: dict[str, int],
    support: SupportSeen | None,
    next_session: datetime.date | None,
) -> LookedAfter:
    return LookedAfter(
        pairing=pairing,
        next_review=ahead,
        timing=timing(
            ahead.due_on if ahead else None,
            late_after=ahead.late_after if ahead else None,
            today=timezone.localdate(),
            soon_days=soon_days(pairing.enrolment),
        ),
        enough=counts[State.ENOUGH],
        outcomes=sum(counts.values()),
        support=support,
        next_session=next_session,
    )


# The social worker's own standing


@dataclass(frozen=True)
class Standing:
    """Where a social worker stands on one programme."""

    enrolment: Enrolment
    support: SupportSeen | None
    stages: list[StageLine]
    progress: list[OutcomeProgress]
    waiting: list[Waiting]

    @property
    def next_stage(self) -> StageLine | None:
        """The first stage that is not behind them."""
        return next((stage for stage in self.stages if stage.state not in ("held", "missed")), None)

    @property
    def by_domain(self) -> list[DomainProgress]:
        return progress_by_domain(self.progress)

    @property
    def enough(self) -> int:
        return sum(outcome.standing.is_enough for outcome in self.progress)

    @property
    def enough_rules(self) -> list[Rule]:
        return rules_behind(self.enrolment.rule_book, *ENOUGH_RULES)


def standing_of(enrolment: Enrolment) -> Standing:
    return Standing(
        enrolment=enrolment,
        support=support_of_many([enrolment.pk]).get(enrolment.pk),
        stages=stage_line(enrolment),
        progress=outcome_progress(enrolment),
        waiting=waits_for_worker(enrolment)
        + portfolio_waits.for_worker(enrolment.pk)
        + support_waits.for_worker(enrolment.pk),
    )


def awards_of(user: User) -> QuerySet[Award]:
    return awards.held_by(user).select_related("programme", "organisation").order_by("-awarded_on")
