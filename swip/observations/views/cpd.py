"""Taking an agreed observation along as an entry for the regulator's yearly record of learning."""

from django.urls import reverse
from django.views.decorators.http import require_safe

from swip.enrolment import cpd as taken_along
from swip.observations import permissions, queries
from swip.observations.views.common import observation_or_404


@require_safe
def cpd(request, pk):
    found = observation_or_404(permissions.finished_by(request.user), pk)
    return taken_along.cpd_page(
        request,
        queries.cpd_entry(found),
        title=str(found),
        back=found.get_absolute_url(),
        file=reverse("observations:cpd_file", args=[found.pk]),
    )


@require_safe
def cpd_file(request, pk):
    found = observation_or_404(permissions.finished_by(request.user), pk)
    return taken_along.cpd_file(queries.cpd_entry(found), name=f"observation-{found.pk}")
