"""For people who use no mouse: every step by Tab, arrows, Space and Enter, and always seen where one is."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, TeamFactory
from swip.assessment.tests.factories import RecommendationFactory
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory, small_standards
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import EvidenceFactory
from swip.programmes.tests.factories import rule_book
from swip.reviews.tests.factories import ReviewFactory
from swip.self_assessment.tests.factories import SelfAssessmentFactory
from tests.browser import FOCUS, press, tab_to

pytestmark = pytest.mark.django_db(transaction=True)

# What marks the focus: a box around it or its label, or another colour behind it. Where, and how large it is.
SEEN = """() => {
    const at = document.activeElement
    const style = getComputedStyle(at)
    const drawn = at.labels?.[0] ? getComputedStyle(at.labels[0], "::before") : style
    const around = at.matches("[type=radio], [type=checkbox]") ? drawn : style
    const place = at.getBoundingClientRect()
    return {
        what: at.outerHTML.slice(0, 200),
        isPage: at === document.body,
        isMarked: around.boxShadow !== "none" || (style.outlineStyle !== "none" && style.outlineWidth !== "0px"),
        isInView: place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.width > 0,
    }
}"""


def focus(page: Page) -> str:
    return page.evaluate(FOCUS)


def write(page: Page, label: str, words: str) -> None:
    tab_to(page, label)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(words)


def write_day(page: Page, day: datetime.date) -> None:
    for part, words in [("Day", str(day.day)), ("Month", f"{day:%B}"), ("Year", str(day.year))]:
        write(page, part, words)


RADIO_OF = """question => document.activeElement.type === "radio"
    && document.activeElement.closest("fieldset").innerText.includes(question)"""


def choose(page: Page, wanted: str, question: str = "") -> None:
    """Tab goes to the first of some radio buttons, arrows to the others, Space takes one."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate(RADIO_OF, question):
            break
    for _ in range(10):
        if wanted in focus(page):
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"The arrows do not reach “{wanted}”")


def go_on(page: Page, name: str = "Continue") -> None:
    """Press a button or follow a link, and wait for the page that it leads to."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_coordinator_registers_somebody_by_keyboard(page_as):
    organisation = OrganisationFactory()
    TeamFactory(organisation=organisation, name="North")
    for role, name in [(Role.PRACTICE_SUPERVISOR, "Sunil Supervisor"), (Role.ASSESSOR, "Agnes Assessor")]:
        AppointmentFactory(organisation=organisation, role=role, person__name=name)
    rule_book(standards=small_standards())
    page = page_as(AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person)
    page.goto("/")
    go_on(page, "Register a social worker")
    go_on(page, "Start now")
    choose(page, "Social Work Induction Programme")
    go_on(page)
    for answer in ["Yes", "Yes", "Yes", "No", "Yes"]:
        choose(page, answer)
        go_on(page)
    if page.url.endswith("/eligibility/"):
        go_on(page)
    write(page, "Full name", "Amina Osei")
    write(page, "Work email address", "amina@example.org")
    write(page, "registration number", "SW12345")
    page.keyboard.press("Enter")  # from a box of one line, as everywhere
    page.wait_for_url("**/place/")
    write_day(page, timezone.localdate())
    choose(page, "North")
    write(page, "What part of full time", "0.6")
    go_on(page)
    choose(page, "Sunil Supervisor", "Who supervises them?")
    choose(page, "Agnes Assessor", "Who assesses them?")
    go_on(page)
    go_on(page, "Register the social worker")
    expect(page.get_by_text("Amina Osei").first).to_be_visible()
    assert Enrolment.objects.get().supervisor.name == "Sunil Supervisor"


def test_evidence_is_written_handed_in_and_reviewed_by_keyboard(page_as):
    enrolment = EnrolmentFactory()
    page = page_as(enrolment.social_worker)
    page.goto(reverse("evidence:start", args=[enrolment.pk]))
    choose(page, "Audit")
    go_on(page, "Start writing")
    write(page, "Title", "A conversation on the stairs")
    go_on(page, "Save and continue")

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    press(page, "Enter what happened")
    page.wait_for_function("document.activeElement.name === 'what_happened'")
    page.keyboard.insert_text("The child showed me where they sit when it is loud.")
    write(page, "What it shows", "That I can wait for a child to begin.")
    page.get_by_label("Day").focus()
    page.keyboard.press("Shift+Tab")
    write_day(page, timezone.localdate() - datetime.timedelta(days=3))
    go_on(page, "Save and continue")
    choose(page, "Clear")
    go_on(page, "Save and continue")

    for code in ["1.1", "2.1"]:
        tab_to(page, code)
        page.keyboard.press("Space")
    go_on(page, "Save and continue")
    for code in ["1.1", "2.1"]:
        write(page, f"How does it show {code}?", "The way I waited shows it.")
    go_on(page, "Save and continue")
    go_on(page, "Hand in")
    evidence = Evidence.objects.get()
    assert evidence.status == Evidence.Status.SUBMITTED

    supervisor = page_as(enrolment.supervisor)
    supervisor.goto("/")
    go_on(supervisor, "A conversation on the stairs")
    if not supervisor.get_by_label("Comments").count():
        go_on(supervisor, "Review this evidence")
    choose(supervisor, "Not yet, send it back")
    go_on(supervisor, "Send review")
    expect(supervisor.locator(".govuk-error-summary")).to_be_focused()
    press(supervisor, "Enter what needs to change")
    supervisor.wait_for_function("document.activeElement.name === 'comment'")
    supervisor.keyboard.insert_text("Say what you would do differently.")
    go_on(supervisor, "Send review")
    evidence.refresh_from_db()
    assert evidence.status == Evidence.Status.RETURNED


PAGES = {
    "evidence": lambda: EvidenceFactory(),
    "evidence review": lambda: EvidenceFactory(status="submitted"),
    "self-assessment": lambda: SelfAssessmentFactory(),
    "progress review": lambda: ReviewFactory(),
    "judgement": lambda: RecommendationFactory(),
    "registration": lambda: EnrolmentFactory(),
}


def open_page(page_as, kind: str) -> Page:
    record = PAGES[kind]()
    enrolment = getattr(record, "enrolment", record)
    writer, supervisor = enrolment.social_worker, enrolment.supervisor
    organisation = enrolment.employment_periods.get().organisation
    person, address = {
        "evidence": (writer, f"/evidence/{record.pk}/write/"),
        "evidence review": (supervisor, f"/evidence/{record.pk}/review/"),
        "self-assessment": (writer, f"/self-assessments/{record.pk}/domain/1/"),
        "progress review": (supervisor, f"/reviews/{record.pk}/write/"),
        "judgement": (enrolment.assessor, f"/assessment/recommendations/{record.pk}/outcomes/1.1/"),
        "registration": (None, f"/enrolments/{enrolment.pk}/change-supervisor/"),
    }[kind]
    page = page_as(person or AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person)
    page.goto(address)
    return page


@pytest.mark.parametrize("kind", PAGES)
def test_wherever_one_is_can_be_seen_and_nowhere_is_a_trap(page_as, kind):
    page = open_page(page_as, kind)
    passed = []
    for _ in range(120):
        page.keyboard.press("Tab")
        seen = page.evaluate(SEEN)
        if seen["isPage"] or (passed and seen["what"] == passed[0]):
            break
        passed.append(seen["what"])
        assert seen["isMarked"], seen["what"]
        assert seen["isInView"], seen["what"]
    else:
        pytest.fail(f"Tab does not get out of the page: {passed[-3:]}")
    assert "govuk-skip-link" in passed[0]
    assert len(passed) > 10


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_the_first_key_skips_to_what_the_page_is_about(page_as, javascript):
    page = page_as(javascript=javascript)
    page.goto(reverse("standards:frameworks"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1
