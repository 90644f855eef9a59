"""The pages on which a social worker writes a piece and hands it in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.enrolment import permissions as enrolments
from swip.evidence import actions, queries
from swip.evidence.forms import KindForm, OutcomesForm, ReasonsForm, WriteForm
from swip.evidence.models import Evidence
from swip.evidence.views.common import outcome_of, piece_to_write, tell_it_is_handed_in
from swip.standards.contents import by_domain, outcomes_of, prompts_of

MAY_SHOW = "#may-show"  # where the page has them on which a piece is written


def start(request, enrolment_pk):
    """Says what a piece of evidence is, asks what kind it will be, and begins it."""
    enrolment = get_object_or_404(
        enrolments.undertaken_by(request.user).select_related("programme"), pk=enrolment_pk
    )
    if not enrolment.is_open:
        raise Http404
    form = KindForm(request.POST if request.method == "POST" else None, kinds=queries.kinds_for(enrolment))
    if form.is_valid():
        evidence = actions.start(enrolment, kind=form.chosen, by=request.user)
        return redirect("evidence:write", evidence.pk)
    return render(request, "evidence/start.html", {"enrolment": enrolment, "form": form})


@never_cache
def kind(request, pk):
    evidence = piece_to_write(request, pk)
    if request.method != "POST" and not evidence.is_writable:
        return tell_it_is_handed_in(request, evidence)
    code = evidence.kind.code if evidence.kind else None
    form = KindForm(
        request.POST if request.method == "POST" else None,
        kinds=queries.kinds_for(evidence.enrolment, chosen=evidence),
        initial={"kind": code},
    )
    if form.is_valid():
        actions.choose_kind(evidence, kind=form.chosen, by=request.user)
        return redirect("evidence:write", evidence.pk)
    return render(request, "evidence/kind.html", {"evidence": evidence, "form": form})


# A page that the browser kept would hold an old revision: whoever goes back gets it anew.
@never_cache
def write(request, pk):
    """The words of a piece. Every press keeps what was typed; going on asks for what is missing."""
    evidence = piece_to_write(request, pk)
    if request.method != "POST":
        if not evidence.is_writable:
            return tell_it_is_handed_in(request, evidence)
        form = WriteForm.of(evidence)
    else:
        form = WriteForm.of(evidence, request.POST)
        if form.is_longer_than_a_draft:
            if is_autosave(request):
                return too_long()
        else:
            revision = revision_typed_upon(request)
            actions.write(evidence, revision=revision, by=request.user, **form.typed())
            if is_autosave(request):
                return saved(evidence)
            then = request.POST.get("then")
            if then == "files":
                return redirect("evidence:files", evidence.pk)
            if then == "draft":
                messages.success(request, "Draft saved")
                return redirect("evidence:write", evidence.pk)
            if then == "suggest":
                return redirect(reverse("evidence:write", args=[evidence.pk]) + MAY_SHOW)
            if code := request.POST.get("add"):
                return add_outcome(request, evidence, code)
        if form.is_valid():
            return redirect("evidence:work", evidence.pk)
    context = {
        "evidence": evidence,
        "form": form,
        "review": queries.review_to_answer(evidence),
        "may_show": queries.may_show(evidence),
    }
    return render(request, "evidence/write.html", context)


def add_outcome(request, evidence, code):
    """Takes up an outcome that was suggested, and leads back to where the person was."""
    actions.add_outcome(evidence, outcome=outcome_of(evidence.enrolment, code), by=request.user)
    messages.success(request, f"Outcome {code} added. You will be asked how your evidence shows it.")
    return redirect(reverse("evidence:write", args=[evidence.pk]) + MAY_SHOW)


@never_cache
@require_POST
def suggest(request, pk):
    """The outcomes that may be shown by what stands on the page now. Nothing is kept, and nothing chosen."""
    evidence = piece_to_write(request, pk, "enrolment__standards")
    if not evidence.is_writable:
        raise Http404
    found = queries.may_show(evidence, WriteForm.of(evidence, request.POST).texts)
    return HttpResponse(render_to_string("evidence/_may_show.html", {"may_show": found}))


@never_cache
def outcomes(request, pk):
    """Which outcomes a piece shows."""
    evidence = piece_to_write(request, pk, "enrolment__standards", "enrolment__rule_book")
    if request.method != "POST" and not evidence.is_writable:
        return tell_it_is_handed_in(request, evidence)
    links = queries.links_of(evidence)
    form = OutcomesForm(
        request.POST if request.method == "POST" else None,
        suggestions=queries.suggestions_for(evidence),
        cross_cutting=queries.cross_cutting_domains(evidence.enrolment.rule_book),
        domains=by_domain(outcomes_of(evidence.enrolment.standards)),
        with_reason={link.outcome.code for link in links if link.reason},
        initial={"outcomes": [link.outcome.code for link in links]},
    )
    if form.is_valid():
        actions.choose_outcomes(
            evidence, outcomes=form.chosen, revision=revision_typed_upon(request), by=request.user
        )
        return redirect("evidence:reasons", evidence.pk)
    return render(request, "evidence/outcomes.html", {"evidence": evidence, "form": form})


@never_cache
def reasons(request, pk):
    """How it shows each of its outcomes, with the statements of the standards at hand."""
    evidence = piece_to_write(request, pk, "enrolment__standards")
    links = queries.links_of(evidence)
    if request.method != "POST":
        if not evidence.is_writable:
            return tell_it_is_handed_in(request, evidence)
        if not links:
            return redirect("evidence:outcomes", evidence.pk)
        form = ReasonsForm(links=links)
    else:
        form = ReasonsForm(request.POST, links=links)
        if form.is_longer_than_a_draft:
            if is_autosave(request):
                return too_long()
        else:
            revision = revision_typed_upon(request)
            actions.give_reasons(evidence, reasons=form.typed(), revision=revision, by=request.user)
            if is_autosave(request):
                return saved(evidence)
            if request.POST.get("then") == "draft":
                messages.success(request, "Draft saved")
                return redirect("evidence:reasons", evidence.pk)
        if form.is_valid():
            return redirect("evidence:look_through", evidence.pk)
    context = {
        "evidence": evidence,
        "form": form,
        "links": links,
        "prompts": prompts_of(evidence.enrolment.standards),
    }
    return render(request, "evidence/reasons.html", context)


@never_cache
def check(request, pk):
    """Everything on one page before it is handed in."""
    evidence = piece_to_write(request, pk, "enrolment__rule_book")
    gaps = []
    if request.method == "POST" and not evidence.is_waiting:
        try:
            actions.submit(evidence, revision=revision_typed_upon(request), by=request.user)
        except actions.NotWhole as missing:
            gaps = missing.gaps
        else:
            messages.success(request, f"Evidence handed in. {what_happens_now(evidence)}".strip())
            return redirect(evidence)
    elif not evidence.is_writable:
        return tell_it_is_handed_in(request, evidence)
    context = {
        "evidence": evidence,
        "reading": queries.reading(evidence),
        "supervisor": evidence.enrolment.supervisor,
        "gaps": gaps,
    }
    return render(request, "evidence/check.html", context)


def what_happens_now(evidence):
    """Out of sight, it is for whoever sees to that first; between two supervisors there is nobody to tell."""
    if evidence.is_quarantined:
        return "It comes back once whoever looks after data protection has read it."
    supervisor = evidence.enrolment.supervisor
    return f"{supervisor} has been told." if supervisor else ""


@never_cache
def withdraw(request, pk):
    """Asks whether to take a piece back, since whoever is reading it will lose sight of it."""
    evidence = piece_to_write(request, pk)
    if evidence.status == Evidence.Status.WITHDRAWN:
        return redirect(evidence)
    if request.method == "POST":
        actions.withdraw(evidence, by=request.user)
        messages.success(request, "Evidence withdrawn. Only you can see it now.")
        return redirect(evidence)
    return render(request, "evidence/withdraw.html", {"evidence": evidence})


@require_POST
def start_again(request, pk):
    evidence = piece_to_write(request, pk)
    if evidence.status != Evidence.Status.DRAFT:
        actions.start_again(evidence, by=request.user)
    return redirect("evidence:write", evidence.pk)
