"""Taking a finished piece along as an entry for the regulator's yearly record of learning."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from swip.enrolment import cpd as taken_along
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
    return taken_along.cpd_page(
        request,
        queries.cpd_entry(evidence),
        title=evidence.title,
        back=evidence.get_absolute_url(),
        file=reverse("evidence:cpd_file", args=[evidence.pk]),
    )


@require_safe
def cpd_file(request, pk):
    """The same as a file of plain text."""
    evidence = finished_or_404(request, pk)
    return taken_along.cpd_file(queries.cpd_entry(evidence), name=str(evidence.pk))
