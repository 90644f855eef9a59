"""Asking somebody to observe, asking again, asking somebody else; and what coordinators see of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from swip.enrolment.queries import value_or
from swip.observations import actions, permissions, queries
from swip.observations.actions.observers import LINK_DAYS
from swip.observations.forms import AskForm
from swip.observations.views.common import home_of, observation_or_404, typed

ON_A_PAGE = 50


def ask(request, pk):
    """A colleague, or somebody without an account. Whoever was asked before is told that they are not needed."""
    found = observation_or_404(permissions.asked_for_by(request.user), pk)
    before = queries.current_observer(found)
    if before and before.has_answered and request.method != "POST":
        return redirect(home_of(request, found))
    # Where the family said no, nobody is asked; the page says so.
    form = AskForm(
        None if found.family_said_no else typed(request),
        colleagues=permissions.askable_colleagues(found.enrolment),
        never=queries.addresses_never_asked(found.enrolment),
        notes=queries.what_they_are(found.enrolment),
    )
    if form.is_valid():
        if form.colleague:
            actions.ask_colleague(found, form.colleague, by=request.user)
            messages.success(request, f"{form.colleague} is asked to observe")
        else:
            actions.ask_outsider(found, **form.outsider, by=request.user)
            messages.success(request, f"We are sending {form.outsider['name']} a letter with a link")
        return redirect(home_of(request, found))
    book = found.enrolment.rule_book
    context = {
        "observation": found,
        "social_worker": found.enrolment.social_worker,
        "is_own": found.enrolment.social_worker_id == request.user.pk,
        "before": before,
        "form": form,
        "home": home_of(request, found),
        "link_days": value_or(book, LINK_DAYS, 30),
        "link_rule": book.rule_url(LINK_DAYS) if LINK_DAYS in book.contents.rules else "",
    }
    return render(request, "observations/ask.html", context)


@require_POST
def ask_again(request, pk):
    """A new link; or for a colleague, a reminder."""
    found = observation_or_404(permissions.asked_for_by(request.user), pk)
    observer = queries.current_observer(found)
    if observer is None:
        return redirect("observations:ask", found.pk)
    if actions.send_again(observer, by=request.user):
        sent = "is reminded" if observer.has_account else "gets a new link. Older links no longer work"
        messages.success(request, f"{observer.name} {sent}")
    else:
        messages.info(request, f"{observer.name} was asked less than a minute ago. Nothing more is sent now.")
    return redirect(home_of(request, found))


def withdraw_link(request, pk):
    """Asks once more, since whatever the observer has written and not sent can no longer be sent."""
    found = observation_or_404(permissions.asked_for_by(request.user), pk)
    observer = queries.current_observer(found)
    if observer is None or not observer.is_asked:
        return redirect(home_of(request, found))
    if request.method == "POST":
        actions.withdraw(observer, by=request.user)
        messages.success(request, f"{observer.name} is not asked any more")
        return redirect(home_of(request, found))
    context = {"observation": found, "observer": observer, "home": home_of(request, found)}
    return render(request, "observations/withdraw_link.html", context)


@require_safe
def unanswered(request):
    """For coordinators: whose observers have not answered, the longest past first."""
    page = Paginator(queries.asked_for_coordinator(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "observations/unanswered.html", {"page": page})
