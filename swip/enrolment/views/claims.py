"""A new employer claims, and the social worker answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from swip.core.lifecycle import StaleStep
from swip.enrolment import permissions, queries
from swip.enrolment.actions import claims as actions
from swip.enrolment.actions import transfers as releases
from swip.enrolment.forms.claims import ClaimForm, ConsentForm
from swip.enrolment.models import Claim
from swip.enrolment.queries import transfers as found
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.views.place import form_page
from swip.govuk.fields import Choice


@require_safe
def claims(request):
    """What we have claimed, and what became of it. A name only where the social worker agreed."""
    organisations = permissions.registers_for(request.user)
    if not organisations.exists():
        raise Http404
    context = {
        "claims": list(found.claims_of(permissions.claims_made_by(request.user))),
        "organisations": list(organisations),
    }
    return render(request, "enrolment/claims.html", context)


@form_page
def make_claim(request):
    """Typed, checked, sent: the answer is the same whoever exists."""
    organisations = list(permissions.registers_for(request.user))
    programmes = found.programmes_of_claims()
    if not organisations or not programmes:
        raise Http404
    form = ClaimForm(
        request.POST if request.method == "POST" else None,
        organisations=organisations,
        programmes=programmes,
        by=request.user,
    )
    context = {"form": form}
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "enrolment/make_claim.html", context)
    if step != "confirm":
        return render(request, "enrolment/check_claim.html", context)
    typed = form.cleaned_data
    try:
        actions.claim(
            form.organisation,
            form.programme,
            kind=typed["kind"],
            register_number=typed["register_number"],
            email=typed["email"],
            first_day=typed["first_day"],
            full_time_equivalent=typed["full_time_equivalent"],
            team=form.team,
            by=request.user,
        )
    except ChangeRefused as refused:
        form.add_refusal(refused)
        return render(request, "enrolment/make_claim.html", context)
    messages.success(request, "If somebody with these details is on the programme, they have been asked")
    return redirect("enrolment:claims")


@form_page
def withdraw_claim(request, pk):
    claim = get_object_or_404(found.claims_of(permissions.claims_made_by(request.user)), pk=pk)
    if claim.status != Claim.Status.WAITING:
        if request.method == "POST":
            raise StaleStep(claim)
        return redirect("enrolment:claims")
    if request.method == "POST":
        actions.withdraw_claim(claim, by=request.user)
        messages.success(request, "The claim has been withdrawn")
        return redirect("enrolment:claims")
    return render(request, "enrolment/withdraw_claim.html", {"claim": claim})


@form_page
def claim(request, pk):
    """The social worker reads what a claim would do and what the new employer would see, and answers."""
    get_object_or_404(permissions.claims_answered_by(request.user), pk=pk)
    claimed = next((each for each in found.claims_waiting_for(request.user) if each.claim.pk == pk), None)
    if claimed is None:
        raise Http404
    question, options = question_of(claimed)
    form = ConsentForm(request.POST if request.method == "POST" else None, question=question, options=options)
    if form.is_valid():
        try:
            return answered(request, claimed, form.cleaned_data["answer"])
        except ChangeRefused as refused:
            form.add_error("answer", refused.reason)
    enrolment = claimed.enrolment
    context = {
        "form": form,
        "claimed": claimed,
        "claim": claimed.claim,
        "enrolment": enrolment,
        "transfer": claimed.transfer,
        "lead": next(iter(queries.lead_stays(enrolment)), None),
        "rules": queries.rules_behind(enrolment.rule_book, found.WHAT_IS_SEEN),
    }
    return render(request, "enrolment/claim.html", context)


def question_of(claimed) -> tuple[str, list]:
    """What can be answered depends on whether the employer of now has let them go."""
    decline = (ConsentForm.DECLINE, Choice("No, I do not agree", hint="They are told that you declined."))
    organisation = claimed.claim.organisation
    if not claimed.needs_release:
        agree = Choice(f"Yes, I agree to work for {organisation}")
        return "Do you agree?", [(ConsentForm.AGREE, agree), decline]
    was_asked = claimed.transfer is not None and claimed.transfer.asked_at is not None
    if was_asked:
        return "Have you changed your mind?", [decline]
    ask = Choice(
        "Yes, ask my employer to release me",
        hint="Your coordinator is told where you are going. You agree once you have read their report.",
    )
    return f"Are you going to work for {organisation}?", [(ConsentForm.ASK, ask), decline]


def answered(request, claimed, answer):
    organisation = claimed.claim.organisation
    if answer == ConsentForm.DECLINE:
        actions.decline_claim(claimed.claim, by=request.user)
        messages.success(request, f"You have declined. {organisation} has been told")
    elif answer == ConsentForm.ASK:
        releases.ask_for_release(claimed.enrolment, claimed.claim, by=request.user)
        messages.success(request, "Your employer has been asked to release you")
    else:
        enrolment = actions.agree(claimed.claim, by=request.user)
        messages.success(request, f"You have agreed. {organisation} has been told")
        return redirect("enrolment:employers", enrolment.pk)
    return redirect("enrolment:employers", claimed.enrolment.pk)
