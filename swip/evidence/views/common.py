"""What several of the pages need."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from swip.enrolment import permissions as enrolments
from swip.enrolment.actions import note_look
from swip.evidence import permissions
from swip.standards.contents import outcomes_of

ON_A_PAGE = 50


def enrolment_to_read(request, pk):
    """An enrolment whose evidence this person may read. The social worker can see who looked."""
    own = enrolments.undertaken_by(request.user).select_related("social_worker", "standards")
    if enrolment := own.filter(pk=pk).first():  # asked first, since it is so most often, and costs a fifth
        return enrolment
    others = enrolments.looked_after_by(request.user).select_related("social_worker", "standards")
    enrolment = get_object_or_404(others, pk=pk)
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
    return pieces.select_related(
        "kind",
        "kind_version",
        "enrolment__social_worker",
        "enrolment__standards",
        "enrolment__rule_book",
    )


def piece_to_write(request, pk, *also):
    """One's own piece, to be worked on while the programme lasts."""
    pieces = permissions.writable_by(request.user).select_related("kind", "kind_version", "enrolment", *also)
    return get_object_or_404(pieces, pk=pk)


def outcome_of(enrolment, code):
    """The outcome of this code in the standards that somebody works toward."""
    outcome = next((each for each in outcomes_of(enrolment.standards) if each.code == code), None)
    if outcome is None:
        raise Http404
    return outcome


def number_in(request, name):
    """A number that a form sends back. A page without one is older than any."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def tell_it_is_handed_in(request, evidence):
    if evidence.is_waiting:
        messages.info(request, "This evidence has been handed in. Withdraw it if you want to change it.")
    return redirect(evidence)
