"""Pages of the support agreement: written, checked, offered, signed, printed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.core.lifecycle import StaleStep
from swip.enrolment.actions import note_look
from swip.supervision import actions, permissions
from swip.supervision.forms import AgreementForm, EndForm, SignForm
from swip.supervision.queries import agreements as queries
from swip.supervision.views.common import OF_ENROLMENT, enrolment_or_404, frame, typed


def agreement_or_404(found, pk):
    related = ["started_by", *(f"enrolment__{name}" for name in OF_ENROLMENT)]
    return get_object_or_404(found.select_related(*related), pk=pk)


@require_POST
def start_agreement(request, enrolment_pk):
    """The first one, or a new one beside the one in force: each begins with what holds anyway."""
    enrolment = enrolment_or_404(permissions.supported_by(request.user), enrolment_pk)
    before = queries.in_force(enrolment)
    if before:
        version = queries.versions_of(before)[-1]
        words = AgreementForm.words_of(version, enrolment)
        agreement = actions.renew(before, words, by=request.user)
    else:
        words = AgreementForm.first_words(enrolment)
        agreement = actions.start_agreement(enrolment, words, by=request.user)
    return redirect("supervision:write", agreement.pk) if agreement.is_draft else redirect(agreement)


# A page that the browser kept would hold an old revision: whoever goes back gets it anew.
@never_cache
def write(request, pk):
    """The supervisor's or coordinator's page: it saves itself."""
    agreement = agreement_or_404(permissions.agreements_written_by(request.user), pk)
    enrolment = agreement.enrolment
    if not agreement.is_draft:
        return has_moved_on(request, agreement)
    if request.method == "POST":
        form = AgreementForm(request.POST, enrolment=enrolment)
        if form.is_longer_than_a_draft:
            if is_autosave(request):
                return too_long()
        else:
            actions.write(agreement, revision_typed_upon(request), form.typed(), by=request.user)
            if is_autosave(request):
                return saved(agreement)
            if request.POST.get("then") == "later":
                messages.success(request, "Your draft is saved")
                return redirect("supervision:support", enrolment.pk)
        if form.is_valid():
            return redirect("supervision:check", agreement.pk)
    elif "check" in request.GET:
        form = AgreementForm(agreement.typed, enrolment=enrolment)
    else:
        form = AgreementForm(initial=agreement.typed, enrolment=enrolment)
    versions = queries.versions_of(agreement)
    context = frame(request, enrolment) | {
        "agreement": agreement,
        "form": form,
        "refusal": getattr(versions[-1], "refusal", None) if versions else None,
        "rules": queries.rules_of_terms(enrolment.rule_book),
        "people": queries.people_named(enrolment),
    }
    return render(request, "supervision/write.html", context)


@never_cache
def check(request, pk):
    """Everything on one page before the others are asked to sign."""
    agreement = agreement_or_404(permissions.agreements_written_by(request.user), pk)
    if not agreement.is_draft:
        return has_moved_on(request, agreement)
    enrolment = agreement.enrolment
    form = AgreementForm(agreement.typed, enrolment=enrolment)
    if form.terms is None:
        return redirect(f"{reverse('supervision:write', args=[agreement.pk])}?check=1")
    if request.method == "POST":
        actions.offer(agreement, revision_typed_upon(request), form.terms, by=request.user)
        messages.success(request, "The agreement can be signed now. Those who sign have been told")
        return redirect(agreement)
    version = queries.version_to_be(agreement, form.terms)
    before = queries.version_before(agreement)
    context = frame(request, enrolment) | {
        "agreement": agreement,
        "terms": queries.terms_of(version),
        "changes": queries.changes_between(before, version) if before else [],
        "before": before,
        "parts": queries.signing_parts(enrolment.rule_book),
        "signed_by_rule": queries.rule_or_none(enrolment.rule_book, queries.SIGNED_BY_RULE),
    }
    return render(request, "supervision/check.html", context)


@require_safe
def agreement(request, pk):
    """What is promised, who has signed it, and what changed. Made to be printed, too."""
    found = agreement_or_404(permissions.agreements_visible_to(request.user), pk)
    enrolment = found.enrolment
    note_look(enrolment, by=request.user)
    versions = queries.versions_of(found)
    may_write = permissions.agreements_written_by(request.user).contains(found)
    if not versions:
        if may_write:
            return redirect("supervision:write", found.pk)
        raise Http404
    newest = versions[-1]
    before = versions[-2] if len(versions) > 1 else queries.version_before(found)
    context = frame(request, enrolment) | {
        "agreement": found,
        "version": newest,
        "versions": versions,
        "terms": queries.terms_of(newest),
        "rules": queries.rules_of_terms(enrolment.rule_book),
        "parts": queries.parts_of(newest),
        "before": before,
        "changes": queries.changes_between(before, newest) if before else [],
        "others": [
            each for each in queries.agreements_of(enrolment) if each.pk != found.pk and not each.is_draft
        ],
        "due_on": queries.due_on(enrolment),
        "may_write": may_write,
        "part": permissions.part_to_sign(request.user, newest) if found.is_offered else "",
        "refusals": [each.refusal for each in versions if hasattr(each, "refusal")],
    }
    return render(request, "supervision/agreement.html", context)


@never_cache
def sign(request, pk):
    """One side reads all of it, and signs or says why not."""
    found = agreement_or_404(permissions.agreements_visible_to(request.user), pk)
    versions = queries.versions_of(found)
    if not versions:
        raise Http404
    version = versions[-1]
    part = permissions.part_to_sign(request.user, version)
    if not part and not permissions.signed_by(request.user, found):
        raise Http404
    if not found.is_offered or not part:
        return has_moved_on(request, found)
    form = SignForm(typed(request))
    if form.is_bound and request.POST.get("version") != str(version.number):
        raise StaleStep(found)
    if form.is_valid():
        if form.signs:
            actions.sign(found, version.number, by=request.user)
            messages.success(request, "You have signed the agreement")
        else:
            actions.refuse(found, version.number, words=form.cleaned_data["words"], by=request.user)
            messages.success(request, "Your words are with the agreement, which goes back to be changed")
        return redirect(found)
    before = versions[-2] if len(versions) > 1 else queries.version_before(found)
    context = frame(request, found.enrolment) | {
        "agreement": found,
        "version": version,
        "terms": queries.terms_of(version),
        "rules": queries.rules_of_terms(found.enrolment.rule_book),
        "parts": queries.parts_of(version),
        "part_words": dict(queries.signing_parts(found.enrolment.rule_book)).get(part, part),
        "changes": queries.changes_between(before, version) if before else [],
        "form": form,
    }
    return render(request, "supervision/sign.html", context)


@require_POST
def take_back_offer(request, pk):
    found = agreement_or_404(permissions.agreements_written_by(request.user), pk)
    if not found.is_draft:  # pressed twice, it is a draft already
        actions.take_back_offer(found, by=request.user)
    return redirect("supervision:write", found.pk)


@never_cache
def end(request, pk):
    """Asks why, since those who signed are told."""
    found = agreement_or_404(permissions.agreements_written_by(request.user), pk)
    if not found.is_in_force:
        return has_moved_on(request, found)
    form = EndForm(typed(request))
    if form.is_valid():
        actions.end(found, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, "The agreement has ended. What the rules promise still holds")
        return redirect(found)
    context = frame(request, found.enrolment) | {"agreement": found, "form": form}
    return render(request, "supervision/end.html", context)


def has_moved_on(request, found):
    """Somebody else has taken the next step: what was typed is shown again, and a reader is led to the agreement."""
    if request.method == "POST":
        raise StaleStep(found)
    return redirect(found)
