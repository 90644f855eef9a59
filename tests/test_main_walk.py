"""The main walk in a real browser: one social worker from registration to award, in both modes of the service."""

import datetime
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from swip.accounts.models import Organisation, Role
from swip.accounts.permissions import appointed_to
from swip.core import history
from swip.credentials.models import Award
from swip.enrolment.models import Enrolment
from tests.browser import check_page

WORKER = "amina.osei@northshire.example"
STARTED = timezone.localdate() - datetime.timedelta(days=200)
ROLES = {
    "coordinator": ("Carys Coordinator", "Coordinator"),
    "supervisor": ("Sunil Supervisor", "Practice supervisor"),
    "assessor": ("Agnes Assessor", "Assessor"),
    "decider": ("Dafydd Decider", "Decides for the employer"),
}


@dataclass
class Cast:
    """Who plays which part: their names, a page that each is signed in on, and how an email is read."""

    names: dict[str, str]
    pages: dict[str, Page]
    read_code: Callable[[str], str]


def make_service(new_page, run_jobs) -> Cast:
    """A service that starts empty: its first administrator sets it up and invites the others."""
    out = io.StringIO()
    call_command("invite_first_administrator", stdout=out)
    administrator = new_page()
    administrator.goto(re.search(r"https?://[^/]+(/set-up/\S+)", out.getvalue())[1])
    check_page(administrator)
    administrator.get_by_label("Name of the organisation").fill("Northshire Council")
    administrator.get_by_role("radio", name="Local authority").check()
    administrator.get_by_label("Your full name").fill("Ada Administrator")
    administrator.get_by_label(re.compile("email", re.IGNORECASE)).fill("ada@northshire.example")
    go_on(administrator, "Set up and sign in")
    pages = {}
    for part, (name, role) in ROLES.items():
        administrator.goto("/")
        follow(administrator, "People, teams and invitations")
        if link(administrator, "Northshire Council").count():
            follow(administrator, "Northshire Council")
        follow(administrator, "Invite somebody by email")
        administrator.get_by_label("Full name").fill(name)
        administrator.get_by_label(re.compile("email", re.IGNORECASE)).fill(f"{part}@northshire.example")
        choose(administrator, "Role", role)
        go_on(administrator, "Send the invitation")
        run_jobs()
        letter = next(each for each in mail.outbox if each.to == [f"{part}@northshire.example"])
        pages[part] = new_page()
        pages[part].goto(re.search(r"https?://[^/]+(/invitations/\S+)", letter.body)[1])
        check_page(pages[part])
        go_on(pages[part], "Accept and continue")

    def read_code(address: str) -> str:
        run_jobs()
        bodies = [each.body for each in mail.outbox if each.to == [address]]
        return next(code[1] for body in bodies if (code := CODE.search(body)))

    return Cast({part: name for part, (name, _) in ROLES.items()}, pages, read_code)


def make_demonstration(new_page, run_jobs) -> Cast:
    """A demonstration: its made-up people, each one click away, and its emails on a page."""
    council = Organisation.objects.filter(kind=Organisation.Kind.LOCAL_AUTHORITY).first()
    parts = {
        "coordinator": Role.COORDINATOR,
        "supervisor": Role.PRACTICE_SUPERVISOR,
        "assessor": Role.ASSESSOR,
        "decider": Role.DECISION_MAKER,
    }
    names, pages = {}, {}
    for part, role in parts.items():
        names[part] = appointed_to(council, role).first().name
        pages[part] = new_page()
        pages[part].goto("/demo/")
        if part == "coordinator":
            check_page(pages[part])
        pages[part].locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        pages[part].get_by_role("button", name=f"Be {names[part]}").click()
        check_page(pages[part])
        expect(pages[part].get_by_text("Everyone and everything here is made up")).to_be_visible()

    def read_code(address: str) -> str:
        run_jobs()
        letters = new_page()
        letters.goto("/demo/mail/")
        check_page(letters)
        letters.get_by_role("link", name=re.compile("code", re.IGNORECASE)).first.click()
        check_page(letters)
        return CODE.search(letters.locator("main").inner_text())[1]

    return Cast(names, pages, read_code)


CODE = re.compile(r"Your code is (\S+)")


def choose(page: Page, label: str, option: str) -> None:
    """From radio buttons, or from a list where there are many."""
    field = page.get_by_label(label, exact=True)
    if field.count() and field.first.evaluate("field => field.tagName") == "SELECT":
        value = field.locator("option", has_text=option).first.get_attribute("value")
        field.select_option(value)
    else:
        page.get_by_role("radio", name=re.compile(f"^{re.escape(option)}")).check()


def go_on(page: Page, name: str = "Continue") -> None:
    """Press a button, and check the page that it leads to."""
    page.get_by_role("button", name=name, exact=True).click()
    check_page(page)


def link(page: Page, name: str | re.Pattern) -> Locator:
    """A link, also one that looks like a button."""
    return page.get_by_role("link", name=name).or_(page.locator("a[role=button]", has_text=name)).first


def waiting(what: str) -> re.Pattern:
    """What waits on a home page for Amina Osei, by itself or among others of its kind."""
    return re.compile(f"{what}: Amina Osei|Amina Osei.*: {what}")


def follow(page: Page, name: str | re.Pattern) -> None:
    link(page, name).click()
    check_page(page)


def type_day(page: Page, name: str, day: datetime.date) -> None:
    for part in ["day", "month", "year"]:
        page.locator(f'[name="{name}_{part}"]').fill(str(getattr(day, part)))


def test_one_social_worker_through_a_whole_induction_in_a_demonstration(
    page_as, demonstration_loaded, run_jobs, settings
):
    settings.ROOT_URLCONF = "swip.demo.tests.demo_urls"
    settings.EMAIL_BACKEND = "swip.notifications.mail.FolderBackend"
    take_through(page_as, make_demonstration(page_as, run_jobs))


def test_one_social_worker_through_a_whole_induction_in_a_service_without_scripts(
    page_as, standards_loaded, run_jobs
):
    def new_page() -> Page:
        return page_as(javascript=False)

    take_through(new_page, make_service(new_page, run_jobs))


def take_through(new_page: Callable[[], Page], cast: Cast) -> None:
    register(cast)
    enrolment = Enrolment.objects.get(social_worker__email=WORKER)
    worker = new_page()
    sign_in_with_a_code(worker, WORKER, cast)
    see_where_i_stand(worker, enrolment)
    assess_myself(worker, cast)
    write_evidence(worker)

    supervisor = cast.pages["supervisor"]
    send_back(supervisor)
    mend_and_hand_in_again(worker)
    accept(supervisor)
    see_that_it_counts(worker, enrolment, cast)
    see_the_cohort(cast.pages["coordinator"])
    hold_a_review(supervisor)
    sign_the_review(worker)

    recommend(cast.pages["assessor"], enrolment)
    decide(cast.pages["decider"])
    read_the_decision(worker)
    confirm_in_public(new_page(), enrolment)
    read_the_history(worker)
    assert history.first_broken_links() == []


def register(cast: Cast) -> None:
    """1. A coordinator registers a social worker and names who looks after them."""
    page = cast.pages["coordinator"]
    page.goto("/")
    check_page(page)
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
    choose(page, "Which team do they work in?", "No team yet")
    page.get_by_label("What part of full time do they work?").fill("1")
    go_on(page)
    choose(page, "Who supervises them?", cast.names["supervisor"])
    choose(page, "Who assesses them?", cast.names["assessor"])
    go_on(page)
    go_on(page, "Register the social worker")
    expect(page.locator("main")).to_contain_text("Amina Osei")
    expect(page.locator("main")).to_contain_text("Month 12")


def answer_so_that_they_join(page: Page) -> None:
    question = page.get_by_role("heading", level=1).inner_text().lower()
    says_no = "agency" in question or "already" in question
    page.get_by_role("radio", name=re.compile("^No" if says_no else "^Yes")).first.check()
    go_on(page)


def sign_in_with_a_code(page: Page, address: str, cast: Cast) -> None:
    """2. The social worker signs in with the code that was sent to them."""
    page.goto("/")
    check_page(page)
    page.get_by_label("Email address").fill(address)
    go_on(page, "Send me a code")
    page.get_by_label("Code from the email").fill(cast.read_code(address))
    go_on(page)


def open_each_domain(page: Page) -> None:
    for domain in page.get_by_text(re.compile("of .* have enough$")).all():
        domain.click()


def see_where_i_stand(page: Page, enrolment: Enrolment) -> None:
    """... and sees the stages, what is due, and each outcome with what it has and wants."""
    expect(page.get_by_role("heading", name="Where you stand")).to_be_visible()
    open_each_domain(page)
    for outcome in enrolment.standards.outcomes:
        expect(page.get_by_role("link", name=f"{outcome.code} {outcome.text}")).to_be_visible()
    page.get_by_text("What counts as enough?").click()
    follow(page, re.compile("about Different days wanted"))
    page.goto("/")


def assess_myself(page: Page, cast: Cast) -> None:
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
    expect(page.get_by_text(cast.names["supervisor"]).first).to_be_visible()


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
    page.get_by_role("button", name="Add", exact=True).click()
    expect(
        page.get_by_text("File added")
    ).to_be_visible()  # it is sent piece by piece before the page changes
    expect(page.get_by_text("drawing.txt").first).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Back").click()
    go_on(page, "Save and continue")
    page.get_by_role("checkbox", name="Child protection").check()
    page.get_by_role("radio", name="Mixed").check()
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
    for _ in range(4):  # the words, the kind of work, the outcomes, the reasons
        go_on(page, "Save and continue")
    go_on(page, "Hand in")


def accept(page: Page) -> None:
    page.goto("/")
    follow(page, re.compile("A conversation on the stairs"))
    if link(page, "Review this evidence").count():
        follow(page, "Review this evidence")
    page.get_by_role("radio", name=re.compile("accept", re.IGNORECASE)).check()
    go_on(page, "Send review")


def see_that_it_counts(page: Page, enrolment: Enrolment, cast: Cast) -> None:
    """6. Accepted evidence counts: what kinds, from when, seen by whom, and whether it is enough."""
    page.goto("/")
    open_each_domain(page)
    expect(page.get_by_text("One more kind and one more day would settle it").first).to_be_visible()
    first = enrolment.standards.outcomes.first()
    follow(page, f"{first.code} {first.text}")
    expect(page.get_by_text(cast.names["supervisor"]).first).to_be_visible()
    follow(page, "A conversation on the stairs")
    follow(page, re.compile("[Vv]ersions"))
    page.goto(f"/progress/{enrolment.pk}/")
    check_page(page)


def see_the_cohort(page: Page) -> None:
    """7. The coordinator sees who is on track, who waits for whom, and what is late."""
    page.goto("/cohort/")
    check_page(page)
    expect(page.get_by_role("link", name="Amina Osei")).to_be_visible()
    expect(page.locator("td .govuk-tag", has_text="Late").first).to_be_visible()
    page.get_by_label("Next review is").select_option("late")
    page.get_by_role("button", name=re.compile("filter", re.IGNORECASE)).first.click()
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename.startswith("cohort-")


def hold_a_review(page: Page) -> None:
    """8. The supervisor holds a review that the record has half written."""
    page.goto("/")
    follow(page, waiting("A review to hold and write up"))
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
    page.goto("/")
    follow(page, waiting("A recommendation to decide on"))
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


def confirm_in_public(page: Page, enrolment: Enrolment) -> None:
    award = Award.objects.get(person=enrolment.social_worker)
    page.goto(award.get_absolute_url())
    check_page(page)
    expect(page.get_by_text(award.organisation.name).first).to_be_visible()
    expect(page.get_by_text("A conversation on the stairs")).to_have_count(0)


def read_the_history(page: Page) -> None:
    page.goto("/")
    follow(page, re.compile("Your place on"))
    follow(page, re.compile("[Hh]istory"))
    expect(page.get_by_text("Decided for the employer that the standards are met").first).to_be_visible()
