"""A text full of what somebody could be recognised by, from its writer to whoever sees to it, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import EvidenceFactory
from tests.browser import check_page, tab_to

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "I visited Kacper Nowak and his mother Zofia at 14 Harbour Lane, LS6 3QT. Kacper was born on 2/4/2015.\n\n"
    "Zofia rang me on 07700 900123. Kacper said he was glad that somebody had asked."
)
HIDDEN = ("Kacper", "Nowak", "Zofia", "Harbour", "3QT", "2/4/2015", "900123")


def decide(page: Page, wanted: str, about: str) -> None:
    """By Tab to the question, by the arrows to the answer, by Space to take it."""
    group = page.get_by_role("group", name=re.compile(re.escape(about)))
    group.get_by_role("radio").first.focus()
    for _ in range(5):
        focus = page.evaluate("document.activeElement.labels[0].innerText")
        if focus.startswith(wanted):
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"“{wanted}” is not among the answers about “{about}”")


def go_on(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    check_page(page)


def test_nobody_is_recognised_by_a_text_that_was_full_of_names(page_as):
    enrolment = EnrolmentFactory()
    employer = enrolment.employment_periods.get().organisation
    lead = AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person
    evidence = EvidenceFactory(enrolment=enrolment, what_happened=TEXT)

    # The writer, by keyboard: refused, shown where it stands, all names in one press, then each of the others.
    page = page_as(enrolment.social_worker)
    page.goto(f"/evidence/{evidence.pk}/check/")
    go_on(page, "Hand in")
    go_on(page, "Look at what somebody could be recognised by")
    expect(page.get_by_role("heading", level=1)).to_have_text("Could somebody be recognised?")
    expect(page.locator("mark").first).to_contain_text("Kacper Nowak")
    decide(page, "Keep it", "Date of birth")
    go_on(page, "Replace all names as suggested")
    expect(
        page.get_by_role("group", name="Date of birth").get_by_label("Keep it, and say why")
    ).to_be_checked()
    for about in ("Address", "Postcode"):
        decide(page, "Write something else", about)
        page.keyboard.press("Tab")
        page.keyboard.insert_text("their flat")
    decide(page, "Write “", "Phone number")
    go_on(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Select why")
    decide(page, "Write “", "Date of birth")
    go_on(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your evidence before you hand it in")
    evidence.refresh_from_db()
    assert not [each for each in HIDDEN if each in evidence.what_happened]
    invented = re.search(r"I visited (\w+) and", evidence.what_happened)[1]
    assert evidence.what_happened.count(invented) == 3, "one person has one invented name"
    go_on(page, "Hand in")
    assert Evidence.objects.get().status == Evidence.Status.SUBMITTED

    # The supervisor, without scripts, sees how it was looked through, and takes it out of sight all the same.
    page = page_as(enrolment.supervisor, javascript=False, viewport={"width": 320, "height": 640})
    page.goto(evidence.get_absolute_url())
    expect(page.get_by_text("Looked through for what somebody could be recognised by")).to_be_visible()
    page.get_by_role("link", name=re.compile("take this out of sight")).click()
    check_page(page)
    page.get_by_label("Rare combination").check()
    page.get_by_role("button", name="Take it out of sight").click()
    check_page(page)
    assert page.goto(evidence.get_absolute_url()).status == 404

    # Whoever sees to it finds that nobody can be recognised, and says so.
    page = page_as(lead)
    page.goto("/identifiers/out-of-sight/")
    check_page(page)
    page.get_by_role("link", name=re.compile("^A piece of evidence of")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Evidence that was taken out of sight")
    check_page(page)
    page.get_by_label("Nobody can be recognised by it").check()
    page.get_by_label(re.compile("In a few words")).fill("Many families are like this one.")
    go_on(page, "Bring it back into sight")
    page = page_as(enrolment.supervisor)
    page.goto(evidence.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(evidence.title)
