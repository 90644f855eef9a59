"""One colleague: what they may, whom they look after, when they are away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from swip.staffing import actions, permissions
from swip.staffing.forms import CapacityForm
from swip.staffing.models import Capacity
from swip.staffing.queries.board import rows_of
from swip.staffing.queries.conflicts import conflicts_of
from swip.staffing.queries.handing_over import covered_by, looked_after
from swip.staffing.queries.leave import leave_of
from swip.staffing.queries.rule_numbers import MOST
from swip.staffing.queries.staff import Staff


def find(request, pk, person):
    """The organisation, and somebody who takes social workers on there."""
    organisation = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    return organisation, get_object_or_404(permissions.colleagues_at(organisation), pk=person)


@require_safe
def colleague(request, pk, person):
    organisation, someone = find(request, pk, person)
    staff = Staff(organisation, today=timezone.localdate())
    rows = [
        (kind, row) for kind in Capacity.Kind for row in rows_of(staff, kind) if row.person.pk == someone.pk
    ]
    context = {
        "organisation": organisation,
        "person": someone,
        "rows_by_kind": rows,
        "member": staff.members.get(someone.pk),
        "people": list(looked_after(someone, organisation, user=request.user, from_day=staff.today)),
        "covering": list(covered_by(someone, organisation)),
        "leave": list(leave_of(someone, organisation)),
        "conflicts": conflicts_of(someone, user=request.user),
        "today": staff.today,
    }
    return render(request, "staffing/colleague.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def capacity(request, pk, person, kind):
    """Agree with a colleague how many they take on."""
    organisation, someone = find(request, pk, person)
    if kind not in Capacity.Kind.values:
        raise Http404
    staff = Staff(organisation, today=timezone.localdate())
    member = staff.members.get(someone.pk)
    if member is None or not member.held(kind):
        raise Http404
    form = CapacityForm(
        request.POST if request.method == "POST" else None,
        usual=staff.numbers.most(kind),
        current=staff.limit(someone.pk, kind, staff.today),
    )
    if form.is_valid():
        actions.set_capacity(someone, organisation, kind, **form.agreed, by=request.user)
        messages.success(request, f"It is recorded how many {someone} takes on, and they have been told")
        return redirect("staffing:colleague", organisation.pk, someone.pk)
    context = {
        "organisation": organisation,
        "person": someone,
        "kind": Capacity.Kind(kind),
        "form": form,
        "rules": staff.numbers.rules(MOST[kind][0]),
    }
    return render(request, "staffing/capacity.html", context)
