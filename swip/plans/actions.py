"""What the two sides of a plan do with it: set goals, promise actions, say what came of them, renew it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.notifications.actions import tell
from swip.plans import queries
from swip.plans.models import Action, Goal, PlanVersion
from swip.standards.models import Item


@transaction.atomic
def set_goal(
    enrolment: Enrolment,
    *,
    aim: str,
    outcomes: Collection[Item],
    owner: str,
    what: str,
    due_on: datetime.date,
    by: User,
) -> Goal:
    """A goal comes with its first action, so that it never stands there as a wish. Sent twice it is set once."""
    held = _held(enrolment)
    same = held.goals.filter(aim=aim, set_by=by, status=Goal.Status.OPEN).first()
    if same:
        return same
    goal = Goal.objects.create(enrolment=held, aim=aim, set_by=by)
    goal.outcomes.set(outcomes)
    Action.objects.create(goal=goal, owner=owner, what=what, due_on=due_on, set_by=by)
    codes = [each.code for each in outcomes]
    history.record("plan.goal_set", goal, by=by, rules=held.rule_book.reference, data={"outcomes": codes})
    _tell_other_side(held, "plan-goal-set", goal=goal, by=by)
    return goal


@transaction.atomic
def promise(goal: Goal, *, owner: str, what: str, due_on: datetime.date, by: User) -> Action:
    """One more thing that somebody does toward a goal."""
    if not _locked(goal).is_open:
        raise StaleStep(goal)
    same = goal.actions.filter(owner=owner, what=what, due_on=due_on).first()
    if same:
        return same
    action = Action.objects.create(goal=goal, owner=owner, what=what, due_on=due_on, set_by=by)
    history.record("plan.action_set", action, by=by, data={"owner": owner, "due_on": due_on.isoformat()})
    return action


@transaction.atomic
def settle(action: Action, status: str, *, words: str, by: User) -> None:
    """It is done, or it was not."""
    action.move_to(status, words=words, settled_at=timezone.now())
    history.record(f"plan.action_{status}", action, by=by)


@transaction.atomic
def take_up_again(action: Action, *, by: User) -> None:
    """It was said to be done or not done by mistake, or is tried once more."""
    action.move_to(Action.Status.TO_DO, settled_at=None)
    history.record("plan.action_taken_up", action, by=by)


@transaction.atomic
def move(action: Action, *, due_on: datetime.date, words: str, by: User) -> None:
    """Another day, and why. The day before stays in the history."""
    current = Action.objects.select_for_update().get(pk=action.pk)
    if not current.is_to_do:
        raise StaleStep(action)
    before, current.due_on = current.due_on, due_on
    current.save(update_fields=["due_on"])
    days = {"from": before.isoformat(), "to": due_on.isoformat()}
    history.record("plan.action_moved", current, by=by, note=words, data=days)


@transaction.atomic
def close(goal: Goal, status: str, *, words: str, by: User) -> None:
    """Reached, or no longer worked on."""
    goal.move_to(status, closing_words=words, closed_at=timezone.now())
    history.record(f"plan.goal_{status}", goal, by=by)


@transaction.atomic
def reopen(goal: Goal, *, by: User) -> None:
    goal.move_to(Goal.Status.OPEN, closed_at=None)
    history.record("plan.goal_reopened", goal, by=by)


@transaction.atomic
def renew(
    enrolment: Enrolment, *, said: Mapping[int, tuple[str, str]], seen: int, words: str, by: User
) -> PlanVersion:
    """Every open goal was looked at: it goes on, is reached or dropped. The plan is kept as it stands then.

    `said` gives for each goal its status and the words; `seen` is the version that was the newest on the page.
    """
    held = _held(enrolment)
    newest = held.plan_versions.aggregate(newest=Max("number"))["newest"] or 0
    open_goals = {each.pk: each for each in held.goals.filter(status=Goal.Status.OPEN)}
    if newest != seen or open_goals.keys() != said.keys():
        raise StaleStep(enrolment)
    for pk, (status, why) in said.items():
        if status != Goal.Status.OPEN:
            close(open_goals[pk], status, words=why, by=by)
    version = PlanVersion.objects.create(
        enrolment=held, number=newest + 1, words=words, content=queries.as_it_stands(held), renewed_by=by
    )
    history.record(
        "plan.renewed", version, by=by, rules=held.rule_book.reference, data={"version": version.number}
    )
    _tell_other_side(held, "plan-renewed", version=version, by=by)
    return version


def _held(enrolment: Enrolment) -> Enrolment:
    """As it stands now, and stays until the step is done."""
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("rule_book__programme")
    held = rows.get(pk=enrolment.pk)
    if not held.is_open:
        raise StaleStep(enrolment)
    return held


def _locked(goal: Goal) -> Goal:
    return Goal.objects.select_for_update().get(pk=goal.pk)


def _tell_other_side(enrolment: Enrolment, kind: str, *, by: User, **context: object) -> None:
    """Between two supervisors there may be nobody to tell."""
    worker = enrolment.social_worker
    other = enrolment.supervisor if by == worker else worker
    if other is not None:
        href = reverse("plans:plan", args=[enrolment.pk])
        tell(other, kind, href=href, enrolment=enrolment, by=by, **context)
