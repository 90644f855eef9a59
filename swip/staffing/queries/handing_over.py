"""Everybody whom somebody looks after, and who could take each of them on."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet
from django.utils import timezone

from swip.accounts import permissions as accounts
from swip.accounts.models import Appointment, Organisation, User
from swip.enrolment.models import Enrolment, Pairing
from swip.enrolment.queries import lead_stay_on
from swip.staffing import permissions, rules
from swip.staffing.models import HandedOver, HandingOver
from swip.staffing.queries.matching import About, about, colleagues_for, seed_of
from swip.staffing.queries.staff import KIND_OF, Staff


def looked_after(
    person: User, organisation: Organisation, *, user: User, from_day: datetime.date
) -> QuerySet[Pairing]:
    """Whom somebody supervises or assesses there from that day on, as far as this coordinator may change it."""
    return (
        permissions.pairings_at(organisation)
        .not_over(from_day)
        .filter(
            person=person,
            is_cover=False,
            enrolment__in=permissions.handed_over_by(user, organisation).values("pk"),
        )
        .select_related("enrolment__social_worker", "enrolment__programme")
        .order_by("enrolment__social_worker__name", "kind", "pk")
    )


def who_can_hand_over(organisation: Organisation, *, user: User) -> list[tuple[User, int]]:
    """Whoever looks after somebody there, each with how many."""
    pairings = permissions.pairings_at(organisation).filter(
        is_cover=False, enrolment__in=permissions.handed_over_by(user, organisation).values("pk")
    )
    counts = dict(
        pairings.order_by()
        .values("person")
        .annotate(people=Count("enrolment", distinct=True))
        .values_list("person", "people")
    )
    people = User.objects.filter(pk__in=counts).order_by("name", "pk")
    return [(each, counts[each.pk]) for each in people]


def as_it_stands(pairing: Pairing, from_day: datetime.date) -> tuple[int | None, datetime.date]:
    """The pairing that `pair` will want to be told of, and from which day it can be another."""
    enrolment, today = pairing.enrolment, timezone.localdate()
    day = max(from_day, pairing.starts_on)
    stay = lead_stay_on(enrolment, day)
    standing = enrolment.pairing(pairing.kind, on=max(today, stay.starts_on) if stay else None)
    return standing.pk if standing else None, day


@dataclass(frozen=True)
class Planned:
    """One social worker, from which day, instead of which pairing, and who is suggested."""

    enrolment: Enrolment
    kind: str
    instead_of: int | None
    from_day: datetime.date
    suggested: rules.Suggested | None


def plan(staff: Staff, person: User, *, user: User, from_day: datetime.date) -> list[Planned]:
    """A new colleague for everybody, chosen all at once so that the load is even."""
    pairings = list(looked_after(person, staff.organisation, user=user, from_day=from_day))
    taken: dict[int, set[int]] = {}
    planned = []
    for kind in Pairing.Kind.values:
        some = [each for each in pairings if each.kind == kind]
        facts = about([each.enrolment for each in some], kind, staff.organisation)
        wanted = [
            rules.Wanted(
                each.enrolment_id,
                seed_of(each.enrolment, kind),
                colleagues_for(
                    staff,
                    _also(facts[each.enrolment_id], taken.get(each.enrolment_id, set()), person),
                    kind,
                    max(from_day, each.starts_on),
                    except_for=[person.pk],
                ),
            )
            for each in some
        ]
        suggested = rules.spread(wanted, kind=kind, fairness=staff.numbers.fairness)
        for each in some:
            chosen = suggested[each.enrolment_id]
            if chosen:
                taken.setdefault(each.enrolment_id, set()).add(chosen.number)
            planned.append(Planned(each.enrolment, kind, *as_it_stands(each, from_day), chosen))
    return planned


def _also(facts: About, taken: set[int], leaves: User) -> About:
    """Whoever has just been given the one task does not get the other; whoever leaves does neither."""
    return replace(facts, other=(facts.other | taken) - {leaves.pk})


def lines_of(handing_over: HandingOver) -> list[HandedOver]:
    return list(
        handing_over.lines.select_related("enrolment__social_worker", "enrolment__programme", "to").order_by(
            "enrolment__social_worker__name", "enrolment", "-kind"
        )
    )


@dataclass(frozen=True)
class Option:
    """A colleague in a list to choose from."""

    person: User
    words: str
    stands_in_the_way: str = ""


@dataclass(frozen=True)
class Choice:
    """One social worker of a handing over with everybody who can be chosen for them."""

    line: HandedOver
    options: list[Option]

    @property
    def field(self) -> str:
        return f"line-{self.line.pk}"

    @property
    def chosen(self) -> Option | None:
        return next((each for each in self.options if each.person.pk == self.line.to_id), None)


# A coordinator may know better than the rule in these cases, and is told; in the others nobody may be paired.
NEVER = ("conflict of interest", *rules.ONESELF.values())


def choices_of(staff: Staff, handing_over: HandingOver, lines: Sequence[HandedOver]) -> list[Choice]:
    """Who can be chosen for each: all who may, save those with a conflict of interest and themselves."""
    fairness = staff.numbers.fairness
    facts = {
        kind: about([each.enrolment for each in lines if each.kind == kind], kind, staff.organisation)
        for kind in Pairing.Kind.values
    }
    carried = staff.carried(handing_over.from_day)
    choices = []
    for line in lines:
        known = _also(facts[line.kind][line.enrolment_id], set(), handing_over.person)
        colleagues = colleagues_for(
            staff, known, line.kind, line.from_day, except_for=[handing_over.person_id]
        )
        options = []
        for each in colleagues:
            against = rules.why_not(each, kind=line.kind, fairness=fairness)
            if set(against) & set(NEVER):
                continue
            person = staff.members[each.number].person
            words = f"{person} ({carried[each.number, line.kind]} of {each.most} now)"
            options.append(Option(person, words, " and ".join(against)))
        choices.append(Choice(line, options))
    return choices


@dataclass(frozen=True)
class LoadAfter:
    """What one colleague carries now, and will carry once everything is handed over."""

    person: User
    kind: str
    now: int
    more: int
    most: int

    @property
    def after(self) -> int:
        return self.now + self.more

    @property
    def is_over(self) -> bool:
        return self.after > self.most


def loads_after(staff: Staff, handing_over: HandingOver, lines: Sequence[HandedOver]) -> list[LoadAfter]:
    """Everybody who takes somebody on, as they stand afterwards."""
    carried = staff.carried(handing_over.from_day)
    more = Counter((each.to_id, each.kind) for each in lines if each.to_id)
    people = {each.to_id: each.to for each in lines if each.to}
    return [
        LoadAfter(
            people[number],
            kind,
            carried[number, kind],
            count,
            staff.most(number, KIND_OF[Pairing.Kind(kind)], handing_over.from_day),
        )
        for (number, kind), count in sorted(more.items(), key=lambda each: (people[each[0][0]].name, each))
    ]


def appointments_to_end(handing_over: HandingOver, *, user: User) -> list[Appointment]:
    """What could end with it: those that this coordinator may end, and that would go on."""
    eve = handing_over.from_day - datetime.timedelta(days=1)
    held = accounts.appointments_ended_by(user).filter(
        person=handing_over.person,
        organisation=handing_over.organisation,
        role__in=permissions.MAY_TAKE_ON,
        starts_on__lte=eve,
    )
    return [each for each in held.order_by("role") if each.ends_on is None or each.ends_on > eve]


def covered_by(person: User, organisation: Organisation) -> QuerySet[Pairing]:
    """For whom somebody stands in while another is away: found another cover on the page of that leave."""
    pairings = permissions.pairings_at(organisation).filter(person=person, is_cover=True)
    return pairings.select_related("enrolment__social_worker")


def drafts_at(organisation: Organisation, *, user: User) -> list[HandingOver]:
    """What was begun and not finished, by whichever coordinator."""
    drafts = permissions.handings_over_prepared_by(user).filter(
        organisation=organisation, status=HandingOver.Status.DRAFT
    )
    return list(drafts.select_related("person", "started_by").order_by("-saved_at"))


@dataclass(frozen=True)
class Drift:
    """What has changed since a handing over was prepared."""

    added: list[Pairing]
    gone: list[HandedOver]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone)


def drift_of(draft: HandingOver, lines: Sequence[HandedOver], *, user: User) -> Drift:
    """Whom they look after by now who is not listed, and who is listed and has somebody else."""
    now = looked_after(draft.person, draft.organisation, user=user, from_day=draft.from_day)
    pairings = {(each.enrolment_id, each.kind): each for each in now}
    listed = {(each.enrolment_id, each.kind): each for each in lines}
    return Drift(
        [each for key, each in pairings.items() if key not in listed],
        [
            each
            for key, each in listed.items()
            if key not in pairings and each.result == HandedOver.Result.WAITING
        ],
    )


def appointments_of_leaver(draft: HandingOver) -> list[Appointment]:
    """What they hold still, and until when."""
    held = Appointment.objects.not_over().filter(
        person=draft.person, organisation=draft.organisation, role__in=permissions.MAY_TAKE_ON
    )
    return list(held.order_by("role"))
