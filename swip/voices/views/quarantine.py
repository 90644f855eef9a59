"""Taking a batch out of sight by which somebody could be recognised, and seeing to it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from swip.enrolment.queries import rules_of_breach
from swip.identifiers.queries import kinds_in_words, newest_upon
from swip.identifiers.steps import end_form, quarantine_form, say_it_is_out_of_sight
from swip.voices import actions, permissions
from swip.voices.views.common import OF_BATCH, frame


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_out_of_sight(request, pk):
    """Any reader does it at once; they say what kind of thing they saw, and nothing else."""
    if mine := permissions.batches_taken_out_of_sight_by(request.user).filter(pk=pk).first():
        return redirect("voices:voices", mine.enrolment_id)  # pressed twice
    found = permissions.batches_visible_to(request.user).select_related(*OF_BATCH, "released_by")
    batch = get_object_or_404(found, pk=pk)
    form = quarantine_form(request)
    if form.is_valid():
        started = actions.take_out_of_sight(batch, kinds=form.cleaned_data["kinds"], by=request.user)
        say_it_is_out_of_sight(request, started, who="Whoever changes it")
        return redirect("voices:voices", batch.enrolment_id)
    rules = rules_of_breach(batch.enrolment.rule_book)
    context = frame(request, batch.enrolment) | {"batch": batch, "form": form, "rules": rules}
    return render(request, "voices/take_out_of_sight.html", context)


@require_POST
def take_apart(request, pk):
    """Whoever collects the answers reads them anew, and changes what is shown of them."""
    batch = get_object_or_404(permissions.batches_mended_by(request.user).select_related("enrolment"), pk=pk)
    actions.take_apart(batch, by=request.user)
    messages.success(
        request, "Its answers wait to be read again. Change their words, and release another batch."
    )
    return redirect("voices:voices", batch.enrolment_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def out_of_sight(request, pk):
    """For whoever sees to it: how it stands, and the way back. What families said is not shown here."""
    found = permissions.batches_seen_to_by(request.user)
    batch = get_object_or_404(found.select_related("enrolment__social_worker", "released_by"), pk=pk)
    quarantine = newest_upon(batch)
    form = end_form(request, is_mended=quarantine.is_mended, is_sent=request.method == "POST")
    if quarantine.is_open and form.is_valid():
        answers = form.cleaned_data
        try:
            actions.bring_back(
                batch, quarantine, ending=answers["ending"], why=answers["why"], by=request.user
            )
        except actions.OwnRelease:
            form.add_error(
                "ending",
                f"You released it: somebody else has to say this. {quarantine.writer} can take it apart instead",
            )
        else:
            messages.success(request, f"Seen to. {quarantine.writer} has been told.")
            return redirect("identifiers:quarantines")
    context = {
        "batch": batch,
        "quarantine": quarantine,
        "kinds": kinds_in_words(quarantine.kinds),
        "form": form,
    }
    return render(request, "voices/out_of_sight.html", context)
