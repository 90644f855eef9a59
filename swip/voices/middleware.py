"""What happens around the pages for families: a page that is not there, or fails, says so in their language."""

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils.decorators import sync_only_middleware

from swip.core.views import own_origins
from swip.voices.rules.asked import N_, QUESTIONS
from swip.voices.views.pages import cookie_of, cookie_path, draw, in_language, language_of, typed_on_question

log = structlog.get_logger()

NOT_HERE = (N_("This page is not here"), [N_("You have done nothing wrong.")])
CLOSED = (
    N_("This page closed to keep you safe"),
    [
        N_("It was open for a long time. What you put in last was not kept. Go on, and put it in again."),
        N_("If this comes again, ask the person who gave you the paper for help."),
    ],
)
TOO_BIG = (N_("This picture is too big"), [N_("It was not kept. Choose a smaller one, or leave it out.")])
BROKEN = (
    N_("This does not work at the moment"),
    [
        N_("You have done nothing wrong. What was kept before is still there. Try again in a few minutes."),
        N_("If this comes again, ask the person who gave you the paper for help."),
    ],
)
DEAD_ENDS = {400: BROKEN, 403: CLOSED, 404: NOT_HERE, 405: NOT_HERE, 413: TOO_BIG, 500: BROKEN}


@sync_only_middleware
def say_it_to_families(get_response):
    """Whatever went wrong before or behind one of their pages, they read it in words made for them."""

    def middleware(request):
        answer = get_response(request)
        if answer.status_code not in DEAD_ENDS or not is_for_families(request):
            return answer
        if settings.DEBUG and answer.status_code == 500:  # whoever mends it reads what happened
            return answer
        try:
            told = dead_end(request, answer.status_code)
        except Exception:  # whatever failed may be what this page needs, too
            log.exception("page for families not drawn")
            return answer
        if "Allow" in answer.headers:
            told.headers["Allow"] = answer.headers["Allow"]
        return told

    return middleware


def is_for_families(request):
    """One of their pages, or an address among theirs that nothing stands at, where nobody has signed in."""
    if match := request.resolver_match:
        return getattr(match.func, "is_for_families", False)
    return request.path.startswith(cookie_path()) and settings.SESSION_COOKIE_NAME not in request.COOKIES


def dead_end(request, status):
    """Nothing is asked of the database: it may be what failed."""
    match = request.resolver_match
    key = match.kwargs.get("key", "") if match else ""
    if not cookie_of(request):
        onward = in_language("voices:enter", language_of(request))
    elif key in QUESTIONS:
        onward = reverse("voices:question", args=[key])
    else:
        onward = reverse("voices:yours")
    heading, lines = DEAD_ENDS[status]
    # Too large, or not to be made sense of; and what another page sent in their name is not shown on ours.
    unread = status in {400, 413} or request.headers.get("Origin", settings.BASE_URL) not in own_origins(
        request
    )
    context = {
        "heading": heading,
        "lines": lines,
        "onward": onward,
        "has_code": bool(cookie_of(request)),
        "unkept": None if unread else typed_on_question(request, key),
    }
    return draw(request, "dead_end", None, context, status=status)
