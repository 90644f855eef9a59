"""Who may do what about somebody's time, and while what."""

import pytest

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.enrolment import permissions
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db
OPEN = {"registered", "active", "paused"}
EVERY_STATUS = [*OPEN, "completed", "not_completed", "withdrawn"]

# What it is about: who may, and while the enrolment is what.
TABLE = {
    "see_changes": ({"social_worker", "supervisor", "coordinator"}, set(EVERY_STATUS)),
    "what_if": ({"social_worker", "supervisor", "coordinator"}, OPEN),
    "absence": ({"social_worker", "supervisor", "coordinator"}, OPEN),
    "pause": ({"coordinator"}, {"active"}),
    "resume": ({"coordinator"}, {"paused"}),
    "coordinate": ({"coordinator"}, OPEN),
    "employment": ({"coordinator"}, OPEN),
    "extend": ({"coordinator"}, {"active"}),
    "shorten": ({"coordinator"}, {"registered", "active"}),
}


@pytest.mark.parametrize("status", sorted(EVERY_STATUS))
def test_who_may_and_when(status):
    organisation = OrganisationFactory()
    enrolment = EnrolmentFactory(organisation=organisation, status=status)
    people = {
        "social_worker": enrolment.social_worker,
        "supervisor": enrolment.supervisor,
        "assessor": enrolment.assessor,
        "coordinator": AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person,
        "decision_maker": AppointmentFactory(organisation=organisation, role=Role.DECISION_MAKER).person,
        "far_coordinator": AppointmentFactory(role=Role.COORDINATOR).person,
        "nobody": UserFactory(),
    }
    for who, person in people.items():
        may = {what for what, (whom, when) in TABLE.items() if who in whom and status in when}
        assert permissions.upon_time(person, enrolment) == may, who


def test_nobody_coordinates_their_own_time():
    organisation = OrganisationFactory()
    enrolment = EnrolmentFactory(organisation=organisation)
    AppointmentFactory(person=enrolment.social_worker, organisation=organisation, role=Role.COORDINATOR)
    may = permissions.upon_time(enrolment.social_worker, Enrolment.objects.get())
    assert may == {"see_changes", "what_if", "absence"}
