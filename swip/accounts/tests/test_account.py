"""One's own account: details, roles, where one is signed in."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, UserFactory
from swip.core import history

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0.0.0 Safari/537.36"


def signed_in(person, user_agent=CHROME):
    """A browser of theirs, listed as the library lists it."""
    client = Client()
    client.force_login(person)
    session = UserSession.objects.create(
        user=person, ip="192.0.2.7", session_key=client.session.session_key, user_agent=user_agent
    )
    return client, session


def test_the_account_shows_details_and_roles(client):
    appointment = AppointmentFactory(role=Role.ASSESSOR, person__name="Amy O’Neill")
    client.force_login(appointment.person)
    page = client.get("/account/")
    assertContains(page, "Amy O’Neill")
    assertContains(page, "Assessor")
    assertContains(page, appointment.organisation.name)
    assertNotContains(page, "Organisations you look after")


def test_who_looks_after_an_organisation_finds_it_there(client):
    appointment = AppointmentFactory(role=Role.ADMINISTRATOR)
    client.force_login(appointment.person)
    assertContains(client.get("/account/"), appointment.organisation.get_absolute_url())


def test_the_account_takes_few_queries(client, django_assert_max_num_queries):
    person = UserFactory()
    AppointmentFactory.create_batch(8, person=person)
    client.force_login(person)
    with django_assert_max_num_queries(6):
        client.get("/account/")


def test_details_are_changed_with_history(client):
    person = UserFactory()
    client.force_login(person)
    answers = {"name": "Amy  Smith", "register_number": "sw 123"}
    assertRedirects(client.post("/account/details/", answers), "/account/")
    person.refresh_from_db()
    assert (person.name, person.register_number) == ("Amy Smith", "SW123")
    assert history.of(person).last().data == {"changed": ["name", "register_number"]}


def test_saving_unchanged_details_writes_no_history(client):
    person = UserFactory()
    client.force_login(person)
    client.post("/account/details/", {"name": person.name, "register_number": ""})
    assert not history.of(person).exists()


@pytest.mark.parametrize(
    ("name", "number", "told"),
    [
        ("", "", "Enter your full name"),
        ("A" * 151, "", "Name must be 150 characters or fewer"),
        ("Amy", "123", "Enter a number like SW12345"),
        ("Amy", "SW0", "Enter a number like SW12345"),
        ("Amy", "SW77", "Somebody else has this register number"),
    ],
)
def test_a_mistake_in_details_is_told(client, name, number, told):
    UserFactory(register_number="SW77")
    client.force_login(UserFactory())
    assertContains(client.post("/account/details/", {"name": name, "register_number": number}), told)


def test_a_register_number_that_is_known_stays(client):
    person = UserFactory(register_number="SW1")
    client.force_login(person)
    assertContains(client.get("/account/details/"), "Your register number is SW1")
    client.post("/account/details/", {"name": "Amy", "register_number": "SW2"})
    person.refresh_from_db()
    assert person.register_number == "SW1"


def test_one_sees_where_one_is_signed_in():
    person = UserFactory()
    client, _ = signed_in(person)
    signed_in(person, FIREFOX)
    signed_in(UserFactory(), "Mozilla/5.0 (iPad) Safari")
    page = client.get("/account/sign-ins/")
    assertContains(page, "Chrome on Windows")
    assertContains(page, "This one", count=1)
    assertContains(page, "Firefox on Linux")
    assertNotContains(page, "iPad")


def test_a_sign_in_that_is_over_is_not_listed():
    person = UserFactory()
    client, _ = signed_in(person)
    gone, _ = signed_in(person, FIREFOX)
    gone.logout()
    assertNotContains(client.get("/account/sign-ins/"), "Firefox")


def test_the_list_of_sign_ins_takes_few_queries(django_assert_max_num_queries):
    person = UserFactory()
    client, _ = signed_in(person)
    for _ in range(5):
        signed_in(person)
    with django_assert_max_num_queries(3):
        client.get("/account/sign-ins/")


def test_one_signs_out_of_another_browser():
    person = UserFactory()
    here, _ = signed_in(person)
    there, session = signed_in(person, FIREFOX)
    assertRedirects(here.post(f"/account/sign-ins/{session.pk}/end/"), "/account/sign-ins/")
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert history.of(person).last().action == "user.signed_out_elsewhere"


def test_nobody_signs_out_somebody_else():
    _, session = signed_in(UserFactory())
    other, _ = signed_in(UserFactory())
    assert other.post(f"/account/sign-ins/{session.pk}/end/").status_code == 404


def test_of_this_very_browser_one_signs_out_the_ordinary_way():
    client, session = signed_in(UserFactory())
    assertRedirects(client.post(f"/account/sign-ins/{session.pk}/end/"), "/sign-out/")


def test_signing_out_everywhere_ends_also_what_is_not_listed():
    person = UserFactory()
    here, _ = signed_in(person)
    there, _ = signed_in(person, FIREFOX)
    unlisted = Client()
    unlisted.force_login(person)
    stranger, _ = signed_in(UserFactory())

    assertRedirects(here.post("/account/sign-ins/everywhere/"), "/sign-in/")

    for browser in [here, there, unlisted]:
        assert browser.get("/account/").status_code == 302
    assert stranger.get("/account/").status_code == 200
    assert history.of(person).last().action == "user.signed_out_everywhere"


@pytest.mark.parametrize("path", ["/account/sign-ins/everywhere/", "/account/sign-ins/1/end/"])
def test_looking_signs_nobody_out(client, path):
    client.force_login(UserFactory())
    assert client.get(path).status_code == 405


def test_somebody_whose_account_is_closed_is_out_with_the_next_click(client):
    person = UserFactory()
    client.force_login(person)
    person.is_active = False
    person.save()
    assert client.get("/account/").status_code == 302


def test_an_operator_changes_an_address_and_the_old_one_opens_nothing():
    person = UserFactory(email="amy@old.example.org")
    client, _ = signed_in(person)
    call_command("change_address", "Amy@old.example.org", "amy@new.example.org")
    person.refresh_from_db()
    assert person.email == "amy@new.example.org"
    assert client.get("/account/").status_code == 302
    assert "user.address_changed" in history.of(person).values_list("action", flat=True)


@pytest.mark.parametrize("new", ["bob@example.org", "not an address"])
def test_an_address_changes_only_to_a_free_and_real_one(new):
    UserFactory(email="amy@example.org")
    UserFactory(email="bob@example.org")
    with pytest.raises(CommandError):
        call_command("change_address", "amy@example.org", new)
    with pytest.raises(CommandError):
        call_command("change_address", "nobody@example.org", "new@example.org")


def test_past_roles_stay_on_the_account(client):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    appointment = AppointmentFactory(ends_on=yesterday)
    client.force_login(appointment.person)
    assertContains(client.get("/account/"), appointment.get_role_display())


def test_one_reads_the_history_of_one_s_account(client):
    person = UserFactory()
    client.force_login(person)
    client.post("/account/details/", {"name": "Amy Smith", "register_number": ""})
    UserFactory()
    assertContains(client.get("/account/history/"), "Changed their details")
