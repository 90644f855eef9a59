"""The pages about reminders, calendars and messages that did not arrive."""

import datetime
import re

import pytest
from django.core import mail
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.core import history
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.notifications.models import Choices, Message
from swip.notifications.tests.factories import ChoicesFactory, MessageFactory
from swip.programmes.tests.factories import rule_book
from swip.reminders import permissions
from swip.reminders.models import CalendarFeed
from swip.reminders.queries import people_out_of_reach
from swip.reminders.tests.factories import CalendarFeedFactory

pytestmark = pytest.mark.django_db
CHOICES, CALENDAR, UNDELIVERED = "/reminders/choices/", "/reminders/calendar/", "/reminders/undelivered/"


@pytest.fixture
def person(client):
    rule_book()
    person = UserFactory()
    client.force_login(person)
    return person


def options(page, name):
    """The values that a list offers."""
    (listed,) = re.findall(rf'<select[^>]*name="{name}".*?</select>', page.content.decode(), re.DOTALL)
    return re.findall(r'<option value="([^"]*)"', listed)


def chosen(page):
    """What is ticked or selected on a page."""
    ticked = re.findall(r'value="([^"]*)"\s+(?:checked|selected)', page.content.decode())
    return [value for value in ticked if value]


# Choices


def test_somebody_chooses_when_to_be_reminded(client, person):
    typed = {"rhythm": "weekly", "weekday": "4", "earliest": "09:00", "latest": "17:00"}
    assertRedirects(client.post(CHOICES, typed), CHOICES)
    choices = Choices.objects.get(person=person)
    assert (choices.rhythm, choices.weekday) == ("weekly", 4)
    assert (choices.quiet_until, choices.quiet_from) == (datetime.time(9), datetime.time(17))
    assert history.of(choices).last().action == "choices.changed"
    assert chosen(client.get(CHOICES)) == ["weekly", "4", "09:00", "17:00"]


def test_only_hours_that_the_rules_leave_are_offered(client, person):
    page = client.get(CHOICES)
    assert options(page, "earliest") == ["", *(f"{hour:02}:00" for hour in range(8, 19))]
    assert options(page, "latest") == ["", *(f"{hour:02}:00" for hour in range(9, 20))]
    response = client.post(CHOICES, {"rhythm": "daily", "earliest": "06:00"})
    assertContains(response, "Select a time from the list")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Select how often we should remind you"),
        ({"rhythm": "hourly"}, "Select"),
        (
            {"rhythm": "daily", "earliest": "17:00", "latest": "09:00"},
            "The latest time must be after the earliest time",
        ),
        ({"rhythm": "weekly", "weekday": "9"}, "Select a day of the week"),
    ],
)
def test_a_mistake_in_the_choices_is_told(client, person, typed, told):
    response = client.post(CHOICES, typed)
    assertContains(response, "There is a problem")
    assertContains(response, told)
    assert not Choices.objects.exists()


def test_the_page_says_what_cannot_be_turned_off_and_shows_the_rules(client, person):
    page = client.get(CHOICES)
    assertContains(page, "codes to sign in")
    assertContains(page, "decisions and reviews about you")
    assertContains(page, "reminders.quiet_hours")


def test_the_account_page_leads_here(client, person):
    page = client.get("/account/")
    assertContains(page, f'href="{CHOICES}"')
    assertContains(page, f'href="{CALENDAR}"')


def test_the_choices_page_asks_little(client, django_assert_max_num_queries):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.supervisor)
    with django_assert_max_num_queries(10):
        client.get(CHOICES)


# The calendar


def test_an_address_is_made_and_shown_once(client, person):
    page = client.post(CALENDAR, {"instead_of": ""})
    address = re.search(r"http[^\s<\"]+\.ics", page.content.decode()).group()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]
    assert client.get(address).status_code == 200
    again = client.get(CALENDAR)
    assertNotContains(again, ".ics")
    assertContains(again, "We cannot show it again")
    assert history.of(CalendarFeed.objects.get()).last().action == "calendar.made"


def test_a_new_address_takes_the_place_of_the_old_one(client, person):
    old = CalendarFeedFactory(person=person)
    client.post(CALENDAR, {"instead_of": old.pk})
    assert client.get(reverse("reminders:feed", args=[old.token])).status_code == 404
    assert CalendarFeed.objects.filter(person=person, status="open").count() == 1


def test_pressing_twice_does_not_put_out_what_was_just_made(client, person):
    client.post(CALENDAR, {"instead_of": ""})
    assert client.post(CALENDAR, {"instead_of": ""}).status_code == 409
    assert CalendarFeed.objects.count() == 1


def test_an_address_is_switched_off(client, person):
    feed = CalendarFeedFactory(person=person)
    path = f"{CALENDAR}{feed.pk}/revoke/"
    assertRedirects(client.post(path), CALENDAR)
    assert client.get(reverse("reminders:feed", args=[feed.token])).status_code == 404
    assert client.post(path).status_code == 409
    assert history.of(feed).last().action == "calendar.revoked"


def test_somebody_else_s_address_is_not_there(client, person):
    feed = CalendarFeedFactory()
    assert client.post(f"{CALENDAR}{feed.pk}/revoke/").status_code == 404
    assertNotContains(client.get(CALENDAR), "Switch the address off")


# What did not arrive


@pytest.fixture
def coordinator(client):
    coordinator = AppointmentFactory(role=Role.COORDINATOR)
    client.force_login(coordinator.person)
    return coordinator


def colleague_of(coordinator):
    return AppointmentFactory(organisation=coordinator.organisation, role=Role.ASSESSOR).person


def failed(to):
    return MessageFactory(
        to=to,
        status="failed",
        failure="address",
        attempts=6,
        subject="A secret subject",
        body="A secret body",
    )


def test_a_coordinator_sees_whom_a_message_did_not_reach_and_not_what_it_said(client, coordinator):
    enrolment = EnrolmentFactory(organisation=coordinator.organisation)
    for person in (colleague_of(coordinator), enrolment.social_worker):
        failed(person)
    failed(UserFactory())
    page = client.get(UNDELIVERED)
    assertContains(page, enrolment.social_worker.name)
    assertContains(page, "The address was refused", count=2)
    assertNotContains(page, "secret")
    assert people_out_of_reach(coordinator.person) == 2


def test_the_home_page_counts_the_same_people_as_the_page_shows(coordinator):
    enrolment = EnrolmentFactory(organisation=coordinator.organisation)
    administrator = AppointmentFactory(organisation=coordinator.organisation, role=Role.ADMINISTRATOR).person
    far = EnrolmentFactory()
    for person in (enrolment.social_worker, enrolment.supervisor, far.supervisor, far.social_worker):
        failed(person)
        failed(person)
    for keeper in (coordinator.person, administrator, enrolment.supervisor, far.assessor):
        seen = set(permissions.undelivered_seen_by(keeper).values_list("to", flat=True))
        assert people_out_of_reach(keeper) == len(seen)
    assert people_out_of_reach(coordinator.person) == 2
    assert people_out_of_reach(administrator) == 1  # social workers are for their coordinators


def test_it_waits_on_the_home_page_of_whoever_can_put_it_right(client):
    enrolment = EnrolmentFactory()
    employer = enrolment.employment_periods.get().organisation
    failed(enrolment.supervisor)
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        client.force_login(AppointmentFactory(organisation=employer, role=role).person)
        assertContains(client.get("/"), UNDELIVERED)
    client.force_login(enrolment.supervisor)
    assertNotContains(client.get("/"), UNDELIVERED)


def test_a_coordinator_has_it_sent_again_to_the_address_the_person_has_now(client, coordinator, run_jobs):
    person = colleague_of(coordinator)
    message = failed(person)
    person.email = "new@example.org"
    person.save()
    assertRedirects(client.post(f"{UNDELIVERED}{message.pk}/send-again/"), UNDELIVERED)
    run_jobs()
    message.refresh_from_db()
    assert (message.status, message.failure) == (Message.Status.SENT, "")
    assert mail.outbox[0].to == ["new@example.org"]
    entry = history.of(message).last()
    assert (entry.action, entry.by) == ("message.sent_again", coordinator.person)
    assertContains(client.get(UNDELIVERED), "Every message has been delivered or is on its way")


def test_pressing_send_again_twice_is_told(client, coordinator):
    message = failed(colleague_of(coordinator))
    path = f"{UNDELIVERED}{message.pk}/send-again/"
    client.post(path)
    assert client.post(path).status_code == 404


def test_messages_of_another_employer_are_not_there(client, coordinator):
    elsewhere = AppointmentFactory(organisation=OrganisationFactory(), role=Role.ASSESSOR).person
    message = failed(elsewhere)
    assertNotContains(client.get(UNDELIVERED), elsewhere.email)
    assert client.post(f"{UNDELIVERED}{message.pk}/send-again/").status_code == 404


def test_who_looks_after_nobody_does_not_find_the_page(client, person):
    assert client.get(UNDELIVERED).status_code == 404


def test_the_page_asks_the_same_for_many_messages(client, coordinator, django_assert_max_num_queries):
    for _ in range(20):
        failed(colleague_of(coordinator))
    with django_assert_max_num_queries(8):
        client.get(UNDELIVERED)


def test_somebody_s_own_choices_are_theirs(client, person):
    ChoicesFactory(rhythm="none")
    assert "daily" in chosen(client.get(CHOICES))
