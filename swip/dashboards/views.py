from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from swip.accounts.models import Role
from swip.core.tables import csv_response
from swip.dashboards import cohort as cohorts
from swip.dashboards import permissions, queries
from swip.dashboards.forms import CohortFilter
from swip.dashboards.rules import TIMING_WORDS

ROWS_ON_A_PAGE = 50
# Whoever supervises or assesses has pages through the people they are paired with.
ROLES_WITH_PAGES = {Role.COORDINATOR, Role.DECISION_MAKER, Role.ADMINISTRATOR, Role.PROGRAMME_EDITOR}
ROLES_WITH_PEOPLE = {Role.PRACTICE_SUPERVISOR, Role.ASSESSOR}


@require_safe
def home(request):
    """What waits for this person, and where they or their people stand."""
    roles = queries.roles_of(request.user)
    enrolments = list(queries.own_enrolments(request.user))
    standing = next((queries.standing_of(each) for each in enrolments if each.is_open), None)
    people = queries.people_of(request.user) if roles & ROLES_WITH_PEOPLE else []
    kinds = {each.pairing.kind for each in people}
    waiting = standing.waiting if standing else []
    if "supervisor" in kinds:
        waiting = waiting + queries.waits_for_supervisor(request.user)
    if "assessor" in kinds:
        waiting = waiting + queries.waits_for_assessor(request.user)
    if Role.DECISION_MAKER in roles:
        waiting = waiting + queries.waits_for_decision_maker(request.user)
    if Role.COORDINATOR in roles:
        waiting = waiting + queries.waits_for_coordinator(request.user)
    context = {
        "roles": roles,
        "enrolments": enrolments,
        "standing": standing,
        "people": people,
        "has_work": bool(roles & ROLES_WITH_PAGES),
        "waiting": waiting,
        "cohort": cohorts.cohort_summary(request.user) if Role.COORDINATOR in roles else None,
        "awards": queries.awards_of(request.user) if not all(each.is_open for each in enrolments) else [],
        "today": timezone.localdate(),
    }
    return render(request, "dashboards/home.html", context)


def _cohort(request, organisations):
    everybody = permissions.cohort_of(request.user)
    form = CohortFilter(request.GET, cohort=everybody, organisations=organisations)
    sort = request.GET.get("sort", cohorts.DEFAULT_SORT)
    found = cohorts.having(cohorts.with_standing(everybody), form.chosen)
    return form, sort, cohorts.sorted_by(found, sort)


@require_safe
def cohort(request):
    """Who is on track, who waits for whom and since when, and what is late."""
    organisations = cohorts.all_or_404(permissions.coordinated_organisations(request.user))
    form, sort, found = _cohort(request, organisations)
    page = Paginator(found, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "sort": sort,
        "page": page,
        "rows": cohorts.cohort_rows(page.object_list),
        "timing_words": TIMING_WORDS,
        "organisations": organisations,
    }
    return render(request, "dashboards/cohort.html", context)


CSV_HEADER = [
    "Name",
    "Team",
    "Programme",
    "Status",
    "Started",
    "Expected end",
    "Supervisor",
    "Next review",
    "Due",
    "Timing",
    "Outcomes with enough evidence",
    "Outcomes",
    "Waiting on",
    "Waiting for them",
    "Waiting since",
]


@require_safe
def cohort_csv(request):
    """The same table, as a file: what was filtered and in the same order."""
    organisations = cohorts.all_or_404(permissions.coordinated_organisations(request.user))
    _, _, found = _cohort(request, organisations)
    rows = (
        [
            row.enrolment.social_worker.name,
            row.enrolment.team_name,
            row.enrolment.programme.short_name,
            row.enrolment.get_status_display(),
            row.enrolment.starts_on,
            row.enrolment.expected_end_on,
            row.enrolment.supervisor_name,
            row.enrolment.next_stage,
            row.enrolment.next_due,
            TIMING_WORDS[row.timing],
            row.enough,
            row.outcomes,
            row.waiting_on,
            row.waiting_for,
            timezone.localtime(row.waiting_since).date() if row.waiting_since else None,
        ]
        for row in cohorts.cohort_rows(list(found))
    )
    return csv_response(f"cohort-{timezone.localdate()}", CSV_HEADER, rows)
