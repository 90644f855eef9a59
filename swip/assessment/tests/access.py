from functools import partial

from swip.assessment.tests.factories import RecommendationFactory
from tests.access_world import LOOKED_AFTER_BY, SIGNED_IN, Route


def recommendation(world, *, status):
    return [RecommendationFactory(enrolment=world.enrolment, status=status).pk]


def first_outcome(world):
    made = RecommendationFactory(enrolment=world.enrolment)
    return [made.pk, world.enrolment.standards.outcomes.first().slug]


def decision(world):
    from swip.assessment import actions
    from swip.assessment.models import Recommendation, Result

    made = RecommendationFactory(enrolment=world.enrolment, status=Recommendation.Status.SUBMITTED)
    return [actions.decide(made, result=Result.MET, reasons="Yes.", by=world.people["decision_maker"]).pk]


draft = partial(recommendation, status="draft")
submitted = partial(recommendation, status="submitted")
ASSESSOR = {"assessor"}
DECIDER = {"decision_maker"}
EVERYBODY_AROUND = {"social_worker", *LOOKED_AFTER_BY}

ROUTES = {
    # Whoever decides nowhere sees an empty list, and learns nothing.
    "assessment:waiting": Route(sees=SIGNED_IN),
    "assessment:overview": Route(sees=EVERYBODY_AROUND, args=lambda world: [world.enrolment.pk]),
    "assessment:start": Route(sees=ASSESSOR, args=lambda world: [world.enrolment.pk], method="post"),
    "assessment:recommendation": Route(sees={*ASSESSOR, *DECIDER}, args=submitted),
    "assessment:judge": Route(sees=ASSESSOR, args=first_outcome),
    "assessment:summarise": Route(sees=ASSESSOR, args=draft),
    "assessment:submit": Route(sees=ASSESSOR, args=draft),
    "assessment:send_back": Route(sees=DECIDER, args=submitted),
    "assessment:decide_met": Route(sees=DECIDER, args=submitted),
    "assessment:decide_not_met": Route(sees=DECIDER, args=submitted),
    "assessment:decide_extend": Route(sees=DECIDER, args=submitted),
    "assessment:decision": Route(sees=EVERYBODY_AROUND, args=decision),
}
