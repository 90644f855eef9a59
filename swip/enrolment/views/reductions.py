"""A shorter programme: proposed by a coordinator, agreed or declined by the social worker."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render

from swip.enrolment import permissions
from swip.enrolment.actions import reductions as actions
from swip.enrolment.forms.reductions import AnswerReductionForm, ReductionForm, TakeBackReductionForm
from swip.enrolment.queries.place import rules_behind
from swip.enrolment.queries.timetable import REDUCTION
from swip.enrolment.queries.what_if import compare
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.views.journeys import find_fact, journey, take_back, typed
from swip.enrolment.views.place import find, form_page


@form_page
def propose_reduction(request, pk):
    enrolment = find(request, permissions.shortenable_by(request.user), pk)
    form = typed(request, ReductionForm, enrolment=enrolment)
    return journey(
        request,
        form,
        template="enrolment/propose_reduction.html",
        heading="Propose a shorter programme",
        act=lambda: actions.propose_reduction(enrolment, by=request.user, **form.cleaned_data),
        done=f"{enrolment.social_worker} has been asked. Nothing changes until they agree",
        rules=(REDUCTION,),
        asks_first=True,
    )


@form_page
def answer_reduction(request, pk):
    """The social worker sees what would change, and says yes or no."""
    reduction = find_fact(permissions.reductions_answered_by(request.user), pk)
    form = AnswerReductionForm(request.POST if request.method == "POST" else None, reduction=reduction)
    if form.is_valid():
        try:
            if form.agrees:
                actions.agree_to_reduction(reduction, by=request.user)
            else:
                actions.decline_reduction(reduction, because=form.cleaned_data["because"], by=request.user)
        except ChangeRefused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, "Your answer has been recorded, and your coordinator has been told")
            return redirect(reduction.enrolment)
    context = {
        "enrolment": reduction.enrolment,
        "reduction": reduction,
        "form": form,
        "compared": compare(reduction.enrolment, form),
        "rules": rules_behind(reduction.enrolment.rule_book, REDUCTION),
    }
    return render(request, "enrolment/answer_reduction.html", context)


@form_page
def take_back_reduction(request, pk):
    return take_back(
        request,
        find_fact(permissions.reductions_taken_back_by(request.user), pk),
        TakeBackReductionForm,
        heading="Take back a shorter programme",
        act=actions.take_back_reduction,
    )
