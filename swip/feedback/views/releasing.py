"""What the supervisor releases in a conversation, and what the social worker takes from it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.feedback import permissions
from swip.feedback.actions import releasing as actions
from swip.feedback.forms import CommentForm, ReflectForm, ReleaseForm, SummaryForm
from swip.feedback.models import Comment
from swip.feedback.queries import harm, results
from swip.feedback.queries import rounds as queries
from swip.feedback.queries.identifying import SAID_IN
from swip.feedback.views.common import frame, has_moved_on, round_or_404, typed
from swip.identifiers.actions import NotLookedThrough


def form_of(found, comments, data=None, initial=None):
    closed_on = timezone.localdate(found.closed_at)
    return ReleaseForm(data, comments=comments, closed_on=closed_on, initial=initial)


@never_cache
def release(request, pk):
    """Every comment without a name; each is released as it is, in other words, or held back. It saves itself."""
    found = round_or_404(permissions.released_by(request.user), pk)
    if not found.is_valid:
        return has_moved_on(request, found)
    comments = results.comments_to_release(found)
    draft = getattr(found, "release_draft", None)
    kept = draft.typed if draft else {}
    if request.method == "POST":
        form = form_of(found, comments, request.POST)
        if form.is_longer_than_a_draft:
            if is_autosave(request):
                return too_long()
        else:
            draft = actions.write(found, revision_typed_upon(request), form.typed(), by=request.user)
            if is_autosave(request):
                return saved(draft)
            if request.POST.get("then") == "later":
                messages.success(request, "What you have decided so far is saved")
                return redirect(found)
        if form.is_valid():
            return redirect("feedback:check_release", found.pk)
    elif "check" in request.GET:
        form = form_of(found, comments, kept)
    else:
        form = form_of(found, comments, initial=kept)
    context = frame(request, found.enrolment) | {
        "round": found,
        "revision": draft.revision if draft else 0,
        "form": form,
        "areas": results.areas_of(found),
        "own_words": found.own_view.typed,
        "by_question": by_question(found, comments),
        "rules": queries.rules_of(found.rule_book),
        "harm": harm.harm_in(found, [each.words for each in comments]),
        "harm_in_comments": harm.harm_in_comments(comments),
        "procedure": harm.procedure_for(found),
    }
    return render(request, "feedback/release.html", context)


def by_question(found, comments):
    """Each comment with its number on the page, under the question that it answers."""
    numbered = list(enumerate(comments, 1))
    return [
        (question, [(number, each) for number, each in numbered if each.question == question.code])
        for question in found.questions.open
    ]


@never_cache
def check_release(request, pk):
    """What the social worker will read, before they do."""
    found = round_or_404(permissions.released_by(request.user), pk)
    if not found.is_valid:
        return has_moved_on(request, found)
    comments = results.comments_to_release(found)
    draft = getattr(found, "release_draft", None)
    form = form_of(found, comments, draft.typed if draft else {})
    if draft is None or not form.is_valid():
        return redirect(f"{reverse('feedback:release', args=[found.pk])}?check=1")
    if request.method == "POST":
        try:
            actions.release(
                found,
                revision_typed_upon(request),
                form.decisions,
                talked_on=form.cleaned_data["talked_on"],
                summary=form.cleaned_data["summary"],
                by=request.user,
            )
        except NotLookedThrough:
            return redirect("feedback:look_through", found.pk, "release")
        messages.success(request, "The feedback is released")
        return redirect(found)
    words, decisions = dict(Comment.Decision.choices), form.decisions
    told = [
        (number, each, decisions[each.pk], words[decisions[each.pk].decision])
        for number, each in enumerate(comments, 1)
    ]
    summary = form.cleaned_data["summary"]
    texts = [decided.said_instead or each.words for _, each, decided, _ in told]
    context = frame(request, found.enrolment) | {
        "round": found,
        "revision": draft.revision,
        "told": told,
        "talked_on": form.cleaned_data["talked_on"],
        "summary": summary,
        "harm": harm.harm_in(found, [*texts, summary]),
    }
    return render(request, "feedback/check_release.html", context)


def comment(request, pk):
    """One that is out already is put otherwise, or held back after all."""
    found = get_object_or_404(permissions.comments_released_by(request.user), pk=pk)
    found.round = round_or_404(permissions.released_by(request.user), found.round_id)
    initial = {"decision": found.decision}
    if field := SAID_IN.get(found.decision):
        initial[field] = found.said_instead
    form = CommentForm(typed(request), initial=initial)
    if form.is_valid():
        try:
            actions.decide_anew(
                found,
                form.decided,
                is_looked_at=form.is_looked_at,
                mends=form.cleaned_data["mends"],
                by=request.user,
            )
        except NotLookedThrough:
            form.ask_to_look(SAID_IN.get(form.decided.decision, "decision"))
        else:
            messages.success(request, "The comment is released as you chose")
            return redirect(found.round)
    context = frame(request, found.round.enrolment) | {
        "comment": found,
        "round": found.round,
        "form": form,
        "harm": harm.harm_in(found.round, [found.words]),
    }
    return render(request, "feedback/comment.html", context)


def summary(request, pk):
    found = round_or_404(permissions.released_by(request.user), pk)
    if not found.is_released:
        return has_moved_on(request, found)
    form = SummaryForm(typed(request), initial={"summary": found.summary})
    if form.is_valid():
        try:
            actions.reword_summary(
                found,
                form.cleaned_data["summary"],
                is_looked_at=form.is_looked_at,
                mends=form.cleaned_data["mends"],
                by=request.user,
            )
        except NotLookedThrough:
            form.ask_to_look("summary")
        else:
            messages.success(request, "What you talked about is reworded")
            return redirect(found)
    context = frame(request, found.enrolment) | {"round": found, "form": form}
    return render(request, "feedback/summary.html", context)


@never_cache
def reflection(request, pk):
    """The social worker's own page until they share it; it saves itself."""
    found = round_or_404(permissions.reflected_by(request.user), pk)
    there = found.reflection
    if there.shared_at:
        return has_moved_on(request, found)
    if request.method == "POST":
        form = ReflectForm(request.POST)
        if form.is_longer_than_a_draft:
            if is_autosave(request):
                return too_long()
        else:
            actions.reflect(there, revision_typed_upon(request), form.typed(), by=request.user)
            if is_autosave(request):
                return saved(there)
        if form.is_valid():
            messages.success(request, "It is saved. Nobody else reads it until you share it")
            return redirect(found)
    else:
        form = ReflectForm(initial={"words": there.words})
    context = frame(request, found.enrolment) | {"round": found, "reflection": there, "form": form}
    return render(request, "feedback/reflection.html", context)


@require_POST
def share(request, pk):
    found = round_or_404(permissions.reflected_by(request.user), pk)
    if not ReflectForm({"words": found.reflection.words}).is_valid():
        return redirect("feedback:reflection", found.pk)
    try:
        actions.share(found.reflection, by=request.user)
    except NotLookedThrough:
        return redirect("feedback:look_through", found.pk, "reflection")
    messages.success(request, "Your supervisor, assessor and coordinator can read it now")
    return redirect(found)


@require_POST
def take_back_reflection(request, pk):
    found = round_or_404(permissions.reflected_by(request.user), pk)
    actions.take_back(found.reflection, by=request.user)
    return redirect("feedback:reflection", found.pk)
