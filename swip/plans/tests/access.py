"""Who may open which page of this room."""

from swip.plans import actions
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


ROUTES = {
    "plans:plan": Route(sees=READERS, args=of_enrolment),
    "plans:add_goal": Route(sees=BOTH, args=of_enrolment),
    "plans:renew": Route(sees=BOTH, args=of_enrolment),
    "plans:version": Route(sees=READERS, args=kept_version),
    "plans:goal": Route(sees=READERS, args=goal()),
    "plans:add_action": Route(sees=BOTH, args=goal()),
    "plans:close_goal": Route(sees=BOTH, args=goal()),
    "plans:reopen_goal": Route(sees=BOTH, args=goal("reached"), method="post"),
    "plans:action": Route(sees=BOTH, args=action()),
    "plans:move_action": Route(sees=BOTH, args=action()),
    "plans:take_up_action": Route(sees=BOTH, args=action("done"), method="post"),
}
