"""The pages of a demonstration in a real browser: for everybody, at every width."""

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.tests.factories import EvidenceFactory
from swip.notifications.mail import FolderBackend
from tests.browser import check_page, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demonstration")]


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_is_chosen_by_keyboard(page_as, javascript):
    enrolment = EnrolmentFactory()
    EvidenceFactory(enrolment=enrolment, status="submitted")
    page = page_as(javascript=javascript)

    page.goto(reverse("demo:people"))
    if javascript:
        check_page(page)
    press(page, f"Be {enrolment.supervisor.name}")

    expect(page.locator("h1")).to_have_text(enrolment.supervisor.name)


def test_a_letter_is_found_and_read(page_as):
    letter = mail.EmailMessage("Your sign-in code", "Your code is 1234-5678\n", to=["ada@example.org"])
    FolderBackend().send_messages([letter])
    page = page_as()

    page.goto(reverse("demo:mail"))
    check_page(page)
    page.get_by_role("link", name="Your sign-in code").press("Enter")

    expect(page.locator("main")).to_contain_text("1234-5678")
    check_page(page)
