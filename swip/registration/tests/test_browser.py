"""The registration in a real browser, with and without scripts."""

import pytest
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, TeamFactory
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import small_standards
from swip.programmes.tests.factories import rule_book
from swip.registration.tests.factories import RegistrationDraftFactory
from tests.browser import check_page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coordinator():
    organisation = OrganisationFactory(name="Exampleshire")
    TeamFactory(organisation=organisation, name="North")
    AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR)
    AppointmentFactory(organisation=organisation, role=Role.ASSESSOR)
    rule_book(standards=small_standards())
    return AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person


def nothing(page):
    """Without scripts the checks, which are scripts, cannot run; the page has to work all the same."""


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_coordinator_registers_somebody_in_a_browser(page_as, coordinator, javascript):
    page = page_as(coordinator, javascript=javascript)
    look = check_page if javascript else nothing
    page.goto(reverse("registration:begin"))
    look(page)
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("button", name="Continue").click()
    look(page)
    page.get_by_label("Social Work Induction Programme").check()
    page.get_by_role("button", name="Continue").click()
    for answer in ["Yes", "Yes", "Yes", "No", "Yes"]:
        look(page)
        page.get_by_role("radio", name=answer).first.check()
        page.get_by_role("button", name="Continue").click()
    look(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    look(page)
    page.get_by_label("Full name").fill("Ada Obi")
    page.get_by_label("Work email address").fill("ada.obi@example.org")
    page.get_by_label("registration number").fill("SW12345")
    page.get_by_role("button", name="Continue").click()
    day = timezone.localdate()
    page.get_by_label("Day").fill(str(day.day))
    page.get_by_label("Month").fill(day.strftime("%B"))
    page.get_by_label("Year").fill(str(day.year))
    page.get_by_label("North").check()
    page.get_by_label("What part of full time").fill("0.6")
    look(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="Who supervises them?").get_by_role("radio").first.check()
    page.get_by_role("group", name="Who assesses them?").get_by_role("radio").first.check()
    look(page)
    page.get_by_role("button", name="Continue").click()
    look(page)
    page.get_by_role("button", name="Register the social worker").click()
    look(page)
    assert Enrolment.objects.get().social_worker.name == "Ada Obi"


def test_the_pages_that_end_a_registration_are_in_order(page_as, coordinator):
    organisation = coordinator.appointments.get().organisation
    draft = RegistrationDraftFactory(coordinator=coordinator, organisation=organisation, is_complete=True)
    page = page_as(coordinator)
    page.goto(reverse("registration:question", args=[draft.pk, "swe_registered"]))
    page.get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Continue").click()
    check_page(page)
    page.goto(reverse("registration:delete", args=[draft.pk]))
    check_page(page)
