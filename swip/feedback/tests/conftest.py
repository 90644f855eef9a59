"""The people that the tests of these pages share."""

import pytest

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.enrolment.tests.factories import EnrolmentFactory


@pytest.fixture
def enrolment(db):
    return EnrolmentFactory()


@pytest.fixture
def coordinator(enrolment):
    employer = enrolment.employment_periods.get().organisation
    return AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person


@pytest.fixture
def sign_in(client):
    """The same browser, used by one person after another."""

    def as_person(person):
        client.logout() if person is None else client.force_login(person)
        return client

    return as_person
