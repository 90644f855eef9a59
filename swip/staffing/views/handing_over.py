"""Somebody leaves: who leaves, everybody with a suggestion, one page to check, then done."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from swip.accounts import permissions as accounts
from swip.core.autosave import is_autosave, revision_typed_upon, saved
from swip.core.lifecycle import StaleStep, StaleText
from swip.govuk.words import plural
from swip.staffing import actions, permissions
from swip.staffing.forms import ChoicesForm, HandOverForm
from swip.staffing.models import HandingOver
from swip.staffing.queries import handing_over as queries
from swip.staffing.queries.rule_numbers import AWAY_DAYS, COUNTS_AS, FIRST_WEEKS, MOST, TWO_PEOPLE
from swip.staffing.queries.staff import Staff

form_page = require_http_methods(["GET", "HEAD", "POST"])
RULES_OF_SPREADING = [*(key for key, _ in MOST.values()), COUNTS_AS, FIRST_WEEKS, AWAY_DAYS, TWO_PEOPLE]


@form_page
def hand_over(request, pk):
    """Who leaves, and from when."""
    organisation = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    people = queries.who_can_hand_over(organisation, user=request.user)
    asked_for = str(request.GET.get("person", ""))
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        people=[(each, f"{each} ({plural(count, 'social worker')})") for each, count in people],
        person=next((each for each, _ in people if str(each.pk) == asked_for), None),
        may_end=bool(accounts.roles_filled_by(request.user, organisation)),
    )
    if form.is_valid():
        draft = actions.begin(
            organisation,
            form.person,
            from_day=form.cleaned_data["from_day"],
            ends_appointment=form.cleaned_data.get("ends_appointment", False),
            by=request.user,
        )
        return redirect(draft)
    context = {
        "organisation": organisation,
        "form": form,
        "people": people,
        "drafts": queries.drafts_at(organisation, user=request.user),
    }
    return render(request, "staffing/hand_over.html", context)


def find(request, pk):
    prepared = permissions.handings_over_prepared_by(request.user)
    return get_object_or_404(prepared.select_related("person", "organisation", "started_by"), pk=pk)


@form_page
def handing_over(request, pk):
    """Everybody with a suggestion; then one page to check; then what came of it."""
    draft = find(request, pk)
    if draft.status == HandingOver.Status.DONE:
        return told(request, draft)
    staff = Staff(draft.organisation, today=timezone.localdate())
    lines = queries.lines_of(draft)
    waiting = [each for each in lines if each.result == each.Result.WAITING]
    form = ChoicesForm(
        request.POST if request.method == "POST" else None,
        choices=queries.choices_of(staff, draft, waiting),
    )
    step = request.POST.get("step")
    if is_autosave(request):
        form.is_valid()
        actions.choose(draft, revision_typed_upon(request), form.chosen)
        return saved(draft)
    if step == "suggest":
        actions.suggest_again(draft, by=request.user)
        messages.success(request, "Everybody has a new suggestion, from how things stand now")
        return redirect(draft)
    if step == "confirm":
        return confirm(request, draft)
    if request.method == "POST" and form.is_valid() and step != "change":
        actions.choose(draft, revision_typed_upon(request), form.chosen)
        if step == "save":
            messages.success(request, "Saved. Nothing has changed for anybody yet")
            return redirect("staffing:board", draft.organisation_id)
        return check(request, draft, staff)
    context = frame(request, draft, staff, lines) | {
        "form": form if step != "change" else ChoicesForm(None, choices=form.choices),
        "choices": form.choices,
        "drift": queries.drift_of(draft, lines, user=request.user),
        "covering": list(queries.covered_by(draft.person, draft.organisation)),
        "rules": staff.numbers.rules(*RULES_OF_SPREADING),
    }
    return render(request, "staffing/handing_over.html", context)


def frame(request, draft, staff, lines):
    """What both pages show of a handing over."""
    return {
        "draft": draft,
        "organisation": draft.organisation,
        "lines": lines,
        "loads": queries.loads_after(staff, draft, [each for each in lines if each.result == "waiting"]),
        "ending": queries.appointments_to_end(draft, user=request.user) if draft.ends_appointment else [],
    }


def check(request, draft, staff):
    """One page with everything that will happen."""
    lines = queries.lines_of(draft)
    choices = queries.choices_of(staff, draft, lines)
    context = frame(request, draft, staff, lines) | {
        "against": {
            each.line.pk: each.chosen.stands_in_the_way
            for each in choices
            if each.chosen and each.chosen.stands_in_the_way
        },
        "later": [each for each in lines if each.to is None],
    }
    return render(request, "staffing/check_handing_over.html", context)


def confirm(request, draft):
    if revision_typed_upon(request) != draft.revision:
        raise StaleText(draft)
    try:
        actions.hand_over(draft, by=request.user)
    except StaleStep:  # pressed twice: the first press has done it
        draft.refresh_from_db()
        if draft.status != HandingOver.Status.DONE:
            raise
    return redirect(draft)


def told(request, draft):
    """What came of it: who is handed over, and who is not and why."""
    lines = queries.lines_of(draft)
    context = {
        "draft": draft,
        "organisation": draft.organisation,
        "done": [each for each in lines if each.result == each.Result.DONE],
        "left": [each for each in lines if each.result != each.Result.DONE],
        "appointments": queries.appointments_of_leaver(draft),
    }
    return render(request, "staffing/handed_over.html", context)


@form_page
def drop(request, pk):
    """Nothing of it is done."""
    draft = find(request, pk)
    if request.method == "POST":
        actions.drop(draft, by=request.user)
        messages.success(request, "Dropped. Nothing has changed for anybody")
        return redirect("staffing:board", draft.organisation_id)
    if draft.status != HandingOver.Status.DRAFT:
        raise StaleStep(draft)
    return render(request, "staffing/drop.html", {"draft": draft})
