"""The pieces that stand for an outcome: chosen by the social worker, agreed with the supervisor."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.core.autosave import revision_typed_upon
from swip.enrolment.queries import colleagues_of, is_looked_through
from swip.evidence import actions, permissions, queries
from swip.evidence.forms import AnswerShowcaseForm, ShowcaseForm
from swip.evidence.views.common import enrolment_to_read, outcome_of


@never_cache
def showcase(request, enrolment_pk, code):
    """What stands for one outcome, to read; the social worker chooses here, the supervisor answers here."""
    enrolment = enrolment_to_read(request, enrolment_pk)
    outcome = outcome_of(enrolment, code)
    may_choose = permissions.showcases_chosen_by(request.user).contains(enrolment)
    if request.method == "POST" and not may_choose:
        raise Http404
    kept = queries.showcase_of(enrolment, outcome)
    pieces = list(queries.showable(enrolment, outcome))
    shown = queries.showcased(enrolment, outcome=outcome).get(outcome.pk)
    form = ShowcaseForm(
        request.POST if request.method == "POST" else None,
        pieces=pieces,
        most=queries.most_shown(enrolment.rule_book),
        initial={"pieces": [str(each.evidence_id) for each in shown.chosen] if shown else []},
    )
    if form.is_valid():
        chosen, revision = form.cleaned_data["pieces"], revision_typed_upon(request)
        actions.choose_showcase(enrolment, outcome, pieces=chosen, revision=revision, by=request.user)
        messages.success(
            request, "Your choice has been saved" if chosen else "Your choice has been taken back"
        )
        return redirect("evidence:showcase", enrolment.pk, outcome.code)
    may_answer = not may_choose and permissions.showcases_answered_by(request.user).contains(enrolment)
    context = context_of(request, enrolment, outcome, kept, pieces, shown)
    context |= {"form": form, "may_choose": may_choose, "may_answer": may_answer}
    if may_answer and shown and shown.chosen:
        context["form"] = AnswerShowcaseForm(subject=kept, pieces=pieces, most=form.most)
    return render(request, "evidence/showcase.html", context)


@never_cache
@require_POST
def answer_showcase(request, enrolment_pk, code):
    """The supervisor agrees, or names others and says why."""
    enrolment = get_object_or_404(supervised(request), pk=enrolment_pk)
    outcome = outcome_of(enrolment, code)
    kept = get_object_or_404(queries.showcases_of(enrolment), outcome=outcome)
    pieces = list(queries.showable(enrolment, outcome))
    form = AnswerShowcaseForm(
        request.POST,
        subject=kept,
        colleagues=colleagues_of(enrolment) if is_looked_through(enrolment.rule_book) else None,
        pieces=pieces,
        most=queries.most_shown(enrolment.rule_book),
    )
    if form.is_valid():
        revision = revision_typed_upon(request)
        if form.agrees:
            actions.agree_showcase(kept, revision=revision, by=request.user)
            messages.success(request, "You have agreed")
        else:
            answers = {name: form.cleaned_data[name] for name in ("pieces", "comment")}
            actions.suggest_others(
                kept, revision=revision, by=request.user, decisions=form.decisions, **answers
            )
            messages.success(request, "Your suggestion has been sent")
        return redirect("evidence:showcase", enrolment.pk, outcome.code)
    shown = queries.showcased(enrolment, outcome=outcome).get(outcome.pk)
    context = context_of(request, enrolment, outcome, kept, pieces, shown)
    context |= {"form": form, "more_forms": form.more_forms, "may_choose": False, "may_answer": True}
    return render(request, "evidence/showcase.html", context)


@require_POST
def take_back_showcase_answer(request, enrolment_pk, code):
    enrolment = get_object_or_404(supervised(request), pk=enrolment_pk)
    outcome = outcome_of(enrolment, code)
    kept = get_object_or_404(queries.showcases_of(enrolment), outcome=outcome)
    actions.take_back_answer(kept, revision=revision_typed_upon(request), by=request.user)
    messages.success(request, "Your answer has been taken back")
    return redirect("evidence:showcase", enrolment.pk, outcome.code)


def supervised(request):
    answered = permissions.showcases_answered_by(request.user)
    return answered.select_related("social_worker", "standards", "rule_book")


def context_of(request, enrolment, outcome, kept, pieces, shown):
    return {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "outcome": outcome,
        "kept": kept,
        "pieces": pieces,
        "shown": shown,
        "rule": enrolment.rule_book.rule(queries.SHOWCASE_RULE),
    }
