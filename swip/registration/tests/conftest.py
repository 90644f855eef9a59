"""A coordinator who registers people under the rules in force, signed in."""

import pytest

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.enrolment.tests.factories import small_standards
from swip.programmes.tests.factories import rule_book


@pytest.fixture
def book():
    return rule_book(standards=small_standards())


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def coordinator(organisation, client):
    person = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
    client.force_login(person)
    return person
