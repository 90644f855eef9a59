"""Leave a programme."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from swip.enrolment import actions, permissions, queries
from swip.enrolment.actions import ending
from swip.enrolment.forms.ending import ReinstateForm, UndoWithdrawalForm, WithdrawForm
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.views.journeys import journey
from swip.enrolment.views.place import find, form_page


@form_page
def withdraw(request, pk):
    """Typed, checked, confirmed."""
    enrolment = find(request, permissions.withdrawable_by(request.user), pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None, enrolment=enrolment)
    behind = queries.rules_behind(enrolment.rule_book, queries.WITHDRAWAL_REASONS)
    context = {"enrolment": enrolment, "form": form, "rules": behind}
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "enrolment/withdraw.html", context)
    if step != "confirm":
        return render(request, "enrolment/check_withdrawal.html", context)
    actions.withdraw(enrolment, by=request.user, **form.cleaned_data)
    messages.success(request, f"{enrolment.social_worker} has left the programme and has been told")
    return redirect(enrolment)


@form_page
def undo_withdrawal(request, pk):
    """They had not left: the withdrawal is set aside with a reason."""
    enrolment = find(request, permissions.reinstated_by(request.user), pk)
    withdrawal = queries.last_withdrawal(enrolment)
    if withdrawal is None:
        raise Http404
    form = UndoWithdrawalForm(request.POST if request.method == "POST" else None, enrolment=enrolment)
    context = {"enrolment": enrolment, "withdrawal": withdrawal, "form": form}
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "enrolment/undo_withdrawal.html", context)
    if step != "confirm":
        return render(request, "enrolment/check_undo_withdrawal.html", context)
    try:
        ending.undo_withdrawal(enrolment, because=form.cleaned_data["because"], by=request.user)
    except ChangeRefused as refused:
        form.add_refusal(refused)
        return render(request, "enrolment/undo_withdrawal.html", context)
    messages.success(request, f"{enrolment.social_worker} is on the programme as before and has been told")
    return redirect(enrolment)


@form_page
def reinstate(request, pk):
    """They come back on a day: the dates that follow are shown before anything is saved."""
    enrolment = find(request, permissions.reinstated_by(request.user), pk)
    withdrawal = queries.last_withdrawal(enrolment)
    stay = queries.lead_stay_on(enrolment, timezone.localdate())
    if withdrawal is None or stay is None:
        raise Http404
    form = ReinstateForm(
        request.POST if request.method == "POST" else None,
        enrolment=enrolment,
        withdrawal=withdrawal,
        stay=stay,
    )
    return journey(
        request,
        form,
        template="enrolment/reinstate.html",
        heading="Take up again",
        act=lambda: ending.reinstate(
            enrolment,
            returned_on=form.cleaned_data["returned_on"],
            people=form.chosen(),
            note=form.cleaned_data["note"],
            by=request.user,
        ),
        done=f"{enrolment.social_worker} is back on the programme and has been told",
        rules=("programme.time.owed",),
        withdrawal=withdrawal,
        stay=stay,
    )
