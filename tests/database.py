"""The tests' databases: migrated once into a template, copied from it once for each process of a run.

Between tests that commit, a database is put back to how it stood (tests/kept.py). The template stays for the next
run. Its server has to let the tests switch triggers off, as a superuser may: the embedded one does.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from urllib.parse import urlsplit

import django
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase, override_settings
from pytest_django.plugin import blocking_manager_key

from config import prepare
from tests import kept

LOADERS = ("load_standards", "load_rule_books")
READY_MADE_FROM = [
    *prepare.DATABASE_MADE_FROM,
    "swip/programmes/tests/factories.py",
    "tests/database.py",
    "tests/kept.py",
]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, request):
    """One database for each process of the test run, instead of pytest-django's own, which migrates each."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    original = connection.settings_dict["NAME"]
    test = f"test_{original}_{worker}"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        connect_to(original)
        copies.original, copies.current = original, test
        copies.settle()
        patch.setattr(kept.shelf, "is_filled", True)
        # Emptying tables instead would lose what migrations wrote, and append-only tables refuse it.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: copies.will_be_put_back())
        yield
        connect_to(original)
        drop(test)
        connection.close()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Each test finds the tables as it wants them, whatever was committed there before it."""
    asked = set(getattr(item, "fixturenames", ()))
    if asked & COUNTING:
        forget_rule_books()
    copies.wanted = next((state for fixture, state in STATES.items() if fixture in asked), "empty")
    if copies.current:
        with item.config.stash[blocking_manager_key].unblock():
            copies.settle()


# Where questions are counted, what a process remembers of published rule books is read anew.
COUNTING = {"django_assert_num_queries", "django_assert_max_num_queries"}


def forget_rule_books() -> None:
    from swip.programmes import models

    models._remembered.clear()


STATES = {"demonstration_loaded": "demonstration", "standards_loaded": "loaded"}


@pytest.fixture
def standards_loaded(db):
    """The published frameworks and rule books are there, as after the first `make run`."""


@pytest.fixture
def demonstration_loaded(db, settings):
    """The made-up people are there too: made once, on the day of the run, for all tests of a process."""
    settings.DEMO = True


@pytest.fixture
def database_apart(django_db_setup, django_db_blocker):
    """The address of a database that another process can have to itself, with the published data in it."""
    name = f"{copies.current}_apart"
    with django_db_blocker.unblock():
        copies.make(name)
        kept.put_back("loaded")
        connect_to(copies.current)
    yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
    with django_db_blocker.unblock():
        connect_to(copies.original)
        drop(name)
        connect_to(copies.current)


class Copies:
    """The test database of this process, put back between tests that commit."""

    original = current = ""
    wanted = "empty"
    stands = ""  # nothing is known of it: it is made anew

    def will_be_put_back(self) -> None:
        """Before the next test, and not now: the next one says how it wants it."""
        self.stands = f"{self.stands.removesuffix(CHANGED)}{CHANGED}"

    def settle(self) -> None:
        if self.stands == self.wanted:
            return
        connect_to(self.current)
        if not self.stands or not kept.tables_are_as_they_were():
            self.make(self.current)
        if kept.has(self.wanted):
            kept.put_back(self.wanted)
        else:
            assert self.wanted == "demonstration"
            kept.put_back("loaded")
            import_module(settings.ROOT_URLCONF)  # read once: while it is a real service still
            with override_settings(DEMO=True):
                call_command("load_demo", verbosity=0)
            kept.keep("demonstration")
        self.stands = self.wanted

    def make(self, name: str) -> None:
        template = ready_template(self.original)
        connect_to(self.original)
        drop(name)
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        connect_to(name)


CHANGED = ", and changed since"
copies = Copies()


def ready_template(original: str) -> str:
    """A template whose tables are empty but for what migrations wrote, and which keeps what else is wanted."""
    migrated = template(original, "empty", prepare.TABLES_MADE_FROM, "template0", migrate)
    return template(original, "ready", READY_MADE_FROM, migrated, fill)


_templates: dict[str, str] = {}


def template(original: str, kind: str, made_from: list[str], source: str, make: Callable[[], None]) -> str:
    if kind not in _templates:
        name = f"template_{kind}_{prepare.fingerprint(made_from)[:16]}"
        with one_at_a_time():
            connect_to(original)
            if name not in databases():
                make_template(original, name, source, make)
        _templates[kind] = name
    return _templates[kind]


def make_template(original: str, name: str, source: str, make: Callable[[], None]) -> None:
    draft = name.replace("template_", "draft_")
    kind = name.rpartition("_")[0]
    for older in databases():
        if older == draft or older.startswith(kind):
            drop(older)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{draft}" TEMPLATE "{source}"')
    connect_to(draft)
    make()
    connect_to(original)
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def fill() -> None:
    from swip.programmes.tests.factories import rule_book
    from swip.standards.tests.factories import small_standards

    kept.prepare()
    kept.keep("empty")
    small_standards()
    kept.keep("small_standards", among="^(standards_|core_entry)")
    rule_book(standards=small_standards())
    kept.keep("rule_book", among="^programmes_")
    kept.count_on_after("rule_book", state="empty")
    kept.put_back("empty")
    for command in LOADERS:
        call_command(command, verbosity=0)
    kept.keep("loaded")
    kept.put_back("empty")


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


if __name__ == "__main__":  # `make test` has the templates made while it checks the style
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
    django.setup()
    ready_template(connection.settings_dict["NAME"])
