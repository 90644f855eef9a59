from swip.dashboards.tests.factories import SavedViewFactory
from tests.access_world import SIGNED_IN, Route

COORDINATORS = {"coordinator", "far_coordinator"}


def saved_view(world):
    return [SavedViewFactory(owner=world.people["coordinator"]).pk]


ROUTES = {
    "dashboards:home": Route(sees=SIGNED_IN),
    "dashboards:cohort": Route(sees=COORDINATORS),
    "dashboards:cohort_csv": Route(sees=COORDINATORS),
    "dashboards:waiting": Route(sees=COORDINATORS),
    "dashboards:agenda": Route(sees={"social_worker", "supervisor"}, args=lambda world: [world.enrolment.pk]),
    "dashboards:support": Route(sees={"principal_social_worker"}),
    "dashboards:saved_views": Route(sees=COORDINATORS),
    "dashboards:keep_view": Route(sees=COORDINATORS),
    "dashboards:change_view": Route(sees={"coordinator"}, args=saved_view),
    "dashboards:delete_view": Route(sees={"coordinator"}, args=saved_view),
}
