"""The pages on which a supervisor reads and answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.core.lifecycle import StaleStep
from swip.enrolment.queries import colleagues_of, is_looked_through
from swip.evidence import actions, permissions, queries
from swip.evidence.forms import ReviewForm
from swip.evidence.views.common import ON_A_PAGE, with_people
from swip.standards.contents import prompts_of


def waiting(request):
    """What waits for this supervisor, the longest wait first."""
    page = Paginator(queries.waiting_for(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "evidence/waiting.html", {"page": page})


@never_cache
def review(request, pk):
    """The supervisor reads exactly one version, and says whether it shows what it is linked to."""
    evidence = get_object_or_404(with_people(permissions.once_handed_in_to(request.user)), pk=pk)
    version = queries.newest_version(evidence)
    draft = queries.review_draft(version, by=request.user)
    if request.method == "POST":
        form = ReviewForm(request.POST, subject=version, colleagues=names_to_keep(request, evidence))
        if answer := take(request, evidence, version, form):
            return answer
    elif evidence.is_waiting:
        form = ReviewForm(subject=version, initial={"decision": draft.decision, "comment": draft.comment})
    elif evidence.is_handed_in:
        return redirect(evidence)
    else:
        raise Http404
    context = {
        "evidence": evidence,
        "version": version,
        "reading": queries.reading_of(version),
        "prompts": prompts_of(evidence.enrolment.standards),
        "earlier": queries.versions_of(evidence, reader=request.user)[1:],
        "form": form,
        "more_forms": form.more_forms,
        "draft": draft,
    }
    return render(request, "evidence/review.html", context)


def take(request, evidence, version, form):
    """What was typed is kept, or what was decided is sent; no answer where a mistake has to be told first."""
    if form.is_valid() and queries.was_just_said(version, by=request.user, **form.cleaned_data):
        return redirect(evidence)  # pressed twice
    if not evidence.is_waiting or request.POST.get("version") != str(version.number):
        # A piece that was withdrawn is out of sight: their page shows the way on instead.
        raise StaleStep(evidence if evidence.is_handed_in else evidence.enrolment)
    if is_autosave(request):
        if form.is_longer_than_a_draft:
            return too_long()
        revision = revision_typed_upon(request)
        return saved(actions.keep_review(version, revision=revision, by=request.user, **form.typed()))
    if not form.is_valid():
        return None
    said = {"comment": form.cleaned_data["comment"], "decisions": form.decisions}
    if form.cleaned_data["decision"] == "accepted":
        actions.accept(version, by=request.user, **said)
        messages.success(request, "Evidence accepted")
    else:
        actions.send_back(version, by=request.user, **said)
        messages.success(request, "Evidence sent back with your comments")
    return redirect(evidence)


def names_to_keep(request, evidence):
    """Whose names give no family away in a comment; nothing is looked through while it saves itself."""
    looks = not is_autosave(request) and is_looked_through(evidence.enrolment.rule_book)
    return colleagues_of(evidence.enrolment) if looks else None
