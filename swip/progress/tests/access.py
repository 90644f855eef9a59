"""Who may open which page of progress."""

from tests.access_world import LOOKED_AFTER_BY, Route

READERS = LOOKED_AFTER_BY | {"social_worker"}

ROUTES = {
    "progress:outcomes": Route(sees=READERS, args=lambda world: [world.enrolment.pk]),
    "progress:outcome": Route(sees=READERS, args=lambda world: [world.enrolment.pk, "1.1"]),
    "progress:asked": Route(sees=READERS, args=lambda world: [world.enrolment.pk]),
    "progress:breadth": Route(sees=READERS, args=lambda world: [world.enrolment.pk]),
}
