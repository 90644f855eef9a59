"""Who should not be paired with whom."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from swip.accounts.models import Role
from swip.staffing import actions, permissions
from swip.staffing.forms import DeclareForm, DeclareOwnForm
from swip.staffing.queries import conflicts as queries
from swip.staffing.queries.board import in_conflict

form_page = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 50


def who_is_told(conflict):
    """In words, and only what is so."""
    role, _ = permissions.told_of(conflict)
    return {
        Role.COORDINATOR: "Your coordinators have been told",
        Role.ADMINISTRATOR: "An administrator has been told that a coordinator is needed",
        "": "Nobody at your organisation could be told yet",
    }[role]


@form_page
def conflicts(request, pk):
    """For a coordinator: what was declared, where it bites now, and a form to declare one."""
    organisation = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    form = DeclareForm(
        request.POST if request.method == "POST" else None,
        colleagues=list(permissions.colleagues_at(organisation)),
        workers=queries.workers_at(organisation),
    )
    if form.is_valid():
        person, other = form.pair
        actions.declare_conflict(person, other, organisation=organisation, by=request.user)
        messages.success(request, f"{person} and {other} will not be paired")
        return redirect("staffing:conflicts", organisation.pk)
    declared = queries.declared_at(organisation, user=request.user)
    context = {
        "organisation": organisation,
        "form": form,
        "page": Paginator(declared, ON_A_PAGE).get_page(request.GET.get("page")),
        "in_conflict": list(in_conflict(organisation, user=request.user)),
    }
    return render(request, "staffing/conflicts.html", context)


@form_page
def own_conflicts(request):
    """For anybody: with whom they should not be paired. Only they and their coordinators see it."""
    organisations = list(permissions.belongs_to(request.user))
    form = DeclareOwnForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        find=lambda email: queries.colleague_with_address(organisations, email),
    )
    if form.is_valid():
        other, organisation = form.found
        conflict = actions.declare_conflict(request.user, other, organisation=organisation, by=request.user)
        messages.success(request, f"You and {other} will not be paired. {who_is_told(conflict)}")
        return redirect("staffing:own_conflicts")
    context = {
        "form": form,
        "conflicts": queries.declared_by(request.user),
        "organisations": organisations,
    }
    return render(request, "staffing/own_conflicts.html", context)


@form_page
def end_conflict(request, pk):
    """The two may be paired again."""
    conflict = get_object_or_404(
        permissions.conflicts_ended_by(request.user).select_related("person", "other", "organisation"), pk=pk
    )
    is_kept = permissions.conflicts_kept_by(request.user).contains(conflict)
    way_back = ["staffing:conflicts", conflict.organisation_id] if is_kept else ["staffing:own_conflicts"]
    if request.method == "POST":
        actions.end_conflict(conflict, by=request.user)
        # Not that they may be paired: the other may have declared one too, of which nobody learns here.
        messages.success(
            request, f"The conflict of interest between {conflict.person} and {conflict.other} is ended"
        )
        return redirect(*way_back)
    return render(request, "staffing/end_conflict.html", {"conflict": conflict, "way_back": way_back})
