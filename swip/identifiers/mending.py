"""The pages of a record that was taken out of sight, for rooms whose texts are changed in boxes, one for each.

A room says in a `ToMend` what its record is; a view of it is then one line:

    def mend(request, pk):
        return mend_page(request, to_mend(get_object_or_404(permissions.mended_by(request.user), pk=pk)))

What is changed takes its place when whoever sees to it brings the record back, and not before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db import models
from django.shortcuts import redirect, render

from swip.core.autosave import LONGEST_KEPT, is_autosave, revision_typed_upon, saved, too_long
from swip.core.lifecycle import StaleStep
from swip.identifiers import actions
from swip.identifiers.actions import NothingChanged, NotLookedThrough
from swip.identifiers.forms import MendForm
from swip.identifiers.models import Mending
from swip.identifiers.queries import Passage, kinds_in_words, open_upon
from swip.identifiers.queries.mending import mended, mending_of, side_by_side
from swip.identifiers.steps import end_form, looking_through, quarantine_form, say_it_is_out_of_sight


@dataclass(frozen=True)
class ToMend:
    """A record out of sight, and what its pages need to know of it."""

    record: models.Model
    what: str  # “a goal of a development plan”
    whose: str
    passages: Sequence[Passage]
    colleagues: Collection[str]
    is_looked_through: bool
    rules: Sequence[tuple[str, str]]
    mend_at: str
    look_at: str
    back: str
    longest: int
    required: frozenset[str] = frozenset()
    # What readers and whoever mends it should know besides: what stays, what goes.
    note: str = ""


def take_out_page(request, *, what, whose, writer, back, then, rules, take, effects=()):
    """Any reader does it at once; they say what kind of thing they saw, and nothing else.

    `take` does it and answers with the quarantine, `back` is where the record is, `then` where the reader goes on.
    """
    form = quarantine_form(request)
    if form.is_valid():
        say_it_is_out_of_sight(request, take(form.cleaned_data["kinds"]))
        return redirect(then)
    context = {
        "what": what,
        "whose": whose,
        "writer": writer,
        "address": back,
        "rules": rules,
        "effects": effects,
        "form": form,
    }
    return render(request, "identifiers/take_out_of_sight.html", context)


def mend_page(request, it):
    """Its writer changes the words; the page saves itself, and nobody reads it until it is handed in."""
    mending = waiting_for(it)
    if request.method != "POST":
        return drawn(request, it, mending, form_of(it, mending))
    draft = form_of(it, mending, request.POST, longest=LONGEST_KEPT, is_draft=True)
    if draft.is_valid():
        mending = actions.keep_mending(it.record, draft.texts, revision=revision_typed_upon(request))
    if is_autosave(request):
        return saved(mending) if draft.is_valid() else too_long()
    form = form_of(it, mending, request.POST)
    if draft.is_valid() and form.is_valid():
        try:
            actions.hand_in_changed(
                it.record,
                it.passages,
                by=request.user,
                colleagues=it.colleagues,
                is_looked_through=it.is_looked_through,
            )
        except NothingChanged:
            form.add_error(None, "Nothing has been changed yet. Change what somebody could be recognised by")
        except NotLookedThrough:
            return redirect(it.look_at)
        else:
            messages.success(
                request, "Handed in. It comes back once whoever looks after data protection has read it."
            )
            return redirect(it.back)
    return drawn(request, it, mending, form)


def waiting_for(it: ToMend) -> Mending:
    waiting = open_upon(it.record)
    if waiting is None:
        raise StaleStep(it.record)
    return mending_of(waiting)


def form_of(it, mending, data=None, *, longest=None, is_draft=False):
    return MendForm(
        data,
        passages=it.passages,
        texts=mending.texts,
        required=frozenset() if is_draft else it.required,
        longest=longest or it.longest,
    )


def drawn(request, it, mending, form):
    context = {
        "it": it,
        "form": form,
        "mending": mending,
        "quarantine": mending.quarantine,
        "kinds": kinds_in_words(mending.quarantine.kinds),
        "key": f"mending-{mending.quarantine.pk}",
    }
    return render(request, "identifiers/mend.html", context)


def look_through_mended_page(request, it):
    """What is found in the changed words stands in its place. Where nothing is found nobody notices it."""
    mending = waiting_for(it)
    passages = mended(it.passages, mending.texts)
    step = looking_through(request, it.record, passages=passages, colleagues=it.colleagues)
    if step.is_clear or not it.is_looked_through:
        return redirect(it.mend_at)
    if step.decided:
        actions.take_mending_decisions(
            it.record, step.decided, revision=revision_typed_upon(request), by=request.user
        )
        if step.then != "edit":
            step = step.again()
        if step.then == "edit" or step.is_clear:
            messages.info(request, "Saved. Read it once more, and hand it in.")
            return redirect(it.mend_at)
        messages.info(request, "Saved. There is still something to decide about.")
    context = {
        "it": it,
        "step": step,
        "form": step.form,
        "revision": waiting_for(it).revision,
        "rules": it.rules,
    }
    return render(request, "identifiers/look_through_mended.html", context)


def out_of_sight_page(request, it, *, bring_back, writer):
    """For whoever sees to it: what it says, what its writer has changed, and the way back."""
    mending = waiting_for(it)
    quarantine = mending.quarantine
    is_mended = quarantine.is_mended
    form = end_form(
        request,
        is_mended=is_mended,
        is_sent=request.method == "POST",
        mended_hint="The changed words take the place of those from before, which are gone for good.",
    )
    if form.is_valid():
        answers = form.cleaned_data
        bring_back(
            it.record,
            ending=answers["ending"],
            why=answers["why"],
            revision=revision_typed_upon(request),
            by=request.user,
        )
        messages.success(request, "It is back in sight. Its writer has been told.")
        return redirect("identifiers:quarantines")
    context = {
        "it": it,
        "writer": writer,
        "quarantine": quarantine,
        "kinds": kinds_in_words(quarantine.kinds),
        "is_mended": is_mended,
        "revision": mending.revision,
        "changed": side_by_side(it.passages, mending.texts if is_mended else {}),
        "form": form,
    }
    return render(request, "identifiers/out_of_sight.html", context)
