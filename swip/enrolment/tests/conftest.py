"""Who stands around a place on a programme in this room's tests."""

import pytest

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.enrolment.tests.factories import EnrolmentFactory


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def enrolment(organisation):
    return EnrolmentFactory(organisation=organisation)


@pytest.fixture
def coordinator(organisation):
    return AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person


# A move from one employer to the next


@pytest.fixture
def old():
    return OrganisationFactory(name="Northshire Council")


@pytest.fixture
def new():
    return OrganisationFactory(name="Southshire Council")


@pytest.fixture
def old_coordinator(old):
    return AppointmentFactory(organisation=old, role=Role.COORDINATOR).person


@pytest.fixture
def new_coordinator(new):
    return AppointmentFactory(organisation=new, role=Role.COORDINATOR).person
