"""The pages of people, roles and the register in a real browser."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from swip.accounts import actions
from swip.accounts.models import Appointment, Invitation, Role
from swip.accounts.register import RegisterEntry
from swip.accounts.tests.factories import (
    AppointmentFactory,
    InvitationFactory,
    OrganisationFactory,
    TeamFactory,
    UserFactory,
)
from tests.browser import check_page, press, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY = datetime.timedelta(days=1)
ROWS = """Name;Email;Role;Team;First day;Last day
Zoë Łach;zoe@example.org;Assessor;North;1/9/2027;
Ben Brook;ben@;Assessor;;;
=HYPERLINK("x");x@example.org;Assessor;;;
Asif Amin;asif@example.org;Practice supervisor;;;31.12.2099
"""


@pytest.fixture
def here():
    here = OrganisationFactory(name="Harrowfield")
    TeamFactory(organisation=here, name="North")
    AppointmentFactory(
        organisation=here, role=Role.ASSESSOR, person__name="Asif Amin", person__email="asif@example.org"
    )
    return here


@pytest.fixture
def administrator(here):
    return AppointmentFactory(organisation=here, role=Role.ADMINISTRATOR, person__name="Amina").person


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_file_of_colleagues_with_bad_rows_is_mended_and_brought_in(
    page_as, here, administrator, tmp_path, scripts
):
    sent, mended = tmp_path / "colleagues.csv", tmp_path / "mended.csv"
    sent.write_bytes(ROWS.encode("utf-16"))
    page = page_as(administrator, javascript=scripts)
    page.goto(here.get_absolute_url())
    check_page(page)
    page.get_by_role("button", name="Bring colleagues in by a file").click()
    check_page(page)
    page.get_by_label("File of colleagues").set_input_files(sent)
    press(page, "Look through the file")
    page.wait_for_url("**/colleagues/*/")
    check_page(page)
    expect(page.get_by_text("This begins like a formula")).to_be_visible()
    expect(page.get_by_text("Enter an email address in the correct format")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_text("Download only the refused rows").click()
    download.value.save_as(mended)
    text = mended.read_text(encoding="utf-8-sig")
    assert "Zoë" not in text
    page.get_by_role("link", name="To be invited (1)").click()
    check_page(page)
    press(page, "Bring in 2 people")
    page.wait_for_selector("text=Your colleagues have been brought in")
    check_page(page)

    mended.write_text(text.replace("ben@,", "ben@example.org,"), encoding="utf-8")
    page.get_by_role("button", name="Send another file").click()
    page.get_by_label("File of colleagues").set_input_files(mended)
    page.get_by_role("button", name="Look through the file").click()
    expect(page.get_by_role("link", name="To be invited (1)")).to_be_visible()
    expect(page.get_by_role("link", name="Refused (1)")).to_be_visible()
    assert Invitation.objects.get().email == "zoe@example.org"
    assert Appointment.objects.filter(person__name="Asif Amin").count() == 2


def test_what_was_seen_on_the_register_is_recorded_by_keyboard(page_as, administrator, here):
    asif = Appointment.objects.get(role=Role.ASSESSOR).person
    asif.register_number = "SW77"
    asif.save()
    page = page_as(administrator)
    page.goto(reverse("accounts:register_checks", args=[asif.pk]))
    check_page(page)
    press(page, "Record what you saw")
    page.wait_for_selector("text=What did you see on the register?")
    tab_to(page, "Yes")
    page.keyboard.press("Space")
    check_page(page)
    tab_to(page, "Name on the register")
    page.keyboard.type("Asif B Amin")
    tab_to(page, "Status on the register")
    page.keyboard.type("Registered")
    press(page, "Continue")
    page.wait_for_selector("text=Check what you saw on the register")
    check_page(page)
    press(page, "Confirm")
    page.wait_for_selector("text=What you saw on the register has been kept")
    check_page(page)
    assert asif.register_checks.get().registered_name == "Asif B Amin"


def test_the_other_pages_stand_up_in_a_browser(page_as, administrator, here):
    today = timezone.localdate()
    ending = AppointmentFactory(organisation=here, ends_on=today + 5 * A_DAY)
    over = AppointmentFactory(organisation=here, ends_on=today - 5 * A_DAY)
    sam = AppointmentFactory(
        organisation=here,
        role=Role.PRACTICE_SUPERVISOR,
        person__name="Sam Green",
        person__register_number="SW78",
    ).person
    entry = RegisterEntry(
        "SW78", today, "Samuel Grey", "Suspended", registered_until=today - A_DAY, annotations="Conditions"
    )
    actions.note_register_check(sam, entry, by=administrator, recheck_after_days=30, note="A new name?")
    actions.note_no_answer(sam, source="http", why="It did not answer", recheck_after_days=30)
    InvitationFactory(organisation=here, sender_may_give_the_role=False, invited_by=UserFactory(name="Bo"))
    page = page_as(administrator)
    for path in [
        reverse("accounts:organisation", args=[here.pk]),
        reverse("accounts:past_roles", args=[here.pk]),
        reverse("accounts:teams", args=[here.pk]),
        reverse("accounts:close_team", args=[TeamFactory(organisation=here).pk]),
        reverse("accounts:invitations", args=[here.pk]),
        reverse("accounts:renew", args=[ending.pk]),
        reverse("accounts:renew", args=[over.pk]),
        reverse("accounts:change_team_of", args=[ending.pk]),
        reverse("accounts:register_checks", args=[sam.pk]),
    ]:
        page.goto(path)
        check_page(page)
    InvitationFactory(
        organisation=here, token="known", sender_may_give_the_role=False, invited_by=UserFactory(name="Bo")
    )
    stranger = page_as()
    stranger.goto(reverse("accounts:invitation", args=["known"]))
    check_page(stranger)
    national = AppointmentFactory(role=Role.ADMINISTRATOR, organisation__kind="national").person
    page = page_as(national)
    page.goto(reverse("accounts:register_extract"))
    check_page(page)
