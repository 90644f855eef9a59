"""The one way a person gets an account."""

import re
from pathlib import Path

import pytest

import swip
from swip.accounts import actions
from swip.accounts.models import User
from swip.accounts.tests.factories import UserFactory
from swip.core import history

pytestmark = pytest.mark.django_db


def test_somebody_is_registered_with_history_by_whoever_did_it():
    coordinator = UserFactory()
    person = actions.register_person(
        " Cara@Example.org", "Cara", by=coordinator, register_number="SW77", on_behalf_of="Harrowfield"
    )
    assert (person.email, person.register_number) == ("cara@example.org", "SW77")
    entry = history.of(person).get()
    assert (entry.action, entry.by, entry.on_behalf_of) == ("user.registered", coordinator, "Harrowfield")


def test_an_address_or_number_that_is_taken_is_told_and_breaks_nothing():
    UserFactory(email="cara@example.org", register_number="SW77")
    with pytest.raises(actions.AddressTaken):
        actions.register_person("CARA@example.org", "Cara", by=None)
    with pytest.raises(actions.RegisterNumberTaken):
        actions.register_person("other@example.org", "Cara", by=None, register_number="SW77")
    assert User.objects.count() == 1


def test_nobody_becomes_a_person_in_another_way():
    rooms = Path(swip.__file__).parent
    found = [
        str(path.relative_to(rooms))
        for path in sorted(rooms.rglob("*.py"))
        if "tests" not in path.parts and re.search(r"\b(create_user|new_user)\(", path.read_text())
    ]
    assert found == ["accounts/actions/people.py", "accounts/models/people.py"]
