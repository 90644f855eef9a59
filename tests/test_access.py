"""Every route, for everybody, near and far: who is not in its row meets 404."""

import importlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_world import PEOPLE, Route, undone

ROOMS = [app.name for app in apps.get_app_configs() if app.name.startswith("swip.")]


def table() -> dict[str, Route]:
    rows: dict[str, Route] = {}
    for room in ROOMS:
        try:
            module = importlib.import_module(f"{room}.tests.access")
        except ModuleNotFoundError as missing:
            if missing.name not in {f"{room}.tests", f"{room}.tests.access"}:
                raise
            continue
        assert not rows.keys() & module.ROUTES.keys()
        rows |= module.ROUTES
    return rows


def named_routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from named_routes(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        elif isinstance(each, URLPattern):
            assert each.name, f"{each.pattern} has no name"
            yield f"{namespace}{each.name}"


ROUTES = table()


def test_every_route_has_a_row_and_every_row_a_route():
    assert set(named_routes()) == ROUTES.keys()


@pytest.fixture
def clients(one_world) -> dict[str, Client]:
    return {person: client_with(one_world[1].get(person)) for person in PEOPLE}


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_route_answers_only_whom_it_should(name, world, clients):
    route = ROUTES[name]
    assert route.sees <= set(PEOPLE), f"{name}: {route.sees - set(PEOPLE)} are nobody we know"
    address = reverse(name, args=route.args(world))
    for person, client in clients.items():
        if person in route.sees:
            assert_answers(client, address, route, person)
        else:
            assert_refuses(client, address, person)


def client_with(session: str | None) -> Client:
    client = Client(raise_request_exception=True)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def assert_answers(client: Client, address: str, route: Route, person: str) -> None:
    with undone():
        response = getattr(client, route.method)(address, route.data)
    assert response.status_code in {200, 302, 303, 409, 410}, (
        f"{person} gets {response.status_code} from {address}"
    )
    if person == "signed_out":
        assert not response.headers.get("Location", "").startswith(reverse(settings.LOGIN_URL))


def assert_refuses(client: Client, address: str, person: str) -> None:
    """By reading and by sending alike."""
    for method in ["get", "post"]:
        with undone():
            response = getattr(client, method)(address)
        if response.status_code == 405:
            continue
        if person != "signed_out":
            assert response.status_code == 404, f"{person} gets {response.status_code} from {address}"
        elif method == "get":
            assert response.status_code == 302, f"{person} gets {response.status_code} from {address}"
            assert response.headers["Location"].startswith(reverse(settings.LOGIN_URL))
        else:
            assert response.status_code == 401, f"{person} gets {response.status_code} from {address}"
