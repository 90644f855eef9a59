"""The people and addresses that the tests of these pages share."""

import pytest

from swip.enrolment.tests.factories import EnrolmentFactory


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def as_writer(client, enrolment):
    client.force_login(enrolment.social_worker)
    return client


@pytest.fixture
def as_supervisor(client, enrolment):
    client.force_login(enrolment.supervisor)
    return client
