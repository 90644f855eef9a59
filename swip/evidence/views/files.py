"""The files of a piece: added, removed, read."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.core.views import takes_files
from swip.evidence import actions, permissions, queries, rules
from swip.evidence.files import KINDS_IN_WORDS, FileRefused
from swip.evidence.forms import (
    FilesForm,
)
from swip.evidence.views.common import (
    piece_to_read,
    piece_to_write,
    tell_it_is_handed_in,
)


@takes_files
@never_cache
def files(request, pk):
    """The files that go with a piece: add, remove."""
    evidence = piece_to_write(request, pk)
    if not evidence.is_writable:
        return tell_it_is_handed_in(request, evidence)
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    if form.is_bound:
        form.is_valid()
        added = 0
        for each in form.accepted:
            try:
                actions.attach(evidence, file=each, by=request.user)
                added += 1
            except FileRefused as refusal:
                form.add_error("files", str(refusal))
        if not form.errors:
            messages.success(request, "File added" if added == 1 else f"{added} files added")
            return redirect("evidence:files", evidence.pk)
    there = list(queries.files_of(evidence))
    context = {
        "evidence": evidence,
        "form": form,
        "files": there,
        "remaining": rules.MOST_FILES - len(there),
        "most_megabytes": settings.FILE_UPLOAD_MAX_BYTES // 1024 // 1024,
        "kinds": KINDS_IN_WORDS,
    }
    return render(request, "evidence/files.html", context)


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
    attachment = get_object_or_404(permissions.files_visible_to(request.user), pk=file_pk, evidence=evidence)
    try:
        opened = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        opened, as_attachment=True, filename=attachment.name, content_type=attachment.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
