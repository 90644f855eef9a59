from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from swip.credentials import actions, permissions
from swip.credentials.forms import RevokeForm


@login_not_required
@require_safe
def award(request, identifier):
    """The public page that confirms an award: what, to whom, by whom, and whether it still stands."""
    awards = permissions.public().select_related(
        "person", "programme", "rule_book__standards__framework", "rule_book__programme", "organisation"
    )
    found = get_object_or_404(awards, identifier=identifier)
    user = request.user
    context = {
        "award": found,
        "is_holder": user.is_authenticated and permissions.held_by(user).contains(found),
        "is_revocable": user.is_authenticated and permissions.revocable_by(user).contains(found),
    }
    return render(request, "credentials/award.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, identifier):
    found = get_object_or_404(permissions.revocable_by(request.user), identifier=identifier)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.revoke(found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "The award has been revoked")
        return redirect(found)
    return render(request, "credentials/revoke.html", {"award": found, "form": form})
