"""Where somebody stands on a programme, and how the people they look after stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from swip.accounts.models import Appointment, User
from swip.credentials import permissions as awards
from swip.credentials.models import Award
from swip.dashboards.queries import support_waits
from swip.dashboards.queries.asked import Waiting
from swip.dashboards.queries.waiting import soon_days, waits_for_worker
from swip.dashboards.rules import Timing, timing
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment, Pairing, StageDate
from swip.enrolment.queries import StageLine, stage_line
from swip.progress.queries import (
    DomainProgress,
    OutcomeProgress,
    cohort_progress,
    outcome_progress,
    progress_by_domain,
)
from swip.progress.rules import State
from swip.reviews.queries import not_held


def roles_of(user: User) -> set[str]:
    return set(Appointment.objects.current().filter(person=user).values_list("role", flat=True))


def own_enrolments(user: User) -> QuerySet[Enrolment]:
    """One's own places on programmes, the newest first."""
    own = enrolments.undertaken_by(user).select_related("programme", "rule_book__programme", "standards")
    return own.order_by("-starts_on", "-pk")


@dataclass(frozen=True)
class LookedAfter:
    """One social worker in the table of whoever supervises or assesses them."""

    pairing: Pairing
    next_review: StageDate | None
    timing: Timing
    enough: int
    outcomes: int

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
    return [_looked_after(each, next_reviews, progress[each.enrolment_id]) for each in pairings]


def names_of(people: list[LookedAfter], kind: str) -> dict[int, str]:
    """Those whom somebody looks after in one way, by the number of their enrolment."""
    return {
        each.pairing.enrolment_id: each.enrolment.social_worker.name
        for each in people
        if each.pairing.kind == kind
    }


def _looked_after(
    pairing: Pairing, next_reviews: dict[int, StageDate], counts: dict[str, int]
) -> LookedAfter:
    ahead = next_reviews.get(pairing.enrolment_id)
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
    )


# The social worker's own standing


@dataclass(frozen=True)
class Standing:
    """Where a social worker stands on one programme."""

    enrolment: Enrolment
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


def standing_of(enrolment: Enrolment) -> Standing:
    return Standing(
        enrolment=enrolment,
        stages=stage_line(enrolment),
        progress=outcome_progress(enrolment),
        waiting=waits_for_worker(enrolment) + support_waits.for_worker(enrolment.pk),
    )


def awards_of(user: User) -> QuerySet[Award]:
    return awards.held_by(user).select_related("programme", "organisation").order_by("-awarded_on")
