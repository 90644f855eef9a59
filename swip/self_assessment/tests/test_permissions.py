import pytest

from swip.enrolment.models import Pairing
from swip.enrolment.tests.factories import EnrolmentFactory, named_instead
from swip.self_assessment import permissions
from swip.self_assessment.tests.factories import SelfAssessmentFactory
from tests.access_world import LOOKED_AFTER_BY, PEOPLE, make_world

pytestmark = pytest.mark.django_db


def people_who(world, permission, record):
    return {name for name, person in world.people.items() if permission(person).contains(record)}


@pytest.mark.parametrize(
    ("status", "see", "write"),
    [("private", {"social_worker"}, {"social_worker"}), ("shared", {"social_worker", "supervisor"}, set())],
)
def test_who_reads_and_who_writes(status, see, write):
    world = make_world()
    record = SelfAssessmentFactory(enrolment=world.enrolment, status=status)

    assert world.people.keys() == set(PEOPLE) - {"signed_out"}
    assert people_who(world, permissions.visible_to, record) == see
    assert people_who(world, permissions.writable_by, record) == write
    assert people_who(world, permissions.own, record) == {"social_worker"}
    known = LOOKED_AFTER_BY | {"social_worker"} if status == "shared" else {"social_worker"}
    assert people_who(world, permissions.known_to, record) == known


def test_who_looks_for_self_assessments_and_who_starts_one():
    world = make_world()

    around = LOOKED_AFTER_BY | {"social_worker"}
    assert people_who(world, permissions.listed_for, world.enrolment) == around
    assert people_who(world, permissions.compared_by, world.enrolment) == {"social_worker", "supervisor"}
    assert people_who(world, permissions.assessable_by, world.enrolment) == {"social_worker"}


def test_a_new_supervisor_reads_what_was_shared_and_the_former_no_longer():
    enrolment = EnrolmentFactory()
    record = SelfAssessmentFactory(enrolment=enrolment, status="shared")
    former = enrolment.supervisor
    new = named_instead(enrolment, Pairing.Kind.SUPERVISOR)

    assert not permissions.visible_to(former).contains(record)
    assert permissions.visible_to(new).contains(record)


def test_nothing_is_written_once_the_programme_has_ended():
    record = SelfAssessmentFactory(enrolment__status="withdrawn")
    owner = record.enrolment.social_worker

    assert permissions.visible_to(owner).contains(record)
    assert not permissions.writable_by(owner).contains(record)
    assert not permissions.assessable_by(owner).contains(record.enrolment)
