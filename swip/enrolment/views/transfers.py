"""With whom somebody works, and letting them go: the report, the release, what the social worker answers."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.core.lifecycle import StaleStep
from swip.enrolment import permissions, queries
from swip.enrolment.actions import note_look
from swip.enrolment.actions import transfers as actions
from swip.enrolment.forms.transfers import (
    AnswerReportForm,
    ReleaseForm,
    ReportForm,
    TakeBackForm,
)
from swip.enrolment.models import Transfer
from swip.enrolment.queries import transfers as found
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.views.place import find, form_page


def find_transfer(transfers, pk) -> Transfer:
    return get_object_or_404(found.with_everything(transfers), pk=pk)


@require_safe
def employers(request, pk):
    """Every employer, who answers for the programme, and where a move stands."""
    enrolment = find(request, permissions.employers_shown_to(request.user), pk)
    note_look(enrolment, by=request.user)
    is_own = enrolment.social_worker_id == request.user.pk
    transfer = found.open_transfer(enrolment)
    ended_by_me = permissions.second_jobs_ended_by(request.user).filter(enrolment=enrolment)
    context = {
        "enrolment": enrolment,
        "is_own": is_own,
        "today": timezone.localdate(),
        "periods": queries.around(enrolment).employment,
        "transfer": transfer,
        "waiting_on": found.waiting_on(transfer) if transfer else None,
        "earlier": found.earlier_transfers(enrolment, permissions.transfers_shown_to(request.user)),
        "claims": [each for each in found.claims_waiting_for(request.user) if each.enrolment == enrolment]
        if is_own
        else [],
        "may_release": permissions.releasable_by(request.user).contains(enrolment),
        "may_open": transfer and permissions.transfers_shown_to(request.user).contains(transfer),
        "may_hand_over": permissions.lead_handed_over_by(request.user).contains(enrolment),
        "ended_by_me": set(ended_by_me.values_list("pk", flat=True)),
        "rules": queries.rules_behind(enrolment.rule_book, found.WHAT_IS_SEEN, found.INTERIM_REPORT),
    }
    return render(request, "enrolment/employers.html", context)


@form_page
def begin_release(request, pk):
    """What a release is; then the report is begun."""
    enrolment = find(request, permissions.releasable_by(request.user), pk)
    transfer = found.open_transfer(enrolment)
    if transfer is not None and permissions.transfers_kept_by(request.user).contains(transfer):
        is_draft = transfer.status == Transfer.Status.DRAFT
        return redirect("enrolment:report", transfer.pk) if is_draft else redirect(transfer)
    stay = queries.lead_stay_on(enrolment, timezone.localdate())
    if request.method == "POST":
        transfer = actions.begin_release(enrolment, stay.organisation, by=request.user)
        return redirect("enrolment:report", transfer.pk)
    context = {
        "enrolment": enrolment,
        "stay": stay,
        "rules": queries.rules_behind(enrolment.rule_book, found.INTERIM_REPORT, found.WHAT_IS_SEEN),
    }
    return render(request, "enrolment/begin_release.html", context)


@form_page
def report(request, pk):
    """The report, which saves itself while it is written."""
    transfer = find_transfer(permissions.transfers_kept_by(request.user), pk)
    if transfer.status != Transfer.Status.DRAFT:
        return has_moved_on(request, transfer)
    book = transfer.enrolment.rule_book
    is_required = found.needs_report(book)
    form = ReportForm(
        request.POST if request.method == "POST" else None, transfer=transfer, is_required=is_required
    )
    if is_autosave(request):
        return saved(transfer) if keep_report(request, transfer, form) else too_long()
    if form.is_bound and keep_report(request, transfer, form) and form.is_valid():
        return redirect("enrolment:release", transfer.pk)
    context = {
        "transfer": transfer,
        "enrolment": transfer.enrolment,
        "form": form,
        "rules": queries.rules_behind(book, found.INTERIM_REPORT),
    }
    return render(request, "enrolment/report.html", context)


def keep_report(request, transfer, form) -> bool:
    if form.kept is None:
        form.is_valid()
        return False
    actions.write_report(transfer, revision_typed_upon(request), form.kept, by=request.user)
    return True


def has_moved_on(request, transfer):
    """Somebody has taken the next step: what was typed is shown again, and a reader is led on."""
    if request.method == "POST":
        raise StaleStep(transfer)
    return redirect(transfer)


@form_page
def release(request, pk):
    """The last day; then everything once more; then it is sent."""
    transfer = find_transfer(permissions.transfers_kept_by(request.user), pk)
    if transfer.status != Transfer.Status.DRAFT:
        return has_moved_on(request, transfer)
    enrolment = transfer.enrolment
    stay = queries.lead_stay_on(enrolment, timezone.localdate())
    form = ReleaseForm(
        request.POST if request.method == "POST" else None,
        enrolment=enrolment,
        stay=stay,
        revision=transfer.revision,
    )
    context = {
        "transfer": transfer,
        "enrolment": enrolment,
        "form": form,
        "rules": queries.rules_behind(enrolment.rule_book, found.INTERIM_REPORT, found.WHAT_IS_SEEN),
    }
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "enrolment/release.html", context)
    if step != "confirm":
        return render(request, "enrolment/check_release.html", context)
    try:
        actions.release(transfer, by=request.user, **form.cleaned_data)
    except ChangeRefused as refused:
        form.add_error(None, refused.reason)
        return render(request, "enrolment/release.html", context)
    messages.success(request, f"{enrolment.social_worker} has been released and told")
    return redirect(transfer)


@require_safe
def transfer(request, pk):
    """Where a move stands, the report, and the answer to it."""
    transfer = find_transfer(permissions.transfers_shown_to(request.user), pk)
    enrolment = transfer.enrolment
    is_own = enrolment.social_worker_id == request.user.pk
    note_look(enrolment, by=request.user)
    is_kept = permissions.transfers_kept_by(request.user).contains(transfer)
    context = {
        "transfer": transfer,
        "enrolment": enrolment,
        "is_own": is_own,
        "is_kept": is_kept,
        "shows_report": transfer.was_released or is_kept,
        "may_answer": permissions.reports_answered_by(request.user).contains(transfer),
        "waiting_on": found.waiting_on(transfer),
        "claims": [each for each in found.claims_waiting_for(request.user) if each.enrolment == enrolment]
        if is_own
        else [],
        "rules": queries.rules_behind(enrolment.rule_book, found.INTERIM_REPORT, found.WHAT_IS_SEEN),
    }
    return render(request, "enrolment/transfer.html", context)


@form_page
def take_back_release(request, pk):
    """They stay after all, or leave on another day."""
    transfer = find_transfer(permissions.transfers_kept_by(request.user), pk)
    if not transfer.is_open:
        return has_moved_on(request, transfer)
    form = TakeBackForm(request.POST if request.method == "POST" else None, transfer=transfer)
    if not form.is_valid():
        context = {"transfer": transfer, "enrolment": transfer.enrolment, "form": form}
        return render(request, "enrolment/take_back_release.html", context)
    actions.take_back(transfer, because=form.cleaned_data["because"], by=request.user)
    messages.success(request, "The release has been taken back. Nothing has moved")
    return redirect("enrolment:employers", transfer.enrolment_id)


@form_page
def answer_report(request, pk):
    """The social worker's answer, once."""
    transfer = find_transfer(permissions.transfers_shown_to(request.user), pk)
    if not permissions.reports_answered_by(request.user).contains(transfer):
        if transfer.enrolment.social_worker_id == request.user.pk and transfer.was_released:
            return has_moved_on(request, transfer)
        get_object_or_404(permissions.reports_answered_by(request.user), pk=pk)
    form = AnswerReportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"transfer": transfer, "enrolment": transfer.enrolment, "form": form}
        return render(request, "enrolment/answer_report.html", context)
    actions.answer_report(transfer, form.cleaned_data["answer"], by=request.user)
    messages.success(request, "Your answer has been added to the report")
    return redirect(transfer)
