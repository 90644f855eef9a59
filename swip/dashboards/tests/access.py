from tests.access_world import SIGNED_IN, Route

COORDINATORS = {"coordinator", "far_coordinator"}

ROUTES = {
    "dashboards:home": Route(sees=SIGNED_IN),
    "dashboards:cohort": Route(sees=COORDINATORS),
    "dashboards:cohort_csv": Route(sees=COORDINATORS),
}
