"""A text full of what somebody could be recognised by, from its writer to whoever sees to it, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import EvidenceFactory
from tests.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "I visited Kacper Nowak and his mother Zofia at 14 Harbour Lane, LS6 3QT. Kacper was born on 2/4/2015.\n\n"
    "Zofia rang me on 07700 900123. Kacper said he was glad that somebody had asked."
)
HIDDEN = ("Kacper", "Nowak", "Zofia", "Harbour", "3QT", "2/4/2015", "900123")


def test_nobody_is_recognised_by_a_text_that_was_full_of_names(page_as):
    enrolment = EnrolmentFactory()
    employer = enrolment.employment_periods.get().organisation
    lead = AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person
    evidence = EvidenceFactory(enrolment=enrolment, what_happened=TEXT)

    # The writer: refused, shown where it stands, all names in one press, then each of the others.
    hands = Hands(page_as)
    page = hands.open(enrolment.social_worker, f"/evidence/{evidence.pk}/check/")
    hands.go_on(page, "Hand in")
    hands.go_on(page, "Look at what somebody could be recognised by")
    expect(page.get_by_role("heading", level=1)).to_have_text("Could somebody be recognised?")
    expect(page.locator("mark").first).to_contain_text("Kacper Nowak")
    hands.choose(page, "Keep it", "Date of birth")
    hands.go_on(page, "Replace all names as suggested")
    expect(
        page.get_by_role("group", name="Date of birth").get_by_label("Keep it, and say why")
    ).to_be_checked()
    for about in ("Address", "Postcode"):
        hands.choose(page, "Write something else", about)
        page.keyboard.press("Tab")
        page.keyboard.insert_text("their flat")
    hands.choose(page, "Write “", "Phone number")
    hands.go_on(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Select why")
    hands.choose(page, "Write “", "Date of birth")
    hands.go_on(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your evidence before you hand it in")
    evidence.refresh_from_db()
    assert not [each for each in HIDDEN if each in evidence.what_happened]
    invented = re.search(r"I visited (\w+) and", evidence.what_happened)[1]
    assert evidence.what_happened.count(invented) == 3, "one person has one invented name"
    hands.go_on(page, "Hand in")
    assert Evidence.objects.get().status == Evidence.Status.SUBMITTED

    # The supervisor sees how it was looked through, and takes it out of sight all the same.
    page = hands.open(enrolment.supervisor, evidence.get_absolute_url())
    expect(page.get_by_text("Looked through for what somebody could be recognised by")).to_be_visible()
    hands.go_on(page, "take this out of sight")
    hands.tick(page, "Rare combination")
    hands.go_on(page, "Take it out of sight")
    assert page.goto(evidence.get_absolute_url()).status == 404

    # Whoever sees to it finds that nobody can be recognised, and says so.
    seeing_to_it = hands.open(lead, "/identifiers/out-of-sight/")
    hands.go_on(seeing_to_it, "A piece of evidence of")
    expect(seeing_to_it.get_by_role("heading", level=1)).to_have_text("Evidence that was taken out of sight")
    hands.choose(seeing_to_it, "Nobody can be recognised by it")
    hands.write(seeing_to_it, "In a few words", "Many families are like this one.")
    hands.go_on(seeing_to_it, "Bring it back into sight")
    page.goto(evidence.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(evidence.title)
