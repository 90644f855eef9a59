"""Who may read a piece, write it and review it, in every state it can be in."""

import pytest
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, UserFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence import permissions
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import AttachmentFactory, EvidenceFactory

pytestmark = pytest.mark.django_db

PRIVATE = ["draft", "withdrawn"]
HANDED_IN = ["submitted", "returned", "accepted"]


@pytest.fixture
def people():
    """One social worker's enrolment with everybody around it, and somebody of each kind elsewhere."""
    enrolment = EnrolmentFactory()
    employer = enrolment.employment_periods.get().organisation
    far = EnrolmentFactory()
    return {
        "enrolment": enrolment,
        "writer": enrolment.social_worker,
        "supervisor": enrolment.supervisor,
        "assessor": enrolment.assessor,
        "coordinator": AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person,
        "decision_maker": AppointmentFactory(organisation=employer, role=Role.DECISION_MAKER).person,
        "administrator": AppointmentFactory(organisation=employer, role=Role.ADMINISTRATOR).person,
        "other_writer": far.social_worker,
        "other_supervisor": far.supervisor,
        "far_coordinator": AppointmentFactory(role=Role.COORDINATOR).person,
        "nobody": UserFactory(),
    }


READS_WHAT_IS_HANDED_IN = {"writer", "supervisor", "assessor", "coordinator", "decision_maker"}


def allowed(people, permission, evidence):
    return {
        name
        for name, person in people.items()
        if name != "enrolment" and permission(person).contains(evidence)
    }


@pytest.mark.parametrize("status", PRIVATE)
def test_drafts_and_what_was_withdrawn_belong_to_their_writer_alone(people, status):
    evidence = EvidenceFactory(enrolment=people["enrolment"], status=status)
    assert allowed(people, permissions.visible_to, evidence) == {"writer"}


@pytest.mark.parametrize("status", HANDED_IN)
def test_what_is_handed_in_is_read_by_those_who_look_after_the_writer(people, status):
    evidence = EvidenceFactory(enrolment=people["enrolment"], status=status)
    assert allowed(people, permissions.visible_to, evidence) == READS_WHAT_IS_HANDED_IN


@pytest.mark.parametrize("status", Evidence.Status.values)
def test_only_its_writer_writes_it(people, status):
    evidence = EvidenceFactory(enrolment=people["enrolment"], status=status)
    assert allowed(people, permissions.writable_by, evidence) == {"writer"}


@pytest.mark.parametrize("status", Evidence.Status.values)
def test_only_the_supervisor_reviews_it_and_only_while_it_waits(people, status):
    evidence = EvidenceFactory(enrolment=people["enrolment"], status=status)
    expected = {"supervisor"} if status == "submitted" else set()
    assert allowed(people, permissions.reviewable_by, evidence) == expected


def test_once_the_programme_has_ended_nobody_writes_or_reviews(people):
    evidence = EvidenceFactory(enrolment=people["enrolment"], status="submitted")
    type(people["enrolment"]).objects.filter(pk=people["enrolment"].pk).update(status="withdrawn")
    assert allowed(people, permissions.writable_by, evidence) == set()
    assert allowed(people, permissions.reviewable_by, evidence) == set()


def test_a_supervisor_of_the_past_sees_nothing_any_more(people):
    evidence = EvidenceFactory(enrolment=people["enrolment"], status="submitted")
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    people["enrolment"].pairings.filter(kind="supervisor").update(ends_on=yesterday)
    assert "supervisor" not in allowed(people, permissions.visible_to, evidence)
    assert allowed(people, permissions.reviewable_by, evidence) == set()


def test_readers_see_only_the_files_that_were_handed_in(people):
    evidence = EvidenceFactory(enrolment=people["enrolment"], status="returned")
    for digest, was_handed_in in [("one", True), ("two", False)]:
        AttachmentFactory(evidence=evidence, digest=digest, was_handed_in=was_handed_in)
    assert permissions.files_visible_to(people["writer"]).count() == 2
    assert permissions.files_visible_to(people["supervisor"]).get().digest == "one"
    assert not permissions.files_visible_to(people["far_coordinator"]).exists()
