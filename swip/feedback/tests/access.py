"""Who may open which page of this room."""

from django.utils import timezone

from swip.feedback.actions.identifying import take_out_of_sight
from swip.feedback.models import Reflection
from swip.feedback.tests.factories import RoundFactory
from tests.access_world import EVERYONE, Route

OWN = frozenset({"social_worker"})
SUPERVISOR = frozenset({"supervisor"})
NEAR = frozenset({"social_worker", "supervisor"})
COORDINATOR = frozenset({"coordinator"})
READERS = NEAR | {"assessor", "coordinator", "decision_maker"}
# Neither answers: one is spoken of, the other reads the answers.
ASKED = EVERYONE - NEAR


def of_enrolment(world):
    return [world.enrolment.pk]


def a_round(status, **details):
    return lambda world: [RoundFactory(enrolment=world.enrolment, status=status, **details).pk]


def reflected(world):
    made = RoundFactory(enrolment=world.enrolment, status="released")
    Reflection.objects.filter(round=made).update(words="I listen longer.", shared_at=timezone.now())
    return [made.pk]


def somebody(status):
    return lambda world: [RoundFactory(enrolment=world.enrolment, status=status).invitations.first().pk]


def a_comment(world):
    return [RoundFactory(enrolment=world.enrolment, status="released").comments.first().pk]


def seen_comment(world):
    return ["comment", *a_comment(world)]


def comment_out_of_sight(world):
    found = RoundFactory(enrolment=world.enrolment, status="released")
    comment = found.comments.first()
    take_out_of_sight("comment", comment, kinds=["name"], by=world.people["assessor"])
    return ["comment", comment.pk]


def round_out_of_sight(world):
    found = RoundFactory(enrolment=world.enrolment, status="released")
    take_out_of_sight("round", found, kinds=["name"], by=world.people["assessor"])
    return [found.pk]


def a_link(world):
    return [RoundFactory(enrolment=world.enrolment, status="open").invitations.first().renew_link()]


ROUTES = {
    "feedback:rounds": Route(sees=READERS, args=of_enrolment),
    "feedback:start": Route(sees=OWN, args=of_enrolment, method="post"),
    "feedback:round": Route(sees=READERS, args=a_round("released")),
    "feedback:own_view": Route(sees=OWN, args=a_round("own_view")),
    "feedback:check_own_view": Route(sees=OWN, args=a_round("own_view")),
    "feedback:reword_own_view": Route(sees=OWN, args=round_out_of_sight),
    "feedback:people": Route(sees=OWN, args=a_round("naming")),
    "feedback:add_person": Route(sees=SUPERVISOR, args=a_round("proposed")),
    "feedback:propose": Route(sees=OWN, args=a_round("naming"), method="post"),
    "feedback:take_back": Route(sees=OWN, args=a_round("proposed"), method="post"),
    "feedback:agree": Route(sees=SUPERVISOR, args=a_round("proposed")),
    "feedback:stop": Route(sees=OWN, args=a_round("naming")),
    "feedback:remind": Route(sees=NEAR, args=a_round("open"), method="post"),
    "feedback:extend": Route(sees=NEAR, args=a_round("failed"), method="post"),
    "feedback:begin_again": Route(sees=OWN, args=a_round("failed"), method="post"),
    "feedback:deliveries": Route(sees=COORDINATOR, args=a_round("open")),
    "feedback:release": Route(sees=SUPERVISOR, args=a_round("valid")),
    "feedback:check_release": Route(sees=SUPERVISOR, args=a_round("valid")),
    "feedback:summary": Route(sees=SUPERVISOR, args=a_round("released")),
    "feedback:reflection": Route(sees=OWN, args=a_round("released")),
    "feedback:share": Route(sees=OWN, args=a_round("released"), method="post"),
    "feedback:cpd": Route(sees=OWN, args=reflected),
    "feedback:cpd_file": Route(sees=OWN, args=reflected),
    "feedback:take_back_reflection": Route(sees=OWN, args=a_round("released"), method="post"),
    "feedback:comment": Route(sees=SUPERVISOR, args=a_comment),
    "feedback:change_person": Route(sees=NEAR, args=somebody("proposed")),
    "feedback:remove_person": Route(sees=NEAR, args=somebody("proposed"), method="post"),
    "feedback:send_again": Route(sees=COORDINATOR, args=somebody("open"), method="post"),
    "feedback:pass_on": Route(sees=COORDINATOR, args=somebody("open")),
    "feedback:look_through": Route(sees=OWN, args=lambda world: [*a_round("released")(world), "reflection"]),
    "feedback:take_out_of_sight": Route(
        sees=OWN | {"assessor", "coordinator", "decision_maker"}, args=seen_comment
    ),
    "feedback:out_of_sight": Route(sees={"data_protection_lead"}, args=comment_out_of_sight),
    "feedback:answer": Route(sees=ASKED, args=a_link),
    "feedback:check_answer": Route(sees=ASKED, args=a_link),
    "feedback:look_through_answer": Route(sees=ASKED, args=a_link),
    "feedback:decline": Route(sees=ASKED, args=a_link),
}
