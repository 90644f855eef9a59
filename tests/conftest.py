"""The small world of tests/access_world.py, made once for all that ask about every route."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from swip.accounts.models import User
from tests.access_world import World, make_world, undone


@pytest.fixture(scope="module")
def one_world(django_db_setup, django_db_blocker) -> Iterator[tuple[World, dict[str, str]]]:
    """Made once for the whole table, with everybody signed in. What a test does to it is taken back after it."""
    with django_db_blocker.unblock(), undone():
        made = make_world()
        yield made, {person: session_of(user) for person, user in made.people.items()}


@pytest.fixture
def world(one_world) -> Iterator[World]:
    with undone():
        yield one_world[0].as_it_stands()


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
