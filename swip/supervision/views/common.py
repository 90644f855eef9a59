"""What several pages of this room need."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from swip.enrolment import permissions as enrolments
from swip.enrolment.actions import note_look
from swip.supervision import permissions

OF_ENROLMENT = ["social_worker", "programme", "rule_book__programme"]


def enrolment_or_404(found, pk):
    return get_object_or_404(found.select_related(*OF_ENROLMENT), pk=pk)


def enrolment_to_read(request, pk):
    """Whose ledger this person may read. The social worker can see who looked."""
    own = enrolments.undertaken_by(request.user).select_related(*OF_ENROLMENT)
    if enrolment := own.filter(pk=pk).first():  # asked first, since it is so most often, and costs a fifth
        return enrolment
    enrolment = enrolment_or_404(permissions.followed_by(request.user), pk)
    note_look(enrolment, by=request.user)
    return enrolment


def enrolment_to_record_for(request, pk):
    return enrolment_or_404(permissions.recorded_by(request.user), pk)


def kind_or_404(code):
    """Which of the three kinds of entry an address names."""
    try:
        return permissions.KINDS[code]
    except KeyError:
        raise Http404 from None


def entry_or_404(found, pk):
    of_enrolment = [f"enrolment__{name}" for name in OF_ENROLMENT]
    return get_object_or_404(found.select_related("entered_by", "agreed_by", *of_enrolment), pk=pk)


def typed(request):
    """What a form is filled with: nothing, until somebody has sent it."""
    return request.POST if request.method == "POST" else None


def frame(request, enrolment):
    """What every page of somebody's support says of them."""
    is_own = enrolment.social_worker_id == request.user.pk
    return {
        "enrolment": enrolment,
        "is_own": is_own,
        "opens_record": is_own or enrolments.visible_to(request.user).contains(enrolment),
    }
