"""What several pages of this room need."""

from django.shortcuts import get_object_or_404, redirect

from swip.core.lifecycle import StaleStep
from swip.feedback.actions.rounds import close_if_over

OF_ROUND = ["rule_book", "enrolment__social_worker", "enrolment__programme"]


def round_or_404(found, pk):
    """One whose last day has passed is closed, whether or not the job has come to it."""
    there = get_object_or_404(found.select_related(*OF_ROUND, "own_view"), pk=pk)
    close_if_over(there)
    return there


def typed(request):
    """What a form is filled with: nothing, until somebody has sent it."""
    return request.POST if request.method == "POST" else None


def frame(request, enrolment):
    """What every page of somebody's rounds says of them."""
    return {"enrolment": enrolment, "is_own": enrolment.social_worker_id == request.user.pk}


def has_moved_on(request, found):
    """Somebody else has taken the next step: what was typed is shown again, and a reader is led to the round."""
    if request.method == "POST":
        raise StaleStep(found)
    return redirect(found)
