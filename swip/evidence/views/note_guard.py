"""What is shared for supervision is looked through first, and can be taken out of sight after."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from swip.core.autosave import revision_typed_upon
from swip.enrolment.actions import note_look
from swip.enrolment.queries import colleagues_of, rules_of_breach, rules_of_looking
from swip.evidence import permissions
from swip.evidence.actions import note_guard as actions
from swip.evidence.queries.notes import passages_of
from swip.identifiers.queries import kinds_in_words, newest_upon
from swip.identifiers.steps import looking_through, quarantine_form, say_it_is_out_of_sight


@never_cache
def look_through_note(request, pk):
    """What was found stands in its place, with what could stand there instead; the person decides."""
    shared = get_object_or_404(
        permissions.shared_notes_changed_by(request.user).select_related("enrolment__rule_book"), pk=pk
    )
    if not shared.is_writable:
        return redirect(shared)
    step = looking_through(
        request, shared, passages=passages_of(shared), colleagues=colleagues_of(shared.enrolment)
    )
    if step.is_decided:
        actions.take_note_decisions(
            shared, step.decided, revision=revision_typed_upon(request), by=request.user
        )
        if step.goes_on:
            edits = step.then == "edit"
            return redirect(
                "evidence:write_shared_note" if edits else "evidence:check_shared_note", shared.pk
            )
        step = step.again()
        if step.is_clear:
            return redirect("evidence:check_shared_note", shared.pk)
        messages.info(request, "Saved. There is still something to decide about.")
    elif step.is_clear:
        return redirect("evidence:check_shared_note", shared.pk)
    context = {
        "note": shared,
        "step": step,
        "form": step.form,
        "revision": shared.revision,
        "rules": rules_of_looking(shared.enrolment.rule_book),
    }
    return render(request, "evidence/notes/look_through.html", context)


@never_cache
def take_note_out_of_sight(request, pk):
    """The supervisor does it at once; they say what kind of thing they saw, and nothing else."""
    mine = permissions.shared_notes_taken_out_of_sight_by(request.user).filter(pk=pk)
    if there := mine.select_related("enrolment").first():
        return redirect(there.enrolment)  # pressed twice
    shared = get_object_or_404(
        permissions.shared_notes_supervised_by(request.user).select_related("enrolment__social_worker"), pk=pk
    )
    form = quarantine_form(request)
    if form.is_valid():
        started = actions.take_note_out_of_sight(shared, kinds=form.cleaned_data["kinds"], by=request.user)
        say_it_is_out_of_sight(request, started)
        return redirect(shared.enrolment)
    rules = rules_of_breach(shared.enrolment.rule_book)
    context = {"note": shared, "form": form, "rules": rules}
    return render(request, "evidence/notes/take_out_of_sight.html", context)


@never_cache
def note_out_of_sight(request, pk):
    """How it stands, for whoever sees to it: never the words, which are for supervision alone."""
    shared = get_object_or_404(
        permissions.shared_notes_seen_to_by(request.user).select_related("enrolment__social_worker"), pk=pk
    )
    note_look(shared.enrolment, by=request.user)
    quarantine = newest_upon(shared)
    context = {"note": shared, "quarantine": quarantine, "kinds": kinds_in_words(quarantine.kinds)}
    return render(request, "evidence/notes/out_of_sight.html", context)
