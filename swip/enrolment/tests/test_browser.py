"""The pages of an enrolment in a real browser."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from tests.browser import check_page

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_stands_up_in_a_browser(page_as):
    organisation = OrganisationFactory()
    coordinator = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
    enrolment = EnrolmentFactory(organisation=organisation)
    AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR)
    page = page_as(coordinator)
    for name in ["enrolment", "history", "change_supervisor", "withdraw"]:
        page.goto(reverse(f"enrolment:{name}", args=[enrolment.pk]))
        check_page(page)
    page.get_by_label("Left the employer").check()
    day = timezone.localdate() - datetime.timedelta(days=1)
    page.get_by_label("Day").fill(str(day.day))
    page.get_by_label("Month").fill(str(day.month))
    page.get_by_label("Year").fill(str(day.year))
    page.get_by_role("button", name="Continue").click()
    check_page(page)
    worker = page_as(enrolment.social_worker)
    for name in ["enrolment", "history", "looks"]:
        worker.goto(reverse(f"enrolment:{name}", args=[enrolment.pk]))
        check_page(worker)
