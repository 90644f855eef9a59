"""The social worker's own view, before anybody else is asked."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.feedback import permissions
from swip.feedback.actions import releasing
from swip.feedback.actions import rounds as actions
from swip.feedback.forms import OwnWordsForm, QuestionsForm
from swip.feedback.queries import rounds as queries
from swip.feedback.views.common import frame, has_moved_on, round_or_404, typed
from swip.identifiers.actions import NotLookedThrough


# A page that the browser kept would hold an old revision: whoever goes back gets it anew.
@never_cache
def own_view(request, pk):
    """It saves itself."""
    found = round_or_404(permissions.written_by(request.user), pk)
    if not found.is_own_view:
        return has_moved_on(request, found)
    view = found.own_view
    if request.method == "POST":
        form = QuestionsForm(request.POST, questions=found.questions)
        if form.is_longer_than_a_draft:
            if is_autosave(request):
                return too_long()
        else:
            actions.write_own_view(found, revision_typed_upon(request), form.typed(), by=request.user)
            if is_autosave(request):
                return saved(view)
            if request.POST.get("then") == "later":
                messages.success(request, "Your own view is saved")
                return redirect(found)
        if form.is_valid():
            return redirect("feedback:check_own_view", found.pk)
    elif "check" in request.GET:
        form = QuestionsForm(view.typed, questions=found.questions)
    else:
        form = QuestionsForm(questions=found.questions, initial=view.typed)
    context = frame(request, found.enrolment) | {"round": found, "view": view, "form": form}
    context["rules"] = queries.rules_of(found.rule_book)
    return render(request, "feedback/own_view.html", context)


@never_cache
def check_own_view(request, pk):
    found = round_or_404(permissions.written_by(request.user), pk)
    if not found.is_own_view:
        return has_moved_on(request, found)
    form = QuestionsForm(found.own_view.typed, questions=found.questions)
    if not form.is_valid():
        return redirect(f"{reverse('feedback:own_view', args=[found.pk])}?check=1")
    if request.method == "POST":
        try:
            actions.send_own_view(found, revision_typed_upon(request), by=request.user)
        except NotLookedThrough:
            return redirect("feedback:look_through", found.pk, "own-view")
        messages.success(request, "Your own view is kept. Now name the people to ask")
        return redirect("feedback:people", found.pk)
    context = frame(request, found.enrolment) | {"round": found, "view": found.own_view, "form": form}
    return render(request, "feedback/check_own_view.html", context)


@never_cache
def reword_own_view(request, pk):
    """While the round is out of sight: the words alone, so that nobody is recognised by them."""
    found = round_or_404(permissions.own_views_mended_by(request.user), pk)
    view = found.own_view
    view.round = found
    form = OwnWordsForm(typed(request), questions=found.questions, initial=view.typed)
    if form.is_valid():
        revision = revision_typed_upon(request)
        try:
            releasing.reword_own_view(
                view, form.words, revision, is_looked_at=form.is_looked_at, by=request.user
            )
        except NotLookedThrough as found_in:
            form.ask_to_look(found_in.where)
        else:
            messages.success(request, "Your own view is reworded")
            return redirect(found)
    context = frame(request, found.enrolment) | {"round": found, "view": view, "form": form}
    return render(request, "feedback/reword_own_view.html", context)
