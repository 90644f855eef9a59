"""Days away: recorded, ended, chosen upon, put right, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from swip.enrolment import permissions
from swip.enrolment.actions import absences as actions
from swip.enrolment.forms.absences import (
    AbsenceForm,
    ChooseLeaveForm,
    CorrectAbsenceForm,
    EndAbsenceForm,
    TakeBackAbsenceForm,
)
from swip.enrolment.queries.absences import KINDS, OR_PAUSE
from swip.enrolment.queries.place import rules_behind
from swip.enrolment.queries.timetable import EXEMPT, THRESHOLD
from swip.enrolment.queries.what_if import compare
from swip.enrolment.views.journeys import find_fact, journey, take_back, typed
from swip.enrolment.views.place import find, form_page

RULES = (THRESHOLD, EXEMPT, KINDS, OR_PAUSE)


@form_page
def record_absence(request, pk):
    """By the social worker themselves, their supervisor or their coordinator."""
    enrolment = find(request, permissions.absences_recorded_by(request.user), pk)
    form = typed(request, AbsenceForm, enrolment=enrolment)
    is_own = enrolment.social_worker_id == request.user.pk

    def goto(absence):
        chooses = absence.is_exempt and is_own
        return (
            reverse("enrolment:choose_leave", args=[absence.pk]) if chooses else enrolment.get_absolute_url()
        )

    return journey(
        request,
        form,
        template="enrolment/record_absence.html",
        heading="Record an absence",
        act=lambda: actions.record_absence(enrolment, by=request.user, **form.cleaned_data),
        done="The absence has been recorded, and the people concerned have been told",
        rules=RULES,
        goto=goto,
    )


@form_page
def end_absence(request, pk):
    absence = find_fact(permissions.absences_ended_by(request.user), pk)
    form = typed(request, EndAbsenceForm, absence=absence)
    return journey(
        request,
        form,
        template="enrolment/end_absence.html",
        heading="End an absence",
        act=lambda: actions.end_absence(absence, by=request.user, **form.cleaned_data),
        done="The last day has been recorded, and the people concerned have been told",
        absence=absence,
    )


@form_page
def choose_leave(request, pk):
    """Both options side by side; the choice can be changed until the programme ends."""
    absence = find_fact(permissions.leave_chosen_by(request.user), pk)
    form = ChooseLeaveForm(request.POST if request.method == "POST" else None, absence=absence)
    if form.is_valid():
        actions.choose_leave(absence, makes_longer=form.makes_longer, by=request.user)
        messages.success(request, "Your choice has been recorded. You can change it until the programme ends")
        return redirect(absence.enrolment)
    context = {
        "enrolment": absence.enrolment,
        "absence": absence,
        "form": form,
        "compared": compare(absence.enrolment, form),
        "rules": rules_behind(absence.enrolment.rule_book, EXEMPT),
    }
    return render(request, "enrolment/choose_leave.html", context)


@form_page
def correct_absence(request, pk):
    absence = find_fact(permissions.absences_changed_by(request.user), pk)
    form = typed(request, CorrectAbsenceForm, absence=absence)
    return journey(
        request,
        form,
        template="enrolment/correct.html",
        heading="Correct an absence",
        act=lambda: actions.correct_absence(absence, by=request.user, **form.cleaned_data),
        done="The absence has been corrected, and the people concerned have been told",
        rules=RULES,
        fact=absence,
        take_back=reverse("enrolment:take_back_absence", args=[absence.pk]),
    )


@form_page
def take_back_absence(request, pk):
    return take_back(
        request,
        find_fact(permissions.absences_changed_by(request.user), pk),
        TakeBackAbsenceForm,
        heading="Take back an absence",
        act=actions.take_back_absence,
    )
