"""A colleague is away, and who covers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Pairing
from swip.govuk.words import date_in_words
from swip.staffing import actions, permissions
from swip.staffing.forms import BackForm, CoverForm, LeaveForm
from swip.staffing.models import Away
from swip.staffing.queries import leave
from swip.staffing.queries.staff import Staff
from swip.staffing.views.colleagues import find

form_page = require_http_methods(["GET", "HEAD", "POST"])


def in_words(candidates):
    return [(each.person, f"{each.person}: {', '.join(each.reasons)}") for each in candidates]


@form_page
def record_leave(request, pk, person):
    """Typed, checked, confirmed: from when to when, and who covers for those they look after."""
    organisation, someone = find(request, pk, person)
    staff = Staff(organisation, today=timezone.localdate())
    kinds = leave.kinds_carried(someone, organisation, user=request.user)
    covers = {kind: in_words(leave.who_can_cover(staff, someone, kind, on=staff.today)) for kind in kinds}
    form = LeaveForm(request.POST if request.method == "POST" else None, person=someone, covers=covers)
    context = {"organisation": organisation, "person": someone, "form": form, "kinds": kinds}
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "staffing/record_leave.html", context)
    days = {name: form.cleaned_data[name] for name in ["starts_on", "ends_on"]}
    if step != "confirm":
        context["covered"] = leave.covered_then(
            someone, organisation, form.covered_by, user=request.user, **days
        )
        return render(request, "staffing/check_leave.html", context)
    try:
        recorded = actions.record_leave(
            someone, organisation, **days, covered_by=form.covered_by, by=request.user
        )
    except actions.AwayAlready as clash:
        first, last = (date_in_words(day) for day in (clash.away.starts_on, clash.away.ends_on))
        form.add_error("starts_on", f"Leave is recorded already from {first} to {last}. Choose other days")
        return render(request, "staffing/record_leave.html", context)
    messages.success(request, f"The leave of {someone} is recorded, and everybody concerned has been told")
    return redirect(recorded)


def find_leave(request, pk):
    kept = permissions.aways_kept_by(request.user).select_related("person", "organisation", "recorded_by")
    return get_object_or_404(kept, pk=pk)


def away(request, pk):
    """One leave: who covers for whom, and what can be done about it."""
    found = find_leave(request, pk)
    today = timezone.localdate()
    context = {
        "away": found,
        "organisation": found.organisation,
        "covers": leave.covers_of(found),
        "uncovered": leave.uncovered(found, user=request.user),
        "kinds": Pairing.Kind,
        "is_recorded": found.status == Away.Status.RECORDED,
        "is_over": found.is_over(today),
        "may_end_sooner": found.starts_on <= today < found.ends_on,
        "today": today,
    }
    return render(request, "staffing/away.html", context)


def find_current(request, pk):
    found = find_leave(request, pk)
    if found.status != Away.Status.RECORDED:
        raise StaleStep(found)
    return found


@form_page
def cover(request, pk, kind):
    """Name who covers for those whom nobody covers yet."""
    if kind not in Pairing.Kind.values:
        raise Http404
    found = find_current(request, pk)
    staff = Staff(found.organisation, today=timezone.localdate())
    day = max(found.starts_on, staff.today)
    people = in_words(leave.who_can_cover(staff, found.person, kind, on=day))
    form = CoverForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        covered = actions.add_cover(found, kind, form.person, by=request.user)
        if covered.done or not covered.left:
            messages.success(request, f"{form.person} covers, and everybody concerned has been told")
        if covered.left:
            names = ", ".join(each.enrolment.social_worker.name for each in covered.left)
            messages.warning(request, f"{form.person} cannot cover for {names}. Nobody covers for them yet")
        return redirect(found)
    context = {
        "away": found,
        "form": form,
        "kind": Pairing.Kind(kind),
        "people": people,
        "uncovered": leave.uncovered(found, user=request.user).get(kind, []),
    }
    return render(request, "staffing/cover.html", context)


@form_page
def take_cover_back(request, pk):
    """Undo: somebody does not cover after all."""
    taken = get_object_or_404(leave.covers_kept_by(request.user), pk=pk)
    if request.method == "POST":
        actions.take_cover_back(taken, by=request.user)
        messages.success(request, f"{taken.person} does not cover any more, and has been told")
        return redirect(taken.away)
    return render(request, "staffing/take_cover_back.html", {"cover": taken, "away": taken.away})


@form_page
def back(request, pk):
    """They are back sooner."""
    found = find_current(request, pk)
    if not found.starts_on <= timezone.localdate() < found.ends_on:
        raise Http404
    form = BackForm(request.POST if request.method == "POST" else None, away=found)
    if form.is_valid():
        actions.come_back(found, last_day=form.cleaned_data["last_day"], by=request.user)
        messages.success(request, f"It is recorded when {found.person} is back")
        return redirect(found)
    return render(request, "staffing/back.html", {"away": found, "form": form})


@form_page
def cancel_leave(request, pk):
    found = find_current(request, pk)
    if request.method == "POST":
        actions.cancel_leave(found, by=request.user)
        messages.success(request, f"The leave of {found.person} is no longer recorded")
        return redirect("staffing:colleague", found.organisation_id, found.person_id)
    context = {"away": found, "covers": leave.covers_of(found), "today": timezone.localdate()}
    return render(request, "staffing/cancel_leave.html", context)
