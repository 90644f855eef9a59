"""Leave a programme."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render

from swip.enrolment import actions, permissions, queries
from swip.enrolment.forms.ending import WithdrawForm
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
