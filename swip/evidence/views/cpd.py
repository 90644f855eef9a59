"""Taking a finished piece along as an entry for the regulator's yearly record of learning."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from swip.evidence import permissions, queries


def finished_or_404(request, pk):
    finished = permissions.finished_by(request.user).select_related(
        "kind", "kind_version", "enrolment__rule_book__programme", "enrolment__standards"
    )
    return get_object_or_404(finished, pk=pk)


@require_safe
def cpd(request, pk):
    """The text, part by part, to be copied into the regulator's form."""
    evidence = finished_or_404(request, pk)
    context = {"evidence": evidence, "entry": queries.cpd_entry(evidence)}
    return render(request, "evidence/cpd.html", context)


@require_safe
def cpd_file(request, pk):
    """The same as a file of plain text."""
    evidence = finished_or_404(request, pk)
    response = HttpResponse(
        queries.as_text(queries.cpd_entry(evidence)), content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="cpd-entry-{evidence.pk}.txt"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
