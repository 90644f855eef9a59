"""What the two sides of a plan do with it: set goals, promise actions, say what came of them, renew it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments
from swip.enrolment.models import Enrolment
from swip.enrolment.queries import colleagues_of
from swip.identifiers import actions as identifiers
from swip.identifiers.models import Quarantine
from swip.notifications.actions import tell
from swip.plans import queries
from swip.plans.models import Action, Goal, Move, PlanVersion
from swip.standards.models import Item

A_GOAL = "a goal of a development plan"
A_VERSION = "a kept version of a development plan"
# What was decided on a form about what was found in the words of it, in codes.
Decisions = Sequence[dict[str, str | int]]


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
    decisions: Decisions = (),
) -> Goal:
    """A goal comes with its first action, so that it never stands there as a wish. Sent twice it is set once."""
    held = _held(enrolment)
    there = held.goals.filter(aim=aim, set_by=by, status=Goal.Status.OPEN)
    for same in there.filter(actions__owner=owner, actions__what=what, actions__due_on=due_on):
        if set(same.outcomes.all()) == set(outcomes):
            return same
    goal = Goal.objects.create(enrolment=held, aim=aim, set_by=by)
    goal.outcomes.set(outcomes)
    Action.objects.create(goal=goal, owner=owner, what=what, due_on=due_on, set_by=by)
    _keep_decisions(goal, decisions, by=by)
    codes = [each.code for each in outcomes]
    history.record("plan.goal_set", goal, by=by, rules=held.rule_book.reference, data={"outcomes": codes})
    _tell_other_side(held, "plan-goal-set", goal=goal, by=by)
    return goal


@transaction.atomic
def change_goal(
    goal: Goal,
    *,
    aim: str,
    outcomes: Collection[Item],
    steps: Mapping[int, tuple[str, str]],
    seen: str,
    by: User,
    decisions: Decisions = (),
) -> None:
    """Other words for it, and for what is still to be done. `seen` is the mark of what stood on the page."""
    held = _in_sight(goal)
    there = {each.pk: (each.owner, each.what) for each in held.actions.all() if each.is_to_do}
    if (held.aim, set(held.outcomes.all()), there) == (aim, set(outcomes), steps):
        return  # sent twice
    if not held.is_open or queries.mark_of(held) != seen:
        raise StaleStep(goal)
    held.aim = aim
    held.save(update_fields=["aim"])
    held.outcomes.set(outcomes)
    for action in held.actions.filter(pk__in=steps, status=Action.Status.TO_DO):
        action.owner, action.what = steps[action.pk]
        action.save(update_fields=["owner", "what"])
    _keep_decisions(held, decisions, by=by)
    history.record("plan.goal_changed", held, by=by, data={"outcomes": [each.code for each in outcomes]})


@transaction.atomic
def promise(
    goal: Goal, *, owner: str, what: str, due_on: datetime.date, by: User, decisions: Decisions = ()
) -> Action:
    """One more thing that somebody does toward a goal."""
    _be_worked_on(goal)
    same = goal.actions.filter(owner=owner, what=what, due_on=due_on).first()
    if same:
        return same
    action = Action.objects.create(goal=goal, owner=owner, what=what, due_on=due_on, set_by=by)
    _keep_decisions(goal, decisions, by=by)
    history.record("plan.action_set", action, by=by, data={"owner": owner, "due_on": due_on.isoformat()})
    return action


@transaction.atomic
def settle(action: Action, status: str, *, words: str, by: User, decisions: Decisions = ()) -> None:
    """It is done, or it was not."""
    _be_worked_on(action.goal)
    action.move_to(status, words=words, settled_at=timezone.now())
    _keep_decisions(action.goal, decisions, by=by)
    history.record(f"plan.action_{status}", action, by=by)


@transaction.atomic
def take_up_again(action: Action, *, by: User) -> None:
    """It was said to be done or not done by mistake, or is tried once more."""
    _be_worked_on(action.goal)
    action.move_to(Action.Status.TO_DO, settled_at=None)
    history.record("plan.action_taken_up", action, by=by)


@transaction.atomic
def move(action: Action, *, due_on: datetime.date, words: str, by: User, decisions: Decisions = ()) -> None:
    """Another day, and why. The day before stays. Sent twice it is moved once."""
    _be_worked_on(action.goal)
    current = Action.objects.select_for_update().get(pk=action.pk)
    if not current.is_to_do:
        raise StaleStep(action)
    newest = current.moves.last()
    if newest and (newest.to_day, newest.words, newest.by_id) == (due_on, words, by.pk):
        return
    before, current.due_on = current.due_on, due_on
    current.save(update_fields=["due_on"])
    days = {"from": before.isoformat(), "to": due_on.isoformat()}
    Move.objects.create(action=current, from_day=before, to_day=due_on, words=words, by=by)
    _keep_decisions(action.goal, decisions, by=by)
    history.record("plan.action_moved", current, by=by, data=days)


@transaction.atomic
def close(goal: Goal, status: str, *, words: str, by: User, decisions: Decisions = ()) -> None:
    """Reached, or no longer worked on."""
    _in_sight(goal)
    goal.move_to(status, closing_words=words, closed_at=timezone.now())
    _keep_decisions(goal, decisions, by=by)
    history.record(f"plan.goal_{status}", goal, by=by)


@transaction.atomic
def reopen(goal: Goal, *, by: User) -> None:
    _in_sight(goal)
    goal.move_to(Goal.Status.OPEN, closed_at=None)
    history.record("plan.goal_reopened", goal, by=by)


@transaction.atomic
def renew(
    enrolment: Enrolment,
    *,
    said: Mapping[int, tuple[str, str]],
    seen: int,
    words: str,
    by: User,
    decisions: Decisions = (),
) -> PlanVersion:
    """Every open goal in sight was looked at: it goes on, is reached or dropped. The plan is kept as it stands then.

    `said` gives for each goal its status and the words; `seen` is the version that was the newest on the page.
    """
    held = _held(enrolment)
    newest = held.plan_versions.aggregate(newest=Max("number"))["newest"] or 0
    open_goals = {each.pk: each for each in held.goals.in_sight().filter(status=Goal.Status.OPEN)}
    if newest != seen or open_goals.keys() != said.keys():
        raise StaleStep(enrolment)
    names = colleagues_of(held) if decisions else []
    for pk, (status, why) in said.items():
        if status != Goal.Status.OPEN:
            goal = open_goals[pk]
            close(goal, status, words=why, by=by)
            if decisions:  # they are counted with the version, and nothing is asked twice of the goal
                identifiers.keep_decisions(goal, queries.passages_of(goal), (), by=by, colleagues=names)
    version = PlanVersion.objects.create(
        enrolment=held, number=newest + 1, words=words, content=queries.as_it_stands(held), renewed_by=by
    )
    if decisions:
        identifiers.keep_decisions(version, queries.words_of(version), decisions, by=by, colleagues=names)
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


def _in_sight(goal: Goal) -> Goal:
    """As it stands now: what is out of sight is mended before anything else is done with it."""
    held = Goal.objects.select_for_update().get(pk=goal.pk)
    if held.is_quarantined:
        raise StaleStep(goal.enrolment)
    return held


def _be_worked_on(goal: Goal) -> None:
    """Nothing is done for a goal that was closed, before it is taken up again."""
    if not _in_sight(goal).is_open:
        raise StaleStep(goal)


def _keep_decisions(goal: Goal, decisions: Decisions, *, by: User) -> None:
    if decisions:
        names = colleagues_of(goal.enrolment)
        identifiers.keep_decisions(goal, queries.passages_of(goal), decisions, by=by, colleagues=names)


def _tell_other_side(enrolment: Enrolment, kind: str, *, by: User, **context: object) -> None:
    """Between two supervisors there may be nobody to tell."""
    worker = enrolment.social_worker
    other = enrolment.supervisor if by == worker else worker
    if other is not None:
        href = reverse("plans:plan", args=[enrolment.pk])
        tell(other, kind, href=href, enrolment=enrolment, by=by, **context)


# ---- Out of sight


@transaction.atomic
def take_goal_out_of_sight(goal: Goal, *, kinds: Sequence[str], by: User) -> Quarantine:
    """A reader saw that somebody could be recognised: it goes with its actions, and with its words in versions."""
    return enrolments.take_out_of_sight(
        goal,
        goal.enrolment,
        by=by,
        kinds=kinds,
        what=A_GOAL,
        writer=queries.writer_of(goal),
        writer_href=reverse("plans:mend_goal", args=[goal.pk]),
        keeper_href=reverse("plans:goal_out_of_sight", args=[goal.pk]),
    )


@transaction.atomic
def take_version_out_of_sight(version: PlanVersion, *, kinds: Sequence[str], by: User) -> Quarantine:
    """The same with what was said of the plan as a whole."""
    return enrolments.take_out_of_sight(
        version,
        version.enrolment,
        by=by,
        kinds=kinds,
        what=A_VERSION,
        writer=version.renewed_by,
        writer_href=reverse("plans:mend_version", args=[version.pk]),
        keeper_href=reverse("plans:version_out_of_sight", args=[version.pk]),
    )


@transaction.atomic
def bring_goal_back(goal: Goal, *, ending: str, why: str, revision: int, by: User) -> None:
    """Its mended words are in their place; from the kept versions the old ones are left out for good."""

    def put_in_place(texts: Mapping[str, str]) -> None:
        leave_out_of_versions(goal)
        goal.aim = texts.get("aim", goal.aim)
        goal.closing_words = texts.get("closing", goal.closing_words)
        goal.save(update_fields=["aim", "closing_words"])
        for action in goal.actions.all():
            action.what = texts.get(f"what_{action.pk}", action.what)
            action.words = texts.get(f"words_{action.pk}", action.words)
            action.save(update_fields=["what", "words"])
            for moved in action.moves.all():
                moved.words = texts.get(f"moved_{moved.pk}", moved.words)
                moved.save(update_fields=["words"])
        history.record("plan.goal_mended", goal, by=by)

    identifiers.bring_back_mended(
        goal,
        ending=ending,
        why=why,
        revision=revision,
        by=by,
        writer_href=goal.get_absolute_url(),
        put_in_place=put_in_place,
    )


def leave_out_of_versions(goal: Goal) -> None:
    now = timezone.now()
    for version in PlanVersion.objects.filter(enrolment=goal.enrolment_id).select_for_update():
        kept = version.content["goals"]
        goals = [queries.without_words(each) if queries.is_of(each, goal) else each for each in kept]
        if goals != kept:
            version.content, version.words_left_out_at = {**version.content, "goals": goals}, now
            version.save(update_fields=["content", "words_left_out_at"])


@transaction.atomic
def bring_version_back(version: PlanVersion, *, ending: str, why: str, revision: int, by: User) -> None:
    def put_in_place(texts: Mapping[str, str]) -> None:
        version.words = texts.get("words", version.words)
        version.save(update_fields=["words"])
        history.record("plan.version_mended", version, by=by)

    identifiers.bring_back_mended(
        version,
        ending=ending,
        why=why,
        revision=revision,
        by=by,
        writer_href=version.get_absolute_url(),
        put_in_place=put_in_place,
    )
