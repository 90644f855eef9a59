"""What was shared and by which somebody could be recognised: taken out of sight, mended, seen to, brought back."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from swip.enrolment.actions import note_look
from swip.enrolment.queries import colleagues_of, is_looked_through, rules_of_breach, rules_of_looking
from swip.identifiers.mending import (
    ToMend,
    look_through_mended_page,
    mend_page,
    out_of_sight_page,
    take_out_page,
)
from swip.self_assessment import actions, permissions, queries, rules
from swip.self_assessment.models import SelfAssessment
from swip.self_assessment.views.pages import self_assessment_or_404, view_or_404

WORDS_STAY = "The words you chose stay as you shared them: only the reasons change."


def to_mend(record, *, by):
    """What the pages of mending need to know, of either side's words."""
    is_own = isinstance(record, SelfAssessment)
    enrolment, of = record.enrolment, "" if is_own else "_view"
    is_writer = by == (enrolment.social_worker if is_own else record.supervisor)
    return ToMend(
        record=record,
        what=actions.what_it_is(record),
        whose=str(enrolment.social_worker),
        passages=queries.passages_of(record, whose="Your" if is_writer else "The"),
        colleagues=colleagues_of(enrolment),
        is_looked_through=is_looked_through(enrolment.rule_book),
        rules=rules_of_looking(enrolment.rule_book),
        mend_at=actions.mending_page_of(record),
        look_at=reverse(f"self_assessment:look_through_mended{of}", args=[record.pk]),
        back=way_back(record, by),
        longest=rules.LONGEST_REASON,
        note=WORDS_STAY,
    )


def way_back(record, reader):
    """To the record, if this reader can open it while it is out of sight; else to where they come from."""
    if isinstance(record, SelfAssessment):
        opens = permissions.visible_to(reader).filter(pk=record.pk).exists()
    else:
        opens = permissions.views_visible_to(reader).filter(pk=record.pk).exists()
    return record.get_absolute_url() if opens else reverse("dashboards:home")


def take_out(request, record, *, writer):
    enrolment = record.enrolment
    return take_out_page(
        request,
        what="the self-assessment" if isinstance(record, SelfAssessment) else "both views",
        whose=str(enrolment.social_worker),
        writer=writer,
        back=record.get_absolute_url(),
        then=reverse("self_assessment:list", args=[enrolment.pk]),
        rules=rules_of_breach(enrolment.rule_book),
        take=lambda kinds: actions.take_out_of_sight(record, kinds=kinds, by=request.user),
    )


@never_cache
def take_out_of_sight(request, pk):
    """The supervisor does it at once with what was shared with them."""
    if mine := permissions.taken_out_of_sight_by(request.user).filter(pk=pk).first():
        return redirect("self_assessment:list", mine.enrolment_id)  # pressed twice
    record = self_assessment_or_404(permissions.quarantinable_by(request.user), pk)
    return take_out(request, record, writer=record.enrolment.social_worker)


@never_cache
def take_view_out_of_sight(request, pk):
    """The social worker, or whoever supervises them since, does the same with what a supervisor shared."""
    if mine := permissions.views_taken_out_of_sight_by(request.user).filter(pk=pk).first():
        return redirect("self_assessment:list", mine.self_assessment.enrolment_id)
    record = view_or_404(permissions.views_quarantinable_by(request.user), pk)
    return take_out(request, record, writer=record.supervisor)


def own_to_mend(request, pk):
    record = self_assessment_or_404(permissions.mended_by(request.user), pk)
    return to_mend(record, by=request.user)


def view_to_mend(request, pk):
    return to_mend(view_or_404(permissions.views_mended_by(request.user), pk), by=request.user)


@never_cache
def mend(request, pk):
    return mend_page(request, own_to_mend(request, pk))


@never_cache
def mend_view(request, pk):
    return mend_page(request, view_to_mend(request, pk))


@never_cache
def look_through_mended(request, pk):
    return look_through_mended_page(request, own_to_mend(request, pk))


@never_cache
def look_through_mended_view(request, pk):
    return look_through_mended_page(request, view_to_mend(request, pk))


@never_cache
def out_of_sight(request, pk):
    """For whoever sees to it: the reasons alone, as nobody else reads what somebody says of themselves."""
    record = self_assessment_or_404(permissions.seen_to_by(request.user), pk)
    return keeper_page(request, record, writer=record.enrolment.social_worker)


@never_cache
def view_out_of_sight(request, pk):
    record = view_or_404(permissions.views_seen_to_by(request.user), pk)
    return keeper_page(request, record, writer=record.supervisor)


def keeper_page(request, record, *, writer):
    note_look(record.enrolment, by=request.user)
    it = to_mend(record, by=request.user)
    return out_of_sight_page(request, it, bring_back=actions.bring_back, writer=str(writer))
