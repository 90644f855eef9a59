"""A move between two councils in a real browser: from the release to the next supervisor, who reads what waits."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, TeamFactory, UserFactory
from swip.core import history
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.tests.factories import EvidenceFactory
from tests import test_keyboard as keyboard
from tests.browser import SMALL_PHONE, check_page, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY = datetime.timedelta(days=1)


class Pointer:
    """By mouse or finger, with or without scripts; every page that it comes to is looked at closely."""

    def go_on(self, page: Page, name: str) -> None:
        button = page.get_by_role("button", name=name, exact=True)
        link = page.get_by_role("link", name=re.compile(re.escape(name)))
        (button if button.count() else link).first.click()
        check_page(page)

    def write(self, page: Page, label: str, words: str) -> None:
        page.get_by_label(re.compile(re.escape(label))).first.fill(words)

    def write_day(self, page: Page, day: datetime.date) -> None:
        for part, words in [("Day", str(day.day)), ("Month", str(day.month)), ("Year", str(day.year))]:
            page.get_by_label(part, exact=True).fill(words)

    def choose(self, page: Page, wanted: str, question: str) -> None:
        page.get_by_role("radio", name=re.compile(f"^{re.escape(wanted)}")).check()


class Keyboard:
    """By Tab, arrows, Space and Enter alone."""

    def go_on(self, page: Page, name: str) -> None:
        tab_to(page, name)
        if not page.evaluate("document.activeElement.matches('a, button')"):
            tab_to(page, name)  # a wide table holds the focus too, to be moved sideways
        with page.expect_navigation():
            page.keyboard.press("Enter")

    write = staticmethod(keyboard.write)
    write_day = staticmethod(keyboard.write_day)
    choose = staticmethod(keyboard.choose)


WAYS = {
    "on a small phone": (Pointer(), {"viewport": SMALL_PHONE}),
    "without scripts": (Pointer(), {"javascript": False}),
    "by keyboard": (Keyboard(), {}),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_social_worker_moves_from_one_council_to_another(page_as, way):
    hands, options = WAYS[way]
    old, new = OrganisationFactory(name="Northshire Council"), OrganisationFactory(name="Southshire Council")
    TeamFactory(organisation=new, name="East")
    supervisor = AppointmentFactory(
        organisation=new, role=Role.PRACTICE_SUPERVISOR, person__name="Noor Next"
    ).person
    worker = UserFactory(name="Amina Osei", email="amina@northshire.example", register_number="SW12345")
    enrolment = EnrolmentFactory(organisation=old, social_worker=worker)
    waiting = EvidenceFactory(enrolment=enrolment, status="submitted", title="A visit on the stairs")
    EvidenceFactory(enrolment=enrolment, title="A thought of my own")
    pages = {
        "leaving": page_as(AppointmentFactory(organisation=old, role=Role.COORDINATOR).person, **options),
        "worker": page_as(worker, **options),
        "arriving": page_as(AppointmentFactory(organisation=new, role=Role.COORDINATOR).person, **options),
        "supervisor": page_as(supervisor, **options),
    }
    today = timezone.localdate()

    release(hands, pages["leaving"], enrolment, last_day=today - A_DAY)
    read_and_answer(hands, pages["worker"], enrolment)
    claim(hands, pages["arriving"], first_day=today)
    agree(hands, pages["worker"], enrolment)
    name_a_supervisor(hands, pages["arriving"], first_day=today)
    read_what_waits(hands, pages["supervisor"], waiting)

    assert Enrolment.objects.get().supervisor == supervisor
    assert enrolment.employment_periods.get(organisation=old).ends_on == today - A_DAY
    assert pages["leaving"].goto(enrolment.get_absolute_url()).status == 404
    actions = list(history.of_chain(enrolment.history_chain).values_list("action", flat=True))
    told = [each for each in actions if each.startswith("transfer.")]
    assert told == ["transfer.begun", "transfer.released", "transfer.answered", "transfer.completed"]


def release(hands, page, enrolment, *, last_day):
    page.goto(enrolment.get_absolute_url())
    hands.go_on(page, "release them")
    hands.go_on(page, "Write the report")
    hands.write(page, "Report for the next employer", "Stands well in assessment. Court work comes next.")
    hands.go_on(page, "Continue")
    hands.write_day(page, last_day)
    hands.go_on(page, "Continue")
    expect(page.get_by_text("Court work comes next.")).to_be_visible()
    hands.go_on(page, "Release")
    expect(page.get_by_text("the new employer to claim")).to_be_visible()


def read_and_answer(hands, page, enrolment):
    page.goto(enrolment.get_absolute_url())
    hands.go_on(page, "Your employers, and moving to another")
    hands.go_on(page, "See the move and the report")
    expect(page.get_by_text("Court work comes next.")).to_be_visible()
    hands.go_on(page, "Answer the report")
    hands.write(page, "Your answer to the report", "I was in court in May.")
    hands.go_on(page, "Add my answer")
    expect(page.get_by_text("I was in court in May.")).to_be_visible()


def claim(hands, page, *, first_day):
    page.goto(reverse("enrolment:claims"))
    hands.go_on(page, "Claim a social worker")
    hands.choose(page, "They move to us from another employer", "How will they work for you?")
    hands.write(page, "registration number", "SW12345")
    hands.write(page, "The email address they sign in with", "amina@northshire.example")
    hands.write_day(page, first_day)
    hands.write(page, "What part of full time", "0.8")
    hands.choose(page, "East", "Which team will they work in?")
    hands.go_on(page, "Continue")
    hands.go_on(page, "Claim")
    expect(page.get_by_text("they have been asked").first).to_be_visible()
    expect(page.get_by_text("Amina")).to_have_count(0)


def agree(hands, page, enrolment):
    page.goto(enrolment.get_absolute_url())
    hands.go_on(page, "Answer Southshire Council")
    expect(page.get_by_text("drafts, and whatever you have not handed in")).to_be_visible()
    hands.choose(page, "Yes, I agree to work for Southshire Council", "Do you agree?")
    hands.go_on(page, "Send my answer")
    expect(page.get_by_text("You have agreed. Southshire Council has been told")).to_be_visible()


def name_a_supervisor(hands, page, *, first_day):
    page.goto(reverse("enrolment:claims"))
    hands.go_on(page, "Amina Osei")
    hands.go_on(page, "Name one")
    hands.choose(page, "Noor Next", "Who is the practice supervisor?")
    hands.go_on(page, "Continue")
    hands.go_on(page, "Confirm")
    expect(page.get_by_text("Noor Next has been named and told")).to_be_visible()


def read_what_waits(hands, page, waiting):
    page.goto(reverse("evidence:list", args=[waiting.enrolment_id]))
    expect(page.get_by_text("A thought of my own")).to_have_count(0)
    hands.go_on(page, "A visit on the stairs")
    expect(page.get_by_text(waiting.what_happened)).to_be_visible()
