"""The tests' databases: migrated once into a template, copied from it whenever a fresh one is wanted.

A copy takes a tenth of a second, a migration from nothing many; and the template stays for the next run.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

from config import prepare

LOADERS = ("load_standards", "load_rule_books")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, request):
    """One database for each process of the test run, instead of pytest-django's own, which migrates each."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    original = connection.settings_dict["NAME"]
    test = f"test_{original}_{worker}"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        connect_to(original)
        copies.original, copies.current = original, test
        copies.restore()
        # Emptying tables instead would lose what migrations wrote, and append-only tables refuse it.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: copies.restore())
        yield
        connect_to(original)
        drop(test)
        connection.close()


@pytest.fixture
def standards_loaded(transactional_db):
    """The published frameworks and rule books are there, as after the first `make run`."""
    copies.restore(with_data=True)


@pytest.fixture
def database_apart(django_db_setup, django_db_blocker):
    """The address of a database that another process can have to itself, with the published data in it."""
    name = f"{copies.current}_apart"
    with django_db_blocker.unblock():
        copies.make(name, with_data=True)
        connect_to(copies.current)
    yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
    with django_db_blocker.unblock():
        connect_to(copies.original)
        drop(name)
        connect_to(copies.current)


class Copies:
    """The test database of this process, thrown away and copied anew between tests that commit."""

    original = current = ""

    def restore(self, *, with_data: bool = False) -> None:
        self.make(self.current, with_data=with_data)
        connect_to(self.current)

    def make(self, name: str, *, with_data: bool) -> None:
        template = prepared_template(self.original, with_data=with_data)
        connect_to(self.original)
        drop(name)
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')


copies = Copies()
_prepared: dict[bool, str] = {}


def prepared_template(original: str, *, with_data: bool) -> str:
    if with_data not in _prepared:
        name = f"template_{'loaded' if with_data else 'empty'}_{fingerprint(with_data=with_data)}"
        with one_at_a_time():
            connect_to(original)
            if name not in databases():
                make_template(original, name, with_data=with_data)
        _prepared[with_data] = name
    return _prepared[with_data]


def make_template(original: str, name: str, *, with_data: bool) -> None:
    draft = name.replace("template_", "draft_")
    kind = name.rpartition("_")[0]
    for older in databases():
        if older == draft or older.startswith(kind):
            drop(older)
    source = prepared_template_name_of_empty() if with_data else "template0"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{draft}" TEMPLATE "{source}"')
    connect_to(draft)
    if with_data:
        for command in LOADERS:
            call_command(command, verbosity=0)
    else:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    connect_to(original)
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def prepared_template_name_of_empty() -> str:
    return _prepared[False]  # every process copies the empty one before it asks for the other


def fingerprint(*, with_data: bool) -> str:
    """Of everything that a database is made from."""
    return prepare.fingerprint(prepare.DATABASE_MADE_FROM if with_data else prepare.TABLES_MADE_FROM)[:16]


def connect_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def databases() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return [name for (name,) in cursor.fetchall()]


def drop(name: str) -> None:
    """A browser's connections may still be open; they are cut."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def one_at_a_time() -> Iterator[None]:
    with (settings.DATA_DIR / "templates.lock").open("ab") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield
