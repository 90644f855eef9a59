"""Who looks after the people of one organisation in this room's tests. The last one asked for is signed in."""

import pytest

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory


@pytest.fixture
def here():
    return OrganisationFactory(name="Harrowfield")


@pytest.fixture
def administrator(here, client):
    person = AppointmentFactory(role=Role.ADMINISTRATOR, organisation=here, person__name="Amina").person
    client.force_login(person)
    return person


@pytest.fixture
def coordinator(here, client):
    person = AppointmentFactory(role=Role.COORDINATOR, organisation=here, person__name="Olu").person
    client.force_login(person)
    return person
