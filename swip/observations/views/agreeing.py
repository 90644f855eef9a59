"""The family's agreement, the social worker's signature, and giving an observation up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.core.lifecycle import StaleStep
from swip.enrolment.queries import rules_behind, value_or
from swip.observations import actions, permissions, queries
from swip.observations.forms import CancelForm, FamilyForm, FamilyTookBackForm, LookAgainForm
from swip.observations.models import Observation
from swip.observations.views.common import about, observation_or_404, typed


def family(request, pk):
    """Who asked the family, when, and what they said; no name."""
    if permissions.family_heard_by(request.user).filter(pk=pk).exists():
        return redirect("observations:family_took_back", pk)  # both have signed
    found = observation_or_404(permissions.written_by_worker(request.user), pk)
    names = ["family", "family_asked_by", "family_asked_on", "family_words"]
    initial = {name: getattr(found, name) for name in names}
    form = FamilyForm(typed(request), observation=found, initial=initial)
    if form.is_valid():
        actions.record_family(found, **form.said(), by=request.user)
        if form.said()["family"] == Observation.Family.DECLINED:
            messages.info(request, "Recorded. The family said no, so something else has to be observed.")
        else:
            messages.success(request, "Recorded")
        return redirect(found)
    book = found.enrolment.rule_book
    context = {
        "observation": found,
        "form": form,
        "rules": {each.key: each for each in rules_behind(book, "family.agreement")},
        "told": value_or(book, "family.feedback", []),
    }
    return render(request, "observations/family.html", context)


@never_cache
def family_took_back(request, pk):
    """Both have signed, and the family wants it no more: whoever hears it records it, and it counts no more."""
    found = observation_or_404(permissions.visible_to(request.user), pk)
    if not permissions.family_heard_by(request.user).contains(found):
        if found.is_cancelled and found.family_said_no:
            return redirect(found)  # pressed twice
        raise Http404
    form = FamilyTookBackForm(typed(request), observation=found)
    if form.is_valid():
        actions.take_back_for_family(found, **form.cleaned_data, by=request.user)
        messages.success(request, "Recorded. It does not count any more. The others have been told")
        return redirect(found)
    return render(request, "observations/family_took_back.html", {"observation": found, "form": form})


@never_cache
def agree(request, pk):
    """The social worker reads everything once more, and signs."""
    found = observation_or_404(permissions.undertaken_by(request.user), pk)
    if found.is_agreed or not permissions.written_by_worker(request.user).contains(found):
        return redirect(found)  # pressed twice, it is agreed already
    lacking = []
    if request.method == "POST":
        sent = request.POST.get("round", "")
        try:
            actions.agree(found, round=int(sent) if sent.isdecimal() else 0, by=request.user)
        except actions.NotReady as not_ready:
            lacking = not_ready.missing
        else:
            messages.success(request, "Agreed. Both of you have signed, and it counts from now on.")
            return redirect(found)
    context = about(found) | {"reading": queries.reading(found), "lacking": lacking}
    return render(request, "observations/agree.html", context)


@never_cache
def look_again(request, pk):
    """The social worker says what is not right; the observer alone changes what they said."""
    found = observation_or_404(permissions.written_by_worker(request.user), pk)
    observer = queries.current_observer(found)
    if request.method != "POST" and (observer is None or not observer.has_answered):
        return redirect(found)
    form = LookAgainForm(typed(request))
    if form.is_valid():
        words = form.cleaned_data["words"]
        if observer is not None and observer.is_asked and observer.words == words:  # pressed twice
            return redirect(found)
        actions.look_again(found, words=words, by=request.user)
        messages.success(request, f"{observer} is asked to look at it once more")
        return redirect(found)
    return render(
        request, "observations/look_again.html", {"observation": found, "observer": observer, "form": form}
    )


@never_cache
def cancel(request, pk):
    found = observation_or_404(permissions.undertaken_by(request.user), pk)
    if not permissions.written_by_worker(request.user).contains(found):
        if request.method == "POST" and not found.is_cancelled:
            raise StaleStep(found)
        return redirect(found)  # pressed twice
    observer = queries.current_observer(found)
    form = CancelForm(typed(request))
    if form.is_valid():
        actions.cancel(found, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, f"Cancelled. {observer} has been told" if observer else "Cancelled")
        return redirect("observations:list", found.enrolment_id)
    context = {
        "observation": found,
        "observer": observer,
        "is_sent": queries.is_sent(found),
        "form": form,
    }
    return render(request, "observations/cancel.html", context)


@require_POST
def resume(request, pk):
    found = observation_or_404(permissions.undertaken_by(request.user), pk)
    if found.is_cancelled:
        actions.resume(found, by=request.user)
    return redirect(found)


@require_POST
def reopen(request, pk):
    """Out of sight because of what could identify somebody: both sides mend their words, and sign again."""
    found = observation_or_404(permissions.undertaken_by(request.user), pk)
    if found.is_under_way:  # pressed twice
        return redirect(found)
    actions.reopen(found, by=request.user)
    messages.success(request, "It is open again. The observer is asked to look at their words, too")
    return redirect(found)
