from swip.self_assessment.tests.factories import SelfAssessmentFactory, SupervisorViewFactory
from tests.access_world import LOOKED_AFTER_BY, Route


def shared(world):
    return [SelfAssessmentFactory(enrolment=world.enrolment, status="shared").pk]


def private(world):
    return [SelfAssessmentFactory(enrolment=world.enrolment).pk]


def with_a_name(world):
    return [SelfAssessmentFactory(enrolment=world.enrolment, answers=NAMED).pk]


def view(status, answers=None):
    def arguments(world):
        record = SelfAssessmentFactory(enrolment=world.enrolment, status="shared")
        return [SupervisorViewFactory(self_assessment=record, status=status, answers=answers).pk]

    return arguments


OWN = {"social_worker"}
NAMED = {"1.1": ("with_support", "I met Jayden at school")}
ROUTES = {
    "self_assessment:list": Route(sees=OWN | LOOKED_AFTER_BY, args=lambda world: [world.enrolment.pk]),
    "self_assessment:compare": Route(sees=OWN | {"supervisor"}, args=lambda world: [world.enrolment.pk]),
    "self_assessment:start": Route(
        sees=OWN, args=lambda world: [world.enrolment.pk, "beginning"], method="post"
    ),
    "self_assessment:self_assessment": Route(sees=OWN | {"supervisor"}, args=shared),
    "self_assessment:domain": Route(sees=OWN, args=lambda world: [*private(world), "1"]),
    "self_assessment:look_through": Route(sees=OWN, args=with_a_name),
    "self_assessment:share": Route(sees=OWN, args=private),
    "self_assessment:answer": Route(sees={"supervisor"}, args=shared, method="post"),
    "self_assessment:view": Route(sees=OWN | {"supervisor"}, args=view("shared")),
    "self_assessment:view_domain": Route(
        sees={"supervisor"}, args=lambda world: [*view("private")(world), "1"]
    ),
    "self_assessment:look_through_view": Route(sees={"supervisor"}, args=view("private", NAMED)),
    "self_assessment:share_view": Route(sees={"supervisor"}, args=view("private")),
}
