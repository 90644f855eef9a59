"""Change who supervises or assesses."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from swip.enrolment import actions, permissions, queries
from swip.enrolment.forms.pairings import PairingForm
from swip.enrolment.models import Pairing
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.views.place import find, form_page


@form_page
def change_supervisor(request, pk):
    return change_pairing(request, pk, Pairing.Kind.SUPERVISOR)


@form_page
def change_assessor(request, pk):
    return change_pairing(request, pk, Pairing.Kind.ASSESSOR)


def change_pairing(request, pk, kind):
    """Typed, checked, confirmed: the same address each time, so that a mistake loses nothing."""
    enrolment = find(request, permissions.pairable_by(request.user), pk)
    # An employer that they are about to move to names its own people, for its own time.
    stay = queries.lead_stays(enrolment, permissions.registers_for(request.user))[0]
    former = enrolment.pairing(kind, on=max(stay.starts_on, timezone.localdate()))
    if former and stay.ends_on and former.starts_on > stay.ends_on:
        former = None
    people = queries.choosable(
        [stay.organisation],
        kind,
        worker=enrolment.social_worker,
        except_for=[former.person] if former else [],
    )
    form = PairingForm(
        request.POST if request.method == "POST" else None,
        enrolment=enrolment,
        kind=kind,
        former=former,
        people=people,
        stay=stay,
    )
    context = {
        "enrolment": enrolment,
        "form": form,
        "former": former,
        "kind": Pairing.Kind(kind),
        "people": people,
        "also": enrolment.paired_with(other_kind(kind)),
    }
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "enrolment/change_pairing.html", context)
    if step != "confirm":
        return render(request, "enrolment/check_pairing.html", context)
    try:
        actions.pair(
            enrolment,
            kind,
            form.person,
            by=request.user,
            from_day=form.cleaned_data["from_day"],
            instead_of=form.cleaned_data["instead_of"],
            note=form.cleaned_data["note"],
        )
    except ChangeRefused as refused:  # a conflict of interest was declared while they were choosing
        form.add_error(refused.field, refused.reason)
        return render(request, "enrolment/change_pairing.html", context)
    messages.success(request, f"{form.person} has been named and told")
    return redirect(enrolment)


def other_kind(kind):
    return next(each for each in Pairing.Kind if each != kind)
