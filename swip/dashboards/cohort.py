"""A coordinator's cohort: who is on track, who waits for whom and since when, what is late."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.http import Http404
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.assessment.models import Recommendation
from swip.dashboards.queries import of_this_stage, soon_days
from swip.dashboards.rules import Timing, timing
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import EmploymentPeriod, Enrolment, Pairing, StageDate
from swip.evidence.models import Evidence
from swip.progress.queries import cohort_progress
from swip.progress.rules import State
from swip.reviews.models import Review


def something_waits(today: datetime.date) -> Q:
    """Evidence, a review or a recommendation waits for somebody; a review whose day has passed waits too."""
    return (
        Q(supervisor_since__isnull=False)
        | Q(worker_since__isnull=False)
        | Q(signature_since__isnull=False)
        | Q(decision_since__isnull=False)
        | Q(next_due__lt=today, status__in=Enrolment.OPEN)
    )


def with_standing(cohort: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Each enrolment with its next review, what waits on whom and since when, all in one query."""
    of_this = {"enrolment": OuterRef("pk")}
    ahead = StageDate.objects.filter(
        ~Exists(Review.objects.held().filter(of_this_stage())),
        stage__has_review=True,
        stage__is_optional=False,
        **of_this,
    ).order_by("due_on")
    employment = EmploymentPeriod.objects.not_over().filter(**of_this).order_by("starts_on")
    return cohort.annotate(
        next_due=Subquery(ahead.values("due_on")[:1]),
        next_stage=Subquery(ahead.values("stage__name")[:1]),
        team_name=Subquery(employment.values("team__name")[:1]),
        supervisor_name=Subquery(_paired(Pairing.Kind.SUPERVISOR, "person__name")),
        supervisor_since=_oldest(Evidence.objects.filter(status=Evidence.Status.SUBMITTED), "submitted_at"),
        worker_since=_oldest(Evidence.objects.filter(status=Evidence.Status.RETURNED), "reviewed_at"),
        signature_since=_oldest(Review.objects.filter(status=Review.Status.COMPLETED), "completed_at"),
        decision_since=_oldest(
            Recommendation.objects.filter(status=Recommendation.Status.SUBMITTED), "submitted_at"
        ),
    ).select_related("social_worker")


def _paired(kind: str, field: str) -> QuerySet[Any, Any]:
    pairings = Pairing.objects.not_over().acting().filter(enrolment=OuterRef("pk"), kind=kind)
    return pairings.order_by("starts_on").values(field)[:1]


def _oldest(records: QuerySet, field: str) -> Subquery:
    return Subquery(records.filter(enrolment=OuterRef("pk")).order_by(field).values(field)[:1])


@dataclass(frozen=True)
class CohortRow:
    """One social worker in a coordinator's table."""

    enrolment: Enrolment
    timing: Timing
    waiting_on: str
    waiting_for: str
    waiting_since: datetime.datetime | None
    enough: int
    outcomes: int


def cohort_rows(page: Sequence[Any]) -> list[CohortRow]:
    """The rows of one page, from enrolments that came through `with_standing`."""
    # Hundreds of people share a few rule books, which are long: each is read once, not with every row.
    prefetch_related_objects(list(page), "programme", "rule_book", "standards")
    progress = cohort_progress(page)
    today = timezone.localdate()
    rows = []
    for enrolment in page:
        who, what, since = _longest_wait(enrolment)
        counts = progress[enrolment.pk]
        rows.append(
            CohortRow(
                enrolment=enrolment,
                timing=timing(
                    enrolment.next_due if enrolment.is_open else None,
                    today=today,
                    soon_days=soon_days(enrolment),
                ),
                waiting_on=who,
                waiting_for=what,
                waiting_since=since,
                enough=counts[State.ENOUGH],
                outcomes=sum(counts.values()),
            )
        )
    return rows


def start_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _longest_wait(enrolment: Any) -> tuple[str, str, datetime.datetime | None]:
    """Of all that waits within one enrolment, what has waited longest."""
    supervisor = enrolment.supervisor_name or "Nobody: no supervisor"
    is_late = enrolment.is_open and enrolment.next_due and enrolment.next_due < timezone.localdate()
    waits = [
        (start_of(enrolment.next_due) if is_late else None, supervisor, "to complete a review"),
        (enrolment.supervisor_since, supervisor, "to read evidence"),
        (enrolment.worker_since, enrolment.social_worker.name, "to change evidence"),
        (enrolment.signature_since, enrolment.social_worker.name, "to sign a review"),
        (enrolment.decision_since, "The employer", "to decide"),
    ]
    known = [wait for wait in waits if wait[0]]
    if not known:
        return "", "", None
    since, who, what = min(known, key=lambda wait: wait[0])
    return who, what, since


SORTS: dict[str, list[Any]] = {
    "name": [F("social_worker__name").asc()],
    "team": [F("team_name").asc(nulls_last=True), F("social_worker__name").asc()],
    "programme": [F("programme__short_name").asc(), F("social_worker__name").asc()],
    "supervisor": [F("supervisor_name").asc(nulls_last=True), F("social_worker__name").asc()],
    "due": [F("next_due").asc(nulls_last=True), F("social_worker__name").asc()],
    "started": [F("starts_on").asc(), F("social_worker__name").asc()],
}
DEFAULT_SORT = "due"


def sorted_by(cohort: QuerySet[Any], sort: str) -> QuerySet[Any]:
    name, is_descending = sort.removeprefix("-"), sort.startswith("-")
    first, *rest = SORTS.get(name, SORTS[DEFAULT_SORT])
    if is_descending:
        first = F(first.expression.name).desc(nulls_last=True)
    return cohort.order_by(first, *rest, "pk")


def having(cohort: QuerySet[Any], chosen: dict) -> QuerySet[Any]:
    """The part of a cohort that a coordinator asked for."""
    today = timezone.localdate()
    if chosen.get("name"):
        cohort = cohort.filter(social_worker__name__icontains=chosen["name"])
    if chosen.get("programme"):
        cohort = cohort.filter(programme=chosen["programme"])
    if chosen.get("team"):
        employed = EmploymentPeriod.objects.not_over().filter(team=chosen["team"])
        cohort = cohort.filter(pk__in=employed.values("enrolment"))
    if chosen.get("supervisor"):
        cohort = cohort.filter(pk__in=enrolments.supervised_by(chosen["supervisor"]).values("pk"))
    if chosen.get("status") == "open":
        cohort = cohort.filter(status__in=Enrolment.OPEN)
    elif chosen.get("status"):
        cohort = cohort.filter(status=chosen["status"])
    if chosen.get("only") == "late":
        cohort = cohort.filter(next_due__lt=today, status__in=Enrolment.OPEN)
    elif chosen.get("only") == "waiting":
        cohort = cohort.filter(something_waits(today))
    elif chosen.get("only") == "unsupervised":
        cohort = cohort.filter(supervisor_name=None, status__in=Enrolment.OPEN)
    return cohort


def all_or_404(organisations: QuerySet[Organisation]) -> list[Organisation]:
    """The page does not exist for somebody who coordinates nowhere."""
    found = list(organisations)
    if not found:
        raise Http404
    return found


@dataclass(frozen=True)
class CohortSummary:
    """A coordinator's people in a few numbers."""

    people: int
    late: int
    waiting: int
    unsupervised: int


def cohort_summary(user: User) -> CohortSummary:
    everybody = with_standing(enrolments.coordinated_by(user).filter(status__in=Enrolment.OPEN))
    counts = everybody.aggregate(
        people=Count("pk"),
        late=Count("pk", filter=Q(next_due__lt=timezone.localdate())),
        waiting=Count("pk", filter=something_waits(timezone.localdate())),
        unsupervised=Count("pk", filter=Q(supervisor_name=None)),
    )
    return CohortSummary(**counts)
