"""A full-time worker plans her leave, chooses, goes, comes back part time and objects: in a real browser."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.core import history
from swip.enrolment import rules
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.govuk.words import date_in_words
from tests.browser import check_page
from tests.test_keyboard import choose as choose_by_keys
from tests.test_keyboard import go_on as go_on_by_keys
from tests.test_keyboard import write as write_by_keys
from tests.test_keyboard import write_day as write_day_by_keys
from tests.test_main_walk import follow, go_on, type_day

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY = datetime.timedelta(days=1)
DAYS_OF_LEAVE = 180
SMALL = {"width": 320, "height": 640}
LARGE = {"width": 1280, "height": 900}


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def enrolment(organisation):
    """A year into her programme, full time so far."""
    year_ago = rules.months_after(timezone.localdate(), -12)
    return EnrolmentFactory(organisation=organisation, starts_on=year_ago, social_worker__name="Amina Osei")


@pytest.fixture
def coordinator(organisation):
    appointment = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR)
    return appointment.person


class Plan:
    """The days of the story, and the ends that a person works out by hand."""

    def __init__(self, enrolment: Enrolment):
        self.first_day = timezone.localdate() + 30 * A_DAY
        self.last_day = self.first_day + (DAYS_OF_LEAVE - 1) * A_DAY
        self.back_on = self.last_day + A_DAY
        self.end_now = enrolment.expected_end_on
        self.end_longer = self.end_now + DAYS_OF_LEAVE * A_DAY
        owed = (self.end_now - enrolment.starts_on).days
        served = (self.first_day - enrolment.starts_on).days
        # What is left at 0.6 of full time: ten days for every six, a begun day being a whole one.
        self.end_part_time = self.back_on + -(-(owed - served) * 10 // 6) * A_DAY


def in_words(day: datetime.date) -> re.Pattern[str]:
    return re.compile(re.escape(date_in_words(day)))


@pytest.mark.parametrize(
    ("viewport", "javascript"),
    [(SMALL, True), (LARGE, False)],
    ids=["on a small phone", "on a screen, without scripts"],
)
def test_leave_is_tried_out_chosen_taken_and_followed_by_part_time_hours(
    page_as, enrolment, coordinator, viewport, javascript
):
    plan = Plan(enrolment)
    try_out_and_record(
        page_as(enrolment.social_worker, javascript=javascript, viewport=viewport), enrolment, plan
    )
    enrolment.refresh_from_db()
    assert enrolment.expected_end_on == plan.end_longer

    noon = datetime.datetime.combine(plan.back_on, datetime.time(12), tzinfo=datetime.UTC)
    with time_machine.travel(noon, tick=True):
        come_back_part_time(page_as(coordinator, javascript=javascript, viewport=viewport), enrolment, plan)
        enrolment.refresh_from_db()
        assert enrolment.expected_end_on == plan.end_part_time
        see_and_object(page_as(enrolment.social_worker, javascript=javascript, viewport=viewport), plan)
        answer(page_as(coordinator, javascript=javascript, viewport=viewport), enrolment)
    assert history.first_broken_links() == []


def try_out_and_record(page: Page, enrolment: Enrolment, plan: Plan) -> None:
    page.goto(enrolment.get_absolute_url())
    check_page(page)
    follow(page, re.compile("^What if"))
    follow(page, "Leave or another absence")
    go_on(page, "Show the dates")
    expect(page.get_by_role("alert")).to_contain_text("Select what kind of absence it is")
    page.get_by_role("radio", name="Maternity leave").check()
    type_day(page, "starts_on", plan.first_day)
    type_day(page, "ends_on", plan.last_day)
    go_on(page, "Show the dates")

    ends = page.get_by_role("region", name="When the programme ends")
    longer = ends.get_by_role("row", name="The leave makes the programme longer")
    same = ends.get_by_role("row", name="The leave does not make the programme longer")
    expect(longer).to_contain_text(in_words(plan.end_longer))
    expect(same).to_contain_text(in_words(plan.end_now))
    assert not enrolment.absences.exists(), "what if stores nothing"

    go_on(page, "Record this")
    expect(page.get_by_role("radio", name="Maternity leave")).to_be_checked()
    go_on(page)
    expect(page.locator("main")).to_contain_text(in_words(plan.first_day))
    go_on(page, "Confirm")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Choose whether your leave")
    page.get_by_role("radio", name=re.compile("^Yes, add this time")).check()
    go_on(page, "Save my choice")
    expect(page.locator("main")).to_contain_text("Makes the programme longer")
    expect(page.locator("main")).to_contain_text(in_words(plan.end_longer))


def come_back_part_time(page: Page, enrolment: Enrolment, plan: Plan) -> None:
    page.goto(enrolment.get_absolute_url())
    check_page(page)
    follow(page, "Change hours or team")
    page.get_by_label("What part of full time?").fill("6")
    type_day(page, "from_day", plan.back_on)
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("with one decimal place")
    page.get_by_label("What part of full time?").fill("0.6")
    go_on(page)
    expect(page.get_by_role("row", name="With these hours")).to_contain_text(in_words(plan.end_part_time))
    go_on(page, "Confirm")
    expect(page.locator("main")).to_contain_text("0.6 of full time")


def see_and_object(page: Page, plan: Plan) -> None:
    page.goto(Enrolment.objects.get().get_absolute_url())
    check_page(page)
    expect(page.locator("main")).to_contain_text(in_words(plan.end_part_time))
    follow(page, re.compile("^See every change"))
    card = page.locator(".govuk-summary-card", has_text="Changed hours or team").first
    expect(card).to_contain_text(in_words(plan.end_longer))
    expect(card).to_contain_text(in_words(plan.end_part_time))
    card.get_by_role("link", name=re.compile("^Object")).click()
    check_page(page)
    page.get_by_role("textbox").fill("We agreed on 0.8.")
    go_on(page, "Send my objection")
    expect(page.locator("main")).to_contain_text("We agreed on 0.8.")


def answer(page: Page, enrolment: Enrolment) -> None:
    page.goto(reverse("enrolment:changes", args=[enrolment.pk]))
    check_page(page)
    follow(page, re.compile("^Answer"))
    page.get_by_role("textbox").fill("Your contract says 0.6 until April, and 0.8 from then.")
    go_on(page, "Send my answer")
    expect(page.locator("main")).to_contain_text("until April")


def test_the_same_by_keyboard_alone(page_as, enrolment, coordinator):
    plan = Plan(enrolment)
    page = page_as(enrolment.social_worker)
    page.goto(enrolment.get_absolute_url())
    go_on_by_keys(page, "What if?")
    go_on_by_keys(page, "Leave or another absence")
    choose_by_keys(page, "Maternity leave")
    write_day_by_keys(page, plan.first_day)
    write_day_by_keys(page, plan.last_day)
    go_on_by_keys(page, "Show the dates")
    expect(page.locator("main")).to_contain_text(in_words(plan.end_longer))
    go_on_by_keys(page, "Record this")
    go_on_by_keys(page)
    go_on_by_keys(page, "Confirm")
    choose_by_keys(page, "Yes, add this time")
    go_on_by_keys(page, "Save my choice")
    enrolment.refresh_from_db()
    assert enrolment.expected_end_on == plan.end_longer

    page = page_as(coordinator)
    page.goto(enrolment.get_absolute_url())
    go_on_by_keys(page, "Change hours or team")
    write_day_by_keys(page, plan.back_on)
    write_by_keys(page, "What part of full time?", "0.6")
    go_on_by_keys(page)
    go_on_by_keys(page, "Confirm")
    enrolment.refresh_from_db()
    assert enrolment.expected_end_on == plan.end_part_time
