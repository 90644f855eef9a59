"""Pages that say where a social worker stands with each outcome, and why."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from swip.enrolment import permissions as enrolments
from swip.enrolment.actions import note_look
from swip.enrolment.queries import rules_behind
from swip.evidence.models import Evidence
from swip.evidence.queries import CONTEXTS_RULE, SHOWCASE_RULE, for_a_list, lines, showcased
from swip.progress import queries
from swip.standards.contents import outcomes_of, prompts_of


def enrolment_for(request, pk):
    """The enrolment with what every page of progress reads of it. The social worker can see who looked."""
    needed = ["social_worker", "rule_book__programme", "standards__framework"]
    own = enrolments.undertaken_by(request.user).select_related(*needed)
    if enrolment := own.filter(pk=pk).first():  # asked first, since it is so most often, and costs a fifth
        return enrolment
    enrolment = get_object_or_404(enrolments.looked_after_by(request.user).select_related(*needed), pk=pk)
    note_look(enrolment, by=request.user)
    return enrolment


def outcomes(request, enrolment_pk):
    """Every outcome: what there is, and what it still wants."""
    enrolment = enrolment_for(request, enrolment_pk)
    progress = queries.outcome_progress(enrolment)
    context = {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "domains": queries.progress_by_domain(progress),
        "counts": queries.counts_of(each.standing.state for each in progress),
        "is_any_sent_back": any(each.returned for each in progress),
        "enough_rules": rules_behind(enrolment.rule_book, *queries.ENOUGH_RULES),
    }
    return render(request, "progress/outcomes.html", context)


def outcome(request, enrolment_pk, code):
    """One outcome with its evidence, and what the standards say under it."""
    enrolment = enrolment_for(request, enrolment_pk)
    every = outcomes_of(enrolment.standards)
    outcome = next((each for each in every if each.code == code), None)
    if outcome is None:
        raise Http404
    is_own = enrolment.social_worker_id == request.user.pk
    pieces = queries.evidence_for(enrolment, outcome)
    context = {
        "enrolment": enrolment,
        "is_own": is_own,
        "progress": queries.progress_toward(enrolment, outcome),
        "lines": lines(for_a_list(pieces, reader_is_writer=False)),
        "observed": queries.observations_for(enrolment, outcome),
        "showcase": showcased(enrolment, outcome=outcome).get(outcome.pk),
        "showcase_rule": enrolment.rule_book.rule_url(SHOWCASE_RULE),
        "statuses": Evidence.Status.choices,
        "prompts": prompts_of(enrolment.standards).get(outcome.pk, []),
        "standards_page": reverse("standards:item", args=[*enrolment.standards.address_words, outcome.slug]),
        "enough_rules": rules_behind(enrolment.rule_book, *queries.ENOUGH_RULES),
    }
    return render(request, "progress/outcome.html", context)


def asked(request, enrolment_pk):
    """What each year asks for besides the outcomes, and how that stands."""
    enrolment = enrolment_for(request, enrolment_pk)
    context = {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "years": queries.asked_of(enrolment),
    }
    return render(request, "progress/asked.html", context)


def breadth(request, enrolment_pk):
    """The map of the kinds of work: what has been met, how complex it was, and what has not been met yet."""
    enrolment = enrolment_for(request, enrolment_pk)
    context = {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "breadth": queries.breadth_of(enrolment),
        "contexts_rule": enrolment.rule_book.rule_url(CONTEXTS_RULE),
        "look_rule": enrolment.rule_book.rule_url(queries.LOOK_RULE),
    }
    return render(request, "progress/breadth.html", context)
