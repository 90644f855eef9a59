"""Writing a part of an observation, for whoever is signed in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from swip.observations import actions, permissions, queries
from swip.observations.models import Part
from swip.observations.queries.reading import OF_OBSERVER
from swip.observations.views.common import observation_or_404, way_of, write_part

WHAT = {Part.Kind.PLAN: "The plan", Part.Kind.REFLECTION: "Your reflection"}
BOTH = "your observer, and with the people who look after you"
ALONE = "the people who look after you. Nobody is asked to observe yet"


# A page that the browser kept would hold an old revision: whoever goes back gets it anew.
@never_cache
def write(request, pk, kind):
    """The social worker writes the plan and the reflection; the observer, or who types for them, the rest."""
    if kind in Part.OF_WORKER:
        return write_own(request, pk, kind)
    if kind in Part.OF_OBSERVER:
        return write_as_observer(request, pk, kind)
    raise Http404


def write_own(request, pk, kind):
    found = observation_or_404(permissions.undertaken_by(request.user), pk)
    part = queries.draft_of(found, kind)
    if request.method != "POST" and not permissions.written_by_worker(request.user).contains(found):
        return redirect(found)

    def share(form, revision):
        return share_own(request, part, form, revision)

    return write_part(request, part, way_of(request, found), share=share)


def share_own(request, part, form, revision):
    """The social worker's part becomes readable; then they ask somebody, or go back to the whole."""
    found, is_plan = part.observation, part.kind == Part.Kind.PLAN
    if is_plan:
        actions.share_plan(
            part, content=form.content(), outcomes=form.aimed_for, revision=revision, by=request.user
        )
    else:
        actions.share_reflection(part, content=form.content(), revision=revision, by=request.user)
    observer = queries.current_observer(found)
    messages.success(request, f"{WHAT[Part.Kind(part.kind)]} is shared with {BOTH if observer else ALONE}")
    if is_plan and observer is None:
        return redirect("observations:ask", found.pk)
    return redirect(found)


def write_as_observer(request, pk, kind):
    # A page that saves itself asks this every few seconds: the observer in one question, others only if it is not they.
    observer = permissions.observing(request.user).filter(observation=pk).select_related(*OF_OBSERVER).first()
    is_typist = observer is None
    if observer is None:
        found = observation_or_404(permissions.typed_up_by(request.user), pk)
        observer = queries.current_observer(found)
        way = way_of(request, found)
    else:
        found = observer.observation
        way = way_of(request, found, home=found.get_absolute_url())
    part = queries.draft_of(found, kind, observer)
    if request.method != "POST" and not (
        observer.is_asked and found.enrolment.is_open and found.is_under_way
    ):
        return redirect(found)
    return write_part(request, part, way, is_typist=is_typist)
