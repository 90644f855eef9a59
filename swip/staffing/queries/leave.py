"""Who is away, for whom somebody else is needed, and who could be that."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.enrolment.models import EmploymentPeriod, Enrolment, Pairing
from swip.staffing import permissions, rules
from swip.staffing.models import Away, Cover
from swip.staffing.queries.handing_over import looked_after
from swip.staffing.queries.matching import NOBODY_IN_PARTICULAR, Candidate, about, colleagues_for
from swip.staffing.queries.staff import Staff


def people_on(
    person: User,
    organisation: Organisation,
    *,
    user: User,
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> list[Pairing]:
    """Everybody whom somebody looks after on these days."""
    pairings = looked_after(person, organisation, user=user, from_day=starts_on)
    return list(pairings.filter(starts_on__lte=ends_on))


def who_can_cover(staff: Staff, person: User, kind: str, *, on: datetime.date) -> list[Candidate]:
    """Colleagues who hold the appointment on the first day, the freest first; each with what they carry."""
    fairness = staff.numbers.fairness
    colleagues = colleagues_for(staff, NOBODY_IN_PARTICULAR, kind, on, except_for=[person.pk])
    found = sorted(
        colleagues,
        key=lambda each: (
            bool(rules.why_not(each, kind=kind, fairness=fairness)),
            (each.carries + 1) / max(each.most, 1),
            rules.draw(f"cover/{person.pk}/{kind}", each.number),
        ),
    )
    return [
        Candidate(
            staff.members[each.number],
            rules.why_not(each, kind=kind, fairness=fairness)
            or rules.why(each, kind=kind, fairness=fairness),
        )
        for each in found
    ]


def cannot_be_covered(pairings: Sequence[Pairing], person: User, organisation: Organisation) -> list[Pairing]:
    """Those for whom somebody cannot stand in: a conflict of interest, themselves, or covered already."""
    left = set()
    for kind in Pairing.Kind.values:
        some = [each for each in pairings if each.kind == kind]
        facts = about([each.enrolment for each in some], kind, organisation)
        for each in some:
            known = facts[each.enrolment_id]
            if person.pk in known.conflicts or person.pk == known.worker:
                left.add(each.pk)
    return [each for each in pairings if each.pk in left]


def leave_of(person: User, organisation: Organisation) -> QuerySet[Away]:
    """What is recorded, the last first."""
    recorded = Away.objects.filter(person=person, organisation=organisation, status=Away.Status.RECORDED)
    return recorded.prefetch_related("covers__person").order_by("-starts_on", "-pk")


def kinds_carried(person: User, organisation: Organisation, *, user: User) -> list[str]:
    """In what somebody would have to cover for them."""
    today = timezone.localdate()
    carried = looked_after(person, organisation, user=user, from_day=today)
    found = set(carried.values_list("kind", flat=True))
    return [kind for kind in Pairing.Kind.values if kind in found]


@dataclass(frozen=True)
class Covered:
    """Who would cover for whom."""

    pairing: Pairing
    by: User | None
    why_not: str = ""


def covered_then(
    person: User,
    organisation: Organisation,
    covered_by: Mapping[str, User | None],
    *,
    user: User,
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> list[Covered]:
    """Everybody whom somebody looks after on these days, and who would cover for each."""
    first = max(starts_on, timezone.localdate())
    pairings = people_on(person, organisation, user=user, starts_on=first, ends_on=ends_on)
    found = []
    for kind in Pairing.Kind.values:
        some = [each for each in pairings if each.kind == kind]
        colleague = covered_by.get(kind)
        refused = set(cannot_be_covered(some, colleague, organisation)) if colleague else set()
        for each in some:
            why_not = f"{colleague} should not be paired with them" if each in refused else ""
            found.append(Covered(each, None if each in refused else colleague, why_not))
    return found


def covers_kept_by(user: User) -> QuerySet[Cover]:
    kept = permissions.aways_kept_by(user).filter(status=Away.Status.RECORDED)
    return Cover.objects.filter(away__in=kept).select_related("person", "away__person", "away__organisation")


def covers_of(away: Away) -> list[Cover]:
    covering = Pairing.objects.select_related("enrolment__social_worker").order_by(
        "enrolment__social_worker__name"
    )
    covers = away.covers.select_related("person").prefetch_related(Prefetch("pairings", queryset=covering))
    return list(covers)


def uncovered(away: Away, *, user: User) -> dict[str, list[Pairing]]:
    """For whom nobody stands in, by kind."""
    covering = Pairing.objects.not_over().filter(covers__away=away)
    covered = set(covering.values_list("enrolment", "kind"))
    left: dict[str, list[Pairing]] = {}
    if away.status == Away.Status.RECORDED and not away.is_over():
        pairings = people_on(
            away.person,
            away.organisation,
            user=user,
            starts_on=max(away.starts_on, timezone.localdate()),
            ends_on=away.ends_on,
        )
        for each in pairings:
            if (each.enrolment_id, each.kind) not in covered:
                left.setdefault(each.kind, []).append(each)
    return left


def uncovered_leave(user: User, *, soon: datetime.date) -> QuerySet[Away]:
    """Now or soon, of somebody who looks after people there for whom nobody stands in."""
    today = timezone.localdate()
    covering = Pairing.objects.not_over(today).filter(
        is_cover=True,
        enrolment=OuterRef("enrolment"),
        kind=OuterRef("kind"),
        starts_on__lte=OuterRef(OuterRef("ends_on")),
        ends_on__gte=OuterRef(OuterRef("starts_on")),
    )
    led = EmploymentPeriod.objects.not_over(today).filter(
        organisation=OuterRef(OuterRef("organisation")), enrolment=OuterRef("enrolment"), is_lead=True
    )
    looked_after = Pairing.objects.not_over(today).filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on")),
        ~Exists(covering),
        Exists(led),
        person=OuterRef("person"),
        is_cover=False,
        starts_on__lte=OuterRef("ends_on"),
        enrolment__status__in=Enrolment.OPEN,
    )
    found = permissions.aways_kept_by(user).filter(
        Exists(looked_after),
        status=Away.Status.RECORDED,
        ends_on__gte=today,
        starts_on__lte=soon,
    )
    return found.select_related("person").order_by("starts_on", "pk")
