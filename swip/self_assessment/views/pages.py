"""Assessing oneself at a point, sharing it, and what the supervisor says beside it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from swip.core.autosave import LONGEST_KEPT, is_autosave, revision_typed_upon, saved, too_long
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments
from swip.enrolment.queries import colleagues_of, is_looked_through, rules_of_looking
from swip.identifiers.actions import NotLookedThrough
from swip.identifiers.queries import out_of_sight
from swip.identifiers.steps import looking_through
from swip.self_assessment import actions, permissions, queries
from swip.self_assessment.forms import CompareForm, DomainForm, ShareForm
from swip.self_assessment.models import SelfAssessment
from swip.standards.contents import prompts_of

WITH_ENROLMENT = (
    "enrolment__social_worker",
    "enrolment__programme",
    "enrolment__rule_book__programme",
    "enrolment__standards__framework",
)


def enrolment_or_404(found, pk):
    related = [name.removeprefix("enrolment__") for name in WITH_ENROLMENT]
    return get_object_or_404(found.select_related(*related), pk=pk)


def self_assessment_or_404(self_assessments, pk):
    return get_object_or_404(self_assessments.select_related(*WITH_ENROLMENT), pk=pk)


def frame(request, enrolment):
    """What every page here says: whose it is, and whether that is the reader."""
    return {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "words_rule": enrolment.rule_book.rule_url(queries.WORDS_RULE),
        "points_rule": enrolment.rule_book.rule_url(queries.POINTS_RULE),
    }


def typed(request):
    """What a form is filled with: nothing, until somebody has sent it."""
    return request.POST if request.method == "POST" else None


def kept_as(record):
    """The name under which a device keeps what is typed on the pages of this record, until it has arrived."""
    return f"{record._meta.model_name}-{record.pk}"


@require_safe
def overview(request, enrolment_pk):
    """The points of the programme, and how far each one is."""
    enrolment = enrolment_or_404(permissions.listed_for(request.user), enrolment_pk)
    enrolments.note_look(enrolment, by=request.user)
    begun = queries.begun(enrolment, seen_by=request.user)
    points = queries.points(enrolment, begun)
    reads_words = permissions.compared_by(request.user).contains(enrolment)
    context = frame(request, enrolment) | {
        "points": points,
        "at_will": [each for each in begun if each.is_at_will],
        "at_will_point": SelfAssessment.Point.AT_WILL.value,
        "outcomes": queries.outcomes_in_words(enrolment.standards),
        "reads_words": reads_words,
        "answered": queries.answered(begun, permissions.views_visible_to(request.user)),
        "first_rule": enrolment.rule_book.rule_url(queries.FIRST_RULE),
        "can_start": enrolment.social_worker_id == request.user.pk and enrolment.is_open,
        "next_point": next((each for each in points if not (each.self_assessment or each.is_ahead)), None),
        "can_compare": reads_words and len(begun) > 1,
    }
    return render(request, "self_assessment/list.html", context)


@require_POST
def start(request, enrolment_pk, point):
    enrolment = enrolment_or_404(permissions.assessable_by(request.user), enrolment_pk)
    stages = enrolment.rule_book.self_assessment_stages
    if point not in {SelfAssessment.Point.AT_WILL, *(stage.self_assessment_point for stage in stages)}:
        raise Http404
    return redirect(actions.start(enrolment, point, by=request.user))


@require_safe
def self_assessment(request, pk):
    """To its writer, while it is private, a list of what to do; once it is shared, the whole of it."""
    record = self_assessment_or_404(permissions.visible_to(request.user), pk)
    placed = queries.placed_by_domain(record)
    context = frame(request, record.enrolment) | {
        "self_assessment": record,
        "kept_as": kept_as(record),
        "domains": placed,
        "can_write": record.is_private and record.enrolment.is_open,
        "views": permissions.views_visible_to(request.user)
        .filter(self_assessment=record)
        .select_related("supervisor"),
        # Of other people's, only who supervises them reads the words.
        "may_answer": record.enrolment.social_worker_id != request.user.pk and record.enrolment.is_open,
        "out_of_sight": out_of_sight(record) if record.is_quarantined else None,
    }
    context |= could_be_goals(
        record,
        [(each, None) for domain in placed for each in domain.placed],
        own=0 if context["is_own"] else None,
    )
    page = "self_assessment" if context["can_write"] else "read"
    return render(request, f"self_assessment/{page}.html", context)


def could_be_goals(record, pairs, *, own):
    """What stands on the page to be made a goal with one press, while the programme lasts."""
    enrolment = record.enrolment
    if not enrolment.is_open or record.is_quarantined:
        return {"gaps": []}
    return {"gaps": queries.gaps(pairs, queries.words_of(enrolment.rule_book), own=own)}


def domain(request, pk, code):
    """The outcomes of one domain, on a page that saves itself."""
    record = self_assessment_or_404(permissions.own(request.user), pk)
    may_write = permissions.writable_by(request.user).contains(record)
    return write_domain(request, record, code, may_write=may_write, page="self_assessment:domain")


def write_domain(request, record, code, *, may_write, page, whose=""):
    """A word and a reason for each outcome of a domain, by the social worker or by their supervisor."""
    placed = queries.placed_by_domain(record)
    here = next((number for number, each in enumerate(placed) if each.slug == code), None)
    if here is None:
        raise Http404
    if not may_write:
        if request.method == "POST":
            raise StaleStep(record)
        return redirect(record)
    words = queries.words_of(record.enrolment.rule_book)
    if is_autosave(request):
        return autosave(request, record, placed[here], words)
    form = DomainForm(typed(request), domain=placed[here], words=words, whose=whose)
    if form.is_bound:
        is_kept = keep(request, record, placed[here], words)
        if is_kept and form.is_valid():
            following = placed[here + 1].slug if here + 1 < len(placed) else None
            is_done = following is None or request.POST.get("then") == "list"
            address = record.get_absolute_url() if is_done else reverse(page, args=[record.pk, following])
            return redirect(f"{address}?{urlencode({'saved': code})}")
    context = frame(request, record.enrolment) | {
        "record": record,
        "domain": placed[here],
        "number": here + 1,
        "count": len(placed),
        "form": form,
        "prompts": prompts_of(record.enrolment.standards),
        "address": reverse(page, args=[record.pk, code]),
        "kept_as": kept_as(record),
        "whose": whose,
    }
    return render(request, "self_assessment/domain.html", context)


def keep(request, record, domain, words) -> bool:
    """Save whatever was typed, even where it could not be shared like this."""
    draft = DomainForm(request.POST, domain=domain, words=words, longest=LONGEST_KEPT)
    if not draft.is_valid():
        return False
    actions.write(record, revision_typed_upon(request), draft.changed_answers, by=request.user)
    return True


def autosave(request, record, domain, words):
    return saved(record) if keep(request, record, domain, words) else too_long()


@never_cache
def look_through(request, pk):
    """What was found in the reasons stands in its place; the social worker decides what becomes of it."""
    record = self_assessment_or_404(permissions.own(request.user), pk)
    may_write = permissions.writable_by(request.user).contains(record)
    return look_through_page(request, record, may_write=may_write, following="self_assessment:share")


def look_through_page(request, record, *, may_write, following):
    """Between the last domain and the last look. Where nothing is found nobody notices it."""
    if not may_write:
        if request.method == "POST":
            raise StaleStep(record)
        return redirect(record)
    enrolment = record.enrolment
    step = looking_through(
        request, record, passages=queries.passages_of(record), colleagues=colleagues_of(enrolment)
    )
    if step.is_clear or not is_looked_through(enrolment.rule_book):
        return redirect(record) if step.then == "edit" else redirect(following, record.pk)
    if step.is_decided:
        actions.take_decisions(record, step.decided, revision=revision_typed_upon(request), by=request.user)
        if step.goes_on:
            return redirect(record) if step.then == "edit" else redirect(following, record.pk)
        step = step.again()
        if step.is_clear:
            return redirect(following, record.pk)
        messages.info(request, "Saved. There is still something to decide about.")
    context = frame(request, enrolment) | {
        "record": record,
        "step": step,
        "form": step.form,
        "revision": record.revision,
        "rules": rules_of_looking(enrolment.rule_book),
    }
    return render(request, "self_assessment/look_through.html", context)


def is_shared_by(form, share) -> bool:
    """Share it, or say on its page that somebody could be recognised by what nobody has decided about."""
    if not form.is_valid():
        return False
    try:
        share()
    except actions.NothingSaid:
        form.tell_to_say_something()
        return False
    except NotLookedThrough:
        form.tell_to_look()
        return False
    return True


def share(request, pk):
    """Everything once more, who will read it, and the button."""
    record = self_assessment_or_404(permissions.own(request.user), pk)
    if not permissions.writable_by(request.user).contains(record):
        if request.method == "POST":
            raise StaleStep(record)
        return redirect(record)
    placed = queries.placed_by_domain(record)
    wanted = queries.still_wanted(placed)
    supervisor = record.enrolment.supervisor
    ahead = queries.point_ahead(record)
    form = ShareForm(typed(request), wanted=wanted, is_ahead=ahead is not None)
    if supervisor and is_shared_by(form, lambda: actions.share(record, by=request.user)):
        messages.success(request, f"Shared with {supervisor}")
        return redirect(record)
    context = frame(request, record.enrolment) | {
        "self_assessment": record,
        "domains": placed,
        "wanted": wanted,
        "supervisor": supervisor,
        "ahead": ahead,
        "soon_rule": record.enrolment.rule_book.rule_url(queries.SOON_RULE),
        "form": form,
    }
    return render(request, "self_assessment/share.html", context)


@require_safe
def compare(request, enrolment_pk):
    """What was said at any of the points, side by side."""
    enrolment = enrolment_or_404(permissions.compared_by(request.user), enrolment_pk)
    choices = queries.comparable(enrolment, seen_by=request.user)
    form = CompareForm(request.GET if "with_" in request.GET else None, choices=choices)
    only = form.cleaned_data["with_"] if form.is_bound and form.is_valid() else ()
    comparison = queries.comparison(enrolment, seen_by=request.user, only=only)
    context = frame(request, enrolment) | {
        "comparison": comparison,
        "form": form,
        "may_choose": len(choices) > 2,
    }
    return render(request, "self_assessment/compare.html", context)


# ---- The supervisor's view, beside it


WITH_SELF_ASSESSMENT = ("supervisor", *(f"self_assessment__{name}" for name in WITH_ENROLMENT))


def view_or_404(views, pk):
    return get_object_or_404(views.select_related(*WITH_SELF_ASSESSMENT), pk=pk)


@require_POST
def answer(request, pk):
    """A supervisor begins to say how they see it."""
    record = self_assessment_or_404(permissions.answered_by(request.user), pk)
    return redirect(actions.answer(record, by=request.user))


@require_safe
def view(request, pk):
    """To its writer, while it is private, a list of what to do; once it is shared, both side by side."""
    found = view_or_404(permissions.views_visible_to(request.user), pk)
    can_write = permissions.views_writable_by(request.user).contains(found)
    context = frame(request, found.enrolment) | {
        "view": found,
        "self_assessment": found.self_assessment,
        "kept_as": kept_as(found),
    }
    if can_write:
        context["domains"] = queries.placed_by_domain(found)
        return render(request, "self_assessment/view.html", context)
    context["out_of_sight"] = out_of_sight(found) if found.is_quarantined else None
    return render(request, "self_assessment/beside.html", context | both_sides(request, found))


def both_sides(request, view):
    """What the drawing of both sides needs: the words, and what each side is called by this reader."""
    beside = queries.side_by_side(view)
    worker, supervisor = view.enrolment.social_worker, view.supervisor
    outcomes = [each for _, pairs in beside for each in pairs]
    return {
        "beside": beside,
        "words": queries.words_of(view.enrolment.rule_book),
        "names": ["You" if each == request.user else str(each) for each in (worker, supervisor)],
        "differing": [each.outcome.code for each in outcomes if each.differs],
        "is_answered": any(each.own.word and each.supervisors.word for each in outcomes),
        **could_be_goals(
            view,
            [(each.own, each.supervisors) for each in outcomes],
            own={worker: 0, supervisor: 1}.get(request.user),
        ),
    }


def view_domain(request, pk, code):
    """The outcomes of one domain as the supervisor sees them."""
    found = view_or_404(permissions.views_visible_to(request.user).filter(supervisor=request.user), pk)
    return write_domain(
        request,
        found,
        code,
        may_write=permissions.views_writable_by(request.user).contains(found),
        page="self_assessment:view_domain",
        whose=str(found.enrolment.social_worker),
    )


@never_cache
def look_through_view(request, pk):
    """The same for what the supervisor says."""
    found = view_or_404(permissions.views_visible_to(request.user).filter(supervisor=request.user), pk)
    may_write = permissions.views_writable_by(request.user).contains(found)
    return look_through_page(request, found, may_write=may_write, following="self_assessment:share_view")


def share_view(request, pk):
    """Both once more, side by side, and the button."""
    found = view_or_404(permissions.views_visible_to(request.user).filter(supervisor=request.user), pk)
    if not permissions.views_writable_by(request.user).contains(found):
        if request.method == "POST":
            raise StaleStep(found)
        return redirect(found)
    wanted = queries.still_wanted(queries.placed_by_domain(found))
    form = ShareForm(typed(request), wanted=wanted)
    if is_shared_by(form, lambda: actions.share_view(found, by=request.user)):
        messages.success(request, f"Shared with {found.enrolment.social_worker}")
        return redirect(found)
    context = frame(request, found.enrolment) | {
        "view": found,
        "self_assessment": found.self_assessment,
        "wanted": wanted,
        "form": form,
    }
    context |= both_sides(request, found)
    return render(request, "self_assessment/share_view.html", context)
