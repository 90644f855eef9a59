"""What several pages for staff and social workers need."""

from django.shortcuts import get_object_or_404

from swip.enrolment import permissions as enrolments
from swip.enrolment.actions import note_look
from swip.voices import permissions

OF_BATCH = ["enrolment__social_worker", "enrolment__rule_book__programme"]
OF_ENROLMENT = ["social_worker", "programme", "rule_book__programme"]


def enrolment_or_404(found, pk):
    return get_object_or_404(found.select_related(*OF_ENROLMENT), pk=pk)


def enrolment_to_follow(request, pk):
    """Whose released answers this person may read. The social worker can see who looked."""
    own = enrolments.undertaken_by(request.user).select_related(*OF_ENROLMENT)
    if enrolment := own.filter(pk=pk).first():
        return enrolment
    enrolment = enrolment_or_404(permissions.followed_by(request.user), pk)
    note_look(enrolment, by=request.user)
    return enrolment


def typed(request):
    """What a form is filled with: nothing, until somebody has sent it."""
    return request.POST if request.method == "POST" else None


def frame(request, enrolment):
    """What every page about one social worker says of them, and of whoever reads it."""
    is_own = enrolment.social_worker_id == request.user.pk
    return {
        "enrolment": enrolment,
        "is_own": is_own,
        "collects": not is_own and permissions.collected_for_by(request.user).contains(enrolment),
    }
