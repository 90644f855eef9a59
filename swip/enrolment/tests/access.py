"""Who may open which page of this room."""

from tests.access_world import LOOKED_AFTER_BY, Route


def of_the_enrolment(world):
    return [world.enrolment.pk]


ROUTES = {
    "enrolment:registered": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:enrolment": Route(sees={"social_worker", *LOOKED_AFTER_BY}, args=of_the_enrolment),
    "enrolment:history": Route(sees={"social_worker", *LOOKED_AFTER_BY}, args=of_the_enrolment),
    "enrolment:looks": Route(sees={"social_worker"}, args=of_the_enrolment),
    "enrolment:change_supervisor": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:change_assessor": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:withdraw": Route(sees={"coordinator"}, args=of_the_enrolment),
}
