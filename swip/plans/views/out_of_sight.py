"""A goal, or what was said of a plan, by which somebody could be recognised: out of sight, mended, brought back."""

from django.shortcuts import get_object_or_404, redirect
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
from swip.identifiers.queries import open_upon
from swip.plans import actions, permissions, queries
from swip.plans.forms import LONGEST
from swip.plans.views.pages import OF_GOAL

LEFT_OUT = "In the kept versions of the plan its words are then left out."


def goal_or_404(goals, pk):
    return get_object_or_404(goals.select_related(*OF_GOAL, "set_by"), pk=pk)


def version_or_404(versions, pk):
    return get_object_or_404(versions.select_related(*OF_GOAL, "renewed_by"), pk=pk)


def to_mend(record, passages, *, of, what, never_empty, back, note=""):
    enrolment = record.enrolment
    return ToMend(
        record=record,
        what=what,
        whose=str(enrolment.social_worker),
        passages=passages,
        colleagues=colleagues_of(enrolment),
        is_looked_through=is_looked_through(enrolment.rule_book),
        rules=rules_of_looking(enrolment.rule_book),
        mend_at=reverse(f"plans:mend_{of}", args=[record.pk]),
        look_at=reverse(f"plans:look_through_mended_{of}", args=[record.pk]),
        back=back,
        longest=LONGEST,
        required=never_empty,
        note=note,
    )


def goal_to_mend(goal, *, reader):
    opens = permissions.goals_shown_to(reader).filter(pk=goal.pk).exists()
    return to_mend(
        goal,
        queries.passages_of(goal),
        of="goal",
        what=actions.A_GOAL,
        never_empty=queries.never_empty(goal),
        back=goal.get_absolute_url() if opens else reverse("dashboards:home"),
        note=LEFT_OUT,
    )


def version_to_mend(version, *, reader):
    opens = permissions.versions_shown_to(reader).filter(pk=version.pk).exists()
    return to_mend(
        version,
        queries.words_of(version),
        of="version",
        what=actions.A_VERSION,
        never_empty=frozenset(),
        back=version.get_absolute_url() if opens else reverse("dashboards:home"),
    )


def take_out(request, record, *, what, writer, take, effects=()):
    enrolment = record.enrolment
    return take_out_page(
        request,
        what=what,
        whose=str(enrolment.social_worker),
        writer=writer,
        back=record.get_absolute_url(),
        then=reverse("plans:plan", args=[enrolment.pk]),
        rules=rules_of_breach(enrolment.rule_book),
        take=lambda kinds: take(record, kinds=kinds, by=request.user),
        effects=effects,
    )


@never_cache
def take_goal_out_of_sight(request, pk):
    """Any reader does it at once."""
    if mine := permissions.goals_taken_out_of_sight_by(request.user).filter(pk=pk).first():
        return redirect("plans:plan", mine.enrolment_id)  # pressed twice
    goal = goal_or_404(permissions.goals_quarantinable_by(request.user), pk)
    return take_out(
        request,
        goal,
        what="the goal",
        writer=queries.writer_of(goal),
        take=actions.take_goal_out_of_sight,
        effects=["its actions go with it, and its words in every version of the plan"],
    )


@never_cache
def take_version_out_of_sight(request, pk):
    """What was said of the plan as a whole; its goals are taken out of sight each by itself."""
    if mine := permissions.versions_taken_out_of_sight_by(request.user).filter(pk=pk).first():
        return redirect("plans:plan", mine.enrolment_id)
    version = version_or_404(permissions.versions_quarantinable_by(request.user), pk)
    return take_out(
        request,
        version,
        what="the version",
        writer=version.renewed_by,
        take=actions.take_version_out_of_sight,
        effects=["if it is a goal by which somebody could be recognised, take out the goal instead"],
    )


@never_cache
def mend_goal(request, pk):
    goal = goal_or_404(permissions.goals_mended_by(request.user), pk)
    return mend_page(request, goal_to_mend(goal, reader=request.user))


@never_cache
def mend_version(request, pk):
    version = version_or_404(permissions.versions_mended_by(request.user), pk)
    return mend_page(request, version_to_mend(version, reader=request.user))


@never_cache
def look_through_mended_goal(request, pk):
    goal = goal_or_404(permissions.goals_mended_by(request.user), pk)
    return look_through_mended_page(request, goal_to_mend(goal, reader=request.user))


@never_cache
def look_through_mended_version(request, pk):
    version = version_or_404(permissions.versions_mended_by(request.user), pk)
    return look_through_mended_page(request, version_to_mend(version, reader=request.user))


@never_cache
def goal_out_of_sight(request, pk):
    """For whoever sees to it: what it says, what was changed, and the way back."""
    goal = goal_or_404(permissions.goals_seen_to_by(request.user), pk)
    return keeper_page(request, goal_to_mend(goal, reader=request.user), actions.bring_goal_back)


@never_cache
def version_out_of_sight(request, pk):
    version = version_or_404(permissions.versions_seen_to_by(request.user), pk)
    return keeper_page(request, version_to_mend(version, reader=request.user), actions.bring_version_back)


def keeper_page(request, it, bring_back):
    note_look(it.record.enrolment, by=request.user)
    writer = open_upon(it.record).writer
    return out_of_sight_page(request, it, bring_back=bring_back, writer=str(writer))
