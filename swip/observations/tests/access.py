"""Who may open which page of an observation."""

from swip.observations.actions import take_out_of_sight
from swip.observations.models import Observation, Observer
from swip.observations.tests.factories import ObservationFactory
from tests.access_world import EVERYONE, LOOKED_AFTER_BY, SIGNED_IN, Route

WORKER = frozenset({"social_worker"})
OBSERVER = frozenset({"other_supervisor"})
ASKS = WORKER | {"coordinator"}


def one(to, observer="other_supervisor"):
    """An observation that another supervisor of the same employer makes."""

    def arguments(world):
        who = observer if observer == "outsider" else world.people[observer]
        return [ObservationFactory(enrolment=world.enrolment, observer=who, to=to).pk]

    return arguments


def part(to, kind):
    return lambda world: [*one(to)(world), kind]


def typed_by_worker(world):
    pk = one("asked", "outsider")(world)
    Observer.objects.filter(observation=pk[0]).update(typed_by=world.people["social_worker"])
    return pk


def cancelled(world):
    pk = one("planned")(world)
    Observation.objects.filter(pk=pk[0]).update(status="cancelled")
    return pk


def out_of_sight(world):
    from django.utils import timezone

    pk = one("agreed")(world)
    Observation.objects.filter(pk=pk[0]).update(quarantined_at=timezone.now())
    return pk


def taken_out_of_sight(world):
    pk = one("answered")(world)
    take_out_of_sight(Observation.objects.get(pk=pk[0]), kinds=["name"], by=world.people["assessor"])
    return pk


def by_link(*more):
    def arguments(world):
        pk = one("asked", "outsider")(world)[0]
        return [Observer.objects.get(observation=pk).renew_link(), *more]

    return arguments


ROUTES = {
    "observations:list": Route(sees=WORKER | LOOKED_AFTER_BY, args=lambda world: [world.enrolment.pk]),
    "observations:start": Route(
        sees=WORKER | {"supervisor", "assessor"}, args=lambda world: [world.enrolment.pk], method="post"
    ),
    "observations:to_observe": Route(sees=SIGNED_IN),
    "observations:unanswered": Route(sees=SIGNED_IN),
    "observations:observation": Route(sees=WORKER | OBSERVER | LOOKED_AFTER_BY, args=one("answered")),
    "observations:write": Route(sees=OBSERVER, args=part("asked", "seen")),
    "observations:look_through": Route(sees=OBSERVER, args=part("asked", "seen")),
    "observations:take_out_of_sight": Route(sees=OBSERVER | LOOKED_AFTER_BY, args=one("answered")),
    "observations:out_of_sight": Route(sees={"data_protection_lead"}, args=taken_out_of_sight),
    "observations:check": Route(sees=OBSERVER, args=one("asked")),
    "observations:take_back": Route(sees=OBSERVER, args=one("answered"), method="post"),
    "observations:ask": Route(sees=ASKS, args=one("planned")),
    "observations:ask_again": Route(sees=ASKS, args=one("asked"), method="post"),
    "observations:withdraw_link": Route(sees=ASKS, args=one("asked", "outsider")),
    "observations:decline": Route(sees=OBSERVER, args=one("asked")),
    "observations:from_paper": Route(sees=ASKS, args=one("asked", "outsider"), method="post"),
    "observations:hand_over": Route(sees=ASKS, args=typed_by_worker, method="post"),
    "observations:paper": Route(sees=WORKER | OBSERVER | LOOKED_AFTER_BY, args=one("asked")),
    "observations:family": Route(sees=WORKER, args=one("asked")),
    "observations:cpd": Route(sees=WORKER, args=one("agreed")),
    "observations:cpd_file": Route(sees=WORKER, args=one("agreed")),
    "observations:family_took_back": Route(sees=WORKER | OBSERVER | {"supervisor"}, args=one("agreed")),
    "observations:agree": Route(sees=WORKER, args=one("family")),
    "observations:look_again": Route(sees=WORKER, args=one("answered")),
    "observations:cancel": Route(sees=WORKER, args=one("planned")),
    "observations:resume": Route(sees=WORKER, args=cancelled, method="post"),
    "observations:reopen": Route(sees=WORKER, args=out_of_sight, method="post"),
    "observations:link": Route(sees=EVERYONE, args=by_link()),
    "observations:link_write": Route(sees=EVERYONE, args=by_link("seen")),
    "observations:link_look_through": Route(sees=EVERYONE, args=by_link("seen")),
    "observations:link_check": Route(sees=EVERYONE, args=by_link()),
    "observations:link_decline": Route(sees=EVERYONE, args=by_link()),
    "observations:link_paper": Route(sees=EVERYONE, args=by_link()),
}
