"""Support and adjustments: what would help, who may see it, and what the employer answers."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from swip.enrolment import permissions, queries
from swip.enrolment.actions import adjustments as actions
from swip.enrolment.forms.adjustments import AnswerForm, AskAgainForm, AskForm, ShareForm
from swip.enrolment.models import Adjustment
from swip.enrolment.queries import adjustments as found
from swip.enrolment.views.place import find, form_page

RULE = "adjustments"


def find_adjustment(adjustments, pk) -> Adjustment:
    return get_object_or_404(found.with_everything(adjustments), pk=pk)


@require_safe
def adjustments(request, pk):
    """One's own; or what somebody has shared. Where nothing was, there is no such page."""
    enrolment = find(request, permissions.adjustments_listed_for(request.user), pk)
    visible = permissions.adjustments_visible_to(request.user).filter(enrolment=enrolment)
    context = {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "adjustments": found.with_everything(visible),
        "may_ask": permissions.adjustable_by(request.user).contains(enrolment),
        "rules": queries.rules_behind(enrolment.rule_book, RULE),
    }
    return render(request, "enrolment/adjustments.html", context)


@form_page
def ask_adjustment(request, pk):
    enrolment = find(request, permissions.adjustable_by(request.user), pk)
    form = AskForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {
            "enrolment": enrolment,
            "form": form,
            "rules": queries.rules_behind(enrolment.rule_book, RULE),
        }
        return render(request, "enrolment/ask_adjustment.html", context)
    adjustment = actions.ask_adjustment(enrolment, by=request.user, **form.cleaned_data)
    messages.success(
        request, "You have asked. Those you chose have been told that there is something to read"
    )
    return redirect(adjustment)


@require_safe
def adjustment(request, pk):
    record = find_adjustment(permissions.adjustments_visible_to(request.user), pk)
    is_own = record.enrolment.social_worker_id == request.user.pk
    is_open = record.status != Adjustment.Status.ENDED
    answerable = record.may_move_to(Adjustment.Status.IN_PLACE)
    context = {
        "adjustment": record,
        "enrolment": record.enrolment,
        "is_own": is_own,
        "is_open": is_open,
        "groups": found.groups_of(record),
        "may_answer": answerable and permissions.adjustments_answered_by(request.user).contains(record),
        "told": found.history_of(record) if is_own else [],
        "rules": queries.rules_behind(record.enrolment.rule_book, RULE),
    }
    return render(request, "enrolment/adjustment.html", context)


@form_page
def share_adjustment(request, pk):
    """Add who may see it, or take that back."""
    record = find_adjustment(permissions.adjustments_shared_by(request.user), pk)
    form = ShareForm(
        request.POST if request.method == "POST" else None, initial={"groups": found.groups_of(record)}
    )
    if not form.is_valid():
        context = {"adjustment": record, "enrolment": record.enrolment, "form": form}
        return render(request, "enrolment/share_adjustment.html", context)
    actions.share_adjustment(record, groups=form.cleaned_data["groups"], by=request.user)
    messages.success(request, "Only those you have ticked can see it")
    return redirect(record)


@form_page
def answer_adjustment(request, pk):
    record = find_adjustment(permissions.adjustments_answered_by(request.user), pk)
    if not record.may_move_to(Adjustment.Status.IN_PLACE) and request.method != "POST":
        return redirect(record)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"adjustment": record, "enrolment": record.enrolment, "form": form}
        return render(request, "enrolment/answer_adjustment.html", context)
    actions.answer_adjustment(record, by=request.user, **form.answer)
    messages.success(request, f"{record.enrolment.social_worker} has been told that you answered")
    return redirect(record)


@form_page
def ask_adjustment_again(request, pk):
    record = find_adjustment(permissions.adjustments_asked_by(request.user), pk)
    if not record.may_move_to(Adjustment.Status.ASKED) and request.method != "POST":
        return redirect(record)
    form = AskAgainForm(
        request.POST if request.method == "POST" else None, initial={"what_helps": record.what_helps}
    )
    if not form.is_valid():
        context = {"adjustment": record, "enrolment": record.enrolment, "form": form}
        return render(request, "enrolment/ask_adjustment_again.html", context)
    actions.ask_again(record, what_helps=form.cleaned_data["what_helps"], by=request.user)
    messages.success(request, "You have asked again")
    return redirect(record)


@form_page
def end_adjustment(request, pk):
    record = find_adjustment(permissions.adjustments_asked_by(request.user), pk)
    if request.method == "POST":
        actions.end_adjustment(record, by=request.user)
        messages.success(request, "It has ended. Nobody else can see it any more")
        return redirect(record)
    if not record.may_move_to(Adjustment.Status.ENDED):
        return redirect(record)
    context = {"adjustment": record, "enrolment": record.enrolment}
    return render(request, "enrolment/end_adjustment.html", context)
