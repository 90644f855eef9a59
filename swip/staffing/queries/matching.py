"""Who could look after a social worker: the rule's suggestions, with the people they are about."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.enrolment.models import ConflictOfInterest, EmploymentPeriod, Enrolment, Pairing
from swip.staffing import rules
from swip.staffing.queries.staff import KIND_OF, Member, Staff


@dataclass(frozen=True)
class Candidate:
    """A colleague with what speaks for them, or against."""

    member: Member
    reasons: tuple[str, ...]

    @property
    def person(self) -> User:
        return self.member.person

    @property
    def team(self) -> str:
        return ", ".join(each.name for each in self.member.teams)


@dataclass(frozen=True)
class FairMatch:
    """Who could look after one social worker, the first to try first, and who not."""

    suggested: list[Candidate]
    left_out: list[Candidate]


@dataclass(frozen=True)
class About:
    """What counts about one social worker."""

    worker: int
    team: int | None = None
    conflicts: frozenset[int] = frozenset()
    before: frozenset[int] = frozenset()
    other: frozenset[int] = frozenset()


NOBODY_IN_PARTICULAR = About(worker=0)


def about(enrolments: Sequence[Enrolment], kind: str, organisation: Organisation) -> dict[int, About]:
    """What counts about many social workers, with the same few questions."""
    workers = {each.social_worker_id for each in enrolments}
    employed = EmploymentPeriod.objects.not_over().filter(enrolment__in=enrolments, organisation=organisation)
    teams = dict(employed.order_by("-starts_on").values_list("enrolment", "team"))
    conflicts: dict[int, set[int]] = defaultdict(set)
    declared = ConflictOfInterest.objects.open().filter(Q(person__in=workers) | Q(other__in=workers))
    for person, other in declared.values_list("person", "other"):
        conflicts[person].add(other)
        conflicts[other].add(person)
    before: dict[int, set[int]] = defaultdict(set)
    others: dict[int, set[int]] = defaultdict(set)
    today = timezone.localdate()
    pairings = Pairing.objects.filter(enrolment__in=enrolments, is_cover=False)
    for enrolment, person, as_what, ends_on in pairings.values_list("enrolment", "person", "kind", "ends_on"):
        if as_what == kind:
            before[enrolment].add(person)
        elif ends_on is None or ends_on >= today:
            others[enrolment].add(person)
    return {
        each.pk: About(
            each.social_worker_id,
            teams.get(each.pk),
            frozenset(conflicts[each.social_worker_id]),
            frozenset(before[each.pk]),
            frozenset(others[each.pk]),
        )
        for each in enrolments
    }


def colleagues_for(
    staff: Staff, facts: About, kind: str, on: datetime.date, *, except_for: Iterable[int] = ()
) -> tuple[rules.Colleague, ...]:
    """Everybody who may do it on that day, as the rule sees them: without names."""
    fairness, capacity = staff.numbers.fairness, KIND_OF[Pairing.Kind(kind)]
    carried, left_out = staff.carried(on), set(except_for)
    end_of_first = on + datetime.timedelta(days=rules.DAYS_IN_A_WEEK * fairness.first_weeks)
    found = []
    for number, member in staff.members.items():
        if number in left_out or not member.may(capacity, on):
            continue
        last_day = member.last_day(capacity)
        found.append(
            rules.Colleague(
                number=number,
                carries=carried[number, kind],
                most=staff.most(number, capacity, on),
                is_in_team=facts.team is not None and facts.team in {each.pk for each in member.teams},
                looked_after_before=number in facts.before,
                days_away=rules.days_in_common(
                    on,
                    fairness.first_weeks,
                    [(each.starts_on, each.ends_on) for each in staff.aways.get(number, [])],
                ),
                leaves_in_first_weeks=last_day is not None and last_day < end_of_first,
                has_conflict=number in facts.conflicts,
                is_oneself=number == facts.worker,
                does_the_other=number in facts.other,
            )
        )
    return tuple(found)


def seed_of(enrolment: Enrolment, kind: str) -> str:
    """What a draw between equals hangs on: the record, nobody's name, and always the same."""
    return f"{enrolment.pk}/{kind}"


def match_for(
    staff: Staff, enrolment: Enrolment, kind: str, *, on: datetime.date, former: User | None, user: User
) -> FairMatch:
    """Suggestions for one social worker. Whoever does it now is not among them.

    Whoever asks does not read here of a conflict of interest of their own: they may not know of it.
    """
    facts = about([enrolment], kind, staff.organisation)[enrolment.pk]
    nowhere = {former.pk} if former else set()
    nowhere |= {user.pk} & facts.conflicts
    colleagues = colleagues_for(staff, facts, kind, on, except_for=nowhere)
    found = rules.match(colleagues, kind=kind, fairness=staff.numbers.fairness, seed=seed_of(enrolment, kind))
    return FairMatch(
        [Candidate(staff.members[each.number], each.reasons) for each in found.suggested],
        [Candidate(staff.members[each.number], each.reasons) for each in found.left_out],
    )
