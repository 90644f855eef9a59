"""What a page that saves itself tells the script on it."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from swip.core.lifecycle import KeptDraft

# Whoever writes more than a finished text may have still keeps it, to cut it down.
LONGEST_KEPT = 100_000


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page sent this by itself, rather than a person who pressed a button."""
    return request.headers.get("X-Autosave") == "1"


def saved(draft: KeptDraft) -> JsonResponse:
    at = timezone.localtime(draft.saved_at).strftime("%-I:%M%p").lower()
    return JsonResponse({"state": "saved", "at": at, "revision": draft.revision})


def too_long() -> JsonResponse:
    message = f"A text is longer than {LONGEST_KEPT:,} characters, so it was not saved. Shorten it."
    return JsonResponse({"state": "invalid", "message": message}, status=422)


def revision_typed_upon(request: HttpRequest) -> int:
    """The revision that the page was opened at. A page without one is older than any."""
    try:
        return int(request.POST.get("revision", ""))
    except ValueError:
        return -1
