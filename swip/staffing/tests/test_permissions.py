"""Who may look after an employer's colleagues: a table for each right."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.tests.factories import EvidenceFactory
from swip.staffing import actions, permissions
from swip.staffing.models import HandingOver
from swip.staffing.tests.factories import AwayFactory, ConflictFactory, HandingOverFactory

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def people(organisation, coordinator, leaver, others, nine, appoint):
    return {
        "coordinator": coordinator,
        "supervisor": leaver,
        "colleague": others[0],
        "social worker": nine[0].social_worker,
        "administrator": appoint(Role.ADMINISTRATOR),
        "decision maker": appoint(Role.DECISION_MAKER),
        "coordinator elsewhere": AppointmentFactory(role=Role.COORDINATOR).person,
        "coordinator who left": appoint(
            Role.COORDINATOR, ends_on=timezone.localdate() - A_DAY, ended_at=timezone.now()
        ),
    }


def who_may(people, permission, record):
    return {name for name, person in people.items() if permission(person).contains(record)}


def test_only_a_coordinator_of_the_place_keeps_limits_leave_and_handing_over(people, organisation):
    away = AwayFactory(organisation=organisation, person=people["supervisor"])
    draft = HandingOverFactory(organisation=organisation, person=people["supervisor"])
    assert who_may(people, permissions.staffed_by, organisation) == {"coordinator"}
    assert who_may(people, permissions.aways_kept_by, away) == {"coordinator"}
    assert who_may(people, permissions.handings_over_prepared_by, draft) == {"coordinator"}


def test_another_coordinator_carries_on_and_what_was_dropped_is_gone(people, organisation, appoint):
    draft = HandingOverFactory(organisation=organisation, started_by=people["coordinator"])
    another = appoint(Role.COORDINATOR)
    assert permissions.handings_over_prepared_by(another).contains(draft)
    draft.move_to(HandingOver.Status.DROPPED)
    assert not permissions.handings_over_prepared_by(another).contains(draft)


def test_a_conflict_is_seen_by_whoever_declared_it_and_by_the_coordinator(people, organisation):
    declared = ConflictFactory(
        person=people["social worker"],
        other=people["supervisor"],
        declared_by=people["social worker"],
        organisation=organisation,
    )
    assert who_may(people, permissions.own_conflicts, declared) == {"social worker"}
    assert who_may(people, permissions.conflicts_kept_by, declared) == {"coordinator"}
    assert who_may(people, permissions.conflicts_ended_by, declared) == {"social worker", "coordinator"}


def test_what_a_coordinator_declared_about_others_is_not_theirs_alone(people, organisation, appoint):
    declared = ConflictFactory(
        person=people["social worker"],
        other=people["supervisor"],
        declared_by=people["coordinator"],
        organisation=organisation,
    )
    assert who_may(people, permissions.own_conflicts, declared) == set()
    assert permissions.conflicts_ended_by(appoint(Role.COORDINATOR)).contains(declared)


def test_colleagues_are_those_who_may_take_somebody_on_or_still_have_somebody(people, organisation):
    def names():
        return {each.name for each in permissions.colleagues_at(organisation)} - {"Agnes Assessor"}

    may = {"Leah Leaver", "Other 1", "Other 2", "Other 3"}
    assert names() == may
    for name in ("supervisor", "colleague"):
        people[name].appointments.update(ends_on=timezone.localdate() - A_DAY)
    assert names() == may - {"Other 1"}


def test_those_of_a_second_job_are_for_the_employer_that_answers(people, organisation):
    elsewhere = EnrolmentFactory()
    elsewhere.employment_periods.create(
        organisation=organisation, starts_on=elsewhere.starts_on, is_lead=False
    )
    assert not permissions.employed_by(organisation).contains(elsewhere)
    assert not permissions.handed_over_by(people["coordinator"], organisation).contains(elsewhere)


def test_people_of_the_place_are_found_by_address_and_others_are_not(people, organisation):
    found = permissions.people_at(organisation)
    assert who_may(people, lambda person: found.filter(pk=person.pk), people["social worker"]) == {
        "social worker"
    }
    assert not found.contains(people["coordinator elsewhere"])


def test_whoever_covers_reviews_evidence_in_that_time_and_no_longer(client, people, organisation, nine):
    evidence = EvidenceFactory(enrolment=nine[0], status="submitted")
    review = reverse("evidence:review", args=[evidence.pk])
    today = timezone.localdate()
    client.force_login(people["colleague"])
    assert client.get(review).status_code == 404
    actions.record_leave(
        people["supervisor"],
        organisation,
        starts_on=today,
        ends_on=today + 5 * A_DAY,
        covered_by={"supervisor": people["colleague"]},
        by=people["coordinator"],
    )
    assert client.get(review).status_code == 200
    with time_machine.travel(timezone.now() + 6 * A_DAY):
        client.force_login(people["colleague"])
        assert client.get(review).status_code == 404
