"""What the link in an observer's letter opens. No account, no scripts and no cookies are needed.

These pages are exempt from the check for forged requests: nobody can forge an address whose secret they do not
know, and whoever knows it needs no forgery. So a browser that keeps no cookies loses nothing either.
"""

from functools import wraps

from allauth.core.internal import ratelimit  # the public one never counts a page that is only opened
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from swip.core.autosave import is_autosave
from swip.core.lifecycle import MovedOn
from swip.core.views import kept_words
from swip.observations import actions, permissions, queries
from swip.observations.forms import DeclineForm
from swip.observations.models import Observer, Part
from swip.observations.queries.reading import OF_OBSERVER
from swip.observations.views.common import (
    Way,
    about,
    check_page,
    look_through_page,
    send_parts,
    typed,
    write_part,
)
from swip.observations.views.pages import on_paper


def by_link(view):
    """Finds whose link it is; says plainly what to do where it is none, or is over."""

    @wraps(view)
    def page(request, token, **more):
        observer = permissions.by_link(token).select_related(*OF_OBSERVER).first()
        if observer is None:
            response = no_such_link(request)
        elif why := why_it_is_over(observer):
            context = {"why": why, "kept": kept_words(request)}
            response = render(request, "observations/link_over.html", context, status=410)
        else:
            response = open_page(request, view, observer, token, more)
        # Of these addresses no other page is told, and no search engine keeps them.
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(login_not_required(never_cache(page)))


def open_page(request, view, observer, token, more):
    try:
        return view(request, observer, way_by(token, observer), **more)
    except MovedOn:
        if is_autosave(request):
            raise
        context = {"link": reverse("observations:link", args=[token]), "kept": kept_words(request)}
        return render(request, "observations/link_moved_on.html", context, status=409)


def no_such_link(request):
    """The same whether there was one once or never; whoever tries many has to wait."""
    if not ratelimit.consume(request, app="allauth.account", action="open_link", limit_get=True):
        return render(request, "429.html", status=429)
    context = {"kept": kept_words(request)}
    return render(request, "observations/link_unknown.html", context, status=404)


def why_it_is_over(observer):
    if observer.is_current and observer.is_too_late:
        return "expired"
    if not observer.is_current:
        return str(observer.status)
    if observer.is_asked and not (
        observer.observation.is_under_way and observer.observation.enrolment.is_open
    ):
        return str(Observer.Status.WITHDRAWN)
    return ""


def way_by(token, observer):
    return Way(
        home=reverse("observations:link", args=[token]),
        check=reverse("observations:link_check", args=[token]),
        owner=f"observer-{observer.pk}",
        token=token,
    )


@by_link
def link(request, observer, way):
    """Whose practice, what it is about, and where to write; or what was sent."""
    observation = observer.observation
    context = about(observation) | {
        "observer": observer,
        "way": way,
        "reading": queries.reading(observation),
        "drafts": {each.kind: each for each in observer.parts.all()},
    }
    page = "link_sent" if observer.has_answered else "link"
    return render(request, f"observations/{page}.html", context)


@by_link
def link_write(request, observer, way, kind):
    if kind not in Part.OF_OBSERVER or (observer.has_answered and request.method != "POST"):
        return redirect(way.home)
    part = queries.draft_of(observer.observation, kind, observer)
    return write_part(request, part, way)


@by_link
def link_look_through(request, observer, way, kind):
    """What somebody could be recognised by, before it is sent."""
    if kind not in Part.OF_OBSERVER or observer.has_answered:
        return redirect(way.home)
    part = queries.draft_of(observer.observation, kind, observer)
    return look_through_page(request, part, way, done=lambda: redirect(way.check), by=None)


@by_link
def link_check(request, observer, way):
    """Everything on one page; sending it is signing it."""
    if observer.has_answered:  # pressed twice
        return redirect(way.home)
    if request.method == "POST":
        gone_on = send_parts(request, observer.observation, observer, way, by=None)
        if gone_on is not None:
            return gone_on
    return check_page(request, observer.observation, observer, way)


@by_link
def link_decline(request, observer, way):
    if observer.has_answered:
        return redirect(way.home)
    form = DeclineForm(typed(request))
    if form.is_valid():
        actions.decline(observer, words=form.cleaned_data["words"], by=None)
        return render(request, "observations/link_declined.html")
    context = {
        "form": form,
        "social_worker": observer.observation.enrolment.social_worker,
        "back": way.home,
        "key": f"decline-{observer.pk}",
        "owner": way.owner,
    }
    return render(request, "observations/decline.html", context)


@by_link
def link_paper(request, observer, way):
    """For those who write by hand: somebody types it in later, and they confirm it."""
    return on_paper(request, observer.observation, back=way.home, knows_what_helps=True)
