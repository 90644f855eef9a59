"""The main walk in a real browser: one social worker from registration to award, with scripts and without."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from swip.accounts.models import Role, Team
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.core import history
from swip.credentials.models import Award
from swip.enrolment.models import Enrolment
from tests.browser import check_page

WORKER = "amina.osei@northshire.example"
PEOPLE = {
    "coordinator": ("Carys Coordinator", Role.COORDINATOR),
    "supervisor": ("Sunil Supervisor", Role.PRACTICE_SUPERVISOR),
    "assessor": ("Agnes Assessor", Role.ASSESSOR),
    "decider": ("Dafydd Decider", Role.DECISION_MAKER),
}
STARTED = timezone.localdate() - datetime.timedelta(days=200)


@pytest.fixture
def people(standards_loaded):
    organisation = OrganisationFactory(name="Northshire Council")
    Team.objects.create(organisation=organisation, name="North assessment", service_area="child_protection")
    found = {}
    for key, (name, role) in PEOPLE.items():
        found[key] = UserFactory(name=name, email=f"{key}@northshire.example")
        AppointmentFactory(person=found[key], organisation=organisation, role=role)
    return found


def go_on(page: Page, name: str = "Continue") -> None:
    """Press a button, and check the page that it leads to."""
    page.get_by_role("button", name=name, exact=True).click()
    check_page(page)


def link(page: Page, name: str | re.Pattern) -> Locator:
    """A link, also one that looks like a button."""
    return page.get_by_role("link", name=name).or_(page.locator("a[role=button]", has_text=name)).first


def follow(page: Page, name: str | re.Pattern) -> None:
    link(page, name).click()
    check_page(page)


def type_day(page: Page, name: str, day: datetime.date) -> None:
    for part in ["day", "month", "year"]:
        page.locator(f'[name="{name}_{part}"]').fill(str(getattr(day, part)))


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_one_social_worker_through_a_whole_induction(page_as, people, run_jobs, javascript):
    def page_of(person) -> Page:
        page = page_as(person, javascript=javascript)
        page.goto("/")
        check_page(page)
        return page

    register(page_of(people["coordinator"]))
    enrolment = Enrolment.objects.get(social_worker__email=WORKER)
    worker = page_as(javascript=javascript)
    sign_in_with_a_code(worker, WORKER, run_jobs)
    see_where_i_stand(worker, enrolment)
    assess_myself(worker)
    write_evidence(worker)

    supervisor = page_of(people["supervisor"])
    send_back(supervisor)
    mend_and_hand_in_again(worker)
    accept(supervisor)
    see_that_it_counts(worker, enrolment)
    coordinator = page_of(people["coordinator"])
    see_the_cohort(coordinator)
    hold_a_review(supervisor)
    sign_the_review(worker)

    recommend(page_of(people["assessor"]), enrolment)
    decide(page_of(people["decider"]))
    read_the_decision(worker)
    street = page_as(javascript=javascript)
    confirm_in_public(street)
    read_the_history(worker)
    assert history.first_broken_links() == []


def register(page: Page) -> None:
    """1. A coordinator registers a social worker and names who looks after them."""
    follow(page, "Register a social worker")
    if page.get_by_role("button", name="Start now").count():
        go_on(page, "Start now")
    page.get_by_role("radio", name=re.compile("ASYE|Assessed and supported", re.IGNORECASE)).check()
    go_on(page)
    while page.url.find("/question/") > 0:
        answer_so_that_they_join(page)
    if page.url.endswith("/eligibility/"):
        follow(page, "Continue")

    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Enter their full name")
    page.get_by_label("Full name").fill("Amina Osei")
    page.get_by_label("Work email address").fill(WORKER)
    page.get_by_label("Social Work England registration number").fill("SW12345")
    go_on(page)
    type_day(page, "starts_on", STARTED)
    page.get_by_role("radio", name="North assessment").check()
    page.get_by_label("What part of full time do they work?").fill("1")
    go_on(page)
    page.get_by_role("radio", name="Sunil Supervisor").check()
    page.get_by_role("radio", name="Agnes Assessor").check()
    go_on(page)
    go_on(page, "Register the social worker")
    expect(page.locator("main")).to_contain_text("Amina Osei")
    expect(page.locator("main")).to_contain_text("Month 12")


def answer_so_that_they_join(page: Page) -> None:
    question = page.get_by_role("heading", level=1).inner_text().lower()
    says_no = "agency" in question or "already" in question
    page.get_by_role("radio", name=re.compile("^No" if says_no else "^Yes")).first.check()
    go_on(page)


def sign_in_with_a_code(page: Page, address: str, run_jobs) -> None:
    """2. The social worker signs in with the code that was sent to them."""
    page.goto("/")
    check_page(page)
    page.get_by_label("Email address").fill(address)
    go_on(page, "Send me a code")
    run_jobs()
    codes = [re.search(r"Your code is (\S+)", each.body) for each in mail.outbox if each.to == [address]]
    page.get_by_label("Code from the email").fill(next(code[1] for code in codes if code))
    go_on(page)


def see_where_i_stand(page: Page, enrolment: Enrolment) -> None:
    """... and sees the stages, what is due, and each outcome with what it has and wants."""
    expect(page.get_by_role("heading", name="Where you stand")).to_be_visible()
    for outcome in enrolment.standards.outcomes:
        expect(page.get_by_role("link", name=f"{outcome.code} {outcome.text}")).to_be_visible()
    follow(page, "What counts as enough?")
    page.goto("/")


def assess_myself(page: Page) -> None:
    """3. They assess themselves in words, and share when they want to."""
    follow(page, "Assess yourself")
    page.get_by_role("button", name=re.compile("^Start")).first.click()
    check_page(page)
    follow(page, "Areas")
    page.get_by_role("radio").first.check()
    page.get_by_role("textbox").first.fill("I have done this with help, and want to do it alone.")
    go_on(page, "Save and go back to the list")
    follow(page, "Check and share")
    page.get_by_role("button", name=re.compile("^Share with")).click()
    check_page(page)
    expect(page.get_by_text("Sunil Supervisor").first).to_be_visible()


def write_evidence(page: Page) -> None:
    """4. They write evidence, are told what is missing, attach a file, link it, and hand it in."""
    page.goto("/")
    follow(page, "Write evidence")
    page.get_by_role("radio", name="Direct work").check()
    go_on(page, "Start writing")
    page.get_by_label("Title").fill("A conversation on the stairs")
    go_on(page, "Save and continue")
    expect(page.get_by_role("alert")).to_contain_text("when")
    expect(page.get_by_label("Title")).to_have_value("A conversation on the stairs")
    type_day(page, "happened_on", timezone.localdate() - datetime.timedelta(days=9))
    page.get_by_role("textbox", name="What happened").fill(
        "The child showed me where they sit when it is loud. 😀"
    )
    page.get_by_role("textbox", name="What it shows").fill("That I can wait for a child to begin.")
    go_on(page, "Add files")
    page.locator("input[type=file]").set_input_files(
        {"name": "drawing.txt", "mimeType": "text/plain", "buffer": b"A house with two doors"}
    )
    go_on(page, "Add")
    expect(page.get_by_text("drawing.txt").first).to_be_visible()
    page.get_by_role("link", name="Back").click()
    go_on(page, "Save and continue")
    for box in page.get_by_role("checkbox").all()[:2]:
        box.check()
    go_on(page, "Save and continue")
    for box in page.get_by_role("textbox").all():
        box.fill("The way I waited shows it.")
    go_on(page, "Save and continue")
    go_on(page, "Hand in")


def send_back(page: Page) -> None:
    """5. The supervisor finds it on their home page, and sends it back with a comment."""
    page.goto("/")
    follow(page, re.compile("A conversation on the stairs"))
    if link(page, "Review this evidence").count():
        follow(page, "Review this evidence")
    page.get_by_role("radio", name=re.compile("send it back", re.IGNORECASE)).check()
    go_on(page, "Send review")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("textbox").first.fill("Say what you would do differently.")
    go_on(page, "Send review")


def mend_and_hand_in_again(page: Page) -> None:
    """... the worker mends it and hands it in again; the first version stays."""
    page.goto("/")
    follow(page, re.compile("sent back with comments"))
    follow(page, "Change it")
    expect(page.get_by_text("Say what you would do differently.").first).to_be_visible()
    page.get_by_role("textbox", name="What it shows").fill("That I can wait. Next time I will sit down too.")
    go_on(page, "Save and continue")
    go_on(page, "Save and continue")
    go_on(page, "Save and continue")
    go_on(page, "Hand in")


def accept(page: Page) -> None:
    page.goto("/")
    follow(page, re.compile("A conversation on the stairs"))
    if link(page, "Review this evidence").count():
        follow(page, "Review this evidence")
    page.get_by_role("radio", name=re.compile("accept", re.IGNORECASE)).check()
    go_on(page, "Send review")


def see_that_it_counts(page: Page, enrolment: Enrolment) -> None:
    """6. Accepted evidence counts: what kinds, from when, seen by whom, and whether it is enough."""
    page.goto("/")
    expect(page.get_by_text("One more kind would settle it").first).to_be_visible()
    first = enrolment.standards.outcomes.first()
    follow(page, f"{first.code} {first.text}")
    expect(page.get_by_text("Sunil Supervisor").first).to_be_visible()
    follow(page, "A conversation on the stairs")
    follow(page, re.compile("[Vv]ersions"))
    page.goto(f"/progress/{enrolment.pk}/")
    check_page(page)


def see_the_cohort(page: Page) -> None:
    """7. The coordinator sees who is on track, who waits for whom, and what is late."""
    page.goto("/cohort/")
    check_page(page)
    expect(page.get_by_role("link", name="Amina Osei")).to_be_visible()
    expect(page.get_by_text("Late", exact=True).first).to_be_visible()
    page.get_by_label("Only where").select_option("waiting")
    page.get_by_role("button", name=re.compile("filter", re.IGNORECASE)).first.click()
    check_page(page)
    with page.expect_download() as download:
        link(page, "Download as CSV").click()
    assert download.value.suggested_filename.startswith("cohort-")


def hold_a_review(page: Page) -> None:
    """8. The supervisor holds a review that the record has half written."""
    page.goto("/")
    follow(page, re.compile("A review to hold and write up"))
    page.get_by_role("button", name=re.compile("^Start")).first.click()
    check_page(page)
    type_day(page, "held_on", timezone.localdate())
    page.get_by_role("radio", name="Yes, on track").check()
    page.get_by_role("textbox", name="Support given").fill(
        "Supervision every week, save one that I cancelled."
    )
    page.get_by_role("textbox", name="Next steps").fill("Lead a core group in the spring.")
    go_on(page, "Save and check")
    go_on(page, "Complete the review")


def sign_the_review(page: Page) -> None:
    page.goto("/")
    follow(page, re.compile("A review to comment on and sign"))
    follow(page, "Comment and sign")
    page.get_by_role("textbox", name="Your comment").fill("A fair picture.")
    page.get_by_role("radio", name="Sign it").check()
    go_on(page)
    sign = page.get_by_role("button", name=re.compile("sign", re.IGNORECASE))
    if sign.count():
        sign.first.click()
        check_page(page)
    expect(page.get_by_text("A fair picture.").first).to_be_visible()


def recommend(page: Page, enrolment: Enrolment) -> None:
    """9. The assessor judges each outcome in words, on the evidence, and recommends."""
    page.goto(f"/assessment/of/{enrolment.pk}/")
    go_on(page, "Start the recommendation")
    outcomes = list(enrolment.standards.outcomes)
    follow(page, re.compile(f"^{re.escape(outcomes[0].code)} "))
    for number in range(len(outcomes)):
        cites = page.get_by_role("checkbox")
        word = "Met" if cites.count() else "Not yet seen"
        page.get_by_role("radio", name=word, exact=True).check()
        page.get_by_role("textbox").fill(
            "The account shows it." if cites.count() else "Nothing shows it so far."
        )
        if cites.count():
            cites.first.check()
        page.get_by_role("button", name="Save and continue").click()
        if number == 0:
            check_page(page)
    check_page(page)
    follow(page, "What you recommend, and why")
    page.get_by_role("radio", name=re.compile("^Met")).check()
    page.get_by_role("textbox").fill("A small and honest portfolio.")
    go_on(page, "Save and continue")
    follow(page, "Check it and hand it in")
    go_on(page, "Hand in the recommendation")


def decide(page: Page) -> None:
    """... and somebody else decides for the employer, each result on a page of its own."""
    follow(page, re.compile("A recommendation to decide on"))
    for name in ["Extend the programme", "The standards are not met", "Send it back to the assessor"]:
        follow(page, name)
        page.get_by_role("link", name="Back to the recommendation").click()
    follow(page, "The standards are met")
    page.get_by_role("textbox").fill("We follow the assessor.")
    go_on(page, "Confirm: the standards are met")


def read_the_decision(page: Page) -> None:
    """10. The worker gets the result and the award."""
    page.goto("/")
    check_page(page)
    follow(page, re.compile("Your place on"))
    follow(page, re.compile("[Ff]inal assessment"))
    follow(page, re.compile("Read it"))
    expect(page.get_by_text("We follow the assessor.")).to_be_visible()
    follow(page, "See the public page that confirms it")


def confirm_in_public(page: Page) -> None:
    page.goto(Award.objects.get().get_absolute_url())
    check_page(page)
    expect(page.get_by_text("Northshire Council").first).to_be_visible()
    expect(page.get_by_text("A conversation on the stairs")).to_have_count(0)


def read_the_history(page: Page) -> None:
    page.goto("/")
    follow(page, re.compile("Your place on"))
    follow(page, re.compile("[Hh]istory"))
    expect(page.get_by_text("Decided for the employer that the standards are met").first).to_be_visible()
