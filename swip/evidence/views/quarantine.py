"""A piece by which somebody could be recognised: taken out of sight, mended, seen to, brought back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.enrolment.actions import note_look
from swip.enrolment.queries import rules_of_breach
from swip.evidence import actions, permissions, queries
from swip.evidence.views.common import piece_to_write, with_people
from swip.files.serving import download
from swip.identifiers.queries import kinds_in_words, newest_upon
from swip.identifiers.steps import black_out_form, end_form, quarantine_form, say_it_is_out_of_sight


@never_cache
def take_out_of_sight(request, pk):
    """Any reader does it at once; they say what kind of thing they saw, and nothing else."""
    if mine := permissions.taken_out_of_sight_by(request.user).filter(pk=pk).first():
        return redirect("evidence:list", mine.enrolment_id)  # pressed twice
    evidence = get_object_or_404(with_people(permissions.quarantinable_by(request.user)), pk=pk)
    form = quarantine_form(request)
    if form.is_valid():
        started = actions.take_out_of_sight(evidence, kinds=form.cleaned_data["kinds"], by=request.user)
        say_it_is_out_of_sight(request, started)
        return redirect("evidence:list", evidence.enrolment_id)
    rules = rules_of_breach(evidence.enrolment.rule_book)
    context = {"evidence": evidence, "form": form, "rules": rules}
    return render(request, "evidence/take_out_of_sight.html", context)


@require_POST
def mend(request, pk):
    """Its writer takes it back into their hands, to change it."""
    evidence = piece_to_write(request, pk)
    actions.mend(evidence, by=request.user)
    return redirect("evidence:write", evidence.pk)


@never_cache
def out_of_sight(request, pk):
    """For whoever sees to it: what it says, how it stands, and the way back."""
    evidence = get_object_or_404(with_people(permissions.seen_to_by(request.user)), pk=pk)
    quarantine = newest_upon(evidence)
    if quarantine.is_open:
        versions = queries.versions_of(evidence, reader=None)
    else:
        versions = queries.versions_out_of_sight(evidence)
    if versions:
        note_look(evidence.enrolment, by=request.user)
    is_mended = queries.is_mended(evidence)
    form = end_form(request, is_mended=is_mended, is_sent=request.method == "POST")
    if quarantine.is_open and form.is_valid():
        answers = form.cleaned_data
        actions.bring_back(
            evidence, quarantine, ending=answers["ending"], why=answers["why"], by=request.user
        )
        messages.success(request, "It is back in sight. Its writer has been told.")
        return redirect("identifiers:quarantines")
    context = {
        "evidence": evidence,
        "quarantine": quarantine,
        "kinds": kinds_in_words(quarantine.kinds),
        "is_mended": is_mended,
        "may_be_blacked_out": queries.is_taken_back_or_mended(evidence),
        "versions": [(each, queries.reading_of(each)) for each in versions],
        "form": form,
    }
    return render(request, "evidence/out_of_sight.html", context)


def file_out_of_sight(request, pk, file_pk):
    """A file that goes with it, to see whether anybody can be recognised."""
    evidence = get_object_or_404(with_people(permissions.seen_to_by(request.user)), pk=pk)
    attachment = get_object_or_404(
        permissions.files_seen_to_by(request.user).select_related("stored__content"),
        pk=file_pk,
        evidence=evidence,
    )
    note_look(evidence.enrolment, by=request.user)
    return download(request, attachment.stored)


@never_cache
def black_out(request, pk, number):
    """Words of what was handed in are blacked out, for good."""
    evidence = get_object_or_404(with_people(permissions.seen_to_by(request.user)), pk=pk)
    version = get_object_or_404(
        queries.version_of(evidence, number, reader=None), quarantined_at__isnull=False
    )
    if not queries.is_taken_back_or_mended(evidence):
        raise Http404  # the piece still says what its newest version says
    note_look(evidence.enrolment, by=request.user)
    texts = queries.texts_in(version)
    form = black_out_form(request, words=queries.words_found_in(texts), texts=texts)
    if form.is_valid():
        actions.black_out(version, words=form.words, by=request.user)
        messages.success(request, f"Words of version {number} have been blacked out")
        return redirect("identifiers:quarantines")
    context = {
        "evidence": evidence,
        "version": version,
        "reading": queries.reading_of(version),
        "form": form,
    }
    return render(request, "evidence/black_out.html", context)
