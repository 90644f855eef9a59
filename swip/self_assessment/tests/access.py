from swip.identifiers.actions import keep_mending
from swip.self_assessment import actions
from swip.self_assessment.models import SelfAssessment, SupervisorView
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


def taken_out(arguments):
    """The same record, out of sight: the other side saw that somebody could be recognised."""

    def taken(world):
        (pk,) = arguments(world)
        kind = SelfAssessment if arguments is shared_with_a_name else SupervisorView
        record = kind.objects.get(pk=pk)
        reader = "supervisor" if kind is SelfAssessment else "social_worker"
        actions.take_out_of_sight(record, kinds=["name"], by=world.people[reader])
        return [pk]

    return taken


def mended_half(arguments):
    """Changed, with a name still in it."""

    def changed(world):
        (pk,) = taken_out(arguments)(world)
        kind = SelfAssessment if arguments is shared_with_a_name else SupervisorView
        keep_mending(kind.objects.get(pk=pk), {"1.1": "I met Kacper at school"}, revision=0)
        return [pk]

    return changed


def shared_with_a_name(world):
    return [SelfAssessmentFactory(enrolment=world.enrolment, status="shared", answers=NAMED).pk]


OWN = {"social_worker"}
KEEPER = {"data_protection_lead"}
NAMED = {"1.1": ("with_support", "I met Jayden at school")}
shared_view_with_a_name = view("shared", NAMED)
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
    "self_assessment:take_out_of_sight": Route(sees={"supervisor"}, args=shared_with_a_name),
    "self_assessment:mend": Route(sees=OWN, args=taken_out(shared_with_a_name)),
    "self_assessment:look_through_mended": Route(sees=OWN, args=mended_half(shared_with_a_name)),
    "self_assessment:out_of_sight": Route(sees=KEEPER, args=taken_out(shared_with_a_name)),
    "self_assessment:take_view_out_of_sight": Route(sees=OWN, args=shared_view_with_a_name),
    "self_assessment:mend_view": Route(sees={"supervisor"}, args=taken_out(shared_view_with_a_name)),
    "self_assessment:look_through_mended_view": Route(
        sees={"supervisor"}, args=mended_half(shared_view_with_a_name)
    ),
    "self_assessment:view_out_of_sight": Route(sees=KEEPER, args=taken_out(shared_view_with_a_name)),
}
