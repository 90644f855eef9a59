from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from swip.core.tables import csv_response
from swip.dashboards import permissions, rules
from swip.dashboards.forms import CohortFilter
from swip.dashboards.queries import cohort as queries
from swip.dashboards.queries import coordinator
from swip.enrolment.models import Enrolment

ROWS_ON_A_PAGE = 50
STATUS_WORDS = dict(Enrolment.Status.choices)


def asked_of(user, organisations, data):
    """The filter that an address asks, with everybody it might find."""
    past = data.get("status", rules.OPEN) != rules.OPEN
    members = queries.cohort_of(user, organisations, past=past)
    return CohortFilter(data, members=members), members


def found_by(form, members):
    """Whom the filter lets through, in the order that was asked for."""
    found = rules.asked_for(members, form.asked, timezone.localdate())
    if form.sorted_by.endswith("enough"):
        queries.add_progress(found)
    return rules.in_order(found, form.sorted_by)


@require_safe
def cohort(request):
    """Who is on track, who waits for whom and since when, and what is late."""
    organisations = queries.all_or_404(permissions.coordinated_organisations(request.user))
    views = list(permissions.views_kept_by(request.user))
    default = next((view for view in views if view.is_default), None)
    if default and not request.GET:
        return redirect(default)
    form, members = asked_of(request.user, organisations, request.GET)
    page = Paginator(found_by(form, members), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    if not form.sorted_by.endswith("enough"):
        queries.add_progress(list(page.object_list))
    context = {
        "filter": form,
        "query": form.query,
        "page": page,
        "views": views,
        "is_empty": not members,
        "organisations": organisations,
        "status_words": STATUS_WORDS,
    }
    return render(request, "dashboards/cohort.html", context)


PEOPLE_ON_A_PAGE = 25


@require_safe
def waiting(request):
    """Everybody who is waited for, with what and since when, whoever has kept somebody waiting longest first."""
    organisations = queries.all_or_404(permissions.coordinated_organisations(request.user))
    waiters = coordinator.followed_by(request.user).waiters
    person = request.GET.get("person", "")
    shown = [each for each in waiters if each.key == person] if person else waiters
    context = {
        "page": Paginator(shown, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page")),
        "is_one_person": bool(person),
        "party_words": rules.PARTY_WORDS,
        "organisations": organisations,
    }
    return render(request, "dashboards/waiting.html", context)


CSV_HEADER = [
    "Name",
    "Team",
    "Programme",
    "Status",
    "Started",
    "Expected end",
    "Supervisor",
    "Assessor",
    "Next review",
    "Due",
    "Timing",
    "Outcomes with enough evidence",
    "Outcomes",
    "Waiting on",
    "Waiting for them",
    "Waiting since",
    "Support that falls short",
]


@require_safe
def cohort_csv(request):
    """The same table, as a file: what was filtered and in the same order."""
    organisations = queries.all_or_404(permissions.coordinated_organisations(request.user))
    form, members = asked_of(request.user, organisations, request.GET)
    found = found_by(form, members)
    queries.add_progress(found)
    return csv_response(f"cohort-{timezone.localdate()}", CSV_HEADER, map(in_cells, found))


def in_cells(member):
    wait = member.longest_wait
    return [
        member.name,
        member.team,
        member.programme,
        STATUS_WORDS[member.status],
        member.starts_on,
        member.expected_end_on,
        member.supervisor,
        member.assessor,
        member.stage,
        member.due_on,
        rules.TIMING_WORDS[member.timing],
        member.enough,
        member.outcomes,
        wait.person if wait else "",
        wait.what if wait else "",
        wait.since if wait else "",
        ", ".join(rules.SUPPORT_WORDS[short] for short in member.short_of),
    ]
