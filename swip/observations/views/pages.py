"""One social worker's observations against the rules, one observation, and the same on paper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from swip.enrolment.actions import note_look
from swip.enrolment.permissions import undertaken_by
from swip.enrolment.queries import rules_behind
from swip.observations import actions, permissions, queries
from swip.observations.models import Part
from swip.observations.views.common import about, home_of, observation_or_404, way_of

ON_A_PAGE = 50
OF_LIST = ["social_worker", "programme", "rule_book__programme", "standards__framework"]


@require_safe
def observations(request, enrolment_pk):
    """How many there are of how many, what is still to come and by when, and all of them."""
    found = permissions.listed_for(request.user).select_related(*OF_LIST)
    enrolment = get_object_or_404(found, pk=enrolment_pk)
    is_own = enrolment.social_worker_id == request.user.pk
    if not is_own:
        note_look(enrolment, by=request.user)
    shown = queries.observations_of(enrolment, reader=request.user)
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    book = enrolment.rule_book
    context = {
        "enrolment": enrolment,
        "is_own": is_own,
        "page": page,
        "stages": queries.stages_of(page),
        "settings": {each.setting: queries.setting_words(book, each.setting) for each in page},
        "years": queries.standing_of(enrolment, is_own=is_own),
        "rules": {each.key: each for each in queries.rules_of(book)},
        "may_plan": is_own and enrolment.is_open,
        "may_begin": not is_own and permissions.begun_by_observer(request.user).contains(enrolment),
        "today": timezone.localdate(),
    }
    return render(request, "observations/list.html", context)


@require_POST
def start(request, enrolment_pk):
    """The social worker plans one; whoever supervises or assesses them begins with what they saw."""
    own = undertaken_by(request.user).filter(pk=enrolment_pk).first()
    if own is not None:
        enrolment = get_object_or_404(permissions.planned_by(request.user), pk=enrolment_pk)
        begun = actions.start(enrolment, by=request.user)
        return redirect("observations:write", begun.pk, Part.Kind.PLAN)
    enrolment = get_object_or_404(permissions.begun_by_observer(request.user), pk=enrolment_pk)
    if not permissions.askable_colleagues(enrolment).contains(request.user):
        words = "You cannot observe them: your role has ended, or a conflict of interest is recorded."
        messages.info(request, f"{words} Somebody else has to observe.")
        return redirect("observations:list", enrolment.pk)
    begun = actions.start_as_observer(enrolment, by=request.user)
    return redirect("observations:write", begun.pk, Part.Kind.SEEN)


@require_safe
def observation(request, pk):
    """How far it has come, what each side can do next, and everything that was shared."""
    found = observation_or_404(permissions.visible_to(request.user), pk)
    enrolment = found.enrolment
    is_own = enrolment.social_worker_id == request.user.pk
    is_observer = not is_own and permissions.observed_by(request.user).contains(found)
    if not is_own and not is_observer:
        note_look(enrolment, by=request.user)
    reading = queries.reading(found)
    if is_observer:
        reading = queries.for_observer(reading)
    elif not is_own:
        reading = queries.for_others(reading, found)
    is_open = found.is_under_way and enrolment.is_open
    drafts = queries.drafts_of(found, is_own=is_own, is_observer=is_observer)
    context = about(found) | {
        "is_own": is_own,
        "is_observer": is_observer,
        "reading": reading,
        "out_of_sight": queries.out_of_sight(found),
        "drafts": drafts,
        "way": way_of(request, found),
        "may_write": is_open and (is_own or is_observer),
        "may_type": is_open and not is_observer and permissions.typed_up_by(request.user).contains(found),
        "family_heard": permissions.family_heard_by(request.user).contains(found),
        "may_reopen": found.is_agreed and permissions.reopened_by(request.user).contains(found),
        "family_rule": next(iter(rules_behind(enrolment.rule_book, "family.agreement")), None),
        "setting": queries.setting_words(enrolment.rule_book, found.setting) if found.setting else "",
    }
    return render(request, "observations/observation.html", context)


@require_safe
def paper(request, pk):
    """One page to print for those who write by hand."""
    mine = permissions.visible_to(request.user) | permissions.asked_for_by(request.user)
    found = observation_or_404(mine, pk)
    is_own = found.enrolment.social_worker_id == request.user.pk
    is_either_side = is_own or permissions.observed_by(request.user).contains(found)
    if not is_either_side:
        note_look(found.enrolment, by=request.user)
    return on_paper(request, found, back=home_of(request, found), knows_what_helps=is_either_side)


def on_paper(request, found, *, back, knows_what_helps):
    """What helps the social worker was agreed to be known by who observes them: for other readers it is left out."""
    if found.is_cancelled:
        raise Http404
    book = found.enrolment.rule_book
    context = about(found) | {
        "knows_what_helps": knows_what_helps,
        "reading": queries.reading(found),
        "back": back,
        "settings": queries.settings_of(book),
        "contexts": queries.contexts_of(book),
        "complexities": queries.complexities_of(book),
    }
    return render(request, "observations/paper.html", context)
