import datetime

import pytest
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.enrolment import permissions
from swip.enrolment.tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db

VERBS = [
    "undertaken_by",
    "supervised_by",
    "assessed_by",
    "coordinated_by",
    "decided_by",
    "looked_after_by",
    "visible_to",
    "pairable_by",
    "withdrawable_by",
    "answers_readable_by",
]
TABLE = {
    "the social worker": {"undertaken_by", "visible_to", "answers_readable_by"},
    "the supervisor": {"supervised_by", "looked_after_by", "visible_to"},
    "the assessor": {"assessed_by", "looked_after_by", "visible_to"},
    Role.COORDINATOR: {
        "coordinated_by",
        "looked_after_by",
        "visible_to",
        "pairable_by",
        "withdrawable_by",
        "answers_readable_by",
    },
    Role.DECISION_MAKER: {"decided_by", "looked_after_by", "visible_to"},
    Role.PRACTICE_SUPERVISOR: set(),
    Role.ASSESSOR: set(),
    Role.ADMINISTRATOR: set(),
    Role.PRINCIPAL_SOCIAL_WORKER: set(),
    Role.PROGRAMME_EDITOR: set(),
    "nobody": set(),
}


@pytest.mark.parametrize("who", TABLE, ids=str)
def test_who_may_do_what_with_an_enrolment(who):
    organisation = OrganisationFactory()
    enrolment = EnrolmentFactory(organisation=organisation)
    person = {
        "the social worker": enrolment.social_worker,
        "the supervisor": enrolment.supervisor,
        "the assessor": enrolment.assessor,
        "nobody": UserFactory(),
    }.get(who) or AppointmentFactory(organisation=organisation, role=who).person

    may = {verb for verb in VERBS if getattr(permissions, verb)(person).contains(enrolment)}

    assert may == TABLE[who]


@pytest.mark.parametrize("role", Role.values)
def test_nobody_reads_across_organisations(role):
    enrolment = EnrolmentFactory()
    person = AppointmentFactory(role=role).person
    assert not permissions.visible_to(person).contains(enrolment)


def test_a_role_that_is_over_opens_nothing():
    organisation = OrganisationFactory()
    enrolment = EnrolmentFactory(organisation=organisation)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    former = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR, ends_on=yesterday).person
    assert not permissions.visible_to(former).contains(enrolment)


def test_who_has_stopped_supervising_sees_the_record_no_longer():
    enrolment = EnrolmentFactory()
    former = enrolment.supervisor
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    enrolment.pairings.filter(kind="supervisor").update(ends_on=yesterday)
    assert not permissions.visible_to(former).contains(enrolment)


@pytest.mark.parametrize("kind", ["supervisor", "assessor"])
def test_who_has_lost_the_role_sees_and_does_nothing_though_nobody_has_taken_over(kind):
    enrolment = EnrolmentFactory()
    former = getattr(enrolment, kind)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    former.appointments.update(ends_on=yesterday)
    assert not permissions.paired_with(former, kind).exists()
    assert not permissions.visible_to(former).contains(enrolment)
    assert getattr(enrolment, kind) is None


def test_a_role_elsewhere_does_not_stand_in_for_one_with_the_employer():
    enrolment = EnrolmentFactory()
    former = enrolment.supervisor
    former.appointments.update(organisation=OrganisationFactory())
    assert not permissions.visible_to(former).contains(enrolment)


def test_a_role_that_ends_in_the_middle_of_the_day_ends_the_supervision_with_it():
    enrolment = EnrolmentFactory()
    former = enrolment.supervisor
    former.appointments.update(ends_on=timezone.localdate(), ended_at=timezone.now())
    assert not permissions.supervised_by(former).exists()


def test_an_employer_that_somebody_has_left_sees_the_record_no_longer():
    organisation = OrganisationFactory()
    enrolment = EnrolmentFactory(organisation=organisation)
    coordinator = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    enrolment.employment_periods.update(ends_on=yesterday)
    assert not permissions.visible_to(coordinator).contains(enrolment)


def test_a_coordinator_who_is_on_the_programme_changes_nothing_for_themselves():
    organisation = OrganisationFactory()
    coordinator = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
    own = EnrolmentFactory(organisation=organisation, social_worker=coordinator)
    assert not permissions.pairable_by(coordinator).contains(own)
    assert not permissions.looked_after_by(coordinator).contains(own)
    assert permissions.visible_to(coordinator).contains(own)


def test_a_person_who_is_there_in_several_ways_is_counted_once():
    organisation = OrganisationFactory()
    coordinator = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
    EnrolmentFactory(organisation=organisation, supervisor=coordinator, assessor=coordinator)
    assert permissions.visible_to(coordinator).count() == 1
