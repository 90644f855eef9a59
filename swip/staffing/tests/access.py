from tests.access_world import Route

ROUTES: dict[str, Route] = {}
