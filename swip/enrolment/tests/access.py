"""Who may open which page of this room."""

from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import (
    AbsenceFactory,
    ExtensionFactory,
    ObjectionFactory,
    PauseFactory,
    ReductionFactory,
    change_entry,
    other_hours,
)
from tests.access_world import LOOKED_AFTER_BY, Route


def of_the_enrolment(world):
    return [world.enrolment.pk]


def one_of_the_enrolment(factory, **details):
    return lambda world: [factory(enrolment=world.enrolment, **details).pk]


def a_pause(world):
    Enrolment.objects.filter(pk=world.enrolment.pk).update(status=Enrolment.Status.PAUSED)
    return [PauseFactory(enrolment=world.enrolment).pk]


WORKER_AND_NEAR = {"social_worker", "supervisor", "coordinator"}

ROUTES = {
    "enrolment:registered": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:enrolment": Route(sees={"social_worker", *LOOKED_AFTER_BY}, args=of_the_enrolment),
    "enrolment:history": Route(sees={"social_worker", *LOOKED_AFTER_BY}, args=of_the_enrolment),
    "enrolment:looks": Route(sees={"social_worker"}, args=of_the_enrolment),
    "enrolment:change_supervisor": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:change_assessor": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:withdraw": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:what_if": Route(sees=WORKER_AND_NEAR, args=of_the_enrolment),
    "enrolment:what_if_change": Route(
        sees=WORKER_AND_NEAR, args=lambda world: [world.enrolment.pk, "absence"]
    ),
    "enrolment:record_absence": Route(sees=WORKER_AND_NEAR, args=of_the_enrolment),
    "enrolment:end_absence": Route(
        sees=WORKER_AND_NEAR, args=one_of_the_enrolment(AbsenceFactory, ends_on=None)
    ),
    "enrolment:choose_leave": Route(
        sees={"social_worker"}, args=one_of_the_enrolment(AbsenceFactory, kind="maternity", is_exempt=True)
    ),
    "enrolment:correct_absence": Route(
        sees={"supervisor", "coordinator"}, args=one_of_the_enrolment(AbsenceFactory)
    ),
    "enrolment:take_back_absence": Route(
        sees={"supervisor", "coordinator"}, args=one_of_the_enrolment(AbsenceFactory)
    ),
    "enrolment:pause": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:resume": Route(sees={"coordinator"}, args=a_pause),
    "enrolment:correct_pause": Route(sees={"coordinator"}, args=a_pause),
    "enrolment:take_back_pause": Route(sees={"coordinator"}, args=a_pause),
    "enrolment:change_employment": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:correct_employment": Route(
        sees={"coordinator"}, args=lambda world: [other_hours(world.enrolment).pk]
    ),
    "enrolment:take_back_employment": Route(
        sees={"coordinator"}, args=lambda world: [other_hours(world.enrolment).pk]
    ),
    "enrolment:more_time": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:take_back_extension": Route(sees={"coordinator"}, args=one_of_the_enrolment(ExtensionFactory)),
    "enrolment:propose_reduction": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:answer_reduction": Route(sees={"social_worker"}, args=one_of_the_enrolment(ReductionFactory)),
    "enrolment:take_back_reduction": Route(sees={"coordinator"}, args=one_of_the_enrolment(ReductionFactory)),
    "enrolment:changes": Route(sees=WORKER_AND_NEAR, args=of_the_enrolment),
    "enrolment:object_to": Route(
        sees={"social_worker"},
        args=lambda world: [world.enrolment.pk, change_entry(world.enrolment).pk],
    ),
    "enrolment:answer_objection": Route(sees={"coordinator"}, args=one_of_the_enrolment(ObjectionFactory)),
}
