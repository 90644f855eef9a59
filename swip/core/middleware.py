"""What happens around every page: a line in the log, clear words for what went wrong, and a login by default."""

import re
import time
import uuid
from http import HTTPStatus

import structlog
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.decorators import sync_only_middleware

from swip.core.autosave import is_autosave
from swip.core.lifecycle import MovedOn, StaleText
from swip.core.this_device import forget_who_was_here
from swip.core.views import kept_words

log = structlog.get_logger()
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


@sync_only_middleware
def request_log(get_response):
    """One line for each request: which page, how it ended, how long it took. Never an address or a body."""

    def middleware(request):
        offered = request.headers.get("X-Request-ID", "")
        request.id = offered if REQUEST_ID.fullmatch(offered) else str(uuid.uuid4())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.id)
        started = time.perf_counter()
        response = get_response(request)
        match = getattr(request, "resolver_match", None)
        user = getattr(request, "_cached_user", None)
        log.info(
            "request",
            method=request.method,
            page=match.view_name if match else None,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
            user=user.pk if user is not None else None,
        )
        response.headers["X-Request-ID"] = request.id
        return response

    return middleware


@sync_only_middleware
def keep_private(get_response):
    """What somebody sees signed in, or has typed, no browser keeps: after them, its back button shows nothing."""

    def middleware(request):
        response = get_response(request)
        is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES or request.method == "POST"
        if is_personal and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware


@sync_only_middleware
def tell_who_is_here(get_response):
    """A page that opens without a connection shows somebody's words to them alone, and to nobody after a sign-out."""

    def middleware(request):
        response = get_response(request)
        forget_who_was_here(request, response)
        return response

    return middleware


class RefuseOversize:
    """What is too large is not even read, nor are the files of somebody who has not signed in to a page that asks it.

    Reading a body, the check against forged requests too, would fill the disk before anybody is asked who they are.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if number_of_files := getattr(view_func, "takes_files", 0):
            asks_who_you_are = getattr(view_func, "login_required", True)
            if request.method == "POST" and asks_who_you_are and not request.user.is_authenticated:
                return signed_out(request, view_func, kept=[])
            most += number_of_files * settings.FILE_UPLOAD_MAX_BYTES
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:20]) > most:
            raise RequestDataTooBig
        return None


refuse_oversize = RefuseOversize


def signed_out(request, view_func, *, kept):
    sign_in = str(getattr(view_func, "login_url", None) or resolve_url(settings.LOGIN_URL))
    return render(request, "signed_out.html", {"kept": kept, "sign_in": sign_in}, status=401)


class ClearWords:
    """Says what went wrong on a page of its own: moved on, not an address of ours, opened the wrong way."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path:  # nothing is called by it, and the database refuses even to look
            raise Http404
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        told = render(request, "405.html", status=response.status_code)
        told.headers["Allow"] = response.headers["Allow"]
        return told

    def process_exception(self, request, exception):
        if not isinstance(exception, MovedOn):
            return None
        if is_autosave(request):
            message = "This was saved from another tab or window. Nothing of either was overwritten."
            return JsonResponse({"state": "conflict", "message": message}, status=409)
        href = exception.record.get_absolute_url() if hasattr(exception.record, "get_absolute_url") else "/"
        context = {
            "is_text": isinstance(exception, StaleText),
            "href": href,
            "kept": kept_words(request),
        }
        return render(request, "stale.html", context, status=409)


clear_words = ClearWords


class AskWhoYouAre(LoginRequiredMiddleware):
    """Every page asks who you are, save those that say they are public. What was typed is not thrown away."""

    def handle_no_permission(self, request, view_func):
        if is_autosave(request):
            return JsonResponse({"state": "signed-out"}, status=401)
        if request.method == "POST":
            return signed_out(request, view_func, kept=kept_words(request))
        return super().handle_no_permission(request, view_func)


ask_who_you_are = AskWhoYouAre
