"""Who should not be paired with whom."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from swip.staffing import actions, permissions
from swip.staffing.forms import DeclareForm, DeclareOwnForm
from swip.staffing.queries import conflicts as queries
from swip.staffing.queries.board import in_conflict

form_page = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 50


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
        "in_conflict": list(in_conflict(organisation)),
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
        actions.declare_conflict(request.user, other, organisation=organisation, by=request.user)
        messages.success(request, f"You and {other} will not be paired. Your coordinators have been told")
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
        messages.success(request, f"{conflict.person} and {conflict.other} may be paired again")
        return redirect(*way_back)
    return render(request, "staffing/end_conflict.html", {"conflict": conflict, "way_back": way_back})
