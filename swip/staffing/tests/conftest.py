"""An organisation with colleagues, and a supervisor with nine social workers."""

import pytest

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, TeamFactory
from swip.enrolment.tests.factories import EnrolmentFactory


@pytest.fixture
def organisation(db):
    return OrganisationFactory(name="Exampleshire")


@pytest.fixture
def coordinator(organisation):
    return AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person


@pytest.fixture
def team(organisation):
    return TeamFactory(organisation=organisation, name="North")


@pytest.fixture
def appoint(organisation):
    """Somebody who may supervise here, or `appoint(Role.ASSESSOR, name="Ada", team=…)`."""

    def make(role=Role.PRACTICE_SUPERVISOR, *, name="", **details):
        named = {"person__name": name} if name else {}
        return AppointmentFactory(organisation=organisation, role=role, **named, **details).person

    return make


@pytest.fixture
def leaver(appoint):
    return appoint(name="Leah Leaver")


@pytest.fixture
def others(appoint):
    return [appoint(name=f"Other {number}") for number in range(1, 4)]


@pytest.fixture
def enrol(organisation, appoint):
    """A social worker here; all have one assessor, unless it is said otherwise."""
    assessor = appoint(Role.ASSESSOR, name="Agnes Assessor")

    def make(supervisor=None, **details):
        around = {"organisation": organisation, "assessor": assessor} | details
        return EnrolmentFactory(supervisor=supervisor, **around)

    return make


@pytest.fixture
def nine(enrol, leaver):
    return [enrol(leaver, social_worker__name=f"Worker {number}") for number in range(1, 10)]
