"""Pages that only a demonstration has: be somebody, and read the mail that has left."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from swip.demo import actions, queries
from swip.notifications.mail import kept_letters


@login_not_required
@never_cache
@require_safe
def people(request):
    """Made-up people of every kind, by what they come for."""
    return render(request, "demo/people.html", {"groups": queries.groups()})


@login_not_required
@require_POST
def be(request, pk):
    """Whoever was signed in is signed out first."""
    person = get_object_or_404(queries.everybody(), pk=pk)
    actions.be(request, person)
    messages.success(request, f"You are {person.name} now")
    return redirect("dashboards:home")


@login_not_required
@never_cache
@require_safe
def mail(request):
    """What the service has sent, the newest first: here it goes into a folder and no further."""
    return render(request, "demo/mail.html", {"letters": kept_letters()})


@login_not_required
@never_cache
@require_safe
def letter(request, name):
    kept = queries.letter(name)
    if kept is None:
        raise Http404
    return render(request, "demo/letter.html", {"letter": kept})
