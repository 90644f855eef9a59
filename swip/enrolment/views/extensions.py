"""More time, given by a coordinator."""

from __future__ import annotations

from swip.enrolment import permissions
from swip.enrolment.actions import extensions as actions
from swip.enrolment.forms.extensions import ExtensionForm, TakeBackExtensionForm
from swip.enrolment.queries.extensions import MOST
from swip.enrolment.queries.timetable import GROUNDS
from swip.enrolment.views.journeys import find_fact, journey, take_back, typed
from swip.enrolment.views.place import find, form_page


@form_page
def more_time(request, pk):
    enrolment = find(request, permissions.extendable_by(request.user), pk)
    form = typed(request, ExtensionForm, enrolment=enrolment)
    return journey(
        request,
        form,
        template="enrolment/more_time.html",
        heading="Give more time",
        act=lambda: actions.give_more_time(
            enrolment,
            to=form.to,
            instead_of=form.cleaned_data["instead_of"],
            ground=form.cleaned_data["ground"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        done="More time has been given, and the people concerned have been told",
        rules=(GROUNDS, MOST),
    )


@form_page
def take_back_extension(request, pk):
    return take_back(
        request,
        find_fact(permissions.extensions_taken_back_by(request.user), pk),
        TakeBackExtensionForm,
        heading="Take back more time",
        act=actions.take_back_extension,
    )
