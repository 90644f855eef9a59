"""What a change would do, before anything is saved. Nothing of what is typed here is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from swip.accounts.models import User
from swip.enrolment import permissions
from swip.enrolment.forms.absences import AbsenceForm
from swip.enrolment.forms.employment import EmploymentForm
from swip.enrolment.forms.extensions import ExtensionForm
from swip.enrolment.forms.pauses import PauseForm
from swip.enrolment.forms.reductions import ReductionForm
from swip.enrolment.models import Enrolment
from swip.enrolment.queries.employment import last_periods
from swip.enrolment.queries.people import employers_of
from swip.enrolment.queries.what_if import compare
from swip.enrolment.views.place import find, form_page


@dataclass(frozen=True)
class Kind:
    """One kind of change that can be tried out, and the page that records it."""

    text: str
    heading: str
    form_class: Any
    records: str
    recorded_by: Any


KINDS = {
    "absence": Kind(
        "Leave or another absence",
        "What if there is leave or another absence?",
        AbsenceForm,
        "enrolment:record_absence",
        permissions.absences_recorded_by,
    ),
    "hours": Kind(
        "Other hours",
        "What if the hours change?",
        EmploymentForm,
        "enrolment:change_employment",
        permissions.employment_changeable_by,
    ),
    "pause": Kind(
        "A pause",
        "What if the programme is paused?",
        PauseForm,
        "enrolment:pause",
        permissions.pausable_by,
    ),
    "more-time": Kind(
        "More time",
        "What if there is more time?",
        ExtensionForm,
        "enrolment:more_time",
        permissions.extendable_by,
    ),
    "shorter": Kind(
        "A shorter programme",
        "What if the programme is shorter?",
        ReductionForm,
        "enrolment:propose_reduction",
        permissions.shortenable_by,
    ),
}


@require_safe
def what_if(request, pk):
    """Which change?"""
    enrolment = find(request, permissions.what_if_asked_by(request.user), pk)
    return render(request, "enrolment/what_if.html", {"enrolment": enrolment, "kinds": KINDS})


@form_page
def what_if_change(request, pk, kind):
    """Typed; then the dates now and then, side by side, with both sums."""
    enrolment = find(request, permissions.what_if_asked_by(request.user), pk)
    if kind not in KINDS:
        raise Http404
    wanted = KINDS[kind]
    options = more_options(enrolment, request.user) if kind == "hours" else {}
    data = request.POST if request.method == "POST" else None
    form = wanted.form_class(data, enrolment=enrolment, is_what_if=True, **options)
    context = {
        "enrolment": enrolment,
        "form": form,
        "kind": wanted,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "today": timezone.localdate(),
    }
    if request.POST.get("step") == "change" or not form.is_valid():
        return render(request, "enrolment/what_if_change.html", context)
    context |= {
        "compared": compare(enrolment, form),
        "may_record": wanted.recorded_by(request.user).contains(enrolment),
    }
    return render(request, "enrolment/what_if_compared.html", context)


def more_options(enrolment: Enrolment, user: User) -> dict[str, Any]:
    """Hours are those with the coordinator's own employer; for everybody else, with the one that leads."""
    periods = last_periods(enrolment, permissions.registers_for(user))
    periods = periods or last_periods(enrolment, employers_of(enrolment))
    if not periods:
        raise Http404
    return {"period": periods[0]}
