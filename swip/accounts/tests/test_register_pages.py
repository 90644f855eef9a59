"""The pages about the register of social workers."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts import actions, queries
from swip.accounts.models import RegisterCheck, RegisterExtract, Role
from swip.accounts.register import NotOnRegister
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.enrolment.tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
A_DAY = datetime.timedelta(days=1)


def day(name, date):
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


@pytest.fixture
def sam(here):
    """A supervisor of this organisation."""
    person = UserFactory(name="Sam Green", register_number="SW77")
    AppointmentFactory(role=Role.PRACTICE_SUPERVISOR, organisation=here, person=person)
    return person


def seen(**changed):
    return {
        "is_found": "yes",
        "registered_name": "Sam Green",
        "register_status": "Registered",
        **day("seen_on", TODAY()),
        **changed,
    }


def test_what_was_seen_is_typed_checked_and_kept(client, coordinator, sam):
    path = f"/people/{sam.pk}/register/"
    assertContains(client.get(path), "Not checked yet")
    assertContains(client.get(path + "record/"), "Look up SW77")
    typed = seen(registered_name="Samuel Grey", **day("registered_until", TODAY() - A_DAY))

    page = client.post(path + "record/", typed | {"step": "check"})
    assertContains(page, "Check what you saw on the register")
    assertContains(page, "The register has the name “Samuel Grey”")
    assertContains(page, "The registration ended on")
    assert not RegisterCheck.objects.exists()
    assertContains(client.post(path + "record/", typed | {"step": "change"}), 'value="Samuel Grey"')

    assertRedirects(client.post(path + "record/", typed | {"step": "confirm"}), path)
    check = RegisterCheck.objects.get()
    assert (check.checked_by, check.source, check.result) == (coordinator, "manual", "found")
    assert check.next_check_on == TODAY() + 30 * A_DAY
    page = client.get(path)
    assertContains(page, "On the register: look at the warning")
    assertContains(page, "Samuel Grey, Registered, until")


def test_a_number_that_was_not_found_needs_no_more(client, coordinator, sam):
    path = f"/people/{sam.pk}/register/"
    typed = seen(is_found="no", registered_name="left over", registered_from_day="x")
    client.post(path + "record/", typed | {"step": "confirm"})
    check = RegisterCheck.objects.get()
    assert (check.result, check.registered_name) == ("not_found", "")
    assertContains(client.get(path), "The register number was not found on the register")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"is_found": ""}, "Select yes if the number is on the register"),
        ({"registered_name": " "}, "Enter the name on the register"),
        ({"register_status": ""}, "Enter the status on the register"),
        ({"seen_on_day": "", "seen_on_month": "", "seen_on_year": ""}, "Enter the day you looked"),
        (day("seen_on", TODAY() + A_DAY), "The day you looked must be"),
        (
            day("registered_from", TODAY()) | day("registered_until", TODAY() - A_DAY),
            "Registered until must be on or after registered from",
        ),
        ({"annotations": "x" * 501}, "500 characters or fewer"),
    ],
)
def test_a_mistake_in_what_was_seen_is_told(client, coordinator, sam, changed, told):
    page = client.post(f"/people/{sam.pk}/register/record/", seen(**changed) | {"step": "confirm"})
    assertContains(page, told)
    assert not RegisterCheck.objects.exists()


def test_somebody_sees_their_own_checks_and_writes_none(client, sam):
    client.force_login(sam)
    page = client.get(f"/people/{sam.pk}/register/")
    assertContains(page, "Not checked yet")
    assertNotContains(page, "Record what you saw")
    assert client.get(f"/people/{sam.pk}/register/record/").status_code == 404


def test_a_coordinator_checks_the_social_workers_they_coordinate(client, coordinator, here):
    enrolment = EnrolmentFactory(organisation=here, social_worker__register_number="SW78")
    far = EnrolmentFactory(social_worker__register_number="SW79")
    assertContains(client.get(f"/people/{enrolment.social_worker.pk}/register/"), "30 days")
    assertContains(client.get(f"/people/{enrolment.social_worker.pk}/register/"), "Why am I seeing this?")
    assert client.get(f"/people/{far.social_worker.pk}/register/").status_code == 404


def test_people_of_elsewhere_find_nothing(client, sam):
    far = AppointmentFactory(role=Role.COORDINATOR).person
    client.force_login(far)
    for path in ["", "record/"]:
        assert client.get(f"/people/{sam.pk}/register/{path}").status_code == 404
    assert client.post(f"/people/{sam.pk}/register/ask/").status_code == 404


def test_without_a_number_nobody_is_looked_up(client, coordinator, sam):
    sam.register_number = ""
    sam.save()
    page = client.get(f"/people/{sam.pk}/register/")
    assertContains(page, "No number known")
    assertNotContains(page, "Record what you saw")
    assert client.get(f"/people/{sam.pk}/register/record/").status_code == 404


def test_where_the_service_can_ask_it_is_asked_at_a_press(client, coordinator, sam, settings, run_jobs):
    path = f"/people/{sam.pk}/register/"
    assert client.post(path + "ask/").status_code == 404
    settings.REGISTER_SOURCE = "file"
    actions.keep_extract([], as_of=TODAY(), by=coordinator)
    assertContains(client.get(path), "Look them up now")
    assertRedirects(client.post(path + "ask/"), path)
    assert run_jobs() == ["swip.accounts.jobs.check_register"]
    assertContains(client.get(path), "Not found")


def test_a_register_without_an_answer_is_told_plainly(client, coordinator, sam):
    actions.note_no_answer(sam, source="http", why="It did not answer", recheck_after_days=30)
    page = client.get(f"/people/{sam.pk}/register/")
    assertContains(page, "Could not be checked")
    assertContains(page, "It will be tried again")


def test_the_checks_of_one_person_take_few_queries(client, coordinator, sam, django_assert_max_num_queries):
    for _ in range(20):
        actions.note_register_check(
            sam, NotOnRegister("SW77", TODAY()), by=UserFactory(), recheck_after_days=30
        )
    with django_assert_max_num_queries(11):
        client.get(f"/people/{sam.pk}/register/")


# The register as a file

HEADER = "Registration number,Registered name,Status,Town of employment,Registered from,Registered until\n"


@pytest.fixture
def national(client):
    organisation = OrganisationFactory(kind="national")
    person = AppointmentFactory(role=Role.ADMINISTRATOR, organisation=organisation).person
    client.force_login(person)
    return person


def send(client, lines, **changed):
    upload = SimpleUploadedFile("register.csv", (HEADER + lines).encode())
    return client.post("/register/extract/", {"file": upload, **day("as_of", TODAY())} | changed)


def test_an_extract_is_sent_and_used(client, national, settings):
    settings.REGISTER_SOURCE = "file"
    assertContains(client.get("/register/extract/"), "No extract has been sent yet")
    response = send(
        client, "SW77,Sam Green,Registered,Harrowfield,2026-01-01,30/11/2027\nsw 78,Ada,Registered,,,\n"
    )
    assertRedirects(response, "/register/extract/")
    assertContains(client.get("/register/extract/"), "with 2 people")
    sam = UserFactory(name="Sam Green", register_number="SW77")
    actions.look_up_on_register(sam, recheck_after_days=30)
    assert queries.latest_register_check(sam).registered_until == datetime.date(2027, 11, 30)


def test_mistakes_in_an_extract_are_told_with_their_rows(client, national):
    page = send(
        client, "77,A,Registered,,,\nSW78,,Registered,,,\nSW79,C,Registered,,soon,\nSW79,D,Registered,,,\n"
    )
    for told in [
        "Some lines cannot be read",
        "Enter a number like SW12345",
        "more than once",
        "with the day first",
    ]:
        assertContains(page, told)
    assertContains(send(client, ""), "The file has headings and no rows under them")
    assertContains(client.post("/register/extract/", {}), "Select a file")
    assert not RegisterExtract.objects.exists()


def test_a_local_administrator_sends_no_extract(client):
    client.force_login(AppointmentFactory(role=Role.ADMINISTRATOR).person)
    assert client.get("/register/extract/").status_code == 404
