"""Pages of one enrolment."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from swip.accounts.queries import register_standing
from swip.core import history_words
from swip.enrolment import actions, permissions, queries
from swip.enrolment.models import Enrolment
from swip.enrolment.queries.time import time_of
from swip.enrolment.queries.transfers import claims_waiting_for

ENTRIES_ON_A_PAGE = 50

form_page = require_http_methods(["GET", "HEAD", "POST"])


def find(request, enrolments, pk) -> Enrolment:
    return get_object_or_404(queries.with_its_programme(enrolments), pk=pk)


@require_safe
def enrolment(request, pk):
    """A social worker's place on a programme: dates, people, employment, and the way to everything else."""
    enrolment = find(request, permissions.visible_to(request.user), pk)
    actions.note_look(enrolment, by=request.user)
    answers_are_shown = permissions.answers_readable_by(request.user).contains(enrolment)
    is_own = enrolment.social_worker_id == request.user.pk
    around = queries.around(enrolment)
    may = permissions.upon_time(request.user, enrolment)
    context = {
        "enrolment": enrolment,
        "is_own": is_own,
        "around": around,
        "time": time_of(
            enrolment,
            extensions=around.extensions,
            may=may,
            reader_pk=request.user.pk,
            is_own=is_own,
        ),
        "stages": queries.stage_line(enrolment),
        "rules_of_dates": queries.rules_of_dates(enrolment.rule_book),
        "today": timezone.localdate(),
        "eligibility": queries.eligibility_decision(enrolment) if answers_are_shown else None,
        "may_change": permissions.pairable_by(request.user).contains(enrolment),
        "beside": what_is_beside(request.user, enrolment, is_own=is_own, is_near=answers_are_shown, may=may),
    }
    return render(request, "enrolment/enrolment.html", context)


def what_is_beside(user, enrolment, *, is_own, is_near, may):
    """The ways to employers and moves, to leaving and coming back, and to what helps."""
    shared = permissions.adjustments_visible_to(user).filter(enrolment=enrolment)
    is_left = enrolment.status == Enrolment.Status.WITHDRAWN
    return {
        "shows_employers": is_near,
        "shows_register": is_near and not is_own and bool(enrolment.social_worker.register_number),
        "claims": [each for each in claims_waiting_for(user) if each.enrolment == enrolment]
        if is_own
        else [],
        "shows_adjustments": is_own or shared.exists(),
        "may_withdraw": "coordinate" in may,
        "may_take_up_again": is_left and permissions.reinstated_by(user).contains(enrolment),
    }


@require_safe
def history(request, pk):
    """Who did what, when, on whose behalf and under which rules."""
    enrolment = find(request, permissions.visible_to(request.user), pk)
    actions.note_look(enrolment, by=request.user)
    return entries_page(
        request, "enrolment/history.html", enrolment, queries.history_of(enrolment, reader=request.user)
    )


@require_safe
def looks(request, pk):
    """Who opened the record without supervising: for the social worker alone."""
    enrolment = find(request, permissions.undertaken_by(request.user), pk)
    return entries_page(request, "enrolment/looks.html", enrolment, queries.looks_at(enrolment))


def entries_page(request, template, enrolment, entries):
    page = Paginator(entries, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    is_own = enrolment.social_worker_id == request.user.pk
    is_near = is_own or permissions.time_shown_to(request.user).contains(enrolment)
    context = {
        "enrolment": enrolment,
        "is_own": is_own,
        "page": page,
        "told": history_words.told(page.object_list, is_own=is_own, is_near=is_near),
    }
    return render(request, template, context)


@require_safe
def registered(request, pk):
    """It is done: the dates of every stage, and what happens next."""
    enrolment = find(request, permissions.coordinated_by(request.user), pk)
    context = {
        "enrolment": enrolment,
        "around": queries.around(enrolment),
        "stages": queries.stage_line(enrolment),
        "rules_of_dates": queries.rules_of_dates(enrolment.rule_book),
        "today": timezone.localdate(),
        "standing": register_standing(enrolment.social_worker),
    }
    return render(request, "enrolment/registered.html", context)
