"""A supervisor leaves with nine people: in a real browser, wide and narrow, by keyboard, and without scripts."""

import datetime
import re
import time

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from swip.accounts.models import Appointment, Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, TeamFactory
from swip.enrolment.models import ConflictOfInterest, Pairing
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.staffing.tests.factories import CapacityFactory, ConflictFactory
from tests.browser import SMALL_PHONE, check_page, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY = datetime.timedelta(days=1)
WIDE = {"width": 1280, "height": 900}
TWO_MINUTES = 120


@pytest.fixture
def council():
    """Leah looks after nine; Sunil has room, Petra is full, Ravi is the brother of one of the nine."""
    organisation = OrganisationFactory(name="Exampleshire")
    north = TeamFactory(organisation=organisation, name="North")

    def supervisor(name, **details):
        return AppointmentFactory(
            organisation=organisation, role=Role.PRACTICE_SUPERVISOR, person__name=name, **details
        ).person

    leah, petra, ravi = supervisor("Leah Leaver"), supervisor("Petra Full"), supervisor("Ravi Brother")
    supervisor("Sunil Supervisor", team=north)
    supervisor("Thea Third")
    CapacityFactory(person=petra, organisation=organisation, most=0)
    assessor = AppointmentFactory(organisation=organisation, role=Role.ASSESSOR).person
    for number in range(1, 10):
        EnrolmentFactory(
            organisation=organisation,
            supervisor=leah,
            assessor=assessor,
            team=north if number < 4 else None,
            social_worker__name=f"Worker {number}",
        )
    sister = Pairing.objects.filter(person=leah).first().enrolment.social_worker
    ConflictFactory(person=ravi, other=sister, organisation=organisation)
    AppointmentFactory(organisation=organisation, role=Role.COORDINATOR, person__name="Carys Coordinator")
    return organisation


def coordinator(council):
    return Appointment.objects.get(organisation=council, role=Role.COORDINATOR).person


def supervised_by(name):
    current = Pairing.objects.not_over().filter(kind="supervisor", is_cover=False)
    return current.filter(person__name=name, ends_on=None).count()


def assert_handed_over(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("9 social workers are handed over")
    assert supervised_by("Leah Leaver") == supervised_by("Petra Full") == 0
    shares = [supervised_by(name) for name in ("Sunil Supervisor", "Thea Third", "Ravi Brother")]
    assert sum(shares) == 9
    assert max(shares) - min(shares) <= 1
    conflict = ConflictOfInterest.objects.get()
    assert not Pairing.objects.filter(
        person=conflict.person, enrolment__social_worker=conflict.other
    ).exists()


def go_on(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    check_page(page)


@pytest.mark.parametrize(
    ("javascript", "viewport"),
    [(True, SMALL_PHONE), (False, WIDE)],
    ids=["with scripts, narrow", "without scripts, wide"],
)
def test_a_supervisor_leaves_with_nine_people(page_as, council, javascript, viewport):
    page = page_as(coordinator(council), javascript=javascript, viewport=viewport)
    started = time.monotonic()
    page.goto(reverse("staffing:boards"))
    check_page(page)
    page.get_by_role("link", name="Hand over", exact=True).click()
    check_page(page)

    go_on(page, "Continue")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select who hands over")
    page.get_by_label("Who hands over their social workers?").select_option(
        label="Leah Leaver (9 social workers)"
    )
    page.get_by_label(re.compile("End their appointments")).check()
    go_on(page, "Continue")

    expect(page.locator("select")).to_have_count(9)
    expect(page.get_by_text("same team").first).to_be_visible()
    go_on(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check before you hand over")
    go_on(page, "Confirm")
    assert_handed_over(page)
    expect(page.get_by_text("Leah Leaver holds no appointment here any more")).to_be_visible()
    assert time.monotonic() - started < TWO_MINUTES


def test_a_supervisor_leaves_with_nine_people_by_keyboard(page_as, council):
    page = page_as(coordinator(council))
    page.goto(reverse("staffing:boards"))
    press(page, "Hand over")
    tab_to(page, "Who hands over their social workers?")
    page.keyboard.type("Leah")
    press(page, "Continue")
    tab_to(page, "New practice supervisor of Worker 1")
    page.keyboard.type("Leave")
    expect(page.get_by_text(re.compile("^Saved"))).to_be_visible()
    press(page, "Suggest again for everybody")
    press(page, "Continue")
    press(page, "Change this")
    press(page, "Continue")
    press(page, "Confirm")
    assert_handed_over(page)


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_unfinished_handing_over_is_kept(page_as, council):
    page = page_as(coordinator(council))
    page.goto(reverse("staffing:hand_over", args=[council.pk]))
    page.get_by_label("Who hands over their social workers?").select_option(
        label="Leah Leaver (9 social workers)"
    )
    go_on(page, "Continue")
    page.locator("select").first.select_option(label="Leave for later")
    expect(page.get_by_text(re.compile("^Saved"))).to_be_visible()
    page.goto(reverse("staffing:board", args=[council.pk]))
    check_page(page)
    page.get_by_role("link", name="Finish handing over for Leah Leaver").click()
    expect(page.locator("select").first).to_have_value("later")
    assert supervised_by("Leah Leaver") == 9


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_leave_is_covered_and_the_cover_taken_back(page_as, council, javascript):
    page = page_as(coordinator(council), javascript=javascript)
    page.goto(reverse("staffing:board", args=[council.pk]))
    page.get_by_role("link", name="Leah Leaver").last.click()
    check_page(page)
    page.get_by_role("button", name="Record leave").or_(page.get_by_role("link", name="Record leave")).click()
    check_page(page)
    today = timezone.localdate()
    for name, day in [("starts_on", today), ("ends_on", today + 9 * A_DAY)]:
        for part in ["day", "month", "year"]:
            page.locator(f'[name="{name}_{part}"]').fill(str(getattr(day, part)))
    field = page.get_by_label(re.compile("^Who covers"))
    value = field.locator("option", has_text="Ravi Brother").get_attribute("value")
    field.select_option(value)
    go_on(page, "Continue")
    expect(page.get_by_text("Ravi Brother should not be paired with them")).to_be_visible()
    go_on(page, "Confirm")
    assert Pairing.objects.filter(is_cover=True, person__name="Ravi Brother").count() == 8
    page.get_by_role("link", name=re.compile("^Take this back")).click()
    check_page(page)
    go_on(page, "Take the cover back")
    assert not Pairing.objects.filter(is_cover=True).exists()


def test_every_other_page_about_colleagues_stands_up_in_a_browser(page_as, council):
    someone = coordinator(council)
    enrolment = Pairing.objects.filter(person__name="Leah Leaver").first().enrolment
    leah = Appointment.objects.get(person__name="Leah Leaver").person
    page = page_as(someone)
    for address in [
        reverse("staffing:board", args=[council.pk]) + "?kind=observe",
        reverse("staffing:board", args=[council.pk]) + "?kind=assess&sort=name",
        reverse("staffing:match", args=[enrolment.pk, "supervisor"]),
        reverse("staffing:capacity", args=[council.pk, leah.pk, "supervise"]),
        reverse("staffing:conflicts", args=[council.pk]),
        reverse("staffing:own_conflicts"),
        reverse("staffing:end_conflict", args=[ConflictOfInterest.objects.get().pk]),
    ]:
        page.goto(address)
        check_page(page)
