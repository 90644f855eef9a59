"""That nobody is recognised by what a round says: looked through before others read it, out of sight, brought back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from swip.core.autosave import revision_typed_upon
from swip.enrolment.actions import note_look
from swip.enrolment.queries import rules_of_breach, rules_of_looking
from swip.feedback import permissions
from swip.feedback.actions import identifying as actions
from swip.feedback.models import OwnView, Reflection, ReleaseDraft, Round
from swip.feedback.queries import harm, results
from swip.feedback.queries import identifying as queries
from swip.feedback.views.common import has_moved_on, round_or_404
from swip.identifiers.queries import Passage, kinds_in_words, newest_upon
from swip.identifiers.steps import end_form, looking_through, quarantine_form, say_it_is_out_of_sight


@dataclass(frozen=True)
class ToLookThrough:
    """What is looked through, where its words are kept, and where one came from and goes on to."""

    record: OwnView | Round | Reflection
    draft: OwnView | ReleaseDraft | Reflection
    passages: list[Passage]
    decide: Callable
    write: str
    goes_on_to: str


def own_view_of(user, pk):
    found = round_or_404(permissions.written_by(user), pk)
    if not found.is_own_view:
        return found, None
    view = found.own_view
    view.round = found
    return found, ToLookThrough(
        record=view,
        draft=view,
        passages=queries.passages_of_own_view(view),
        decide=actions.decide_own_view,
        write=reverse("feedback:own_view", args=[pk]),
        goes_on_to=reverse("feedback:check_own_view", args=[pk]),
    )


def release_of(user, pk):
    found = round_or_404(permissions.released_by(user), pk)
    draft = getattr(found, "release_draft", None)
    if not found.is_valid or draft is None:
        return found, None
    draft.round = found
    return found, ToLookThrough(
        record=found,
        draft=draft,
        passages=queries.passages_of_release(draft.typed, results.comments_to_release(found)),
        decide=actions.decide_release,
        write=reverse("feedback:release", args=[pk]),
        goes_on_to=reverse("feedback:check_release", args=[pk]),
    )


def reflection_of(user, pk):
    found = round_or_404(permissions.reflected_by(user), pk)
    reflection = found.reflection
    if reflection.shared_at:
        return found, None
    reflection.round = found
    return found, ToLookThrough(
        record=reflection,
        draft=reflection,
        passages=queries.passages_of_reflection(reflection),
        decide=actions.decide_reflection,
        write=reverse("feedback:reflection", args=[pk]),
        goes_on_to=found.get_absolute_url(),
    )


LOOKED_THROUGH = {"own-view": own_view_of, "release": release_of, "reflection": reflection_of}


@never_cache
def look_through(request, pk, what):
    """What was found stands in its place, with what could stand there instead; the writer decides."""
    if what not in LOOKED_THROUGH:
        raise Http404
    found, way = LOOKED_THROUGH[what](request.user, pk)
    if way is None:
        return has_moved_on(request, found)
    names = queries.known_names(found)
    step = looking_through(request, way.record, passages=way.passages, colleagues=names)
    if step.is_decided:
        way.decide(way.draft, step.decided, revision=revision_typed_upon(request), by=request.user)
        if step.goes_on:
            return redirect(way.write if step.then == "edit" else way.goes_on_to)
        step = step.again()
        if not step.is_clear:
            messages.info(request, "Saved. There is still something to decide about.")
    if step.is_clear:
        return redirect(way.goes_on_to)
    context = {
        "round": found,
        "way": way,
        "step": step,
        "form": step.form,
        "revision": way.draft.revision,
        "rules": rules_of_looking(found.rule_book),
        "edit_words": "Change the text myself",
    }
    return render(request, "feedback/look_through.html", context)


@never_cache
def take_out_of_sight(request, what, pk):
    """Any reader does it at once; they say what kind of thing they saw, and nothing else."""
    if what not in permissions.QUARANTINABLE:
        raise Http404
    if mine := permissions.taken_out_of_sight_by(request.user, what).filter(pk=pk).first():
        return redirect("feedback:rounds", queries.round_of(mine).enrolment_id)  # pressed twice
    record = get_object_or_404(permissions.quarantinable_by(request.user, what), pk=pk)
    found = queries.round_of(record)
    form = quarantine_form(request)
    if form.is_valid():
        kinds = form.cleaned_data["kinds"]
        started = actions.take_out_of_sight(what, record, kinds=kinds, by=request.user)
        say_it_is_out_of_sight(request, started, who="Whoever can mend it")
        return redirect("feedback:rounds", found.enrolment_id)
    rules = rules_of_breach(found.rule_book)
    context = {"round": found, "what": actions.WHAT[what], "form": form, "rules": rules}
    return render(request, "feedback/take_out_of_sight.html", context)


@never_cache
def out_of_sight(request, what, pk):
    """For whoever sees to it: what it says, how it stands, and the way back."""
    if what not in permissions.QUARANTINABLE:
        raise Http404
    record = get_object_or_404(permissions.seen_to_by(request.user, what), pk=pk)
    found, quarantine = queries.round_of(record), newest_upon(record)
    note_look(found.enrolment, by=request.user)
    form = end_form(request, is_mended=quarantine.is_mended, is_sent=request.method == "POST")
    if form.is_valid():
        answers = form.cleaned_data
        actions.bring_back(record, quarantine, ending=answers["ending"], why=answers["why"], by=request.user)
        messages.success(request, "It is back in sight. Whoever could mend it has been told.")
        return redirect("identifiers:quarantines")
    text = queries.text_of(record)
    context = {
        "round": found,
        "what": actions.WHAT[what],
        "quarantine": quarantine,
        "kinds": kinds_in_words(quarantine.kinds),
        "text": text,
        "harm": harm.harm_in(found, [text]),
        "form": form,
    }
    return render(request, "feedback/out_of_sight.html", context)
