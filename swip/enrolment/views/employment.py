"""Other hours, another team."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from swip.core.lifecycle import StaleStep
from swip.enrolment import permissions
from swip.enrolment.actions import employment as actions
from swip.enrolment.forms.employment import CorrectEmploymentForm, EmploymentForm, TakeBackEmploymentForm
from swip.enrolment.queries.employment import is_last, last_periods, period_before
from swip.enrolment.queries.timetable import BETWEEN_REVIEWS, LONGEST, PART_TIME
from swip.enrolment.views.journeys import find_fact, journey, take_back, typed
from swip.enrolment.views.place import find, form_page

RULES = (PART_TIME, LONGEST, BETWEEN_REVIEWS)


@form_page
def change_employment(request, pk):
    """With two employers at once, the one that is asked for in the address."""
    enrolment = find(request, permissions.employment_changeable_by(request.user), pk)
    periods = last_periods(enrolment, permissions.registers_for(request.user))
    if not periods:
        raise Http404
    wanted = request.GET.get("employer")
    period = next((each for each in periods if str(each.organisation_id) == wanted), periods[0])
    form = typed(request, EmploymentForm, enrolment=enrolment, period=period)

    def act():
        answers = form.cleaned_data
        seen = next((each for each in periods if each.pk == answers["instead_of"]), None)
        if seen is None:  # the hours on their page have been followed by others, or are over
            raise StaleStep(enrolment)
        return actions.change_employment(
            enrolment,
            instead_of=seen,
            from_day=answers["from_day"],
            full_time_equivalent=answers["full_time_equivalent"],
            team=form.team,
            note=answers["note"],
            by=request.user,
        )

    return journey(
        request,
        form,
        template="enrolment/change_employment.html",
        heading="Change hours or team",
        act=act,
        done="The change has been recorded, and the people concerned have been told",
        rules=RULES,
        period=period,
        others=[each for each in periods if each != period],
    )


@form_page
def correct_employment(request, pk):
    period = find_fact(permissions.employment_changed_by(request.user), pk)
    if not is_last(period):
        raise Http404
    form = typed(request, CorrectEmploymentForm, period=period)

    def act():
        answers = form.cleaned_data
        actions.correct_employment(
            period,
            from_day=answers["from_day"],
            full_time_equivalent=answers["full_time_equivalent"],
            team=form.team,
            because=answers["because"],
            by=request.user,
        )

    can_be_taken_back = form.former is not None
    return journey(
        request,
        form,
        template="enrolment/correct.html",
        heading="Correct hours or team",
        act=act,
        done="The hours have been corrected, and the people concerned have been told",
        rules=RULES,
        fact=None,
        take_back=reverse("enrolment:take_back_employment", args=[period.pk]) if can_be_taken_back else "",
    )


@form_page
def take_back_employment(request, pk):
    period = find_fact(permissions.employment_changed_by(request.user), pk)
    if not is_last(period) or period_before(period) is None:
        raise Http404
    return take_back(
        request,
        period,
        TakeBackEmploymentForm,
        heading="Take back a change of hours or team",
        act=actions.take_back_employment,
    )
