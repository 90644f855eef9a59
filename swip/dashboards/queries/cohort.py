"""A cohort, read whole in a few questions: the numbers of a home page and the rows of the table are the same people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core.asking import among_them, ask
from swip.dashboards import permissions
from swip.dashboards.queries.support import support_of_many
from swip.dashboards.queries.waits import add_waits
from swip.dashboards.rules import Member, Timing, timing
from swip.enrolment.models import EmploymentPeriod, Enrolment, Pairing
from swip.enrolment.rules import stage_name
from swip.programmes.queries import values_of_many
from swip.progress.queries import RULES_ASKED, asked_in, enough_of_many
from swip.reviews.queries import not_held
from swip.staffing.models import Away
from swip.standards.models import Item

SOON = "programme.due.soon_days"
# No rule book gives longer notice of a review than this; it only bounds what the database looks through.
LONGEST_NOTICE = 60

OF_A_MEMBER = (
    "pk",
    "social_worker",
    "social_worker__name",
    "status",
    "starts_on",
    "expected_end_on",
    "programme",
    "programme__short_name",
    "rule_book",
    "standards",
)


def cohort_of(user: User, employers: Iterable[Organisation], *, past: bool = False) -> list[Member]:
    """Everybody whom a coordinator follows; those who have left or finished only where they are asked for."""
    followed = permissions.cohort_of(user)
    if not past:
        followed = followed.filter(status__in=Enrolment.OPEN)
    return members_of(followed, employers)


def supported_by(enrolments: QuerySet[Enrolment], employers: Iterable[Organisation]) -> list[Member]:
    """These people with their team, their supervisor and their support: no evidence, no reviews, nothing written."""
    members = [Member(*row) for row in enrolments.order_by().values_list(*OF_A_MEMBER)]
    by_id = {each.enrolment_id: each for each in members}
    _add_teams(by_id, {each.pk for each in employers})
    _add_pairs(by_id)
    _add_support(members)
    return members


def members_of(enrolments: QuerySet[Enrolment], employers: Iterable[Organisation]) -> list[Member]:
    """These people with all that is asked about them: as many questions for three hundred as for one."""
    members = [Member(*row) for row in enrolments.order_by().values_list(*OF_A_MEMBER)]
    if not members:
        return []
    by_id = {each.enrolment_id: each for each in members}
    for member in members:
        member.is_open = member.status in Enrolment.OPEN
    _add_teams(by_id, {each.pk for each in employers})
    _add_pairs(by_id)
    _add_leave(members)
    _add_next_reviews(by_id)
    _add_support(members)
    add_waits(by_id)
    return members


def _teams() -> QuerySet:
    employment = EmploymentPeriod.objects.not_over().filter(among_them(), team__isnull=False)
    # The latest first: the one that counts today overwrites what is to come.
    return employment.order_by("-starts_on").values_list("enrolment", "organisation", "team", "team__name")


def _add_teams(by_id: dict[int, Member], employers: Collection[int]) -> None:
    """Somebody with two employers at once is seen by each in its own team."""
    for enrolment_id, organisation_id, team_id, name in ask(_teams, by_id):
        if organisation_id in employers:
            by_id[enrolment_id].team_id, by_id[enrolment_id].team = team_id, name


def _pairs() -> QuerySet:
    # Whoever comes last counts: of all the one with the earliest day, and before them who covers for them today.
    pairings = Pairing.objects.not_over().acting().filter(among_them()).order_by("is_cover", "-starts_on")
    return pairings.values_list("enrolment", "kind", "person", "person__name")


def _add_pairs(by_id: dict[int, Member]) -> None:
    for enrolment_id, kind, person_id, name in ask(_pairs, by_id):
        member = by_id[enrolment_id]
        if kind == Pairing.Kind.SUPERVISOR:
            member.supervisor_id, member.supervisor = person_id, name
        elif kind == Pairing.Kind.ASSESSOR:
            member.assessor_id, member.assessor = person_id, name


def _away() -> QuerySet:
    away = Away.objects.current().filter(among_them("person"), status=Away.Status.RECORDED)
    return away.values_list("person", "ends_on")


def _add_leave(members: Iterable[Member]) -> None:
    """Whose supervisor is on leave today, with nobody to stand in for them."""
    until = dict(ask(_away, {each.supervisor_id for each in members if each.supervisor_id}))
    for member in members:
        member.supervisor_away_until = until.get(member.supervisor_id)


def _next_reviews() -> QuerySet:
    ahead = not_held(Enrolment.objects.filter(among_them("pk"))).order_by("enrolment", "due_on", "pk")
    return ahead.distinct("enrolment").values_list(
        "enrolment", "stage__name", "round", "stage__is_final", "stage__month", "due_on", "late_after"
    )


def _add_next_reviews(by_id: dict[int, Member]) -> None:
    """The first review that nobody has completed, and whether it is in time under each one's own rules."""
    today = timezone.localdate()
    rules = values_of_many({each.rule_book_id for each in by_id.values()}, SOON)
    soon = {pk: min(values[SOON], LONGEST_NOTICE) for pk, values in rules.items()}
    for enrolment_id, name, round, is_final, month, due_on, late_after in ask(_next_reviews, by_id):
        member = by_id[enrolment_id]
        member.stage = stage_name(name, round=round, is_final=is_final)
        member.stage_month, member.due_on = month, due_on
        if member.status == Enrolment.Status.PAUSED:
            member.timing = Timing.ON_TRACK  # nothing is late while a programme stands still
            continue
        member.timing = timing(
            due_on, late_after=late_after, today=today, soon_days=soon[member.rule_book_id]
        )


def _add_support(members: Iterable[Member]) -> None:
    on_programme = [each for each in members if each.is_open]
    found = support_of_many([each.enrolment_id for each in on_programme])
    for member in on_programme:
        member.support = found.get(member.enrolment_id)


def _outcomes() -> QuerySet:
    outcomes = Item.objects.outcomes().filter(among_them("version")).order_by()
    return outcomes.values_list("version").annotate(Count("pk"))


def add_progress(members: Sequence[Member]) -> None:
    """For how many outcomes each has enough evidence."""
    if not members:
        return
    rules = values_of_many({each.rule_book_id for each in members}, *RULES_ASKED)
    asked = {pk: asked_in(values) for pk, values in rules.items()}
    totals = dict(ask(_outcomes, {each.standards_id for each in members}))
    enough = enough_of_many({each.enrolment_id: asked[each.rule_book_id] for each in members})
    for member in members:
        member.outcomes = totals.get(member.standards_id, 0)
        member.enough = enough[member.enrolment_id]


def choices_of(members: Iterable[Member], number: str, name: str) -> list[tuple[Any, str]]:
    """What a filter offers: only what somebody in the cohort has, by name."""
    found = {getattr(each, number): getattr(each, name) for each in members if getattr(each, number)}
    return sorted(found.items(), key=lambda each: each[1].casefold())


def all_or_404(organisations: QuerySet[Organisation]) -> list[Organisation]:
    """The page does not exist for somebody who acts nowhere in the role that it takes."""
    found = list(organisations)
    if not found:
        raise Http404
    return found
