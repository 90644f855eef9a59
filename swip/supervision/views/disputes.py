"""What one side says against an entry of the other, and what is answered."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.core.lifecycle import StaleStep
from swip.supervision import actions, permissions
from swip.supervision.forms import AnswerForm, DisputeForm
from swip.supervision.views.common import entry_or_404, frame, kind_or_404, typed


@never_cache
def dispute(request, kind, pk):
    kind = kind_or_404(kind)
    entry = entry_or_404(permissions.entries_disputable_by(request.user, kind), pk)
    if not entry.may_move_to("disputed"):
        if request.method == "POST":
            raise StaleStep(entry)
        return redirect(entry)
    form = DisputeForm(typed(request))
    if form.is_valid():
        actions.dispute(entry, words=form.cleaned_data["words"], by=request.user)
        messages.success(request, "Your words are with the entry. Whoever entered it has been told")
        return redirect(entry)
    context = frame(request, entry.enrolment) | {"entry": entry, "kind": kind.KIND, "form": form}
    return render(request, "supervision/dispute.html", context)


@never_cache
def answer(request, kind, pk):
    kind = kind_or_404(kind)
    entry = entry_or_404(permissions.entries_kept_by(request.user, kind), pk)
    raised = next((each for each in permissions.disputes_about(entry) if each.is_open), None)
    if raised is None or raised.answer:
        if request.method == "POST":
            raise StaleStep(entry)
        return redirect(entry)
    form = AnswerForm(typed(request))
    if form.is_valid():
        actions.answer(raised, words=form.cleaned_data["words"], by=request.user)
        messages.success(request, "Your answer is with the entry")
        return redirect(entry)
    context = frame(request, entry.enrolment) | {
        "entry": entry,
        "kind": kind.KIND,
        "dispute": raised,
        "form": form,
    }
    return render(request, "supervision/answer.html", context)


@require_POST
def settle(request, kind, pk):
    """Whoever disputed an entry lets it stand."""
    kind = kind_or_404(kind)
    entry = entry_or_404(permissions.entries_disputable_by(request.user, kind), pk)
    raised = next((each for each in permissions.disputes_about(entry) if each.is_open), None)
    if raised is not None:  # pressed twice, it is settled already
        actions.settle(raised, by=request.user)
        messages.success(request, "Settled: the entry stands")
    return redirect(entry)
