"""The pages of support in a real browser: for any eyes, on a small phone, and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.supervision import actions
from swip.supervision.models import Session, SupportAgreement
from swip.supervision.tests.factories import (
    ProtectedTimeFactory,
    SessionFactory,
    SupportAgreementFactory,
    WorkloadFactory,
    this_monday,
    typed_for,
)
from swip.supervision.tests.pages import at, of_entry
from tests.browser import SMALL_PHONE, check_page, press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def recorded(enrolment):
    """Half a year with some of everything."""
    today = timezone.localdate()
    for weeks in range(1, 16):
        SessionFactory(enrolment=enrolment, held_on=today - timedelta(days=9 * weeks))
    SessionFactory(enrolment=enrolment, status="cancelled", planned_for=today - timedelta(days=4))
    SessionFactory(
        enrolment=enrolment, status="planned", planned_for=today - timedelta(days=1), side="social_worker"
    )
    for weeks in range(4):
        ProtectedTimeFactory(enrolment=enrolment, week=this_monday() - timedelta(weeks=weeks))
    WorkloadFactory(enrolment=enrolment, percent=104)
    disputed = SessionFactory(enrolment=enrolment, held_on=today - timedelta(days=2))
    actions.dispute(disputed, words="It ended after ten minutes.", by=enrolment.social_worker)
    return enrolment


def test_every_page_stands_up_in_a_browser(page_as, recorded, coordinator):
    SupportAgreementFactory(enrolment=recorded, status="in_force")
    new = SupportAgreementFactory(
        enrolment=recorded, status="offered", typed=typed_for(recorded, session_minutes="60")
    )
    worker = page_as(recorded.social_worker)
    given = Session.objects.filter(status="given").first()
    disputed = Session.objects.get(status="disputed")
    planned = Session.objects.get(status="planned")
    for address in [
        at("support", recorded),
        at("entries", recorded, "session"),
        at("add_session", recorded),
        at("add_protected_time", recorded),
        at("add_workload", recorded),
        at("agreement", new),
        at("sign", new),
        at("follow_up", planned),
        of_entry("entry", given),
        of_entry("dispute", given),
        of_entry("entry", disputed),
    ]:
        worker.goto(address)
        check_page(worker)
    supervisor = page_as(recorded.supervisor)
    for address in [at("support", recorded), of_entry("answer", disputed), of_entry("correct", disputed)]:
        supervisor.goto(address)
        check_page(supervisor)


def test_an_agreement_from_the_first_word_to_the_last_signature(page_as, enrolment, coordinator):
    page = page_as(enrolment.supervisor)
    page.goto(at("support", enrolment))
    page.get_by_role("button", name="Write the agreement").click()
    page.get_by_label("Who covers when the supervisor is away?").fill("The team manager")
    page.get_by_label("How is a concern raised?").fill("To the coordinator, within a week.")
    page.get_by_label("Protected time each week, in the first year").fill("1")
    check_page(page)
    press(page, "Save and check")
    expect(page.get_by_role("alert")).to_contain_text("must be 3.7 hours or more")
    check_page(page)
    page.get_by_label("Protected time each week, in the first year").fill("4")
    press(page, "Save and check")
    expect(page.get_by_role("heading", name="Check the agreement")).to_be_visible()
    check_page(page)
    press(page, "Offer it for signature")
    expect(page.get_by_text("can be signed now")).to_be_visible()
    agreement = SupportAgreement.objects.get()
    for person in (enrolment.supervisor, enrolment.social_worker, coordinator):
        signing = page_as(person, javascript=person != coordinator)
        signing.goto(at("sign", agreement))
        check_page(signing)
        signing.get_by_label("Yes, I sign it").check()
        signing.get_by_role("button", name="Continue").click()
    expect(signing.get_by_text("In force", exact=True)).to_be_visible()
    check_page(signing)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_session_is_entered_on_a_small_phone_in_two_presses(page_as, javascript):
    enrolment = EnrolmentFactory()
    employer = enrolment.employment_periods.get().organisation
    AppointmentFactory(organisation=employer, role=Role.COORDINATOR)
    SessionFactory(enrolment=enrolment, held_on=timezone.localdate() - timedelta(days=14))
    page = page_as(enrolment.social_worker, javascript=javascript, viewport=SMALL_PHONE)
    page.goto(at("support", enrolment))
    page.get_by_role("button", name="Enter a supervision session").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The other side can see it")).to_be_visible()
    assert Session.objects.filter(held_on=timezone.localdate(), status="given").count() == 1
