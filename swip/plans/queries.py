"""What the pages of a plan ask: its goals, what is to be done, and what belongs into the next supervision."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment.models import Enrolment
from swip.govuk.words import local_date
from swip.identifiers.queries import Passage
from swip.plans import permissions
from swip.plans.models import Action, Goal, PlanVersion
from swip.standards.models import Item

PLAN_RULE = "plan.development"
AGENDA_DAYS = 31  # a supervision or two ahead
WITHOUT_A_REVIEW = datetime.timedelta(days=90)
A_YEAR = datetime.timedelta(days=366)


def goals_of(enrolment: Enrolment, *, seen_by: User | None = None) -> list[Goal]:
    """Every goal with its outcomes and actions: those being worked on first. For a reader, those they may see."""
    shown = enrolment.goals.all() if seen_by is None else permissions.goals_shown_to(seen_by)
    goals = shown.filter(enrolment=enrolment).prefetch_related(
        Prefetch("outcomes", Item.objects.defer("search").order_by("position")), "actions"
    )
    return sorted(goals, key=lambda each: (not each.is_open, each.set_at))


def actions_of(goals: Iterable[Goal]) -> list[Action]:
    """What is to be done or was, in the order of the days."""
    return sorted((action for goal in goals for action in goal.actions.all()), key=lambda each: each.due_on)


def versions_of(enrolment: Enrolment) -> QuerySet[PlanVersion]:
    return enrolment.plan_versions.select_related("renewed_by")


def number_out_of_sight(enrolment: Enrolment) -> int:
    """How many goals nobody but who mends them can see."""
    return enrolment.goals.exclude(quarantined_at=None).count()


@dataclass(frozen=True)
class PlanAtReview:
    """The plan as a review finds it: what is worked on, what of it is late, and whether it was renewed since."""

    goals: list[Goal]
    renewed_on: datetime.date | None
    since: datetime.date

    @property
    def late(self) -> list[Action]:
        return [each for each in actions_of(self.goals) if each.is_late]

    @property
    def is_renewed(self) -> bool:
        """A plan renewed on the day of the last review was renewed at that one."""
        return self.renewed_on is not None and self.renewed_on > self.since


def plan_at_review(enrolment: Enrolment, *, since: datetime.date, seen_by: User) -> PlanAtReview:
    newest = enrolment.plan_versions.first()
    return PlanAtReview(
        goals=[each for each in goals_of(enrolment, seen_by=seen_by) if each.is_open],
        renewed_on=local_date(newest.renewed_at) if newest else None,
        since=since,
    )


def latest_day(enrolment: Enrolment) -> datetime.date:
    """The last day by which something can be promised: a later one is a slip of the hand."""
    return max(enrolment.expected_end_on, timezone.localdate() + A_YEAR)


def first_step(enrolment: Enrolment) -> dict[str, Any]:
    """What stands in a goal that was made with one press, until somebody changes it: by the next review."""
    ahead = enrolment.stage_dates.asked_for().filter(stage__has_review=True, due_on__gt=timezone.localdate())
    day = ahead.order_by("due_on").values_list("due_on", flat=True).first()
    day = min(day or timezone.localdate() + WITHOUT_A_REVIEW, latest_day(enrolment))
    return {
        "owner": Action.Owner.SOCIAL_WORKER.value,
        "what": "Talk about it in supervision, and agree what helps",
        "due_on_day": day.day,
        "due_on_month": day.month,
        "due_on_year": day.year,
    }


def mark_of(goal: Goal) -> str:
    """Changes with its words: of two people who change them at once, the second is told."""
    codes = sorted(goal.outcomes.values_list("code", flat=True))
    steps = [[each.pk, each.owner, each.what] for each in goal.actions.all() if each.is_to_do]
    return hashlib.sha256(json.dumps([goal.aim, codes, steps]).encode()).hexdigest()[:20]


def agenda_of(enrolment: Enrolment) -> list[Action]:
    """What to talk about when the two meet next: what is late or due soon, of either side."""
    to_do = Action.objects.to_do().filter(goal__enrolment=enrolment).select_related("goal")
    return [each for each in to_do if each.is_near(AGENDA_DAYS)]


# ---- Kept versions


def as_it_stands(enrolment: Enrolment) -> dict[str, Any]:
    """The plan in words, for its kept version. Of a goal that is out of sight it keeps that it was there."""
    goals = [(each, as_kept(each)) for each in goals_of(enrolment)]
    return {"goals": [without_words(kept) if each.is_quarantined else kept for each, kept in goals]}


def as_kept(goal: Goal) -> dict[str, Any]:
    return {
        "goal": goal.pk,
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


def without_words(kept: dict[str, Any]) -> dict[str, Any]:
    """What it is for, how it stood, who does what kind of thing by when: nothing that anybody wrote."""
    actions = [{**each, "what": "", "words": ""} for each in kept["actions"]]
    return {**kept, "aim": "", "words": "", "actions": actions, "is_left_out": True}


def is_of(kept: dict[str, Any], goal: Goal) -> bool:
    """Versions from before goals were kept with their numbers hold the aim as it was set."""
    return bool(kept["goal"] == goal.pk if "goal" in kept else kept["aim"] == goal.aim)


def shown_in(version: PlanVersion) -> list[dict[str, Any]]:
    """The goals of a kept version, without the words of those that are out of sight."""
    hidden = list(version.enrolment.goals.exclude(quarantined_at=None))
    kept = [
        without_words(each) if any(is_of(each, goal) for goal in hidden) else each
        for each in version.content["goals"]
    ]
    return [{**each, "actions": [with_its_day(action) for action in each["actions"]]} for each in kept]


def with_its_day(action: dict[str, Any]) -> dict[str, Any]:
    return {**action, "due_on": datetime.date.fromisoformat(action["due_on"])}


# ---- What somebody could be recognised by


def passages_of(goal: Goal) -> list[Passage]:
    """Everything that either side wrote in a goal and in what is done for it."""
    passages = [
        Passage("aim", "The goal", goal.aim),
        Passage("closing", "What was said of it", goal.closing_words),
    ]
    for number, action in enumerate(goal.actions.prefetch_related("moves"), 1):
        passages += [
            Passage(f"what_{action.pk}", f"Action {number}", action.what),
            Passage(f"words_{action.pk}", f"What came of action {number}", action.words),
            *(
                Passage(f"moved_{move.pk}", f"Why action {number} moved", move.words)
                for move in action.moves.all()
            ),
        ]
    return [each for each in passages if each.text]


def never_empty(goal: Goal) -> frozenset[str]:
    """The passages without which it would not say what it is."""
    may_be = {f"words_{each.pk}" for each in goal.actions.all() if each.status == Action.Status.DONE}
    if goal.status == Goal.Status.REACHED:
        may_be.add("closing")
    return frozenset({each.name for each in passages_of(goal)} - may_be)


def words_of(version: PlanVersion) -> list[Passage]:
    """What was said of the plan as a whole; the words of its goals go with the goals."""
    return [Passage("words", "What was said of the plan", version.words)] if version.words else []


def writer_of(goal: Goal) -> User:
    """Who mends it: whoever set it, while they are one of the two; else the social worker, whose plan it is."""
    enrolment = goal.enrolment
    two = [enrolment.social_worker, enrolment.supervisor]
    return goal.set_by if goal.set_by in two else enrolment.social_worker
