"""Pages that belong to no subject: statements, health, and what to say when something goes wrong."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

UNKEPT = {"csrfmiddlewaretoken", "revision", "code", "password"}
SENT_BY_A_CHOICE = re.compile("[a-z0-9_:.-]{1,40}")  # or by a box that nobody sees: nobody typed it


def kept_words(request) -> list[tuple[str, str]]:
    """What the person had typed, to be shown to them again: only where our own page sent it."""
    if request.method != "POST" or request.headers.get("Origin", settings.BASE_URL) not in own_origins(
        request
    ):
        return []
    return [
        (name.replace("_", " ").replace("-", " "), value)
        for name, values in request.POST.lists()
        if name not in UNKEPT
        for value in values
        if value and not SENT_BY_A_CHOICE.fullmatch(value)
    ]


def takes_files(view=None, *, most=None):
    """Marks the few pages that files are sent to; to every other, no more is sent than somebody can type.

    A page for everybody says how many it takes: `@takes_files(most=1)`. On others, who has not signed in sends none.
    """

    def mark(view):
        view.takes_files = most or settings.FILE_UPLOAD_MAX_FILES
        return view

    return mark(view) if view else mark


def own_origins(request) -> set[str]:
    return {settings.BASE_URL, f"{request.scheme}://{request.get_host()}"}


@login_not_required
@require_safe
def statement(request, page):
    """What we promise about accessibility, privacy and cookies."""
    return render(request, f"statements/{page}.html")


@login_not_required
@require_safe
@never_cache
def live(request):
    return JsonResponse({"status": "live"})


@login_not_required
@require_safe
@never_cache
def ready(request):
    """Ready means that a page could be served: the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ready"})


@login_not_required
def open_too_long(request, reason=""):
    """The page was open so long that we can no longer tell it is ours; what was typed is shown again."""
    return render(request, "403_csrf.html", {"kept": kept_words(request)}, status=403)


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def refused(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    """Also for a form that somebody may no longer send: what they typed is theirs to copy."""
    return render(request, "404.html", {"kept": kept_words(request)}, status=404)


def failed(request):
    """Drawn without the page frame: whatever failed may be what the frame needs."""
    from django.template.loader import render_to_string

    try:
        kept = kept_words(request)
    except Exception:  # whatever failed may be what was sent
        kept = []
    return HttpResponse(render_to_string("500.html", {"kept": kept}), status=500)
