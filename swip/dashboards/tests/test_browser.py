"""A coordinator's day and a principal social worker's page, in a real browser."""

import pytest
from playwright.sync_api import expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, TeamFactory
from swip.assessment.tests.factories import enrolment_with_outcomes
from swip.dashboards.tests.factories import SavedViewFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.tests.factories import EvidenceFactory
from tests.browser import check_page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coordinator(transactional_db):
    enrolment = enrolment_with_outcomes()
    organisation = enrolment.employment_periods.get().organisation
    EvidenceFactory(enrolment=enrolment, status="submitted")
    team = TeamFactory(organisation=organisation, name="North")
    EnrolmentFactory(
        organisation=organisation,
        rule_book=enrolment.rule_book,
        team=team,
        supervisor=None,
        social_worker__name="Amina Example",
    )
    AppointmentFactory(organisation=organisation, role=Role.PRINCIPAL_SOCIAL_WORKER)
    return AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person


@pytest.mark.parametrize("javascript", [True, False])
def test_a_coordinator_goes_from_a_number_to_the_people_and_saves_the_view(page_as, coordinator, javascript):
    page = page_as(coordinator, javascript=javascript)
    page.goto("/")
    if javascript:
        check_page(page)

    page.get_by_role("link", name="1 without a supervisor").click()
    expect(page.get_by_role("rowheader")).to_have_text(["Amina Example"])
    if javascript:
        check_page(page)

    page.get_by_role("button", name="Save this view").click()
    page.get_by_label("What do you want to call this view?").fill("To be paired")
    page.get_by_label("Show it first whenever I open my cohort").check()
    page.get_by_role("button", name="Save view").click()

    page.goto("/cohort/")
    expect(page.get_by_role("rowheader")).to_have_text(["Amina Example"])
    page.get_by_role("link", name="Take away this filter: Supervisor: Nobody supervises them").click()
    expect(page.get_by_role("rowheader")).to_have_count(2)


@pytest.mark.parametrize("address", ["/cohort/waiting/", "/cohort/views/", "/cohort/views/new/?timing=late"])
def test_the_pages_of_a_cohort_can_be_used_by_anyone(page_as, coordinator, address):
    SavedViewFactory(owner=coordinator)
    page = page_as(coordinator)

    page.goto(address)

    check_page(page)


def test_a_principal_social_worker_goes_from_the_drawing_to_the_people(page_as, coordinator):
    organisation = coordinator.appointments.get().organisation
    page = page_as(organisation.appointments.get(role=Role.PRINCIPAL_SOCIAL_WORKER).person)
    page.goto("/")
    page.get_by_role("button", name="See support by team and supervisor").click()
    check_page(page)

    page.get_by_role("link", name="North").click()

    expect(page.locator("#people ~ table").get_by_role("rowheader")).to_have_count(1)
