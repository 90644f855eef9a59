"""How a file leaves: to be downloaded, never shown by a browser as part of this service, and kept by nobody."""

from __future__ import annotations

import structlog
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from swip.files import permissions
from swip.files.models import StoredFile

log = structlog.get_logger()


def download(request: HttpRequest, stored: StoredFile) -> HttpResponse | FileResponse:
    """Piece by piece, from wherever it lies. Who may read the record that holds it was asked before."""
    if stored.content is None:
        return render(request, "files/removed.html", {"file": stored}, status=410)
    reader = request.user if request.user.is_authenticated else None
    if not permissions.openable_by(reader).contains(stored):
        return render(request, "files/waiting.html", {"file": stored}, status=409)
    storage, key = stored.content.file.storage, str(stored.content.file.name)
    try:
        opened = storage.stream(key) if hasattr(storage, "stream") else storage.open(key, "rb")
    except FileNotFoundError:
        log.error("file_missing", content=stored.content.pk)
        raise Http404 from None
    except Exception as error:  # each storage has its own way to be away
        log.error("file_storage_away", error=type(error).__name__)
        return render(request, "files/away.html", status=503)
    response = FileResponse(
        opened, as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["Content-Length"] = str(stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
