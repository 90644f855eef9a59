from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from swip.assessment import actions, permissions, queries
from swip.assessment.forms import (
    AdverseDecisionForm,
    DecisionForm,
    ExtendForm,
    JudgementForm,
    SendBackForm,
    SummaryForm,
)
from swip.assessment.models import Recommendation, Result
from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.core.lifecycle import StaleStep
from swip.enrolment.actions import note_look
from swip.enrolment.permissions import adjustments_for_panel
from swip.standards.contents import outcomes_of, prompts_of

READ_AND_SEND = ["GET", "HEAD", "POST"]
EVIDENCE_IS_GONE = (
    "Evidence that the recommendation rests on has been withdrawn since. Send it back to the assessor"
)


@require_safe
def overview(request, enrolment_pk):
    """How far the assessment of one social worker is, and what was decided."""
    enrolments = permissions.overview_visible_to(request.user)
    enrolment = get_object_or_404(
        enrolments.select_related("social_worker", "programme", "rule_book__programme"), pk=enrolment_pk
    )
    note_look(enrolment, by=request.user)
    recommendation = queries.open_recommendation(enrolment)
    can_read = recommendation and permissions.visible_to(request.user).contains(recommendation)
    can_write = permissions.recommendable_by(request.user).contains(enrolment)
    can_decide = recommendation and permissions.decidable_by(request.user).contains(recommendation)
    context = {
        "enrolment": enrolment,
        "recommendation": recommendation,
        "decisions": queries.decisions_of(enrolment),
        "can_read": can_read,
        "can_write": can_write,
        "can_decide": can_decide,
        "can_start": can_write and not recommendation and enrolment.status == enrolment.Status.ACTIVE,
        "is_own": enrolment.social_worker_id == request.user.pk,
    }
    return render(request, "assessment/overview.html", context)


@require_POST
def start(request, enrolment_pk):
    enrolment = get_object_or_404(permissions.recommendable_by(request.user), pk=enrolment_pk)
    return redirect(actions.start(enrolment, by=request.user))


def _recommendation(request, recommendations, pk) -> Recommendation:
    """With what its pages show. The social worker can see who looked."""
    joined = recommendations.select_related(
        "enrolment__social_worker",
        "enrolment__programme",
        "enrolment__rule_book__programme",
        "enrolment__standards",
        "assessor",
    )
    found = get_object_or_404(joined, pk=pk)
    note_look(found.enrolment, by=request.user)
    return found


def _writable(request, pk) -> Recommendation:
    recommendation = _recommendation(request, permissions.written_by(request.user), pk)
    if recommendation.status not in Recommendation.WRITABLE:
        raise StaleStep(recommendation)
    return recommendation


@require_safe
def recommendation(request, pk):
    """The recommendation, outcome by outcome: to write, to decide upon, or to read."""
    found = _recommendation(request, permissions.visible_to(request.user), pk)
    can_decide = permissions.decidable_by(request.user).contains(found)
    context = {
        "recommendation": found,
        "adjustments": adjustments_for_panel(found.enrolment) if can_decide else [],
        "draft": queries.draft(found),
        "sendings_back": queries.sendings_back(found),
        "can_write": found.status in Recommendation.WRITABLE
        and permissions.written_by(request.user).contains(found),
        "can_decide": can_decide,
    }
    return render(request, "assessment/recommendation.html", context)


@require_http_methods(READ_AND_SEND)
def judge(request, pk, slug):
    """One outcome: a judgement in words, a reason, and the evidence that it rests on."""
    found = _writable(request, pk)
    standards = found.enrolment.standards
    outcome = next((each for each in outcomes_of(standards) if each.slug == slug), None)
    if outcome is None:
        raise Http404
    options = {
        "scale": queries.scale(found.enrolment.rule_book),
        "citable": queries.citable(found.enrolment, outcome),
    }
    if request.method == "POST":
        form = JudgementForm(request.POST, **options)
        if not form.is_longer_than_a_draft:
            revision = revision_typed_upon(request)
            actions.keep_judgement(found, outcome, revision=revision, by=request.user, **form.typed())
            if is_autosave(request):
                return saved(found)
            if "later" in request.POST:
                return redirect(found)
        elif is_autosave(request):
            return too_long()
        if form.is_valid():
            following = queries.draft(found).next_after(outcome)
            if following:
                return redirect("assessment:judge", pk, following.slug)
            return redirect(found)
    else:
        form = JudgementForm(initial=queries.judgement_so_far(found, outcome), **options)
    context = {
        "recommendation": found,
        "outcome": outcome,
        "prompts": prompts_of(standards).get(outcome.pk, []),
        "form": form,
        "has_citable": options["citable"].exists(),
    }
    return render(request, "assessment/judge.html", context)


@require_http_methods(READ_AND_SEND)
def summarise(request, pk):
    """The portfolio as a whole."""
    found = _writable(request, pk)
    if request.method == "POST":
        form = SummaryForm(request.POST)
        if not form.is_longer_than_a_draft:
            revision = revision_typed_upon(request)
            actions.keep_summary(found, revision=revision, by=request.user, **form.typed())
            if is_autosave(request):
                return saved(found)
            if "later" in request.POST or form.is_valid():
                return redirect(found)
        elif is_autosave(request):
            return too_long()
    else:
        form = SummaryForm(initial={"result": found.result, "summary": found.summary})
    return render(request, "assessment/summarise.html", {"recommendation": found, "form": form})


@require_http_methods(READ_AND_SEND)
def submit(request, pk):
    """Check the answers, and hand them in."""
    found = _writable(request, pk)
    draft = queries.draft(found)
    if request.method == "POST" and draft.is_ready:
        actions.submit(found, revision=revision_typed_upon(request), by=request.user)
        messages.success(request, "Your recommendation has been handed in")
        return redirect("assessment:overview", found.enrolment_id)
    context = {"recommendation": found, "draft": draft}
    return render(request, "assessment/submit.html", context)


@require_safe
def waiting(request):
    """What waits for a decision by this person, the longest wait first."""
    recommendations = queries.longest_waiting_first(permissions.decidable_by(request.user))
    return render(request, "assessment/waiting.html", {"recommendations": recommendations})


@require_http_methods(READ_AND_SEND)
def send_back(request, pk):
    found = _recommendation(request, permissions.decidable_by(request.user), pk)
    form = SendBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.send_back(found, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, "The recommendation has been sent back to the assessor")
        return redirect("assessment:overview", found.enrolment_id)
    return render(request, "assessment/send_back.html", {"recommendation": found, "form": form})


@require_http_methods(READ_AND_SEND)
def decide_met(request, pk):
    return _decide(request, pk, Result.MET, DecisionForm, "assessment/decide_met.html")


@require_http_methods(READ_AND_SEND)
def decide_not_met(request, pk):
    return _decide(request, pk, Result.NOT_MET, AdverseDecisionForm, "assessment/decide_not_met.html")


@require_http_methods(READ_AND_SEND)
def decide_extend(request, pk):
    return _decide(request, pk, Result.EXTEND, ExtendForm, "assessment/decide_extend.html")


def _decide(request, pk, result, form_class, template):
    """One result, on a page of its own, so that none is chosen by a slip."""
    found = _recommendation(request, permissions.decidable_by(request.user), pk)
    options = {"enrolment": found.enrolment} if form_class is ExtendForm else {}
    form = form_class(request.POST if request.method == "POST" else None, **options)
    if form.is_valid():
        try:
            decision = actions.decide(found, result=result, by=request.user, **form.cleaned_data)
        except actions.EvidenceIsGone:
            form.add_error(None, EVIDENCE_IS_GONE)
        else:
            messages.success(request, "The decision has been recorded, and the social worker told")
            return redirect(decision)
    context = {
        "recommendation": found,
        "form": form,
        "adjustments": adjustments_for_panel(found.enrolment),
        "reviews": queries.signed_reviews(found.enrolment),
    }
    return render(request, template, context)


@require_safe
def decision(request, pk):
    """What the employer decided, why, and what it saw."""
    decisions = permissions.decisions_visible_to(request.user)
    joined = decisions.select_related(
        "enrolment__social_worker",
        "enrolment__programme",
        "organisation",
        "rule_book__programme",
        "recommended_by",
        "decided_by",
    )
    found = get_object_or_404(joined, pk=pk)
    note_look(found.enrolment, by=request.user)
    context = {
        "decision": found,
        "recommended": Result(found.seen["result"]).label,
        "judgements": queries.judgements_seen(found),
        "award": queries.award_of(found),
        "is_own": found.enrolment.social_worker_id == request.user.pk,
    }
    return render(request, "assessment/decision.html", context)
