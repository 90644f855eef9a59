"""Nobody is looked after by somebody with whom they are in conflict."""

import pytest
from django.db import IntegrityError, transaction

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.enrolment import actions, queries
from swip.enrolment.models import ConflictOfInterest, Pairing
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def enrolment(organisation):
    return EnrolmentFactory(organisation=organisation, supervisor=None)


@pytest.fixture
def relative(organisation, enrolment):
    person = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    ConflictOfInterest.objects.create(
        organisation=organisation, person=enrolment.social_worker, other=person, declared_by=person
    )
    return person


def test_a_pairing_in_conflict_is_refused(enrolment, relative):
    with pytest.raises(ChangeRefused, match="conflict of interest"):
        actions.pair(enrolment, "supervisor", relative, by=UserFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.create(
            enrolment=enrolment, kind="supervisor", person=relative, starts_on=enrolment.starts_on
        )


def test_whoever_is_in_conflict_cannot_be_chosen(enrolment, relative, organisation):
    free = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    found = queries.choosable([organisation], "supervisor", worker=enrolment.social_worker)
    assert [each.person for each in found] == [free]


def test_once_it_is_over_they_can_be_paired(enrolment, relative):
    conflict = ConflictOfInterest.objects.get()
    conflict.ended_by, conflict.ended_at = relative, conflict.declared_at
    conflict.save()
    assert actions.pair(enrolment, "supervisor", relative, by=UserFactory()).person == relative


def test_conflicts_are_found_for_many_pairs_in_one_question(enrolment, relative, django_assert_num_queries):
    worker, other = enrolment.social_worker, UserFactory()
    with django_assert_num_queries(1):
        assert queries.in_conflict([(worker, relative), (other, relative), (other, None)]) == [
            (worker, relative)
        ]
