"""Who may open which page of this room."""

from swip.identifiers.actions import keep_mending
from swip.plans import actions
from swip.plans.models import Goal, PlanVersion
from swip.plans.tests.factories import ActionFactory, GoalFactory
from tests.access_world import LOOKED_AFTER_BY, Route

BOTH = frozenset({"social_worker", "supervisor"})
READERS = BOTH | LOOKED_AFTER_BY


def of_enrolment(world):
    return [world.enrolment.pk]


def goal(status="open"):
    def arguments(world):
        made = GoalFactory(enrolment=world.enrolment)
        if status != "open":
            actions.close(made, status, words="", by=world.people["supervisor"])
        return [made.pk]

    return arguments


def action(status="to_do"):
    def arguments(world):
        made = ActionFactory(goal__enrolment=world.enrolment)
        if status != "to_do":
            actions.settle(made, status, words="", by=world.people["supervisor"])
        return [made.pk]

    return arguments


def kept_version(world):
    actions.renew(world.enrolment, said={}, seen=0, words="", by=world.people["supervisor"])
    return [world.enrolment.pk, 1]


def version_with_words(world):
    version = actions.renew(world.enrolment, said={}, seen=0, words=NAMED, by=world.people["supervisor"])
    return [version.pk]


def out_of_sight(arguments, take, kind):
    """The same record after the other side saw that somebody could be recognised."""

    def taken(world):
        (pk,) = arguments(world)
        by = "supervisor" if kind is Goal else "social_worker"
        take(kind.objects.get(pk=pk), kinds=["name"], by=world.people[by])
        return [pk]

    return taken


def changed(arguments, name):
    """Changed, with a name still in it."""

    def half(world):
        (pk,) = arguments(world)
        record = (Goal if name == "aim" else PlanVersion).objects.get(pk=pk)
        keep_mending(record, {name: "Kacper was content with it"}, revision=0)
        return [pk]

    return half


NAMED = "Jayden did well"
GOAL_OUT = out_of_sight(goal(), actions.take_goal_out_of_sight, Goal)
VERSION_OUT = out_of_sight(version_with_words, actions.take_version_out_of_sight, PlanVersion)
KEEPER = {"data_protection_lead"}
ROUTES = {
    "plans:plan": Route(sees=READERS, args=of_enrolment),
    "plans:add_goal": Route(sees=BOTH, args=of_enrolment),
    "plans:make_goal": Route(
        sees=BOTH, args=of_enrolment, method="post", data={"aim": "Chair", "outcomes": "1.1"}
    ),
    "plans:change_goal": Route(sees=BOTH, args=goal()),
    "plans:renew": Route(sees=BOTH, args=of_enrolment),
    "plans:version": Route(sees=READERS, args=kept_version),
    "plans:goal": Route(sees=READERS, args=goal()),
    "plans:add_action": Route(sees=BOTH, args=goal()),
    "plans:close_goal": Route(sees=BOTH, args=goal()),
    "plans:reopen_goal": Route(sees=BOTH, args=goal("reached"), method="post"),
    "plans:action": Route(sees=BOTH, args=action()),
    "plans:move_action": Route(sees=BOTH, args=action()),
    "plans:take_up_action": Route(sees=BOTH, args=action("done"), method="post"),
    "plans:take_goal_out_of_sight": Route(sees=READERS, args=goal()),
    "plans:mend_goal": Route(sees={"social_worker"}, args=GOAL_OUT),
    "plans:look_through_mended_goal": Route(sees={"social_worker"}, args=changed(GOAL_OUT, "aim")),
    "plans:goal_out_of_sight": Route(sees=KEEPER, args=GOAL_OUT),
    "plans:take_version_out_of_sight": Route(sees=READERS - {"supervisor"}, args=version_with_words),
    "plans:mend_version": Route(sees={"supervisor"}, args=VERSION_OUT),
    "plans:look_through_mended_version": Route(sees={"supervisor"}, args=changed(VERSION_OUT, "words")),
    "plans:version_out_of_sight": Route(sees=KEEPER, args=VERSION_OUT),
}
