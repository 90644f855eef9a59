"""Taking what one makes of a round along as an entry for the regulator's yearly record of learning."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from swip.enrolment import cpd as taken_along
from swip.feedback import permissions
from swip.feedback.queries.cpd import cpd_entry


def finished_or_404(request, pk):
    return get_object_or_404(permissions.reflections_finished_by(request.user), round=pk)


@require_safe
def cpd(request, pk):
    found = finished_or_404(request, pk)
    return taken_along.cpd_page(
        request,
        cpd_entry(found),
        title=str(found.round),
        back=found.round.get_absolute_url(),
        file=reverse("feedback:cpd_file", args=[pk]),
    )


@require_safe
def cpd_file(request, pk):
    found = finished_or_404(request, pk)
    return taken_along.cpd_file(cpd_entry(found), name=f"feedback-{pk}")
