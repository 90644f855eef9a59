"""The page that both open when they meet for supervision."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from swip.dashboards import permissions
from swip.dashboards.queries.agenda import agenda_of


@require_safe
def agenda(request, enrolment_pk):
    """What the next supervision is to be about, for the two who meet."""
    needed = ["social_worker", "programme", "rule_book__programme"]
    met = permissions.met_by(request.user).select_related(*needed)
    enrolment = get_object_or_404(met, pk=enrolment_pk)
    context = {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "agenda": agenda_of(enrolment, reader=request.user),
    }
    return render(request, "dashboards/agenda.html", context)
