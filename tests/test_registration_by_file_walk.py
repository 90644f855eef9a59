"""Many people registered from a file: bad rows are mended and sent again, and nobody is there twice."""

import csv
import io
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, TeamFactory
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import small_standards
from swip.programmes.tests.factories import rule_book
from swip.registration.models import RegistrationFile
from tests.browser import SMALL_PHONE, check_page, press, tab_to

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = {  # name: address, number, team
    "Ada Obi": ("ada.obi@example.org", "SW101", "North"),
    "Siân O’Neill-Żak": ("sian@example.org", "102", "north"),
    "Ben Okri": ("ben", "SW103", "North"),
    "Cem Ay": ("cem@example.org", "SW104", "West"),
}
MENDED = {",ben,": ",ben@example.org,", ",West,": ",North,"}


@pytest.fixture
def coordinator():
    organisation = OrganisationFactory(name="Exampleshire")
    TeamFactory(organisation=organisation, name="North")
    AppointmentFactory(
        organisation=organisation, role=Role.PRACTICE_SUPERVISOR, person__email="sunil@example.org"
    )
    rule_book(standards=small_standards())
    return AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person


@pytest.fixture
def save(tmp_path):
    def write(name: str, text: str, encoding: str = "utf-8-sig") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def filled_in(template: str) -> str:
    """The table that was downloaded, with a row for each of these people, as a spreadsheet saves it."""
    headings = next(csv.reader(io.StringIO(template)))
    start = timezone.localdate().strftime("%d/%m/%Y")
    answers = {"registered": "Yes", "statutory": "Yes", "qualify": "Yes", "grant": "No", "agency": "No"}
    rows = []
    for name, (address, number, team) in PEOPLE.items():
        known = {
            "Full name": name,
            "Work email address": address,
            "Registration number": number,
            "Start date": start,
            "Part of full time": "0,6",
            "Team": team,
            "Supervisor email address": "sunil@example.org",
        }
        asked = [next((say for word, say in answers.items() if word in each), "") for each in headings[9:]]
        rows.append([*(known.get(each, "") for each in headings[:9]), *asked])
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([headings, *rows])
    return written.getvalue()


def downloaded(page: Page, link: str) -> str:
    with page.expect_download() as download:
        page.locator("a", has_text=link).click()
    return download.value.path().read_bytes().decode("utf-8-sig")


def go_on(page: Page, name: str) -> None:
    page.locator("button, a").filter(has_text=name).first.click()
    check_page(page)


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def states(page: Page) -> list[str]:
    return page.locator("tbody .govuk-tag").all_inner_texts()


WAYS = {
    "a phone": {"viewport": SMALL_PHONE},
    "no scripts": {"javascript": False},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_with_bad_rows_is_mended_sent_again_and_confirmed(page_as, coordinator, save, run_jobs, way):
    has_scripts = WAYS[way].get("javascript", True)
    page = page_as(coordinator, **WAYS[way])
    page.goto(reverse("registration:begin"))
    go_on(page, "Register many people from a file")
    go_on(page, "Continue")

    # A file that is no table is refused plainly.
    page.get_by_label("Choose the file").set_input_files(
        save("people.xlsx", "PK\x03\x04 xl/workbook", "latin-1")
    )
    go_on(page, "Look through the file")
    expect(page.get_by_role("alert")).to_contain_text("This is an Excel workbook")

    # The whole of it: two rows can be taken, two cannot.
    first = save("starters.csv", filled_in(downloaded(page, "Download the empty table")), "utf-8-sig")
    page.get_by_label("Choose the file").set_input_files(first)
    go_on(page, "Look through the file")
    assert states(page) == ["New", "New", "Cannot be taken", "Cannot be taken"]
    assert not Enrolment.objects.exists()
    go_on(page, "Cannot be taken, 2")
    expect(page.locator("tbody")).to_contain_text("Enter an email address in the correct format")
    expect(page.locator("tbody")).to_contain_text("Exampleshire has no team of this name")
    to_mend = downloaded(page, "Download the rows to mend")
    go_on(page, "Continue with 2 people")
    go_on(page, "Register 2 people")
    expect(page.get_by_role("progressbar")).to_have_accessible_name("0 of 4 rows done")
    run_jobs()
    if not has_scripts:
        go_on(page, "See how far it is now")
    expect(heading(page)).to_have_text("2 people are registered")
    check_page(page)
    assert {each.to[0] for each in mail.outbox} >= {"ada.obi@example.org", coordinator.email}

    # Only the rows that could not be taken, mended.
    assert "Ada Obi" not in to_mend
    for wrong, right in MENDED.items():
        to_mend = to_mend.replace(wrong, right)
    go_on(page, "Send the mended file")
    page.get_by_label("Choose the file").set_input_files(save("mended.csv", to_mend))
    go_on(page, "Look through the file")
    assert states(page) == ["New", "New"]
    go_on(page, "Continue with 2 people")
    go_on(page, "Register 2 people")
    run_jobs()
    page.goto(page.url)
    expect(heading(page)).to_have_text("2 people are registered")
    names = set(Enrolment.objects.values_list("social_worker__name", flat=True))
    assert names == set(PEOPLE)

    # The first file once more: the two who could be taken are there already.
    page.goto(
        reverse("registration:send_file", args=[RegistrationFile.objects.first().organisation_id, "swip"])
    )
    page.get_by_label("Choose the file").set_input_files(first)
    go_on(page, "Look through the file")
    assert states(page) == ["Nothing to do", "Nothing to do", "Cannot be taken", "Cannot be taken"]
    go_on(page, "Delete this file")
    go_on(page, "Delete this file")
    assert Enrolment.objects.count() == len(PEOPLE)


def test_a_file_is_sent_and_confirmed_by_keyboard(page_as, coordinator, save, run_jobs):
    page = page_as(coordinator)
    # Asked for early: the browser takes a moment to hand them over.
    page.on("filechooser", lambda chooser: None)
    page.goto(reverse("registration:begin"))
    press(page, "Register many people from a file")
    expect(heading(page)).to_have_text("Register people from a file")
    press(page, "Continue")
    expect(heading(page)).to_have_text("Send a file of people to register")
    tab_to(page, "Download the empty table")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    table = filled_in(download.value.path().read_bytes().decode("utf-8-sig"))
    tab_to(page, "What belongs in each column")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The example is about somebody who does not exist")).to_be_visible()
    tab_to(page, "Choose the file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(save("starters.csv", table))
    press(page, "Look through the file")
    expect(heading(page)).to_have_text("What this file would do")
    press(page, "Continue with 2 people")
    expect(heading(page)).to_have_text("Confirm what is to be done")
    press(page, "Register 2 people")
    expect(heading(page)).to_have_text("People are being registered")
    run_jobs()
    expect(heading(page)).to_have_text("2 people are registered")
    press(page, "Ada Obi")
    expect(heading(page)).to_contain_text("Ada Obi")
