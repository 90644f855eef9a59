"""Who may open which page of this room."""

from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import (
    AbsenceFactory,
    AdjustmentFactory,
    ClaimFactory,
    ExtensionFactory,
    ObjectionFactory,
    PauseFactory,
    ReductionFactory,
    TransferFactory,
    WithdrawalFactory,
    change_entry,
    other_hours,
    second_job,
)
from tests.access_world import LOOKED_AFTER_BY, Route


def of_the_enrolment(world):
    return [world.enrolment.pk]


def one_of_the_enrolment(factory, **details):
    return lambda world: [factory(enrolment=world.enrolment, **details).pk]


def a_pause(world):
    Enrolment.objects.filter(pk=world.enrolment.pk).update(status=Enrolment.Status.PAUSED)
    return [PauseFactory(enrolment=world.enrolment).pk]


def of_who_left(world):
    WithdrawalFactory(enrolment=world.enrolment)
    return [world.enrolment.pk]


def claim_on_the_worker(world):
    claim = ClaimFactory(
        worker=world.people["social_worker"],
        programme=world.enrolment.programme,
        organisation=world.far_organisation,
        claimed_by=world.people["far_coordinator"],
    )
    return [claim.pk]


def with_a_second_job(world):
    second_job(world.enrolment, world.far_organisation)
    return [world.enrolment.pk]


def shared_with_the_supervisor(**details):
    return one_of_the_enrolment(AdjustmentFactory, groups=["supervisor"], **details)


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
    "enrolment:undo_withdrawal": Route(sees={"coordinator"}, args=of_who_left),
    "enrolment:reinstate": Route(sees={"coordinator"}, args=of_who_left),
    "enrolment:employers": Route(sees={"social_worker", "coordinator"}, args=of_the_enrolment),
    "enrolment:begin_release": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:transfer": Route(
        sees={"social_worker", "coordinator"}, args=one_of_the_enrolment(TransferFactory)
    ),
    "enrolment:report": Route(
        sees={"coordinator"}, args=one_of_the_enrolment(TransferFactory, status="draft")
    ),
    "enrolment:release": Route(
        sees={"coordinator"}, args=one_of_the_enrolment(TransferFactory, status="draft")
    ),
    "enrolment:take_back_release": Route(sees={"coordinator"}, args=one_of_the_enrolment(TransferFactory)),
    "enrolment:answer_report": Route(sees={"social_worker"}, args=one_of_the_enrolment(TransferFactory)),
    "enrolment:claims": Route(sees={"coordinator", "far_coordinator"}),
    "enrolment:make_claim": Route(sees={"coordinator", "far_coordinator"}),
    "enrolment:claim": Route(sees={"social_worker"}, args=claim_on_the_worker),
    "enrolment:withdraw_claim": Route(sees={"far_coordinator"}, args=claim_on_the_worker),
    "enrolment:hand_over_lead": Route(sees={"coordinator"}, args=with_a_second_job),
    "enrolment:end_second_job": Route(
        sees={"coordinator", "far_coordinator"},
        args=lambda world: [second_job(world.enrolment, world.far_organisation).pk],
    ),
    "enrolment:adjustments": Route(
        sees={"social_worker", "supervisor"},
        args=lambda world: [AdjustmentFactory(enrolment=world.enrolment, groups=["supervisor"]).enrolment_id],
    ),
    "enrolment:ask_adjustment": Route(sees={"social_worker"}, args=of_the_enrolment),
    "enrolment:adjustment": Route(sees={"social_worker", "supervisor"}, args=shared_with_the_supervisor()),
    "enrolment:share_adjustment": Route(sees={"social_worker"}, args=shared_with_the_supervisor()),
    "enrolment:answer_adjustment": Route(sees={"supervisor"}, args=shared_with_the_supervisor()),
    "enrolment:ask_adjustment_again": Route(
        sees={"social_worker"}, args=shared_with_the_supervisor(status="not_possible")
    ),
    "enrolment:end_adjustment": Route(sees={"social_worker"}, args=shared_with_the_supervisor()),
}
