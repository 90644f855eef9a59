import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, TeamFactory
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import small_standards
from swip.notifications.models import Message
from swip.programmes.tests.factories import rule_book
from swip.registration import actions
from swip.registration.models import RegistrationFile
from swip.registration.tests.factories import a_row, csv_of, file_of, kept_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def book():
    return rule_book(standards=small_standards())


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def coordinator(organisation, client):
    person = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
    client.force_login(person)
    return person


@pytest.fixture
def address(organisation, book, coordinator):
    return reverse("registration:send_file", args=[organisation.pk, book.programme.code])


@pytest.fixture
def keep(coordinator, organisation, book):
    return lambda *rows: kept_file(rows, coordinator=coordinator, organisation=organisation, book=book)


def the_file():
    return RegistrationFile.objects.latest("pk")


def send(client, address, content, **more):
    return client.post(address, {"file": file_of(content, **more)})


def states(file):
    return dict(file.rows.values_list("number", "state"))


def said_of(file, number):
    return [each["remedy"] for each in file.rows.get(number=number).findings]


def test_a_coordinator_registers_people_from_a_file(client, coordinator, organisation, book, address):
    team = TeamFactory(organisation=organisation)
    supervisor = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    response = client.post(reverse("registration:files"))
    assertRedirects(response, address)
    rows = [
        a_row(book, team=team.name.upper(), supervisor=supervisor.email),
        a_row(book, name="Ben Okri", email="ben@example.org", register_number="77"),
    ]
    response = send(client, address, csv_of(book, rows))
    file = the_file()
    assertRedirects(response, file.get_absolute_url())
    assert not Enrolment.objects.exists()
    assertContains(client.get(file.get_absolute_url()), "Ben Okri")
    response = client.post(reverse("registration:confirm_file", args=[file.pk]))
    assertRedirects(response, file.get_absolute_url())
    assertContains(client.get(file.get_absolute_url()), "0 of 2 rows done")
    actions.work_off(file.pk)
    done = client.get(file.get_absolute_url())
    assertContains(done, "2 people are registered")
    ada = Enrolment.objects.get(social_worker__email="ada.obi@example.org")
    assertContains(done, ada.get_absolute_url())
    assert ada.supervisor == supervisor
    assert ada.employment_periods.get().team == team
    assert ada.eligibility.decided_by == coordinator
    assert Message.objects.filter(to=coordinator, kind="registration-file-finished").count() == 1


def test_the_same_file_again_has_nothing_to_do(client, keep, book):
    file = keep(a_row(book))
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    again = keep(a_row(book))
    assert states(again) == {2: "same"}
    assertContains(client.get(again.get_absolute_url()), "There is nothing to do")


def test_the_job_run_twice_registers_once(keep, book):
    file = keep(a_row(book))
    actions.confirm_file(file, by=file.sent_by)
    actions.work_off(file.pk)
    actions.work_off(file.pk)
    assert Enrolment.objects.count() == 1
    assert Message.objects.filter(kind="registration-file-finished").count() == 1
