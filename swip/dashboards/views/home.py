from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from swip.accounts.models import Role
from swip.dashboards.queries import coordinator, portfolio_waits, support_waits, waiting
from swip.dashboards.queries import home as queries
from swip.dashboards.queries.asked import alike
from swip.identifiers.permissions import KEEPERS

# Whoever supervises or assesses has pages through the people they are paired with.
ROLES_WITH_PAGES = {
    Role.COORDINATOR,
    Role.DECISION_MAKER,
    Role.ADMINISTRATOR,
    Role.PROGRAMME_EDITOR,
    Role.PRINCIPAL_SOCIAL_WORKER,
    Role.DATA_PROTECTION_LEAD,
}
ROLES_WITH_PEOPLE = {Role.PRACTICE_SUPERVISOR, Role.ASSESSOR}
ROLES_THAT_OBSERVE = {*ROLES_WITH_PEOPLE, Role.PRINCIPAL_SOCIAL_WORKER}


@require_safe
def home(request):
    """What waits for this person, and where they or their people stand."""
    today = timezone.localdate()
    roles = queries.roles_of(request.user)
    enrolments = list(queries.own_enrolments(request.user))
    standing = next((queries.standing_of(each) for each in enrolments if each.is_open), None)
    people = queries.people_of(request.user) if roles & ROLES_WITH_PEOPLE else []
    supervised, assessed = queries.names_of(people, "supervisor"), queries.names_of(people, "assessor")
    cohort = coordinator.followed_by(request.user) if Role.COORDINATOR in roles else None
    waits = waiting.claims_to_answer(request.user) + (standing.waiting if standing else [])
    if roles or not standing:
        waits = waits + portfolio_waits.for_person(request.user)
    if supervised:
        waits = waits + waiting.waits_for_supervisor(request.user) + support_waits.for_supervisor(supervised)
        waits = waits + portfolio_waits.for_supervisor(supervised)
        waits = waits + waiting.adjustments_to_answer(supervised, "supervisor")
    if assessed:
        waits = waits + waiting.waits_for_assessor(request.user) + support_waits.for_assessor(assessed)
    if Role.DECISION_MAKER in roles:
        waits = waits + waiting.waits_for_decision_maker(request.user)
    if cohort:
        waits = waits + waiting.waits_for_coordinator(request.user, cohort.organisations)
        waits = waits + waiting.waits_within_cohort(cohort.members)
        waits = waits + waiting.waits_among_colleagues(request.user, cohort)
        waits = waits + waiting.waits_on_register(cohort.members)
        waits = waits + waiting.adjustments_to_answer(cohort.names, "coordinator")
        waits = waits + portfolio_waits.for_coordinator(request.user, cohort.names)
    if roles & set(KEEPERS):
        waits = waits + portfolio_waits.out_of_sight(request.user)
    if roles & {Role.COORDINATOR, Role.ADMINISTRATOR}:
        waits = waits + waiting.waits_for_keeper(request.user)
    context = {
        "roles": roles,
        "enrolments": enrolments,
        "standing": standing,
        "people": people,
        "observes": bool(roles & ROLES_THAT_OBSERVE),
        "has_work": bool(roles & ROLES_WITH_PAGES),
        "waiting": alike(waits, today),
        "cohort": cohort,
        "watched": coordinator.watched_by(request.user) if Role.PRINCIPAL_SOCIAL_WORKER in roles else None,
        "shown_on_home": coordinator.SHOWN_ON_HOME,
        "awards": queries.awards_of(request.user) if not all(each.is_open for each in enrolments) else [],
        "today": today,
    }
    return render(request, "dashboards/home.html", context)
