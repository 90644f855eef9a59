"""What a link without an account opens: one answer, once, until the round closes."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.core.lifecycle import MovedOn, StaleText
from swip.core.views import kept_words
from swip.enrolment.queries import rules_of_looking
from swip.feedback import permissions
from swip.feedback.actions import answers as actions
from swip.feedback.forms import QuestionsForm
from swip.feedback.queries import rounds as queries
from swip.feedback.queries.identifying import look_at_answer
from swip.identifiers.actions import NotLookedThrough
from swip.identifiers.steps import step_of


def behind_link(view):
    """Finds whose link it is; says plainly what to do where it leads nowhere, or another window was quicker.

    Opening it uses nothing up: scanners of email open links, too.
    """

    @login_not_required
    @never_cache
    @wraps(view)
    def page(request, token):
        invitation = queries.invitation_with(token)
        if over := leads_nowhere(request, invitation):
            return over
        try:
            return view(request, invitation, token)
        except MovedOn as reason:
            if is_autosave(request):
                raise
            return moved_on(request, token, reason)

    return page


def leads_nowhere(request, found):
    """The page that says why; nothing where it leads to the questions."""
    if found is None or is_not_theirs(request, found):
        return refused(request, "feedback/answer_unknown.html", {}, 404)
    if not found.is_waiting or not found.round.takes_answers:
        context = {"invitation": found, "social_worker": found.round.enrolment.social_worker}
        return refused(request, "feedback/answer_over.html", context, 410)
    return None


def refused(request, page, context, status):
    if is_autosave(request):
        message = "This link does not take an answer any more. Copy your text if you need it."
        return JsonResponse({"state": "conflict", "message": message}, status=409)
    return render(request, page, context | {"kept": kept_words(request)}, status=status)


def is_not_theirs(request, invitation):
    """Neither the social worker nor their supervisor answers, whoever has sent them the letter."""
    if not request.user.is_authenticated:
        return False
    return permissions.reads_instead_of_answering(request.user).filter(pk=invitation.round_id).exists()


def moved_on(request, token, reason):
    """Another window was quicker. What was typed in this one is shown."""
    if isinstance(reason, StaleText):
        href = reverse("feedback:answer", args=[token])
        context = {"is_text": True, "href": href, "kept": kept_words(request)}
        return render(request, "stale.html", context, status=409)
    return leads_nowhere(request, queries.invitation_with(token)) or redirect("feedback:answer", token)


def context_of(invitation, token):
    found = invitation.round
    return {
        "invitation": invitation,
        "round": found,
        "social_worker": found.enrolment.social_worker,
        "token": token,
        "limits": queries.limits_of(found.rule_book),
    }


@behind_link
def answer(request, invitation, token):
    """It saves itself; without scripts, a button keeps it."""
    found = invitation.round
    asked = {"questions": found.questions, "name": found.enrolment.social_worker.name}
    draft = getattr(invitation, "draft", None)
    if request.method == "POST":
        form = QuestionsForm(request.POST, **asked)
        if form.is_longer_than_a_draft:
            if is_autosave(request):
                return too_long()
        else:
            draft = actions.write(invitation, revision_typed_upon(request), form.typed())
            if is_autosave(request):
                return saved(draft)
            if request.POST.get("then") == "later":
                return render(request, "feedback/answer_kept.html", context_of(invitation, token))
        if form.is_valid():
            return redirect("feedback:check_answer", token)
    elif "check" in request.GET:
        form = QuestionsForm(draft.typed if draft else {}, **asked)
    else:
        form = QuestionsForm(**asked, initial=draft.typed if draft else {})
    context = context_of(invitation, token)
    context |= {"form": form, "revision": draft.revision if draft else 0}
    return render(request, "feedback/answer.html", context)


@behind_link
def check_answer(request, invitation, token):
    """Everything once more; sent, it cannot be found again, not by us either."""
    found = invitation.round
    draft = getattr(invitation, "draft", None)
    name = found.enrolment.social_worker.name
    form = QuestionsForm(draft.typed if draft else {}, questions=found.questions, name=name)
    if draft is None or not form.is_valid():
        return redirect(f"{reverse('feedback:answer', args=[token])}?check=1")
    context = context_of(invitation, token)
    if request.method == "POST":
        try:
            actions.send(invitation, revision_typed_upon(request), chosen=form.chosen, words=form.words)
        except NotLookedThrough:
            return redirect("feedback:look_through_answer", token)
        return render(request, "feedback/answer_sent.html", context)
    return render(request, "feedback/check_answer.html", context | {"form": form, "revision": draft.revision})


@behind_link
def look_through_answer(request, invitation, token):
    """What a child, a family or they themselves could be recognised by; they decide, and nothing of it is kept."""
    draft = getattr(invitation, "draft", None)
    if draft is None:
        return redirect("feedback:answer", token)
    step = step_of(request, look_at_answer(draft, draft.typed))
    if step.is_decided:
        draft = actions.take_decisions(invitation, step.decided, revision=revision_typed_upon(request))
        if step.goes_on:
            return redirect(f"feedback:{'answer' if step.then == 'edit' else 'check_answer'}", token)
        step = step.again()
        if not step.is_clear:
            messages.info(request, "Saved. There is still something to decide about.")
    if step.is_clear:
        return redirect("feedback:check_answer", token)
    context = context_of(invitation, token) | {
        "step": step,
        "form": step.form,
        "revision": draft.revision,
        "rules": rules_of_looking(invitation.round.rule_book),
        "edit_words": "Change the text myself",
    }
    return render(request, "feedback/look_through_answer.html", context)


@behind_link
def decline(request, invitation, token):
    """They do not know the work well enough."""
    context = context_of(invitation, token)
    if request.method == "POST":
        actions.decline(invitation)
        return render(request, "feedback/declined.html", context)
    return render(request, "feedback/decline.html", context)
