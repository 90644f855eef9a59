"""What waits for one person: on their own programme, and as whoever they are to others."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.assessment import permissions as assessment
from swip.assessment.models import Recommendation
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.evidence.models import Evidence
from swip.registration.models import RegistrationDraft
from swip.registration.permissions import registrations_of
from swip.reviews.models import Review
from swip.reviews.queries import due_by
from swip.self_assessment.queries import points

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person: what, whose, since when or by when, and where to do it."""

    what: str
    about: str
    href: str
    since: datetime.datetime | datetime.date | None = None
    due: datetime.date | None = None


def waits_for_worker(enrolment: Enrolment) -> list[Waiting]:
    """What a social worker is asked to do next on one programme."""
    waiting = [
        Waiting(
            "Evidence sent back with comments", str(each), each.get_absolute_url(), since=each.reviewed_at
        )
        for each in enrolment.evidence.filter(status=Evidence.Status.RETURNED).order_by("reviewed_at")
    ]
    waiting += [
        Waiting(
            "A review to comment on and sign", str(each), each.get_absolute_url(), since=each.completed_at
        )
        for each in enrolment.reviews.filter(status=Review.Status.COMPLETED).select_related("stage")
    ]
    return waiting + self_assessments_due(enrolment)


def self_assessments_due(enrolment: Enrolment) -> list[Waiting]:
    """The points that are near or past and not yet shared."""
    if enrolment.status != Enrolment.Status.ACTIVE:
        return []
    soon = timezone.localdate() + datetime.timedelta(days=soon_days(enrolment))
    href = reverse("self_assessment:list", args=[enrolment.pk])
    return [
        Waiting("Assess yourself and share it", f"{each.name} of the programme", href, due=each.due_on)
        for each in points(enrolment, seen_by=enrolment.social_worker)
        if each.due_on and each.due_on <= soon and not each.is_shared
    ]


def looked_up(people: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """The same few people by their numbers: in the midst of a long question they would be looked for last."""
    return Enrolment.objects.filter(pk__in=list(people.values_list("pk", flat=True)))


def waits_for_supervisor(user: User) -> list[Waiting]:
    """Evidence to read, and reviews that are near, late or begun."""
    people = looked_up(enrolments.supervised_by(user).filter(status__in=Enrolment.OPEN))
    evidence = (
        Evidence.objects.filter(enrolment__in=people, status=Evidence.Status.SUBMITTED)
        .select_related("enrolment__social_worker")
        .order_by("submitted_at")[:SHOWN_AT_MOST]
    )
    waiting = [
        Waiting(
            "Evidence to read",
            f"{each.enrolment.social_worker.name}: {each}",
            reverse("evidence:review", args=[each.pk]),
            since=each.submitted_at,
        )
        for each in evidence
    ]
    today = timezone.localdate()
    active = people.filter(status=Enrolment.Status.ACTIVE)
    begun = Review.objects.filter(of_this_stage())
    stages = due_by(active, today + datetime.timedelta(days=LONGEST_NOTICE)).annotate(
        is_begun=Exists(begun), is_sent_back=Exists(begun.filter(completed_at__isnull=False))
    )
    return waiting + [
        Waiting(
            _review_to_do(each),
            f"{each.enrolment.social_worker.name}: {each.stage.name}",
            reverse("reviews:list", args=[each.enrolment_id]),
            due=each.due_on,
        )
        for each in stages.select_related("stage", "enrolment__social_worker", "enrolment__rule_book")[
            :SHOWN_AT_MOST
        ]
        if each.due_on <= today + datetime.timedelta(days=soon_days(each.enrolment))
    ]


def of_this_stage() -> Q:
    """The review of a stage's date: of a stage that is due again, not the one that was held before."""
    return Q(enrolment=OuterRef("enrolment"), stage=OuterRef("stage"), round=OuterRef("round"))


def _review_to_do(stage: Any) -> str:
    if stage.is_sent_back:
        return "A review to change, as the social worker asked"
    return "A review to finish" if stage.is_begun else "A review to hold and write up"


# No rule book gives longer notice of a review than this; it only bounds what the database looks through.
LONGEST_NOTICE = 60


def soon_days(enrolment: Enrolment) -> int:
    return min(enrolment.rule_book.value("programme.due.soon_days"), LONGEST_NOTICE)


def waits_for_assessor(user: User) -> list[Waiting]:
    """Recommendations that were begun, sent back, or are due before a programme ends."""
    people = looked_up(enrolments.assessed_by(user).filter(status__in=Enrolment.OPEN))
    begun = (
        Recommendation.objects.filter(enrolment__in=people, status__in=Recommendation.WRITABLE)
        .select_related("enrolment__social_worker")
        .order_by("created_at")[:SHOWN_AT_MOST]
    )
    waiting = [
        Waiting(
            "A recommendation sent back to you" if each.returned_with else "A recommendation to finish",
            each.enrolment.social_worker.name,
            each.get_absolute_url(),
            since=each.saved_at,
            due=each.enrolment.expected_end_on,
        )
        for each in begun
    ]
    is_open = Recommendation.objects.filter(enrolment=OuterRef("pk")).exclude(
        status=Recommendation.Status.DECIDED
    )
    soon = timezone.localdate() + datetime.timedelta(days=LONGEST_NOTICE)
    ending = (
        people.filter(~Exists(is_open), status=Enrolment.Status.ACTIVE, expected_end_on__lte=soon)
        .select_related("social_worker")
        .order_by("expected_end_on")[:SHOWN_AT_MOST]
    )
    return waiting + [
        Waiting(
            "A recommendation to begin",
            each.social_worker.name,
            reverse("assessment:overview", args=[each.pk]),
            due=each.expected_end_on,
        )
        for each in ending
    ]


def waits_for_decision_maker(user: User) -> list[Waiting]:
    recommendations = (
        assessment.decidable_by(user)
        .select_related("enrolment__social_worker")
        .order_by("submitted_at")[:SHOWN_AT_MOST]
    )
    return [
        Waiting(
            "A recommendation to decide on",
            each.enrolment.social_worker.name,
            each.get_absolute_url(),
            since=each.submitted_at,
        )
        for each in recommendations
    ]


def waits_for_coordinator(user: User) -> list[Waiting]:
    """Registrations that a coordinator began and has not finished."""
    under_way = registrations_of(user).filter(status=RegistrationDraft.Status.OPEN)
    return [
        Waiting("A registration to finish", str(each), each.get_absolute_url(), since=each.created_at)
        for each in under_way.order_by("created_at")[:SHOWN_AT_MOST]
    ]
