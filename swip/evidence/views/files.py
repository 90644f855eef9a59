"""The files of a piece: added, removed, read."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.core.views import takes_files
from swip.evidence import actions, permissions, queries, rules
from swip.evidence.forms import FilesForm
from swip.evidence.views.common import piece_to_read, piece_to_write, tell_it_is_handed_in
from swip.files import queries as stored_files
from swip.files.checking import FileRefused
from swip.files.serving import download


@takes_files
@never_cache
def files(request, pk):
    """The files that go with a piece: add, remove."""
    evidence = piece_to_write(request, pk)
    if not evidence.is_writable:
        return tell_it_is_handed_in(request, evidence)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = FilesForm(*sent, by=request.user)
    if form.is_bound:
        form.is_valid()
        add(request, evidence, form)
        if not form.errors:
            return redirect("evidence:files", evidence.pk)
    there = list(queries.files_of(evidence))
    context = {
        "evidence": evidence,
        "form": form,
        "files": there,
        "remaining": rules.MOST_FILES - len(there),
        "quota": stored_files.quota_of(request.user),
    }
    return render(request, "evidence/files.html", context)


def add(request, evidence, form):
    """Whatever may be added is, and of each of the others it is told why not."""
    there = {each.pk for each in queries.files_of(evidence)}
    added, too_many = 0, []
    for each in form.accepted:
        try:
            attachment = actions.attach(evidence, file=each, by=request.user)
        except actions.TooManyFiles:
            too_many.append(f"“{each.name}”")
        except FileRefused as refusal:
            form.add_error("files", str(refusal))
        else:
            if attachment.pk in there:
                same = "" if each.name == attachment.name else f" as “{attachment.name}”"
                messages.info(request, f"“{each.name}” is there already{same}. It was not added again")
            else:
                added += 1
            there.add(attachment.pk)
    if added:
        messages.success(request, "File added" if added == 1 else f"{added} files added")
    if too_many:
        form.refuse_too_many(too_many)


@require_POST
def remove_file(request, pk, file_pk):
    evidence = piece_to_write(request, pk)
    attachment = queries.files_of(evidence).filter(pk=file_pk).first()
    if attachment:  # pressed twice, it is gone already
        actions.remove_file(attachment, by=request.user)
        messages.success(request, f"“{attachment.name}” removed")
    return redirect("evidence:files", evidence.pk)


def file(request, pk, file_pk):
    """A file, to be downloaded: never shown by the browser as part of this service."""
    evidence = piece_to_read(request, pk)
    attachment = get_object_or_404(
        permissions.files_visible_to(request.user).select_related("stored__content"),
        pk=file_pk,
        evidence=evidence,
    )
    return download(request, attachment.stored)
