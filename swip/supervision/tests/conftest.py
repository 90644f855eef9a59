"""The people that the tests of these pages share."""

import pytest

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.enrolment.tests.factories import EnrolmentFactory


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def employer(enrolment):
    return enrolment.employment_periods.get().organisation


@pytest.fixture
def coordinator(employer):
    return AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person


@pytest.fixture
def principal(employer):
    return AppointmentFactory(organisation=employer, role=Role.PRINCIPAL_SOCIAL_WORKER).person


@pytest.fixture
def as_worker(client, enrolment):
    client.force_login(enrolment.social_worker)
    return client


@pytest.fixture
def as_supervisor(client, enrolment):
    client.force_login(enrolment.supervisor)
    return client
