"""Pages of the development plan: its goals, what each side does for them, and how it was renewed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from swip.core.lifecycle import StaleStep
from swip.enrolment.actions import note_look
from swip.enrolment.queries import colleagues_of, is_looked_through
from swip.identifiers.queries import out_of_sight
from swip.plans import actions, permissions, queries
from swip.plans.forms import ActionForm, ChangeGoalForm, CloseForm, GoalForm, MoveForm, RenewForm, SettleForm
from swip.plans.models import Action, Goal, PlanVersion
from swip.standards.contents import outcomes_of

OF_ENROLMENT = ["social_worker", "programme", "rule_book__programme", "standards"]
OF_GOAL = [f"enrolment__{name}" for name in OF_ENROLMENT]
OF_ACTION = [f"goal__{name}" for name in OF_GOAL]


def typed(request):
    """What a form is filled with: nothing, until somebody has sent it."""
    return request.POST if request.method == "POST" else None


def enrolment_to_read(request, pk):
    enrolment = get_object_or_404(permissions.planned_for(request.user).select_related(*OF_ENROLMENT), pk=pk)
    note_look(enrolment, by=request.user)
    return enrolment


def enrolment_to_plan(request, pk):
    return get_object_or_404(permissions.planned_by(request.user).select_related(*OF_ENROLMENT), pk=pk)


def goal_to_keep(request, pk):
    return get_object_or_404(permissions.goals_kept_by(request.user).select_related(*OF_GOAL), pk=pk)


def action_to_keep(request, pk):
    return get_object_or_404(permissions.actions_kept_by(request.user).select_related(*OF_ACTION), pk=pk)


def frame(request, enrolment):
    return {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "may_plan": permissions.planned_by(request.user).contains(enrolment),
        "plan_rule": enrolment.rule_book.rule_url(queries.PLAN_RULE),
    }


def owners(enrolment):
    """Who an action can belong to, by name, for its form."""
    return {"worker": enrolment.social_worker, "supervisor": enrolment.supervisor}


def looked_through(request, enrolment, subject):
    """For a form that looks at what was typed: where the words go, and whose names give no family away."""
    looks = request.method == "POST" and is_looked_through(enrolment.rule_book)
    return {"subject": subject, "colleagues": colleagues_of(enrolment) if looks else None}


@require_safe
def plan(request, enrolment_pk):
    """Every goal with what is done for it, what is next, and the versions that were kept."""
    enrolment = enrolment_to_read(request, enrolment_pk)
    goals = queries.goals_of(enrolment, seen_by=request.user)
    open_goals = [each for each in goals if each.is_open]
    context = frame(request, enrolment) | {
        "goals": open_goals,
        "closed": [each for each in goals if not each.is_open],
        "to_do": [each for each in queries.actions_of(open_goals) if each.is_to_do],
        "versions": permissions.versions_shown_to(request.user)
        .filter(enrolment=enrolment)
        .select_related("renewed_by"),
        "out_of_sight": queries.number_out_of_sight(enrolment),
    }
    return render(request, "plans/plan.html", context)


def add_goal(request, enrolment_pk):
    """A goal with its outcomes and its first action. `?outcome=3.1` chooses one beforehand."""
    enrolment = enrolment_to_plan(request, enrolment_pk)
    form = goal_form(request, enrolment, typed(request))
    if form.is_valid():
        actions.set_goal(enrolment, by=request.user, decisions=form.decisions, **form.cleaned_data)
        messages.success(request, "The goal is in the plan")
        return redirect("plans:plan", enrolment.pk)
    return goal_page(request, enrolment, form)


def goal_form(request, enrolment, answers):
    outcomes = outcomes_of(enrolment.standards)
    return GoalForm(
        answers,
        outcomes=outcomes,
        whose=whose(request, enrolment),
        initial={"outcomes": [each.code for each in outcomes if each.code == request.GET.get("outcome")]},
        **owners(enrolment),
        latest=queries.latest_day(enrolment),
        **looked_through(request, enrolment, Goal()),
    )


def whose(request, enrolment):
    """In the words of a form: nothing to the social worker, who is spoken to."""
    return "" if enrolment.social_worker_id == request.user.pk else str(enrolment.social_worker)


def goal_page(request, enrolment, form):
    context = frame(request, enrolment) | {"form": form, "more_forms": form.more_forms}
    return render(request, "plans/add_goal.html", context)


@require_POST
def make_goal(request, enrolment_pk):
    """With one press: the words and the outcome come with it, the first step and its day are put in.

    Where something in it is wrong, or somebody could be recognised, the page for a goal opens with all of it.
    """
    enrolment = enrolment_to_plan(request, enrolment_pk)
    form = goal_form(
        request, enrolment, request.POST.dict() | outcome_sent(request) | queries.first_step(enrolment)
    )
    if form.is_valid():
        made = actions.set_goal(enrolment, by=request.user, decisions=form.decisions, **form.cleaned_data)
        messages.success(request, "The goal is in the plan. Change it as you like")
        return redirect(made)
    return goal_page(request, enrolment, form)


def outcome_sent(request):
    return {"outcomes": request.POST.getlist("outcomes")}


def change_goal(request, pk):
    """Other words for a goal, as long as it is worked on."""
    found = goal_to_keep(request, pk)
    if not found.is_open:
        raise StaleStep(found)
    form = ChangeGoalForm(
        typed(request),
        goal=found,
        outcomes=outcomes_of(found.enrolment.standards),
        whose=whose(request, found.enrolment),
        initial={"aim": found.aim, "outcomes": [each.code for each in found.outcomes.all()]},
        **owners(found.enrolment),
        **looked_through(request, found.enrolment, found),
    )
    if form.is_valid():
        seen = request.POST.get("seen", "")
        actions.change_goal(found, by=request.user, seen=seen, decisions=form.decisions, **form.changed)
        messages.success(request, "The goal has been changed")
        return redirect(found)
    seen = request.POST.get("seen") or queries.mark_of(found)
    return form_page(request, found, form, "Change this goal", key=f"change-{found.pk}", seen=seen)


@require_safe
def goal(request, pk):
    found = get_object_or_404(permissions.goals_shown_to(request.user).select_related(*OF_GOAL), pk=pk)
    note_look(found.enrolment, by=request.user)
    context = frame(request, found.enrolment) | {
        "goal": found,
        "outcomes": found.outcomes.defer("search").order_by("position"),
        "actions": found.actions.prefetch_related("moves"),
        "kept": set(
            permissions.actions_kept_by(request.user).filter(goal=found).values_list("pk", flat=True)
        ),
        "out_of_sight": out_of_sight(found) if found.is_quarantined else None,
    }
    return render(request, "plans/goal.html", context)


def add_action(request, pk):
    found = goal_to_keep(request, pk)
    if not found.is_open:
        raise StaleStep(found)
    form = ActionForm(
        typed(request),
        latest=queries.latest_day(found.enrolment),
        **owners(found.enrolment),
        **looked_through(request, found.enrolment, found),
    )
    if form.is_valid():
        actions.promise(found, by=request.user, decisions=form.decisions, **form.cleaned_data)
        messages.success(request, "The action has been added")
        return redirect(found)
    return form_page(request, found, form, "Add an action", key=f"action-of-{found.pk}")


def action(request, pk):
    """Say whether it was done."""
    found = action_to_keep(request, pk)
    if request.method == "POST" and not (found.is_to_do and found.goal.is_open):
        if found.status == request.POST.get("status"):  # pressed twice
            return redirect(found.goal)
        raise StaleStep(found.goal)
    form = SettleForm(typed(request), **looked_through(request, found.goal.enrolment, found.goal))
    if form.is_valid():
        answers = form.cleaned_data
        actions.settle(
            found, answers["status"], words=answers["words"], by=request.user, decisions=form.decisions
        )
        messages.success(request, "What came of it has been recorded")
        return redirect(found.goal)
    context = frame(request, found.goal.enrolment) | {
        "action": found,
        "goal": found.goal,
        "form": form,
        "more_forms": form.more_forms,
    }
    return render(request, "plans/action.html", context)


def move_action(request, pk):
    found = action_to_keep(request, pk)
    if not found.is_to_do or not found.goal.is_open:
        raise StaleStep(found.goal)
    form = MoveForm(
        typed(request),
        initial={"due_on": found.due_on},
        latest=queries.latest_day(found.goal.enrolment),
        **looked_through(request, found.goal.enrolment, found.goal),
    )
    if form.is_valid():
        actions.move(found, by=request.user, decisions=form.decisions, **form.cleaned_data)
        messages.success(request, "The new day has been recorded")
        return redirect(found.goal)
    return form_page(request, found.goal, form, "Move the day", key=f"move-{found.pk}", about=found.what)


@require_POST
def take_up_action(request, pk):
    found = action_to_keep(request, pk)
    if found.status != Action.Status.TO_DO:  # pressed twice, it is there already
        actions.take_up_again(found, by=request.user)
    return redirect(found.goal)


def close_goal(request, pk):
    found = goal_to_keep(request, pk)
    if not found.is_open:
        if found.status == request.POST.get("status"):  # pressed twice
            return redirect("plans:plan", found.enrolment_id)
        raise StaleStep(found)
    form = CloseForm(typed(request), **looked_through(request, found.enrolment, found))
    if form.is_valid():
        answers = form.cleaned_data
        actions.close(
            found, answers["status"], words=answers["words"], by=request.user, decisions=form.decisions
        )
        messages.success(request, "What became of the goal has been recorded")
        return redirect("plans:plan", found.enrolment_id)
    return form_page(request, found, form, "Close this goal", key=f"close-{found.pk}", about=found.aim)


@require_POST
def reopen_goal(request, pk):
    found = goal_to_keep(request, pk)
    if found.status != Goal.Status.OPEN:
        actions.reopen(found, by=request.user)
    return redirect(found)


def renew(request, enrolment_pk):
    """Look through every goal together. The plan is kept as it stands then."""
    enrolment = enrolment_to_plan(request, enrolment_pk)
    goals = [each for each in queries.goals_of(enrolment) if each.is_open and not each.is_quarantined]
    newest = queries.versions_of(enrolment).first()
    form = RenewForm(typed(request), goals=goals, **looked_through(request, enrolment, PlanVersion()))
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        if seen != str(newest.number if newest else 0):
            raise StaleStep(enrolment)
        if form.is_valid():
            version = actions.renew(
                enrolment,
                said=form.said,
                seen=int(seen),
                words=form.cleaned_data["words"],
                by=request.user,
                decisions=form.decisions,
            )
            messages.success(request, "The plan has been renewed")
            return redirect(version)
    context = frame(request, enrolment) | {
        "form": form,
        "more_forms": form.more_forms,
        "seen": newest.number if newest else 0,
    }
    return render(request, "plans/renew.html", context)


@require_safe
def version(request, enrolment_pk, number):
    """The plan as it stood on one day."""
    enrolment = enrolment_to_read(request, enrolment_pk)
    shown = permissions.versions_shown_to(request.user).select_related("renewed_by")
    kept = get_object_or_404(shown, enrolment=enrolment, number=number)
    context = frame(request, enrolment) | {
        "version": kept,
        "goals": queries.shown_in(kept),
        "may_take_out": permissions.versions_quarantinable_by(request.user).contains(kept),
        "out_of_sight": out_of_sight(kept) if kept.is_quarantined else None,
    }
    return render(request, "plans/version.html", context)


def form_page(request, goal, form, heading, *, key, about="", seen=""):
    """A short form about one goal, whose words are kept on the device until they are sent."""
    context = frame(request, goal.enrolment) | {
        "goal": goal,
        "form": form,
        "more_forms": form.more_forms,
        "heading": heading,
        "key": f"plan-{key}",
        "seen": seen,
        "about": about or goal.aim,
    }
    return render(request, "plans/form.html", context)
