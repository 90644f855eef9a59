from tests.access_world import EVERYONE, Route

ROUTES = {name: Route(sees=EVERYONE) for name in ["accessibility", "privacy", "cookies", "live", "ready"]}
