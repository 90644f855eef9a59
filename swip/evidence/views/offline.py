"""The page on which a note is written without a connection, and the script that a browser opens it by."""

import hashlib
import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

SHELL = "evidence/notes/offline.html"
# What the page needs to look and work as it does with a connection.
PARTS = [
    "govuk-frontend.min.css",
    "drawings.css",
    "service.css",
    "govuk-frontend.min.js",
    "service-icon.svg",
    "capture.js",
]


@login_not_required
@require_safe
def capture_offline(request):
    """The same for everybody: it holds nobody's name and nobody's words, so any device may keep it."""
    response = render(request, SHELL)
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def capture_worker(request):
    """Watches over the page for notes alone, and keeps that one page for when there is no connection."""
    parts = [static(part) for part in PARTS]
    page = render_to_string(SHELL, {}, request)
    settings = {
        "page": reverse("evidence:capture_offline"),
        "parts": parts,
        # Another text or another script is another version, and takes the place of the one before.
        "version": hashlib.sha256(json.dumps([page, parts]).encode()).hexdigest()[:16],
    }
    script = (
        f"self.NOTES = {json.dumps(settings)}\nimportScripts({json.dumps(static('capture-worker.js'))})\n"
    )
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
