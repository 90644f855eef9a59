"""What waits for one person about support: their own, and that of the people they look after."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import TruncDate
from django.urls import reverse

from swip.core.asking import among_them, ask
from swip.dashboards.queries.asked import YOURS, Waiting, about, agreements_to_write, unsigned_agreements
from swip.enrolment.models import Enrolment
from swip.govuk.words import plural
from swip.supervision.models import Dispute, Session
from swip.supervision.permissions import KINDS, entries
from swip.supervision.queries.support import left_open
from swip.supervision.rules.promises import Side

FIELD_OF_KIND = {"session": "session", "protected-time": "protected_time", "workload": "workload"}


def for_worker(enrolment_id: int) -> list[Waiting]:
    """Their own agreement to sign, entries to look at, disputes to answer."""
    own = {enrolment_id: YOURS}
    return [
        *_to_sign(own, "social_worker"),
        *_to_look_at(own, Side.SOCIAL_WORKER),
        *_to_answer(own, Side.SOCIAL_WORKER),
    ]


def for_supervisor(people: Mapping[int, str]) -> list[Waiting]:
    """The same of the people whom somebody supervises, with agreements to write and sessions to confirm."""
    return [
        *_to_sign(people, "practice_supervisor"),
        *(
            Waiting(
                "Write the support agreement",
                people[pk],
                reverse("supervision:support", args=[pk]),
                since=starts_on,
                due=due_on,
            )
            for pk, starts_on, due_on in agreements_to_write(people)
        ),
        *(
            Waiting(
                "Say whether the planned session took place",
                people[pk],
                reverse("supervision:follow_up", args=[session]),
                since=day,
                due=day,
            )
            for session, pk, day in ask(_left_open, people)
        ),
        *_to_look_at(people, Side.EMPLOYER),
        *_to_answer(people, Side.EMPLOYER),
    ]


def for_assessor(people: Mapping[int, str]) -> list[Waiting]:
    return list(_to_sign(people, "assessor"))


def _to_sign(people: Mapping[int, str], part: str) -> Iterable[Waiting]:
    for agreement, pk, parts, offered_on in unsigned_agreements(people):
        if part in parts:
            href = reverse("supervision:sign", args=[agreement])
            yield Waiting("Sign the support agreement", people[pk], href, since=offered_on)


def _left_open() -> QuerySet:
    sessions = left_open(Enrolment.objects.filter(among_them("pk")))
    return sessions.values_list("pk", "enrolment", "planned_for")


def _unseen(side: str) -> QuerySet:
    """What the other side entered, of all three kinds."""
    first, *rest = (
        entries(kind)
        .filter(among_them())
        .unseen_by(side)
        .order_by()
        .values_list("enrolment", TruncDate("entered_at"))
        for kind in KINDS.values()
    )
    return first.union(*rest, all=True)


def _to_look_at(people: Mapping[int, str], side: Side) -> Iterable[Waiting]:
    """One line for each person."""
    entered: dict[int, list[datetime.date]] = defaultdict(list)
    for pk, day in ask(_unseen, people, side.value):
        entered[pk].append(day)
    for pk, days in entered.items():
        yield Waiting(
            "Look at what was entered about support",
            about(people[pk], many=plural(len(days), "entry", "entries") if days[1:] else ""),
            f"{reverse('supervision:support', args=[pk])}#new",
            since=min(days),
        )


def _open_disputes() -> QuerySet:
    first, *rest = (_disputes_of(kind, field) for kind, field in FIELD_OF_KIND.items())
    return first.union(*rest, all=True)


def _disputes_of(kind: str, field: str) -> QuerySet[Any, Any]:
    disputes = Dispute.objects.filter(among_them(f"{field}__enrolment"), settled_at=None).order_by()
    return disputes.values_list(
        f"{field}__enrolment",
        Value(kind, CharField()),
        F(field),
        F(f"{field}__side"),
        "answer",
        "raised_by__name",
        TruncDate("raised_at"),
        TruncDate("answered_at"),
    )


def _to_answer(people: Mapping[int, str], side: Side) -> Iterable[Waiting]:
    """Disputes that wait for this side's words, or for it to say that they are settled."""
    for pk, kind, entry, entered_by, answer, raised_by, raised_on, answered_on in ask(_open_disputes, people):
        has_entered = entered_by == side.value
        if has_entered == bool(answer):
            continue  # the other side is to say something
        what = (
            f"Answer what {raised_by} says is not right"
            if has_entered
            else "Read the answer to what you disputed"
        )
        href = reverse("supervision:entry", args=[kind, entry])
        yield Waiting(what, people[pk], href, since=answered_on or raised_on)


def _next_sessions() -> QuerySet:
    planned = Session.objects.filter(among_them(), status="planned")
    return (
        planned.order_by("enrolment_id", "planned_for")
        .distinct("enrolment_id")
        .values_list("enrolment", "planned_for")
    )


def next_sessions(enrolment_ids: Iterable[int]) -> dict[int, datetime.date]:
    """The next session that is planned with each."""
    return dict(ask(_next_sessions, enrolment_ids))
