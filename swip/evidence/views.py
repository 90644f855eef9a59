"""The pages of the portfolio: written by a social worker, reviewed by their supervisor."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.core.autosave import is_autosave, revision_typed_upon, saved
from swip.core.lifecycle import StaleStep
from swip.core.views import takes_files
from swip.enrolment import permissions as enrolments
from swip.enrolment.actions import note_look
from swip.evidence import actions, permissions, queries, rules
from swip.evidence.differences import are_the_same, differences
from swip.evidence.files import KINDS_IN_WORDS, FileRefused
from swip.evidence.forms import (
    FilesForm,
    KindForm,
    OutcomesForm,
    PortfolioFilterForm,
    ReasonsForm,
    ReviewForm,
    WriteForm,
)
from swip.evidence.models import Evidence
from swip.standards.contents import by_domain, outcomes_of, prompts_of

ON_A_PAGE = 50


# ---- Lists


def portfolio(request, enrolment_pk):
    """Everything one social worker has written; for others, what was handed in of it."""
    enrolment = enrolment_to_read(request, enrolment_pk)
    is_writer = enrolment.social_worker_id == request.user.pk
    statuses = [
        (status.value, status.label)
        for status in Evidence.Status
        if is_writer or status in Evidence.HANDED_IN
    ]
    outcomes = [(each.code, each.text) for each in outcomes_of(enrolment.standards)]
    form = PortfolioFilterForm(request.GET, statuses=statuses, outcomes=outcomes)
    chosen = form.chosen()
    pieces = queries.narrowed(queries.portfolio(enrolment, reader=request.user), **chosen)
    rows = queries.for_a_list(pieces, reader_is_writer=is_writer)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "enrolment": enrolment,
        "is_writer": is_writer,
        "filters": form,
        "is_filtered": any(chosen.values()),
        "page": page,
        "lines": queries.lines(page),
        "statuses": Evidence.Status.choices,
    }
    return render(request, "evidence/list.html", context)


def waiting(request):
    """What waits for this supervisor, the longest wait first."""
    page = Paginator(queries.waiting_for(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "evidence/waiting.html", {"page": page})


# ---- Reading


def evidence(request, pk):
    """One piece: as it stands for its writer, as it was handed in for everybody else."""
    evidence = piece_to_read(request, pk)
    is_writer = evidence.enrolment.social_worker_id == request.user.pk
    versions = queries.versions_of(evidence)
    context = {
        "evidence": evidence,
        "is_writer": is_writer,
        "may_write": is_writer and evidence.enrolment.is_open,
        "may_review": not is_writer and permissions.reviewable_by(request.user).contains(evidence),
        "reading": queries.reading(evidence) if is_writer else queries.reading_of(versions[0]),
        "versions": versions,
        "review": queries.latest_review(versions),
    }
    return render(request, "evidence/evidence.html", context)


def versions(request, pk):
    evidence = piece_to_read(request, pk)
    context = {"evidence": evidence, "versions": queries.versions_of(evidence)}
    return render(request, "evidence/versions.html", context)


def version(request, pk, number):
    """One version, as it was handed in."""
    evidence = piece_to_read(request, pk)
    version = get_object_or_404(queries.version_of(evidence, number))
    context = {
        "evidence": evidence,
        "version": version,
        "review": queries.review_of(version),
        "reading": queries.reading_of(version),
    }
    return render(request, "evidence/version.html", context)


def changes(request, pk, number):
    """What changed from the version before to this one."""
    evidence = piece_to_read(request, pk)
    after = get_object_or_404(queries.version_of(evidence, number))
    before = get_object_or_404(queries.version_of(evidence, number - 1))
    parts = [
        {"name": name, "passages": differences(old, new)}
        for name, old, new in queries.side_by_side(before, after)
    ]
    context = {
        "evidence": evidence,
        "before": before,
        "after": after,
        "changed": [part for part in parts if not are_the_same(part["passages"])],
        "unchanged": [part for part in parts if are_the_same(part["passages"])],
    }
    return render(request, "evidence/changes.html", context)


def file(request, pk, file_pk):
    """A file, to be downloaded: never shown by the browser as part of this service."""
    evidence = piece_to_read(request, pk)
    attachment = get_object_or_404(permissions.files_visible_to(request.user), pk=file_pk, evidence=evidence)
    try:
        opened = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        opened, as_attachment=True, filename=attachment.name, content_type=attachment.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


# ---- Writing


def start(request, enrolment_pk):
    """Says what a piece of evidence is, asks what kind it will be, and begins it."""
    enrolment = get_object_or_404(
        enrolments.undertaken_by(request.user).select_related("programme"), pk=enrolment_pk
    )
    if not enrolment.is_open:
        raise Http404
    form = KindForm(request.POST if request.method == "POST" else None, kinds=queries.kinds())
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
        request.POST if request.method == "POST" else None, kinds=queries.kinds(), initial={"kind": code}
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
        form = WriteForm(request.POST)
        if form.is_longer_than_a_draft:
            if is_autosave(request):
                return tell_it_is_too_long()
        else:
            revision = revision_typed_upon(request)
            actions.write(evidence, revision=revision, by=request.user, **form.typed())
            if is_autosave(request):
                return saved(evidence)
            if request.POST.get("then") == "files":
                return redirect("evidence:files", evidence.pk)
            if request.POST.get("then") == "draft":
                messages.success(request, "Draft saved")
                return redirect("evidence:write", evidence.pk)
        if form.is_valid():
            return redirect("evidence:outcomes", evidence.pk)
    context = {"evidence": evidence, "form": form, "review": queries.review_to_answer(evidence)}
    return render(request, "evidence/write.html", context)


@never_cache
def outcomes(request, pk):
    """Which outcomes a piece shows."""
    evidence = piece_to_write(request, pk, "enrolment__standards")
    if request.method != "POST" and not evidence.is_writable:
        return tell_it_is_handed_in(request, evidence)
    links = queries.links_of(evidence)
    form = OutcomesForm(
        request.POST if request.method == "POST" else None,
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
                return tell_it_is_too_long()
        else:
            revision = revision_typed_upon(request)
            actions.give_reasons(evidence, reasons=form.typed(), revision=revision, by=request.user)
            if is_autosave(request):
                return saved(evidence)
            if request.POST.get("then") == "draft":
                messages.success(request, "Draft saved")
                return redirect("evidence:reasons", evidence.pk)
        if form.is_valid():
            return redirect("evidence:check", evidence.pk)
    context = {
        "evidence": evidence,
        "form": form,
        "links": links,
        "prompts": prompts_of(evidence.enrolment.standards),
    }
    return render(request, "evidence/reasons.html", context)


@takes_files
@never_cache
def files(request, pk):
    """The files that go with a piece: add, remove."""
    evidence = piece_to_write(request, pk)
    if not evidence.is_writable:
        return tell_it_is_handed_in(request, evidence)
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    if form.is_bound:
        form.is_valid()
        added = 0
        for each in form.accepted:
            try:
                actions.attach(evidence, file=each, by=request.user)
                added += 1
            except FileRefused as refusal:
                form.add_error("files", str(refusal))
        if not form.errors:
            messages.success(request, "File added" if added == 1 else f"{added} files added")
            return redirect("evidence:files", evidence.pk)
    there = list(queries.files_of(evidence))
    context = {
        "evidence": evidence,
        "form": form,
        "files": there,
        "remaining": rules.MOST_FILES - len(there),
        "most_megabytes": settings.FILE_UPLOAD_MAX_BYTES // 1024 // 1024,
        "kinds": KINDS_IN_WORDS,
    }
    return render(request, "evidence/files.html", context)


@require_POST
def remove_file(request, pk, file_pk):
    evidence = piece_to_write(request, pk)
    attachment = queries.files_of(evidence).filter(pk=file_pk).first()
    if attachment:  # pressed twice, it is gone already
        actions.remove_file(attachment, by=request.user)
        messages.success(request, f"“{attachment.name}” removed")
    return redirect("evidence:files", evidence.pk)


@never_cache
def check(request, pk):
    """Everything on one page before it is handed in."""
    evidence = piece_to_write(request, pk)
    gaps = []
    if request.method == "POST" and not evidence.is_waiting:
        try:
            actions.submit(evidence, revision=revision_typed_upon(request), by=request.user)
        except actions.NotWhole as missing:
            gaps = missing.gaps
        else:
            supervisor = evidence.enrolment.supervisor
            told = f" {supervisor} has been told." if supervisor else ""
            messages.success(request, f"Evidence handed in.{told}")
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


# ---- Reviewing


@never_cache
def review(request, pk):
    """The supervisor reads exactly one version, and says whether it shows what it is linked to."""
    evidence = get_object_or_404(with_people(permissions.once_handed_in_to(request.user)), pk=pk)
    version = queries.newest_version(evidence)
    if request.method != "POST":
        if not evidence.is_handed_in:
            raise Http404
        if not evidence.is_waiting:
            return redirect(evidence)
        draft = queries.review_draft(version, by=request.user)
        form = ReviewForm(initial={"decision": draft.decision, "comment": draft.comment})
    else:
        form = ReviewForm(request.POST)
        if form.is_valid() and queries.was_just_said(version, by=request.user, **form.cleaned_data):
            return redirect(evidence)  # pressed twice
        if not evidence.is_waiting or request.POST.get("version") != str(version.number):
            # A piece that was withdrawn is out of sight: their page shows the way on instead.
            raise StaleStep(evidence if evidence.is_handed_in else evidence.enrolment)
        if is_autosave(request):
            if form.is_longer_than_a_draft:
                return tell_it_is_too_long()
            revision = revision_typed_upon(request)
            return saved(actions.keep_review(version, revision=revision, by=request.user, **form.typed()))
        if form.is_valid():
            comment = form.cleaned_data["comment"]
            if form.cleaned_data["decision"] == "accepted":
                actions.accept(version, by=request.user, comment=comment)
                messages.success(request, "Evidence accepted")
            else:
                actions.send_back(version, by=request.user, comment=comment)
                messages.success(request, "Evidence sent back with your comments")
            return redirect(evidence)
        draft = queries.review_draft(version, by=request.user)
    context = {
        "evidence": evidence,
        "version": version,
        "reading": queries.reading_of(version),
        "prompts": prompts_of(evidence.enrolment.standards),
        "earlier": queries.versions_of(evidence)[1:],
        "form": form,
        "draft": draft,
    }
    return render(request, "evidence/review.html", context)


# ---- What several of them need


def enrolment_to_read(request, pk):
    """An enrolment whose evidence this person may read. The social worker can see who looked."""
    own = enrolments.undertaken_by(request.user).select_related("social_worker", "standards")
    if enrolment := own.filter(pk=pk).first():  # asked first, since it is so most often, and costs a fifth
        return enrolment
    visible = enrolments.visible_to(request.user).select_related("social_worker", "standards")
    enrolment = get_object_or_404(visible, pk=pk)
    note_look(enrolment, by=request.user)
    return enrolment


def piece_to_read(request, pk):
    """A piece that this person may read. The social worker can see who looked."""
    if evidence := with_people(permissions.written_by(request.user)).filter(pk=pk).first():
        return evidence
    evidence = get_object_or_404(with_people(permissions.visible_to(request.user)), pk=pk)
    note_look(evidence.enrolment, by=request.user)
    return evidence


def with_people(pieces):
    """With the names that the pages of a piece show to its readers."""
    return pieces.select_related("kind", "enrolment__social_worker", "enrolment__standards")


def piece_to_write(request, pk, *also):
    """One's own piece, to be worked on while the programme lasts."""
    pieces = permissions.writable_by(request.user).select_related("kind", "enrolment", *also)
    return get_object_or_404(pieces, pk=pk)


def tell_it_is_handed_in(request, evidence):
    if evidence.is_waiting:
        messages.info(request, "This evidence has been handed in. Withdraw it if you want to change it.")
    return redirect(evidence)


def tell_it_is_too_long():
    message = f"Answers must be {rules.LONGEST_DRAFT:,} characters or fewer. Shorten yours to save it."
    return JsonResponse({"state": "invalid", "message": message}, status=422)
