"""What the pages of a plan ask: its goals, what is to be done, and what belongs into the next supervision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from swip.enrolment.models import Enrolment
from swip.plans.models import Action, Goal, PlanVersion
from swip.standards.contents import outcomes_of
from swip.standards.models import Item

PLAN_RULE = "plan.development"
AGENDA_DAYS = 31  # a supervision or two ahead


def goals_of(enrolment: Enrolment) -> list[Goal]:
    """Every goal with its outcomes and actions: those being worked on first."""
    goals = enrolment.goals.prefetch_related(
        Prefetch("outcomes", Item.objects.defer("search").order_by("position")), "actions"
    )
    return sorted(goals, key=lambda each: (not each.is_open, each.set_at))


def outcomes_to_choose(enrolment: Enrolment) -> list[Item]:
    return outcomes_of(enrolment.standards)


def actions_of(goals: Iterable[Goal]) -> list[Action]:
    """What is to be done or was, in the order of the days."""
    return sorted((action for goal in goals for action in goal.actions.all()), key=lambda each: each.due_on)


def versions_of(enrolment: Enrolment) -> QuerySet[PlanVersion]:
    return enrolment.plan_versions.select_related("renewed_by")


def agenda_of(enrolment: Enrolment) -> list[Action]:
    """What to talk about when the two meet next: what is late or due soon, of either side."""
    to_do = Action.objects.to_do().filter(goal__enrolment=enrolment).select_related("goal")
    return [each for each in to_do if each.is_near(AGENDA_DAYS)]


def as_it_stands(enrolment: Enrolment) -> dict[str, Any]:
    """The plan in words, for its kept version."""
    return {
        "goals": [
            {
                "aim": goal.aim,
                "outcomes": [f"{each.code} {each.text}" for each in goal.outcomes.all()],
                "status": goal.get_status_display(),
                "words": goal.closing_words,
                "actions": [
                    {
                        "owner": action.get_owner_display(),
                        "what": action.what,
                        "due_on": action.due_on.isoformat(),
                        "status": action.get_status_display(),
                        "words": action.words,
                    }
                    for action in goal.actions.all()
                ],
            }
            for goal in goals_of(enrolment)
        ]
    }
