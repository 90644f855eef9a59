"""The changes of somebody's time, and what they say against them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from swip.core.history_words import in_words
from swip.enrolment import actions as enrolment_actions
from swip.enrolment import permissions
from swip.enrolment.actions import objections as actions
from swip.enrolment.forms.objections import AnswerObjectionForm, ObjectionForm
from swip.enrolment.queries.objections import change_entries, changes_of
from swip.enrolment.views.journeys import find_fact
from swip.enrolment.views.place import find, form_page

CHANGES_ON_A_PAGE = 30


@require_safe
def changes(request, pk):
    """Each change: who made it, when, why, on whose behalf, under which rules, and the end before and after."""
    enrolment = find(request, permissions.time_shown_to(request.user), pk)
    enrolment_actions.note_look(enrolment, by=request.user)
    page = Paginator(changes_of(enrolment), CHANGES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "may_answer": permissions.coordinated_by(request.user).contains(enrolment),
        "page": page,
        "in_words": in_words,
    }
    return render(request, "enrolment/changes.html", context)


@form_page
def object_to(request, pk, entry_pk):
    enrolment = find(request, permissions.undertaken_by(request.user), pk)
    entry = get_object_or_404(change_entries(enrolment), pk=entry_pk)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.object_to(enrolment, entry, by=request.user, **form.cleaned_data)
        messages.success(
            request, "Your objection stands beside the change, and your coordinator has been told"
        )
        return redirect(changes_page(enrolment))
    context = {"enrolment": enrolment, "entry": entry, "form": form, "title": in_words(entry.action)}
    return render(request, "enrolment/object_to.html", context)


@form_page
def answer_objection(request, pk):
    objection = find_fact(permissions.objections_answered_by(request.user), pk)
    form = AnswerObjectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.answer_objection(objection, by=request.user, **form.cleaned_data)
        messages.success(request, f"{objection.made_by} has been told")
        return redirect(changes_page(objection.enrolment))
    context = {
        "enrolment": objection.enrolment,
        "objection": objection,
        "form": form,
        "title": in_words(objection.entry.action),
    }
    return render(request, "enrolment/answer_objection.html", context)


def changes_page(enrolment):
    return reverse("enrolment:changes", args=[enrolment.pk])
