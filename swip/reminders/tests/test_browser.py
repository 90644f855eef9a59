"""Choices, calendar and undelivered messages in a real browser: by keyboard, and without scripts."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.notifications.models import Choices, Message
from swip.notifications.tests.factories import MessageFactory
from tests.browser import check_page, press

pytestmark = pytest.mark.django_db(transaction=True)


def on(page, heading):
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    check_page(page)


def test_somebody_asks_for_one_email_a_week_and_a_calendar(page_as):
    enrolment = EnrolmentFactory()
    page = page_as(enrolment.supervisor)
    page.goto("/account/")
    press(page, "emails and reminders")
    on(page, "Emails and reminders")
    page.get_by_label("Once a week").check()
    page.get_by_label("Day of the week").select_option("Friday")
    page.get_by_label("Not before").select_option("9am")
    press(page, "Save")
    expect(page.get_by_text("Your choices have been saved")).to_be_visible()
    assert Choices.objects.get().weekday == 5

    press(page, "your calendar")
    on(page, "Your dates in a calendar")
    press(page, "Make an address")
    on(page, "Your calendar address")
    address = urlsplit(page.locator(".govuk-inset-text").inner_text().strip()).path
    read = page.request.get(address)
    assert read.headers["content-type"] == "text/calendar; charset=utf-8"
    assert enrolment.social_worker.name in read.text()

    press(page, "Back to your dates in a calendar")
    on(page, "Your dates in a calendar")
    press(page, "Switch the address off")
    expect(page.get_by_text("has been switched off")).to_be_visible()
    assert page.request.get(address).status == 404


def test_without_scripts_a_mistake_is_told_and_everything_works(page_as):
    enrolment = EnrolmentFactory()
    page = page_as(enrolment.social_worker, javascript=False)
    page.goto("/reminders/choices/")
    page.get_by_label("Not before").select_option("5pm")
    page.get_by_label("Not after").select_option("9am")
    page.get_by_role("button", name="Save").click()
    check_page(page)
    expect(page.get_by_role("alert")).to_contain_text("The latest time must be after the earliest time")
    page.get_by_label("Not after").select_option("6pm")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your choices have been saved")).to_be_visible()


def test_a_coordinator_has_a_message_sent_again(page_as):
    coordinator = AppointmentFactory(role=Role.COORDINATOR)
    colleague = AppointmentFactory(organisation=coordinator.organisation, role=Role.ASSESSOR).person
    message = MessageFactory(to=colleague, status="failed", failure="address")
    page = page_as(coordinator.person)
    page.goto("/reminders/undelivered/")
    check_page(page)
    press(page, "Send the message again")
    expect(page.get_by_text("We are sending the message")).to_be_visible()
    check_page(page)
    message.refresh_from_db()
    assert message.status == Message.Status.WAITING
