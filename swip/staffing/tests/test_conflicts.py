"""A conflict of interest is acted upon, and whoever it was declared against does not learn of it."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, UserFactory
from swip.enrolment import actions as enrolments
from swip.enrolment.models import ConflictOfInterest
from swip.enrolment.rules.changes import ChangeRefused
from swip.notifications.models import Message
from swip.staffing import actions, permissions
from swip.staffing.queries.to_act_upon import to_act_upon

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"staffing:{name}", args=args)


@pytest.fixture
def also_supervises(coordinator, organisation):
    """The coordinator, who takes social workers on as well."""
    return AppointmentFactory(
        person=coordinator, organisation=organisation, role=Role.PRACTICE_SUPERVISOR
    ).person


@pytest.fixture
def worker(enrol, also_supervises):
    return enrol(also_supervises, social_worker__name="Wren Worker").social_worker


@pytest.fixture
def declare(organisation):
    def make(by, other):
        return actions.declare_conflict(by, other, organisation=organisation, by=by)

    return make


def told():
    return set(Message.objects.filter(kind__startswith="conflict").values_list("to", "kind"))


def own(client, declarer, other):
    client.force_login(declarer)
    return client.post(page("own_conflicts"), {"email": other.email}, follow=True)


# Declared against a coordinator


def test_a_coordinator_is_not_told_of_a_conflict_with_themselves_and_another_one_is(
    worker, also_supervises, appoint, declare
):
    another = appoint(Role.COORDINATOR)
    declare(worker, also_supervises)
    assert told() == {(another.pk, "conflict-declared")}


def test_a_coordinator_finds_a_conflict_with_themselves_on_no_page(
    client, worker, also_supervises, appoint, declare, organisation
):
    another = appoint(Role.COORDINATOR)
    conflict = declare(worker, also_supervises)
    enrolment = worker.enrolments.get()
    shown = [
        (page("conflicts", organisation.pk), "Paired now, and should not be"),
        (page("conflicts", organisation.pk), page("end_conflict", conflict.pk)),
        (page("board", organisation.pk), "have a conflict of interest"),
        (page("colleague", organisation.pk, also_supervises.pk), page("end_conflict", conflict.pk)),
    ]
    client.force_login(another)
    for address, words in shown:
        assertContains(client.get(address), words)
    assertContains(client.get(page("end_conflict", conflict.pk)), "End it")
    assert [each.about for each in to_act_upon(another)] == [f"{worker}, {also_supervises}"]
    client.force_login(also_supervises)
    for address, words in shown:
        assertNotContains(client.get(address), words)
    assert client.get(page("end_conflict", conflict.pk)).status_code == 404
    assert to_act_upon(also_supervises) == []
    enrolment.pairings.filter(kind="supervisor").delete()
    match = client.get(page("match", enrolment.pk, "supervisor"))
    assertNotContains(match, "conflict of interest")


def test_a_coordinator_on_a_programme_does_not_see_who_declared_a_conflict_with_them(
    enrol, coordinator, leaver, declare
):
    enrol(leaver, social_worker=coordinator)
    conflict = declare(leaver, coordinator)
    assert not permissions.conflicts_kept_by(coordinator).contains(conflict)
    assert to_act_upon(coordinator) == []


def test_what_a_coordinator_declared_about_themselves_they_see_and_the_others_are_told(
    worker, also_supervises, appoint, declare
):
    another = appoint(Role.COORDINATOR)
    conflict = declare(also_supervises, worker)
    assert permissions.conflicts_kept_by(also_supervises).contains(conflict)
    assert told() == {(another.pk, "conflict-declared")}


def test_where_nobody_else_coordinates_an_administrator_is_told_without_a_name(
    client, worker, also_supervises, appoint, organisation
):
    administrator = appoint(Role.ADMINISTRATOR)
    assertContains(own(client, worker, also_supervises), "An administrator has been told")
    assert told() == {(administrator.pk, "conflict-without-coordinator")}
    letter = Message.objects.get(to=administrator)
    assert worker.name not in letter.body
    assert also_supervises.name not in letter.body
    client.force_login(administrator)
    assert client.get(reverse("accounts:organisation", args=[organisation.pk])).status_code == 200


def test_where_there_is_nobody_to_tell_nobody_is_said_to_have_been_told(
    client, worker, also_supervises, organisation
):
    AppointmentFactory(person=also_supervises, organisation=organisation, role=Role.ADMINISTRATOR)
    response = own(client, worker, also_supervises)
    assertContains(response, "Nobody at your organisation could be told yet")
    assertNotContains(response, "told that")
    assertNotContains(response, "have been told")
    assert told() == set()


# Declared by both


def test_what_the_one_declared_does_not_keep_the_other_from_declaring_it(client, worker, leaver, coordinator):
    own(client, leaver, worker)
    assertContains(own(client, worker, leaver), "Your coordinators have been told")
    assertContains(client.get(page("own_conflicts")), "Leah Leaver")
    assert ConflictOfInterest.objects.open().count() == 2
    assert Message.objects.filter(to=coordinator, kind="conflict-declared").count() == 2
    own(client, worker, leaver)
    assert ConflictOfInterest.objects.open().count() == 2


def test_two_are_not_paired_while_one_of_them_stands_by_it(client, enrol, leaver, coordinator, organisation):
    enrolment = enrol(social_worker__name="Wren Worker")
    worker = enrolment.social_worker
    own(client, leaver, worker)
    own(client, worker, leaver)
    client.force_login(coordinator)
    assertContains(
        client.get(page("conflicts", organisation.pk)), "Leah Leaver and Wren Worker that Leah Leaver"
    )
    client.force_login(leaver)
    first = permissions.own_conflicts(leaver).get()
    response = client.post(page("end_conflict", first.pk), follow=True)
    assertContains(response, "is ended")
    assertNotContains(response, "may be paired again")
    assertNotContains(response, "Wren Worker that")
    with pytest.raises(ChangeRefused, match="conflict of interest"):
        enrolments.pair(enrolment, "supervisor", leaver, by=coordinator)
    actions.end_conflict(permissions.own_conflicts(worker).get(), by=worker)
    assert enrolments.pair(enrolment, "supervisor", leaver, by=coordinator).person == leaver


def test_the_coordinator_of_another_organisation_keeps_their_own(worker, leaver, organisation, coordinator):
    elsewhere = AppointmentFactory(role=Role.COORDINATOR)
    theirs = actions.declare_conflict(
        leaver, worker, organisation=elsewhere.organisation, by=elsewhere.person
    )
    ours = actions.declare_conflict(leaver, worker, organisation=organisation, by=coordinator)
    assert list(permissions.conflicts_kept_by(coordinator)) == [ours]
    assert list(permissions.conflicts_kept_by(elsewhere.person)) == [theirs]


def test_said_twice_by_the_same_person_it_is_one_and_after_its_end_it_is_another(worker, leaver, declare):
    first = declare(worker, leaver)
    assert declare(worker, leaver) == first
    actions.end_conflict(first, by=worker)
    assert declare(worker, leaver) != first
    assert declare(worker, UserFactory()) != first
