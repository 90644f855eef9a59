"""What observers with an account do, and who types in for an observer what they wrote on paper."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from swip.observations import actions, permissions, queries
from swip.observations.forms import DeclineForm
from swip.observations.models import Part
from swip.observations.views.common import (
    check_page,
    home_of,
    observation_or_404,
    send_parts,
    typed,
    way_of,
)


@require_safe
def to_observe(request):
    """What waits for this observer, the first to watch first."""
    context = {"asked": queries.waiting_for_observer(request.user), "today": timezone.localdate()}
    return render(request, "observations/to_observe.html", context)


@never_cache
def check(request, pk):
    """Everything on one page before the observer signs and sends it."""
    is_typist = permissions.typed_up_by(request.user).filter(pk=pk).exists()
    mine = permissions.typed_up_by(request.user) if is_typist else permissions.observed_by(request.user)
    found = observation_or_404(mine, pk)
    observer, way = queries.current_observer(found), way_of(request, found)
    if observer.has_answered:  # pressed twice
        return redirect(found)
    if request.method == "POST" and not is_typist:
        gone_on = send_parts(request, found, observer, way, by=request.user)
        if gone_on is not None:
            return gone_on
    return check_page(request, found, observer, way, is_typist=is_typist)


@require_POST
def take_back(request, pk):
    found = observation_or_404(permissions.observed_by(request.user), pk)
    if not queries.current_observer(found).is_asked:
        actions.take_back(found, by=request.user)
    return redirect("observations:write", found.pk, Part.Kind.SEEN)


def decline(request, pk):
    """An observer with an account cannot do it."""
    mine = permissions.written_by_observer(request.user)
    if permissions.declined_by(request.user).filter(pk=pk).exists() and not mine.filter(pk=pk).exists():
        return redirect("observations:to_observe")  # pressed twice
    found = observation_or_404(mine, pk)
    form = DeclineForm(typed(request))
    if form.is_valid():
        observer = queries.current_observer(found)
        actions.decline(observer, words=form.cleaned_data["words"], by=request.user)
        messages.success(request, f"{found.enrolment.social_worker} has been told")
        return redirect("observations:to_observe")
    context = {
        "form": form,
        "social_worker": found.enrolment.social_worker,
        "back": found.get_absolute_url(),
        "key": f"decline-{found.pk}",
        "owner": str(request.user.pk),
    }
    return render(request, "observations/decline.html", context)


@require_POST
def from_paper(request, pk):
    """Begin to type in what the observer wrote by hand."""
    found = observation_or_404(permissions.asked_for_by(request.user), pk)
    observer = queries.current_observer(found)
    if observer is None:
        return redirect("observations:ask", found.pk)
    actions.type_up(observer, by=request.user)
    return redirect("observations:write", found.pk, Part.Kind.SEEN)


@require_POST
def hand_over(request, pk):
    """Typed in: the observer reads it, puts it right and sends it themselves."""
    found = observation_or_404(permissions.asked_for_by(request.user), pk)
    observer = queries.current_observer(found)
    if observer and observer.is_being_typed:
        actions.hand_over(observer, by=request.user)
        messages.success(request, f"{observer.name} is asked to read and confirm what you typed in")
    return redirect(home_of(request, found))
