"""Registration of many people from a file: sent, looked through, confirmed, worked off."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from swip.core.tables import csv_response
from swip.core.views import takes_files
from swip.enrolment import queries as enrolments
from swip.enrolment.permissions import registers_for
from swip.registration import actions, permissions, queries
from swip.registration.forms.files import ConfirmForm, FileForm, ForWhomForm
from swip.registration.models import RegistrationFile, RegistrationRow
from swip.registration.queries.columns import columns_of, explained

ROWS_ON_A_PAGE = 50
Status = RegistrationFile.Status

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def files(request):
    """For whom a file is to be sent, and the files that were."""
    organisations = list(registers_for(request.user))
    if not organisations:
        raise Http404
    rule_books = list(enrolments.rule_books_in_force())
    form = ForWhomForm(
        request.POST if request.method == "POST" else None, organisations=organisations, rule_books=rule_books
    )
    if rule_books and form.is_valid():
        return redirect("registration:send_file", *form.chosen)
    context = {
        "form": form,
        "organisations": organisations,
        "are_there_programmes": bool(rule_books),
        "files": queries.recent_files(permissions.files_of(request.user)),
    }
    return render(request, "registration/files.html", context)


def for_whom(request, organisation, programme):
    """An organisation this person registers for, and the rules in force for a programme."""
    organisation = get_object_or_404(registers_for(request.user), pk=organisation)
    rule_book = get_object_or_404(enrolments.rule_books_in_force(), programme__code=programme)
    return organisation, rule_book


@takes_files
@form_page
def send_file(request, organisation, programme):
    """What belongs in a file, and the place to send one."""
    organisation, rule_book = for_whom(request, organisation, programme)
    form = (
        FileForm(request.POST, request.FILES, rule_book=rule_book)
        if request.method == "POST"
        else FileForm(rule_book=rule_book)
    )
    if form.is_valid():
        file = actions.keep_file(
            form.table.rows,
            name=form.name,
            organisation=organisation,
            rule_book=rule_book,
            by=request.user,
        )
        return redirect(file)
    context = {
        "form": form,
        "organisation": organisation,
        "rule_book": rule_book,
        "explained": explained(rule_book, organisation),
        "rules": enrolments.rules_behind(rule_book, queries.MOST_ROWS, queries.KEPT_DAYS),
        "kept_days": queries.kept_days(rule_book),
    }
    return render(request, "registration/send_file.html", context)


@require_safe
def template(request, organisation, programme):
    """The headings, and nothing under them."""
    _, rule_book = for_whom(request, organisation, programme)
    return csv_response(
        f"people-to-register-{programme}", [each.heading for each in columns_of(rule_book)], []
    )


def find(request, pk) -> RegistrationFile:
    return get_object_or_404(queries.with_its_rules(permissions.files_of(request.user)), pk=pk)


@require_safe
def file(request, pk):
    """One file: what would come of it, how far it is, or what came of it."""
    file = find(request, pk)
    counts = queries.counts_of(file)
    if file.status == Status.RUNNING:
        return render(request, "registration/file_running.html", {"file": file, "counts": counts})
    kind = request.GET.get("rows", "")
    page = Paginator(queries.rows_shown(file, kind), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "file": file,
        "counts": counts,
        "kind": kind,
        "page": page,
        "rules": enrolments.rules_behind(file.rule_book, queries.KEPT_DAYS),
        "kept_days": queries.kept_days(file.rule_book),
        "state_words": dict(RegistrationRow.State.choices),
        "outcome_words": dict(RegistrationRow.Outcome.choices),
    }
    if file.status == Status.CHECKED:
        return render(request, "registration/file_checked.html", context)
    context["on_the_register"] = queries.to_look_at_on_register(file)
    return render(request, "registration/file_finished.html", context)


@require_safe
def rows_to_mend(request, pk):
    """Only the rows that cannot be taken, with what to mend; mended, that file can be sent by itself."""
    file = find(request, pk)
    return csv_response(f"rows-to-mend-{file.pk}", *queries.rows_to_mend(file))


@form_page
def confirm_file(request, pk):
    """How many people this registers and changes; then once, and once only, it begins."""
    file = find(request, pk)
    counts = queries.counts_of(file)
    if file.status != Status.CHECKED or not counts.to_do:
        return redirect(file)
    form = ConfirmForm(request.POST if request.method == "POST" else None, to_look_at=counts.to_look_at)
    if form.is_valid():
        if not queries.is_in_force(file.rule_book):
            messages.warning(request, "The rules have changed since you sent the file. Send it once more")
            return redirect("registration:send_file", file.organisation_id, file.rule_book.programme.code)
        actions.confirm_file(file, by=request.user)
        return redirect(file)
    context = {"file": file, "counts": counts, "form": form}
    return render(request, "registration/confirm_file.html", context)


@form_page
def delete_file(request, pk):
    """A file that is not wanted, or the rest of one that is done with."""
    file = find(request, pk)
    if file.status == Status.RUNNING or file.emptied_at:
        return redirect(file)
    is_finished = file.status == Status.FINISHED
    if request.method == "POST":
        forget = actions.empty_file if is_finished else actions.delete_file
        forget(file, by=request.user)
        messages.success(request, "What the file said has been deleted")
        return redirect(file) if is_finished else redirect("registration:files")
    return render(request, "registration/delete_file.html", {"file": file, "is_finished": is_finished})
