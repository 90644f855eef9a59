"""What waits on whom within a cohort, and since when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import CharField, Count, Max, Min, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from swip.assessment.models import Recommendation
from swip.core.asking import among_them, ask
from swip.dashboards.queries.asked import agreements_to_write, unsigned_agreements
from swip.dashboards.rules import Member, Party, Timing, Wait
from swip.enrolment.models import Enrolment, Transfer
from swip.enrolment.queries.absences import choices_to_make
from swip.enrolment.queries.objections import objections_to_answer
from swip.enrolment.queries.reductions import reductions_to_answer
from swip.evidence.models import Evidence
from swip.govuk.words import local_date
from swip.reviews.models import Review

NOBODY_SUPERVISES, NOBODY_ASSESSES = "Nobody: no supervisor", "Nobody: no assessor"
WHO_DECIDES, WHO_COORDINATES = "Who decides for the employer", "A coordinator of the employer"
NEW_EMPLOYER = "The new employer"
# For whom each part of a support agreement is signed.
PARTY_OF_PART = {
    "social_worker": Party.WORKER,
    "practice_supervisor": Party.SUPERVISOR,
    "assessor": Party.ASSESSOR,
}


def add_waits(by_id: dict[int, Member]) -> None:
    """Each member with everything that waits within their programme while they are on it."""
    for source in SOURCES:
        for enrolment_id, wait in source(by_id):
            if by_id[enrolment_id].is_open:
                by_id[enrolment_id].waits.append(wait)


Found = Iterator[tuple[int, Wait]]


def of_party(member: Member, party: Party, what: str, since: Any, page: str) -> Wait:
    """A wait for whoever has this part in the member's programme."""
    person_id, person = {
        Party.WORKER: (member.social_worker_id, member.name),
        Party.SUPERVISOR: (member.supervisor_id, member.supervisor or NOBODY_SUPERVISES),
        Party.ASSESSOR: (member.assessor_id, member.assessor or NOBODY_ASSESSES),
        Party.COORDINATOR: (None, WHO_COORDINATES),
        Party.EMPLOYER: (None, WHO_DECIDES),
    }[party]
    day = local_date(since) if isinstance(since, datetime.datetime) else since
    return Wait(party, person_id, person, what, day, page)


def late_reviews(by_id: dict[int, Member]) -> Found:
    """A review whose day has passed waits for the supervisor from that day on."""
    for member in by_id.values():
        if member.timing is Timing.LATE:
            what = f"{member.stage} review to hold and write up"
            yield member.enrolment_id, of_party(member, Party.SUPERVISOR, what, member.due_on, "reviews:list")


def _unread_and_returned() -> QuerySet:
    waiting = [Evidence.Status.SUBMITTED, Evidence.Status.RETURNED]
    pieces = Evidence.objects.in_sight().filter(among_them(), status__in=waiting).order_by()
    return pieces.values_list("enrolment", "status").annotate(
        pieces=Count("pk"),
        submitted_on=Min(TruncDate("submitted_at")),
        reviewed_on=Min(TruncDate("reviewed_at")),
    )


def evidence_waits(by_id: dict[int, Member]) -> Found:
    """What was handed in waits for the supervisor; what was sent back, for the social worker."""
    for enrolment_id, found, count, submitted_on, reviewed_on in ask(_unread_and_returned, by_id):
        pieces = "1 piece" if count == 1 else f"{count} pieces"
        if found == Evidence.Status.SUBMITTED:
            party, what, since = Party.SUPERVISOR, f"{pieces} of evidence to read", submitted_on
        else:
            party, what, since = Party.WORKER, f"{pieces} of evidence to change", reviewed_on
        yield enrolment_id, of_party(by_id[enrolment_id], party, what, since, "evidence:list")


def _unsigned() -> QuerySet:
    unsigned = Review.objects.waiting_for_signature().filter(among_them())
    return unsigned.values_list("enrolment", "stage__name", TruncDate("completed_at"))


def review_waits(by_id: dict[int, Member]) -> Found:
    """A completed review waits for the social worker to sign it."""
    for enrolment_id, stage, since in ask(_unsigned, by_id):
        what = f"{stage} review to sign"
        yield enrolment_id, of_party(by_id[enrolment_id], Party.WORKER, what, since, "reviews:list")


def _recommendations() -> QuerySet:
    under_way = Recommendation.objects.exclude(status=Recommendation.Status.DECIDED)
    sent_back = under_way.filter(among_them()).annotate(last_sent_back_at=Max("sent_back__sent_back_at"))
    return sent_back.values_list("enrolment", "status", "created_at", "submitted_at", "last_sent_back_at")


def recommendation_waits(by_id: dict[int, Member]) -> Found:
    """Who recommends, and then who decides, is waited for; after the last day also where nobody has begun."""
    status = Recommendation.Status
    begun = set()
    for enrolment_id, found, created_at, submitted_at, sent_back_at in ask(_recommendations, by_id):
        begun.add(enrolment_id)
        if found == status.SUBMITTED:
            party, what, since = Party.EMPLOYER, "Recommendation to decide on", submitted_at
        elif found == status.RETURNED:
            party, what, since = (
                Party.ASSESSOR,
                "Recommendation sent back, to hand in again",
                sent_back_at or submitted_at,
            )
        else:
            party, what, since = Party.ASSESSOR, "Recommendation to finish", created_at
        yield enrolment_id, of_party(by_id[enrolment_id], party, what, since, "assessment:overview")
    today = timezone.localdate()
    for member in by_id.values():
        is_over = member.expected_end_on < today and member.status == Enrolment.Status.ACTIVE
        if is_over and member.enrolment_id not in begun:
            what = "Recommendation to begin"
            since = member.expected_end_on
            yield (
                member.enrolment_id,
                of_party(member, Party.ASSESSOR, what, since, "assessment:overview"),
            )


# ---- Agreements, and changes of somebody's time and employer


def agreement_waits(by_id: dict[int, Member]) -> Found:
    """An agreement waits for each who has not signed it; one that nobody wrote in time, for the supervisor."""
    page = "supervision:support"
    for _, enrolment_id, parts, offered_on in unsigned_agreements(by_id):
        for part in sorted(parts):
            party = PARTY_OF_PART.get(part, Party.COORDINATOR)
            yield (
                enrolment_id,
                of_party(by_id[enrolment_id], party, "Support agreement to sign", offered_on, page),
            )
    today = timezone.localdate()
    for enrolment_id, _, due_on in agreements_to_write(by_id):
        if due_on < today:
            what = "Support agreement to write"
            yield enrolment_id, of_party(by_id[enrolment_id], Party.SUPERVISOR, what, due_on, page)


CHANGES = {
    "objection": (Party.COORDINATOR, "Objection to answer"),
    "reduction": (Party.WORKER, "Shorter programme to agree to or not"),
    "leave": (Party.WORKER, "Whether leave makes the programme longer, to choose"),
}


def unanswered_changes() -> QuerySet:
    people = Enrolment.objects.filter(among_them("pk"))
    first, *rest = (
        found.select_related(None)
        .order_by()
        .values_list(Value(kind, CharField()), "enrolment", TruncDate(since))
        for kind, found, since in (
            ("objection", objections_to_answer(people), "made_at"),
            ("reduction", reductions_to_answer(people), "recorded_at"),
            ("leave", choices_to_make(people), "recorded_at"),
        )
    )
    return first.union(*rest, all=True)


def change_waits(by_id: dict[int, Member]) -> Found:
    """What somebody proposed, chose or objected to waits for the other side to answer."""
    for kind, enrolment_id, since in ask(unanswered_changes, by_id):
        party, what = CHANGES[kind]
        yield enrolment_id, of_party(by_id[enrolment_id], party, what, since, "enrolment:changes")


def _open_transfers() -> QuerySet:
    moving = Transfer.objects.filter(among_them(), status__in=Transfer.OPEN)
    return moving.values_list(
        "enrolment", "status", "from_organisation__name", "asked_at", "started_at", "released_at"
    )


def transfer_waits(by_id: dict[int, Member]) -> Found:
    """A move waits for the employer of before to release, and then for the new one to claim."""
    for enrolment_id, status, employer, asked_at, started_at, released_at in ask(_open_transfers, by_id):
        if status == Transfer.Status.DRAFT:
            wait = of_party(
                by_id[enrolment_id],
                Party.COORDINATOR,
                "Move to another employer: report to write, and to release",
                asked_at or started_at,
                "enrolment:employers",
            )
            yield enrolment_id, replace(wait, person=f"A coordinator of {employer}")
        else:
            what = "Move to another employer: to claim, and to be agreed to"
            wait = of_party(by_id[enrolment_id], Party.EMPLOYER, what, released_at, "enrolment:employers")
            yield enrolment_id, replace(wait, person=NEW_EMPLOYER)


SOURCES = (
    late_reviews,
    evidence_waits,
    review_waits,
    recommendation_waits,
    agreement_waits,
    change_waits,
    transfer_waits,
)
