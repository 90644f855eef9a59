"""Bringing colleagues in by a file: send it, look it through, confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from swip.accounts import actions, permissions, queries
from swip.accounts.forms import ColleaguesForm
from swip.accounts.models import ColleagueFile, Role
from swip.accounts.queries.colleagues import WHAT_TO_MEND
from swip.accounts.views.organisations import ON_A_PAGE, frame
from swip.core.tables import csv_response

HEADINGS = [column.heading for column in queries.COLLEAGUE_COLUMNS]


def colleagues(request, pk):
    """Send a file of colleagues. Nothing changes by it."""
    here = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    form = ColleaguesForm(request.POST, request.FILES) if request.method == "POST" else ColleaguesForm()
    if form.is_valid():
        return redirect(actions.read_colleagues(form.rows, here, by=request.user))
    context = frame(request, here, "people") | {
        "form": form,
        "roles": [Role(role).label for role in permissions.roles_filled_by(request.user, here)],
        "teams": list(here.teams.open()),
        "headings": HEADINGS,
    }
    return render(request, "accounts/colleagues.html", context)


@require_safe
def colleagues_template(request, pk):
    get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    return csv_response("colleagues", HEADINGS, [])


def colleague_file(request, pk):
    """What each row would lead to, and the press that does it."""
    file = get_object_or_404(
        permissions.colleague_files_of(request.user).select_related("organisation"), pk=pk
    )
    if request.method == "POST":
        return confirm(request, file)
    if file.status != ColleagueFile.Status.READ or not file.rows:
        return render(request, "accounts/colleagues_done.html", {"file": file, "counts": file.counts})
    rows = judged(request, file)
    counts = queries.how_many(rows)
    shown = request.GET.get("show")
    if shown not in counts:
        shown = next((outcome for outcome in SHOWN_FIRST if counts[outcome]), queries.SAME)
    page = Paginator([each for each in rows if each.outcome == shown], ON_A_PAGE)
    context = {
        "file": file,
        "organisation": file.organisation,
        "counts": counts,
        "new": counts[queries.APPOINTED] + counts[queries.INVITED],
        "shown": shown,
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "accounts/colleague_file.html", context)


# What needs somebody comes first.
SHOWN_FIRST = [queries.REFUSED, queries.INVITED, queries.APPOINTED]


def judged(request, file):
    roles = permissions.roles_filled_by(request.user, file.organisation)
    return queries.colleagues_in(file, roles=roles)


def confirm(request, file):
    if request.POST.get("step") == "put-away":
        actions.put_away(file, by=request.user)
        messages.success(request, "Nothing has changed, and the file has been forgotten")
        return redirect("accounts:colleagues", file.organisation_id)
    actions.bring_in(file, by=request.user)
    return redirect(file)


@require_safe
def colleagues_to_mend(request, pk):
    """Only the rows that were refused, with what to mend in each; it can be sent again as it is."""
    file = get_object_or_404(
        permissions.colleague_files_of(request.user).select_related("organisation"), pk=pk
    )
    refused = [each for each in judged(request, file) if each.outcome == queries.REFUSED]
    rows = [
        [
            *(each.cells[column.name] for column in queries.COLLEAGUE_COLUMNS),
            "; ".join(f"{problem.column}: {problem.remedy}" for problem in each.problems),
        ]
        for each in refused
    ]
    return csv_response("colleagues-to-mend", [*HEADINGS, WHAT_TO_MEND], rows)
