"""Pages of progress reviews: how they stand, writing one, completing it, reading and signing it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments
from swip.plans.queries import plan_at_review
from swip.reviews import actions, permissions, queries
from swip.reviews.forms import ReviewForm, SignForm

OF_ENROLMENT = ["social_worker", "programme", "rule_book__programme", "standards__framework"]
OF_REVIEW = ["stage", "completed_by", *(f"enrolment__{name}" for name in OF_ENROLMENT)]


def enrolment_or_404(found, pk):
    return get_object_or_404(found.select_related(*OF_ENROLMENT), pk=pk)


def review_or_404(found, pk):
    return get_object_or_404(found.select_related(*OF_REVIEW), pk=pk)


def review_to_write(request, pk):
    return permissions.writable_by(request.user).select_related(*OF_REVIEW).filter(pk=pk).first()


def frame(request, enrolment):
    return {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "parts_rule": enrolment.rule_book.rule_url(queries.PARTS_RULE),
    }


@require_safe
def overview(request, enrolment_pk):
    """Every review of the programme: when it is due, how it stands, what can be done."""
    enrolment = enrolment_or_404(permissions.followed_by(request.user), enrolment_pk)
    enrolments.note_look(enrolment, by=request.user)
    states = queries.stage_states(enrolment)
    readable = set(
        permissions.visible_to(request.user).filter(enrolment=enrolment).values_list("pk", flat=True)
    )
    can_start = permissions.startable_by(request.user).contains(enrolment)
    context = frame(request, enrolment) | {
        "states": states,
        "readable": readable,
        "can_start": can_start,
        "next_state": next((each for each in states if not each.is_begun), None),
        "today": timezone.localdate(),
        "months_rule": months_rule(enrolment),
    }
    return render(request, "reviews/list.html", context)


def months_rule(enrolment):
    """Where the rule book says at which months progress is reviewed."""
    keys = [key for key in enrolment.rule_book.contents.rules if key.startswith("reviews.")]
    return enrolment.rule_book.rule_url(keys[0] if keys else queries.PARTS_RULE)


@require_POST
def start(request, enrolment_pk, stage):
    enrolment = enrolment_or_404(permissions.startable_by(request.user), enrolment_pk)
    found = next((each for each in enrolment.rule_book.reviews if each.code == stage), None)
    if found is None:
        raise Http404
    review = actions.start(enrolment, found, by=request.user)
    return redirect("reviews:write", review.pk) if review.is_draft else redirect(review)


@require_safe
def review(request, pk):
    """What the review says; while it is written again, what it said before."""
    found = review_or_404(permissions.visible_to(request.user), pk)
    enrolments.note_look(found.enrolment, by=request.user)
    versions = queries.versions_of(found)
    context = frame(request, found.enrolment) | {
        "review": found,
        "told": queries.told_to(request.user, found, versions),
        "versions": versions,
        "earlier": [(each, queries.told(each.content)) for each in versions[:-1]],
        "reads_self_assessment": reads_self_assessment(request, found),
        "can_write": permissions.writable_by(request.user).contains(found),
        "can_sign": permissions.signable_by(request.user).contains(found),
        "sign_rule": found.enrolment.rule_book.rule(queries.SIGN_RULE),
    }
    return render(request, "reviews/review.html", context)


def reads_self_assessment(request, found) -> bool:
    """A self-assessment is shared with the supervisor and nobody else."""
    is_own = found.enrolment.social_worker_id == request.user.pk
    return is_own or permissions.drafts_readable_by(request.user).contains(found)


def write(request, pk):
    """The supervisor's page: it saves itself, with the record beside it."""
    found = review_to_write(request, pk)
    if found is None:
        return has_moved_on(request, review_or_404(permissions.drafts_readable_by(request.user), pk))
    if is_autosave(request):
        return saved(found) if keep(request, found) else too_long()
    if request.method == "POST":
        form = ReviewForm(request.POST, review=found)
        is_kept = keep(request, found)
        if is_kept and request.POST.get("then") == "later":
            messages.success(request, "Your draft is saved")
            return redirect(arrived(reverse("reviews:list", args=[found.enrolment_id]), found))
        if is_kept and form.is_valid():
            return redirect(arrived(reverse("reviews:complete", args=[found.pk]), found))
    else:
        form = ReviewForm.of_saved(found) if "check" in request.GET else ReviewForm(review=found)
    rule = found.enrolment.rule_book.rule_url
    record = queries.record_for(found.enrolment, found.stage, found.round)
    context = frame(request, found.enrolment) | {
        "review": found,
        "form": form,
        "record": record,
        "plan": plan_at_review(found.enrolment, since=record.since, seen_by=request.user),
        "plan_rule": rule(queries.PLAN_RULE),
        "change": queries.change_asked_for(found),
        "no_surprise_rule": rule(queries.NO_SURPRISE_RULE),
    }
    return render(request, "reviews/write.html", context)


def keep(request, found) -> bool:
    """Save whatever was typed, complete or not."""
    draft = ReviewForm(request.POST, review=found, is_final=False)
    draft.is_valid()
    if draft.kept is None:
        return False
    actions.write(found, revision_typed_upon(request), by=request.user, **draft.kept)
    return True


def complete(request, pk):
    """One more look at what was written, before the social worker reads it."""
    found = review_to_write(request, pk)
    if found is None:
        return has_moved_on(request, review_or_404(permissions.drafts_readable_by(request.user), pk))
    if not ReviewForm.of_saved(found).is_valid():
        return redirect(f"{reverse('reviews:write', args=[found.pk])}?check=1")
    if request.method == "POST":
        actions.complete(found, revision_typed_upon(request), by=request.user)
        messages.success(request, f"{found.enrolment.social_worker} has been told that the review is ready")
        return redirect(arrived(found.get_absolute_url(), found))
    context = frame(request, found.enrolment) | {
        "review": found,
        "told": queries.told(queries.content_of(found)),
    }
    return render(request, "reviews/complete.html", context)


def sign(request, pk):
    """The social worker reads, comments, and signs or asks for a change."""
    found = review_or_404(permissions.own_completed(request.user), pk)
    if not permissions.signable_by(request.user).contains(found):
        return has_moved_on(request, found)
    form = SignForm(request.POST if request.method == "POST" else None, review=found)
    if is_autosave(request):
        return saved(found) if keep_answer(request, found) else too_long()
    if form.is_bound and keep_answer(request, found) and form.is_valid():
        answer_with(request, found, form)
        return redirect(arrived(found.get_absolute_url(), found))
    context = frame(request, found.enrolment) | {
        "review": found,
        "form": form,
        "told": queries.told(queries.content_of(found)),
        "sign_rule": found.enrolment.rule_book.rule(queries.SIGN_RULE),
    }
    return render(request, "reviews/sign.html", context)


def keep_answer(request, found) -> bool:
    draft = SignForm(request.POST, review=found, is_final=False)
    draft.is_valid()
    if draft.kept is None:
        return False
    actions.comment(found, revision_typed_upon(request), by=request.user, **draft.kept)
    return True


def answer_with(request, found, form):
    said = form.cleaned_data
    words = {"worker_comment": said["worker_comment"], "by": request.user}
    if form.asks_for_change:
        actions.ask_for_change(found, found.revision, note=said["change_wanted"], **words)
        messages.success(request, "Your supervisor has been asked for a change")
    else:
        actions.sign(found, found.revision, **words)
        messages.success(request, "You have signed the review")


def has_moved_on(request, found):
    """Somebody else has taken the next step: what was typed is shown again, and a reader is led to the review."""
    if request.method == "POST":
        raise StaleStep(found)
    return redirect(found)


def arrived(address, found):
    """The copy on the device is no longer wanted once the page it was typed on has been saved."""
    return f"{address}?{urlencode({'saved': found.pk})}"
