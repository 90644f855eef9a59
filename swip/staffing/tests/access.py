"""Who may open which page of this room."""

from swip.staffing.models import Cover
from swip.staffing.tests.factories import AwayFactory, ConflictFactory, HandingOverFactory
from tests.access_world import SIGNED_IN, Route

COORDINATOR = frozenset({"coordinator"})
COORDINATORS = frozenset({"coordinator", "far_coordinator"})


def near(world):
    return [world.organisation.pk]


def the_supervisor(world):
    return [world.organisation.pk, world.people["supervisor"].pk]


def their_leave(world):
    return AwayFactory(organisation=world.organisation, person=world.people["supervisor"])


def leave(world):
    return [their_leave(world).pk]


def their_cover(world):
    cover = Cover.objects.create(
        away=their_leave(world), kind="supervisor", person=world.people["other_supervisor"]
    )
    return [cover.pk]


def draft(world):
    return [HandingOverFactory(organisation=world.organisation, person=world.people["supervisor"]).pk]


def conflict(world):
    """Declared by the supervisor about themselves: they and the coordinator see it, the other does not."""
    found = ConflictFactory(
        person=world.people["supervisor"],
        other=world.people["other_social_worker"],
        organisation=world.organisation,
    )
    return [found.pk]


ROUTES = {
    "staffing:boards": Route(sees=COORDINATORS),
    "staffing:board": Route(sees=COORDINATOR, args=near),
    "staffing:colleague": Route(sees=COORDINATOR, args=the_supervisor),
    "staffing:record_leave": Route(sees=COORDINATOR, args=the_supervisor),
    "staffing:capacity": Route(sees=COORDINATOR, args=lambda world: [*the_supervisor(world), "supervise"]),
    "staffing:hand_over": Route(sees=COORDINATOR, args=near),
    "staffing:conflicts": Route(sees=COORDINATOR, args=near),
    "staffing:away": Route(sees=COORDINATOR, args=leave),
    "staffing:back": Route(sees=COORDINATOR, args=leave),
    "staffing:cancel_leave": Route(sees=COORDINATOR, args=leave),
    "staffing:cover": Route(sees=COORDINATOR, args=lambda world: [*leave(world), "supervisor"]),
    "staffing:take_cover_back": Route(sees=COORDINATOR, args=their_cover),
    "staffing:match": Route(sees=COORDINATOR, args=lambda world: [world.enrolment.pk, "supervisor"]),
    "staffing:handing_over": Route(sees=COORDINATOR, args=draft),
    "staffing:drop": Route(sees=COORDINATOR, args=draft),
    "staffing:own_conflicts": Route(sees=SIGNED_IN),
    "staffing:end_conflict": Route(sees=COORDINATOR | {"supervisor"}, args=conflict),
}
