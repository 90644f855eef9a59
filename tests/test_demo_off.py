"""The page on which anybody can be anybody: there in a demonstration, and nowhere else."""

import importlib

import pytest
from django.urls import clear_url_caches, get_resolver, reverse, set_urlconf

import config.urls
from swip.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    """The addresses of the service as they are with DEMO=1 or DEMO=0."""

    def turn(is_on: bool) -> None:
        settings.DEMO = is_on
        importlib.reload(config.urls)
        clear_url_caches()
        set_urlconf(None)

    before = settings.DEMO
    yield turn
    turn(before)


def pages() -> list[str]:
    """Every address of the demonstration, whatever they are."""
    demo = next(each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "demo")
    return [
        reverse(f"demo:{each.name}", args=[1] * len(each.pattern.converters)) for each in demo.url_patterns
    ]


def test_a_demonstration_offers_its_people_to_anybody(client, demonstration):
    demonstration(True)
    assert client.get("/demo/").status_code == 200
    assert "/demo/" in pages()


def test_a_real_service_has_no_such_page(client, demonstration):
    demonstration(True)
    there = pages()
    demonstration(False)
    for address in [*there, "/demo", "/demo/people/1/", "/demo/../demo/"]:
        for person in [None, UserFactory()]:
            if person:
                client.force_login(person)
            for ask in [client.get, client.post, client.head]:
                assert ask(address).status_code == 404, address
        client.logout()


def test_opening_an_address_never_makes_anybody_somebody(client, demonstration):
    demonstration(True)
    UserFactory(pk=1)
    for address in pages():
        client.get(address)
        assert "_auth_user_id" not in client.session, address
