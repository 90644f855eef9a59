"""What waits for somebody in this room: signatures, entries to look at, disputes to answer."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Min, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.govuk.words import local_date, plural
from swip.supervision import permissions
from swip.supervision.models import AgreementVersion, Dispute, LedgerEntry, SupportAgreement
from swip.supervision.queries.agreements import due_on, without_agreement
from swip.supervision.queries.support import left_open


@dataclass(frozen=True)
class Waiting:
    """One thing for somebody to do."""

    what: str
    about: str
    href: str
    since: datetime.date | None = None
    due: datetime.date | None = None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()


def waits_for(user: User) -> list[Waiting]:
    """Everything in this room that waits for one person, the earliest due first."""
    own = enrolments.undertaken_by(user).filter(status__in=Enrolment.OPEN)
    supervised = enrolments.supervised_by(user).filter(status__in=Enrolment.OPEN)
    found = [
        *to_sign(user),
        *to_write(user, supervised),
        *to_look_at(user, own, supervised),
        *to_answer(user, own, supervised),
        *to_follow_up(user, supervised),
    ]
    return sorted(found, key=lambda each: (each.due or datetime.date.max, each.since or datetime.date.max))


def _name(user: User, enrolment: Enrolment) -> str:
    return "You" if enrolment.social_worker_id == user.pk else enrolment.social_worker.name


def to_sign(user: User) -> list[Waiting]:
    """Agreements that wait for this person's own signature."""
    offered = permissions.agreements_offered_to(user).select_related(
        "enrolment__social_worker", "enrolment__rule_book__programme"
    )
    versions = AgreementVersion.objects.prefetch_related("signatures").order_by("number")
    agreements = list(offered.prefetch_related(Prefetch("versions", queryset=versions)))
    sides = permissions.sides_of(user, [each.enrolment_id for each in agreements]) if agreements else {}
    found = []
    for agreement in agreements:
        version = list(agreement.versions.all())[-1]
        version.agreement = agreement
        if permissions.part_to_sign(user, version, sides):
            found.append(
                Waiting(
                    "Sign the support agreement"
                    if agreement.number == 1
                    else "Sign the new support agreement",
                    _name(user, agreement.enrolment),
                    reverse("supervision:sign", args=[agreement.pk]),
                    local_date(version.offered_at),
                    due_on(agreement.enrolment) if agreement.number == 1 else None,
                )
            )
    return found


def to_write(user: User, supervised: QuerySet[Enrolment]) -> list[Waiting]:
    """The people a supervisor has no agreement with yet."""
    people = without_agreement(supervised).select_related("social_worker", "rule_book__programme")
    drafts = dict(SupportAgreement.objects.filter(enrolment__in=people).values_list("enrolment", "pk"))
    return [
        Waiting(
            "Finish writing the support agreement" if each.pk in drafts else "Write the support agreement",
            _name(user, each),
            reverse("supervision:write", args=[drafts[each.pk]])
            if each.pk in drafts
            else reverse("supervision:support", args=[each.pk]),
            each.starts_on,
            due_on(each),
        )
        for each in people
    ]


def to_look_at(user: User, own: QuerySet[Enrolment], supervised: QuerySet[Enrolment]) -> list[Waiting]:
    """What the other side entered: one line for each person."""
    counts: dict[int, int] = defaultdict(int)
    first: dict[int, datetime.date] = {}
    people = {each.pk: each for each in own.select_related("social_worker")}
    mine = set(people)
    people |= {each.pk: each for each in supervised.select_related("social_worker")}
    if not people:
        return []
    for kind in permissions.KINDS.values():
        for side, pks in [
            (LedgerEntry.Side.SOCIAL_WORKER, mine),
            (LedgerEntry.Side.EMPLOYER, set(people) - mine),
        ]:
            if not pks:
                continue
            rows = permissions.entries(kind).filter(enrolment__in=pks)
            unseen = rows.unseen_by(side).order_by().values("enrolment")
            for row in unseen.annotate(of_them=Count("pk"), since=Min("entered_at")):
                pk, since = row["enrolment"], local_date(row["since"])
                counts[pk] += row["of_them"]
                first[pk] = min(first.get(pk, since), since)
    return [
        Waiting(
            f"Look at {plural(count, 'new entry', 'new entries')} about support",
            _name(user, people[pk]),
            f"{reverse('supervision:support', args=[pk])}#new",
            first[pk],
        )
        for pk, count in counts.items()
    ]


def to_answer(user: User, own: QuerySet[Enrolment], supervised: QuerySet[Enrolment]) -> list[Waiting]:
    """Disputes that wait for the words of this person's side, or for it to say that they are settled."""
    found = []
    for name, kind in [
        ("session", "session"),
        ("protected_time", "protected-time"),
        ("workload", "workload"),
    ]:
        about = f"{name}__enrolment"
        rows = Dispute.objects.filter(settled_at=None, **{f"{about}__in": own.values("pk")}) | (
            Dispute.objects.filter(settled_at=None, **{f"{about}__in": supervised.values("pk")})
        )
        for each in rows.select_related(f"{about}__social_worker", "raised_by"):
            entry = each.entry
            enrolment = entry.enrolment
            entered = entry.side == permissions.side_of(user, enrolment)
            if entered == bool(each.answer):
                continue  # the other side is to say something
            what = (
                f"Answer what {each.raised_by} says is not right"
                if entered
                else "Read the answer to what you disputed"
            )
            since = local_date(each.answered_at or each.raised_at)
            href = reverse("supervision:entry", args=[kind, entry.pk])
            found.append(Waiting(what, _name(user, enrolment), href, since))
    return found


def to_follow_up(user: User, supervised: QuerySet[Enrolment]) -> list[Waiting]:
    """Planned sessions whose day has passed."""
    return [
        Waiting(
            "Say whether the planned session took place",
            _name(user, each.enrolment),
            reverse("supervision:follow_up", args=[each.pk]),
            each.planned_for,
            each.planned_for,
        )
        for each in left_open(supervised)
    ]
