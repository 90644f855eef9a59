"""That nobody is recognised by an observation: looked through before it is shared, out of sight, brought back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from swip.enrolment.actions import note_look
from swip.enrolment.queries import rules_of_breach
from swip.identifiers.queries import kinds_in_words, newest_upon
from swip.identifiers.steps import end_form, quarantine_form, say_it_is_out_of_sight
from swip.observations import actions, permissions, queries
from swip.observations.forms import form_for
from swip.observations.models import Part
from swip.observations.views.common import (
    form_options,
    look_through_page,
    observation_or_404,
    way_of,
)
from swip.observations.views.writing import share_own


@never_cache
def look_through(request, pk, kind):
    """The worker's own parts go on to be shared; the observer's go back to be checked and sent."""
    if kind in Part.OF_WORKER:
        found = observation_or_404(permissions.written_by_worker(request.user), pk)
        part = queries.draft_of(found, kind)
    elif kind in Part.OF_OBSERVER:
        found = observation_or_404(permissions.written_by_observer(request.user), pk)
        part = queries.draft_of(found, kind, queries.current_observer(found))
    else:
        raise Http404
    way = way_of(request, found)

    def done():
        if kind in Part.OF_OBSERVER:
            return redirect(way.check)
        form = form_for(part).checking(part, **form_options(part))
        if not form.is_valid():
            return redirect(way.write(kind))
        return share_own(request, part, form, part.revision)

    return look_through_page(request, part, way, done=done, by=request.user)


@never_cache
def take_out_of_sight(request, pk):
    """Any reader does it at once; they say what kind of thing they saw, and nothing else."""
    if mine := permissions.taken_out_of_sight_by(request.user).filter(pk=pk).first():
        return redirect("observations:list", mine.enrolment_id)  # pressed twice
    found = observation_or_404(permissions.quarantinable_by(request.user), pk)
    form = quarantine_form(request)
    if form.is_valid():
        started = actions.take_out_of_sight(found, kinds=form.cleaned_data["kinds"], by=request.user)
        say_it_is_out_of_sight(request, started, who="The social worker")
        if permissions.listed_for(request.user).contains(found.enrolment):
            return redirect("observations:list", found.enrolment_id)
        return redirect("observations:to_observe")
    rules = rules_of_breach(found.enrolment.rule_book)
    context = {"observation": found, "form": form, "rules": rules}
    return render(request, "observations/take_out_of_sight.html", context)


@never_cache
def out_of_sight(request, pk):
    """For whoever sees to it: what it says, how it stands, and the way back."""
    found = observation_or_404(permissions.seen_to_by(request.user), pk)
    quarantine = newest_upon(found)
    note_look(found.enrolment, by=request.user)
    is_mended = queries.is_mended(found, quarantine)
    form = end_form(request, is_mended=is_mended, is_sent=request.method == "POST")
    if form.is_valid():
        answers = form.cleaned_data
        actions.bring_back(found, quarantine, ending=answers["ending"], why=answers["why"], by=request.user)
        messages.success(request, "It is back in sight. Whose it is has been told.")
        return redirect("identifiers:quarantines")
    context = {
        "observation": found,
        "quarantine": quarantine,
        "kinds": kinds_in_words(quarantine.kinds),
        "is_mended": is_mended,
        "reading": queries.reading(found),
        "form": form,
    }
    return render(request, "observations/out_of_sight.html", context)
