"""The pages on which an employer adds kinds of evidence for its own people."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.evidence import actions, permissions, queries
from swip.evidence.forms import KindWordingForm
from swip.evidence.views.common import number_in


def kinds(request, organisation_pk):
    """What one employer has added, and what everybody has."""
    organisation = get_object_or_404(permissions.kinds_kept_in(request.user), pk=organisation_pk)
    context = {
        "organisation": organisation,
        "kinds": queries.kinds_of(organisation),
        "for_everybody": queries.kinds_for_everybody(),
    }
    return render(request, "evidence/kinds.html", context)


@never_cache
def add_kind(request, organisation_pk):
    organisation = get_object_or_404(permissions.kinds_kept_in(request.user), pk=organisation_pk)
    form = KindWordingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            kind = actions.add_kind(organisation, wording=form.wording(), by=request.user)
        except actions.NameTaken as taken:
            form.add_error("name", remedy(taken))
        else:
            messages.success(request, f"“{kind.name}” is offered to your people from now on")
            return redirect("evidence:kinds", organisation.pk)
    context = {"organisation": organisation, "form": form, "kind": None}
    return render(request, "evidence/kind_wording.html", context)


@never_cache
def change_kind(request, organisation_pk, pk):
    """Another wording: what was written under the old one keeps its questions."""
    kind = get_object_or_404(kinds_to_change(request), pk=pk, organisation=organisation_pk)
    form = KindWordingForm.of(kind, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            number = number_in(request, "version")
            actions.change_kind(kind, wording=form.wording(), number=number, by=request.user)
        except actions.NameTaken as taken:
            form.add_error("name", remedy(taken))
        else:
            messages.success(request, f"“{kind.name}” saved. Pieces that were begun keep their questions.")
            return redirect("evidence:kinds", kind.organisation_id)
    context = {
        "organisation": kind.organisation,
        "form": form,
        "kind": kind,
        "version": queries.newest_wording(kind),
    }
    return render(request, "evidence/kind_wording.html", context)


@require_POST
def offer_kind(request, organisation_pk, pk):
    """Stops offering a kind, or offers it again."""
    kind = get_object_or_404(kinds_to_change(request), pk=pk, organisation=organisation_pk)
    is_offered = request.POST.get("offer") == "yes"
    actions.offer_kind(kind, is_offered=is_offered, by=request.user)
    said = "is offered again" if is_offered else "is not offered any more. What was begun can be finished."
    messages.success(request, f"“{kind.name}” {said}")
    return redirect("evidence:kinds", kind.organisation_id)


def kinds_to_change(request):
    return permissions.kinds_kept_by(request.user).select_related("organisation")


def remedy(taken):
    if taken.is_for_everybody:
        return f"Enter another name: everybody has “{taken.name}”, and kinds of one name count as one"
    return "Enter a name that none of your kinds has"
