"""The programme stands still, and goes on."""

from __future__ import annotations

from django.urls import reverse

from swip.enrolment import permissions
from swip.enrolment.actions import pauses as actions
from swip.enrolment.forms.pauses import CorrectPauseForm, PauseForm, ResumeForm, TakeBackPauseForm
from swip.enrolment.queries.absences import OR_PAUSE
from swip.enrolment.queries.pauses import AGREEMENT, EXCLUDED, REASONS
from swip.enrolment.views.journeys import find_fact, journey, take_back, typed
from swip.enrolment.views.place import find, form_page

RULES = (REASONS, EXCLUDED, AGREEMENT, OR_PAUSE)


@form_page
def pause(request, pk):
    enrolment = find(request, permissions.pausable_by(request.user), pk)
    form = typed(request, PauseForm, enrolment=enrolment)
    return journey(
        request,
        form,
        template="enrolment/pause.html",
        heading="Pause the programme",
        act=lambda: actions.pause(enrolment, by=request.user, **form.cleaned_data),
        done="The pause has been recorded, and the people concerned have been told",
        rules=RULES,
    )


@form_page
def resume(request, pk):
    paused = find_fact(permissions.pauses_ended_by(request.user), pk)
    form = typed(request, ResumeForm, paused=paused)
    return journey(
        request,
        form,
        template="enrolment/resume.html",
        heading="Return from a pause",
        act=lambda: actions.resume(paused, by=request.user, **form.cleaned_data),
        done="The programme goes on, and the people concerned have been told",
        paused=paused,
    )


@form_page
def correct_pause(request, pk):
    paused = find_fact(permissions.pauses_changed_by(request.user), pk)
    form = typed(request, CorrectPauseForm, paused=paused)
    return journey(
        request,
        form,
        template="enrolment/correct.html",
        heading="Correct a pause",
        act=lambda: actions.correct_pause(paused, by=request.user, **form.cleaned_data),
        done="The pause has been corrected, and the people concerned have been told",
        rules=RULES,
        fact=paused,
        take_back=reverse("enrolment:take_back_pause", args=[paused.pk]),
    )


@form_page
def take_back_pause(request, pk):
    return take_back(
        request,
        find_fact(permissions.pauses_changed_by(request.user), pk),
        TakeBackPauseForm,
        heading="Take back a pause",
        act=actions.take_back_pause,
    )
