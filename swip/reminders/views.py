"""When to be reminded, one's dates in a calendar, and what did not reach people."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from swip.notifications import actions as notifications
from swip.reminders import actions, permissions, queries
from swip.reminders.forms import ChoicesForm

ON_A_PAGE = 25


def choices(request):
    books = queries.rule_books_of(request.user)
    hours = queries.hours_without_rest(books)
    if request.method == "POST":
        form = ChoicesForm(request.POST, hours=hours)
    else:
        form = ChoicesForm.showing(queries.choices_of(request.user), hours=hours)
    if form.is_valid():
        chosen = form.cleaned_data
        notifications.choose(
            request.user,
            by=request.user,
            rhythm=chosen["rhythm"],
            weekday=chosen["weekday"],
            quiet_from=chosen["latest"],
            quiet_until=chosen["earliest"],
        )
        messages.success(request, "Your choices have been saved")
        return redirect("reminders:choices")
    return render(request, "reminders/choices.html", {"form": form, "rule_book": books[0] if books else None})


@never_cache
def calendar(request):
    """The address is on the page that makes it and nowhere else: only its digest is kept."""
    feed = permissions.calendar_of(request.user).first()
    if request.method != "POST":
        return render(request, "reminders/calendar.html", {"feed": feed})
    is_shown = str(feed.pk if feed else "") == request.POST.get("instead_of", "")
    token = actions.make_calendar_address(
        request.user, by=request.user, instead_of=feed if is_shown else None
    )
    response = render(
        request, "reminders/calendar_address.html", {"address": queries.calendar_address(token)}
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
def revoke(request, pk):
    feed = get_object_or_404(permissions.calendars_made_by(request.user), pk=pk)
    actions.revoke_calendar_address(feed, by=request.user)
    messages.success(request, "Your calendar address has been switched off")
    return redirect("reminders:calendar")


@login_not_required
@require_safe
def feed(request, token):
    """For calendar programs, which do not sign in: whoever holds the address reads it, until it is revoked."""
    found = get_object_or_404(permissions.calendar_read_with(token))
    body = actions.read_calendar(found)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="dates.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["ETag"] = etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=etag, response=response)


@require_safe
def undelivered(request):
    """For coordinators and administrators: whom we could not reach, not what we wrote."""
    if not permissions.keeps_people(request.user):
        raise Http404
    failed = permissions.undelivered_seen_by(request.user)
    page = Paginator(failed, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reminders/undelivered.html", {"page": page})


@require_POST
def send_again(request, pk):
    failed = get_object_or_404(permissions.undelivered_seen_by(request.user), pk=pk)
    notifications.send_again(failed, by=request.user)
    messages.success(request, f"We are sending the message to {failed.to.name} again")
    return redirect("reminders:undelivered")
