from swip.supervision.tests.factories import (
    ProtectedTimeFactory,
    SessionFactory,
    SupportAgreementFactory,
    WorkloadFactory,
)
from tests.access_world import LOOKED_AFTER_BY, Route

FOLLOWS = LOOKED_AFTER_BY | {"social_worker", "principal_social_worker"}
SUPPORTS = frozenset({"supervisor", "coordinator"})
RECORDS = SUPPORTS | {"social_worker"}
SIGNS = frozenset({"social_worker", "supervisor", "coordinator", "decision_maker"})


def of_enrolment(world):
    return [world.enrolment.pk]


def an_agreement(status):
    return lambda world: [SupportAgreementFactory(enrolment=world.enrolment, status=status).pk]


def a_session(**details):
    return lambda world: ["session", SessionFactory(enrolment=world.enrolment, **details).pk]


def a_disputed_session(world):
    session = SessionFactory(enrolment=world.enrolment, side="employer", status="disputed")
    session.disputes.create(words="It was cut short.", raised_by=world.enrolment.social_worker)
    return ["session", session.pk]


ROUTES = {
    "supervision:support": Route(sees=FOLLOWS, args=of_enrolment),
    "supervision:entries": Route(sees=FOLLOWS, args=lambda world: [world.enrolment.pk, "workload"]),
    "supervision:add_session": Route(sees=RECORDS, args=of_enrolment),
    "supervision:add_protected_time": Route(sees=RECORDS, args=of_enrolment),
    "supervision:add_workload": Route(sees=RECORDS, args=of_enrolment),
    "supervision:agree_all": Route(sees=RECORDS, args=of_enrolment, method="post"),
    "supervision:start_agreement": Route(sees=SUPPORTS, args=of_enrolment, method="post"),
    "supervision:agreement": Route(sees=FOLLOWS, args=an_agreement("offered")),
    "supervision:write": Route(sees=SUPPORTS, args=an_agreement("draft")),
    "supervision:check": Route(sees=SUPPORTS, args=an_agreement("draft")),
    "supervision:sign": Route(sees=SIGNS, args=an_agreement("offered")),
    "supervision:take_back_offer": Route(sees=SUPPORTS, args=an_agreement("offered"), method="post"),
    "supervision:end": Route(sees=SUPPORTS, args=an_agreement("in_force")),
    "supervision:entry": Route(
        sees=FOLLOWS,
        args=lambda world: ["protected-time", ProtectedTimeFactory(enrolment=world.enrolment).pk],
    ),
    "supervision:agree_entry": Route(sees={"social_worker"}, args=a_session(side="employer"), method="post"),
    "supervision:correct": Route(
        sees={"social_worker"},
        args=lambda world: [
            "workload",
            WorkloadFactory(enrolment=world.enrolment, side="social_worker").pk,
        ],
    ),
    "supervision:dispute": Route(sees=SUPPORTS, args=a_session(side="social_worker")),
    "supervision:answer": Route(sees=SUPPORTS, args=a_disputed_session),
    "supervision:settle": Route(sees={"social_worker"}, args=a_disputed_session, method="post"),
    "supervision:follow_up": Route(
        sees=RECORDS, args=lambda world: [SessionFactory(enrolment=world.enrolment, status="planned").pk]
    ),
}
