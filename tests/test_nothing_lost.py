"""Nothing typed is ever lost: every page with a long answer, in a real browser and without its scripts."""

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import BrowserContext, Error, Page, expect

from swip.accounts.models import Role, User
from swip.accounts.tests.factories import AppointmentFactory
from swip.assessment.models import Decision, Recommendation
from swip.assessment.tests.factories import RecommendationFactory
from swip.credentials.tests.factories import AwardFactory
from tests.browser import check_page
from tests.long_answers import (
    ANSWERS,
    Answer,
    evidence,
    progress_review,
)

QUIET = 2_000  # milliseconds after the last key
SAVED = re.compile(r"^Saved at \d{1,2}:\d\d[ap]m\.$")
KEPT_HERE = re.compile("Not saved: kept on this device")
STORY = "The child showed me where they sit when it is loud. 😀"

every_answer = pytest.mark.parametrize("make", ANSWERS, ids=lambda make: make.__name__.replace("_", " "))


# ---- In a browser


def write(page: Page, answer: Answer, text: str) -> None:
    page.locator(f"[name='{answer.box}']").fill(text)


def status(page: Page):
    return page.locator("[data-autosave-status]")


def open_to_write(window: Page, answer: Answer) -> Page:
    """The clock of the page is ours from here on."""
    window.clock.install()
    window.goto(answer.page)
    return window


def in_a_moment(is_so: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


@every_answer
def test_it_saves_itself_and_a_second_tab_overwrites_nothing(page_as, make):
    answer = make()
    page = open_to_write(page_as(answer.by), answer)
    second = open_to_write(page.context.new_page(), answer)

    page.bring_to_front()
    write(page, answer, "The child showed me where they sit")
    # The clock of the page goes on by itself meanwhile: on a busy machine not for a tenth of a second alone.
    page.clock.run_for(QUIET - 1_000)
    assert answer.kept() == ""
    page.clock.run_for(1_100)
    expect(status(page)).to_have_text(SAVED)
    assert answer.kept() == "The child showed me where they sit"

    write(second, answer, "Something else, from the second tab")
    second.clock.run_for(QUIET)
    banner = second.get_by_role("alert")
    expect(banner).to_contain_text("Nothing of either was overwritten")
    expect(status(second)).to_have_text(KEPT_HERE)
    expect(second.locator(f"[name='{answer.box}']")).to_have_value("Something else, from the second tab")
    assert answer.kept() == "The child showed me where they sit"

    write(page, answer, STORY)
    page.get_by_role("link", name=re.compile("^Back")).first.click()
    in_a_moment(lambda: answer.kept() == STORY)
    page.goto(answer.page)
    expect(page.locator(f"[name='{answer.box}']")).to_have_value(STORY)


@every_answer
def test_once_it_has_arrived_nothing_of_it_stays_on_the_device(page_as, make):
    answer = make()
    page = page_as(answer.by)
    page.goto(answer.page)
    write(page, answer, STORY)
    in_a_moment(lambda: STORY in page.evaluate("JSON.stringify(localStorage)"))
    for choice in page.get_by_role("radio").all()[:1]:
        choice.check()
    with page.expect_navigation():
        page.locator("form[data-autosave] button[type=submit]").first.click()
    if page.locator(".govuk-error-summary").count():  # not finished, but kept
        expect(status(page)).to_have_text(SAVED)
    in_a_moment(lambda: STORY not in page.evaluate("JSON.stringify(localStorage)"))
    assert answer.is_sent_at_once or answer.kept() == STORY


def test_closing_the_page_right_after_the_last_key_loses_nothing(page_as):
    answer = evidence()
    page = open_to_write(page_as(answer.by), answer)
    write(page, answer, STORY)
    page.close(run_before_unload=True)
    in_a_moment(lambda: answer.kept() == STORY)


@pytest.fixture
def sign_in(run_jobs):
    """By a code, as people do: everything that a new session changes is then changed."""

    def sign_in_with_a_code(page: Page, person: User) -> None:
        page.goto("/sign-in/")
        page.get_by_label("Email address").fill(person.email)
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_label("Code").wait_for()
        run_jobs()
        letter = next(each for each in reversed(mail.outbox) if each.to == [person.email])
        code = re.search(r"Your code is (\S+)", letter.body)
        page.get_by_label("Code").fill(code[1])
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name="Sign out").wait_for()

    return sign_in_with_a_code


def sign_out(page: Page) -> None:
    page.goto("/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").first.wait_for()


def test_after_a_sign_out_in_another_tab_it_is_kept_here_and_saved_after_signing_in(page_as, sign_in):
    answer = evidence()
    page = open_to_write(page_as(answer.by), answer)
    other = page.context.new_page()
    sign_out(other)
    page.bring_to_front()
    write(page, answer, STORY)
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(KEPT_HERE)
    expect(status(page)).to_contain_text("You have been signed out: sign in again in another tab")
    assert answer.kept() == ""

    sign_in(other, answer.by)
    page.bring_to_front()
    page.clock.run_for(5_100)
    expect(status(page)).to_have_text(SAVED)
    assert answer.kept() == STORY


def test_what_was_closed_while_signed_out_is_offered_and_put_back(page_as, sign_in):
    answer = evidence()
    page = open_to_write(page_as(answer.by), answer)
    other = page.context.new_page()
    sign_out(other)
    write(page, answer, STORY)
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(KEPT_HERE)
    page.close()

    sign_in(other, answer.by)
    open_to_write(other, answer)
    offer = other.get_by_role("region", name="Important")
    expect(offer).to_contain_text("was not saved")
    check_page(other)
    other.get_by_role("button", name="Put it back").click()
    expect(other.locator("[name=what_happened]")).to_have_value(STORY)
    other.clock.run_for(QUIET)
    expect(status(other)).to_have_text(SAVED)
    assert answer.kept() == STORY


def test_somebody_else_on_the_same_device_sees_nothing_of_it(page_as, sign_in):
    answer, another = evidence(), evidence()
    page = open_to_write(page_as(answer.by), answer)
    page.context.set_offline(True)
    write(page, answer, STORY)
    page.clock.run_for(QUIET)
    page.close()
    other = page.context.new_page()
    page.context.set_offline(False)
    sign_out(other)
    sign_in(other, another.by)
    open_to_write(other, another)
    expect(other.get_by_role("region", name="Important")).to_have_count(0)


def refuse_connections(context: BrowserContext) -> Callable[[], None]:
    context.route("**/evidence/**", lambda route: route.abort("connectionrefused"))
    return lambda: context.unroute("**/evidence/**")


def lose_the_network(context: BrowserContext) -> Callable[[], None]:
    context.set_offline(True)
    return lambda: context.set_offline(False)


@pytest.mark.parametrize(
    "interrupt", [lose_the_network, refuse_connections], ids=["a lost connection", "a restart of the service"]
)
def test_it_survives(page_as, interrupt):
    answer = evidence()
    page = open_to_write(page_as(answer.by), answer)
    mend = interrupt(page.context)
    write(page, answer, STORY)
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(KEPT_HERE)
    write(page, answer, f"{STORY} And then they smiled.")
    page.clock.run_for(12_000)
    expect(status(page)).to_have_text(KEPT_HERE)

    mend()
    page.clock.run_for(12_000)
    expect(status(page)).to_have_text(SAVED)
    assert answer.kept() == f"{STORY} And then they smiled."
    in_a_moment(lambda: page.evaluate("localStorage.length") == 0)


def crash(page: Page) -> None:
    """A page that is closed still sends what it holds; one that crashes does nothing more."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()


def test_it_survives_a_crash_of_the_browser_without_a_connection(page_as):
    answer = evidence()
    page = open_to_write(page_as(answer.by), answer)
    context = page.context
    context.set_offline(True)
    write(page, answer, STORY)
    page.clock.run_for(500)  # not yet the two seconds: the copy on the device comes first
    crash(page)
    context.set_offline(False)

    page = open_to_write(context.new_page(), answer)
    page.get_by_role("button", name="Put it back").click()
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(SAVED)
    assert answer.kept() == STORY


def test_fifty_thousand_characters_are_kept_and_the_limit_is_told(page_as):
    answer = evidence()
    page = open_to_write(page_as(answer.by), answer)
    write(page, answer, "é" * 50_000)
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(SAVED)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "What happened must be 20,000 characters or fewer. You have 50,000."
    )
    expect(page.locator("[name=what_happened]")).to_have_value("é" * 50_000)
    assert answer.kept() == "é" * 50_000
    page.goto(answer.page.replace("write", "check"))
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert")).to_contain_text("What happened must be 20,000 characters or fewer")


def test_what_is_too_large_to_send_stays_on_the_device(page_as):
    answer = evidence()
    page = open_to_write(page_as(answer.by), answer)
    text = "w" * 3_200_000
    write(page, answer, text)
    page.clock.run_for(QUIET)
    expect(status(page)).to_contain_text("too long")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you sent is too large")
    check_page(page)
    page.goto(answer.page)
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("[name=what_happened]")).to_have_value(text)


def test_without_scripts_a_page_that_is_too_old_shows_what_was_typed(page_as):
    answer = evidence()
    page = page_as(answer.by, javascript=False)
    second = page.context.new_page()
    for each in [page, second]:
        each.goto(answer.page)
    write(page, answer, "From the first tab")
    page.get_by_role("button", name="Save draft").click()
    write(second, answer, STORY)
    second.get_by_label("Title").fill("On stairs")
    second.get_by_role("button", name="Save draft").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("This has moved on")
    for typed in [STORY, "On stairs"]:
        expect(second.get_by_text(typed)).to_be_visible()
    check_page(second)
    assert answer.kept() == "From the first tab"


def decision() -> Answer:
    found = RecommendationFactory(status="submitted")
    organisation = found.enrolment.employment_periods.get().organisation
    by = AppointmentFactory(organisation=organisation, role=Role.DECISION_MAKER).person
    kept = Decision.objects.values_list("reasons", flat=True)
    page = reverse("assessment:decide_met", args=[found.pk])
    return Answer(by, page, "reasons", lambda: "".join(kept.all()))


def sent_back() -> Answer:
    answer = decision()
    kept = Recommendation.objects.values_list("returned_with", flat=True)
    page = answer.page.replace("met", "send-back")
    return Answer(answer.by, page, "comment", lambda: "".join(kept.all()))


def revoked() -> Answer:
    award = AwardFactory()
    by = AppointmentFactory(organisation=award.organisation, role=Role.DECISION_MAKER).person
    kept = type(award).objects.values_list("revoked_because", flat=True)
    page = reverse("credentials:revoke", args=[award.identifier])
    return Answer(by, page, "reason", lambda: "".join(kept.all()))


@pytest.mark.parametrize(
    "make", [decision, sent_back, revoked], ids=["a decision", "sending back", "revoking"]
)
def test_a_step_that_has_no_draft_is_kept_on_the_device_until_it_is_taken(page_as, make):
    answer = make()
    page = page_as(answer.by)  # by the clock on the wall: the page looks at how it was reached
    page.goto(answer.page)
    write(page, answer, STORY)
    expect(status(page)).to_have_text("Kept on this device until you send it.")
    page.close()

    page = page.context.new_page()
    page.goto(answer.page)
    check_page(page)
    page.get_by_role("button", name="Put it back").click()
    with page.expect_navigation():
        page.locator("form[data-autosave-key] button[type=submit]").click()
    assert answer.kept() == STORY
    in_a_moment(lambda: page.evaluate("localStorage.length") == 0)


# ---- What the service does with what it is sent


@every_answer
def test_a_page_that_is_too_old_overwrites_nothing(client, db, make):
    answer = make()
    assert answer.save_itself(client, "The newest words there are").status_code == 200
    stale = answer.save_itself(client, STORY)
    assert (stale.status_code, stale.json()["state"]) == (409, "conflict")
    if not answer.is_sent_at_once:
        without_scripts = answer.send(client, STORY)
        assert without_scripts.status_code == 409
        assert STORY in without_scripts.content.decode()
    assert answer.kept() == "The newest words there are"


@every_answer
def test_who_was_signed_out_sees_what_they_typed_and_where_to_go_on(client, db, make):
    answer = make()
    asked = client.post(answer.page, {answer.box: STORY, "revision": 0})
    assert asked.status_code == 401
    assert STORY in asked.content.decode()
    assert "Sign in (opens in a new tab)" in asked.content.decode()
    by_script = client.post(answer.page, {answer.box: STORY}, headers={"X-Autosave": "1"})
    assert (by_script.status_code, by_script.json()) == (401, {"state": "signed-out"})


@every_answer
def test_a_draft_keeps_fifty_thousand_characters_and_sending_tells_the_limit(client, db, make):
    answer = make()
    text = "The child said a great deal. " * 1_725
    saved = answer.save_itself(client, text)
    assert (saved.status_code, saved.json()["state"]) == (200, "saved")
    assert answer.kept().strip() == text.strip()
    told = answer.send(client, text, revision=saved.json()["revision"])
    said = " ".join(told.content.decode().split())
    assert f"{answer.called} must be {answer.most:,} characters or fewer" in said
    assert said.count("The child said a great deal.") >= 1_725
    assert answer.kept().strip() == text.strip()


@every_answer
def test_more_than_a_draft_can_keep_is_told_and_never_cut(client, db, make):
    answer = make()
    told = answer.save_itself(client, "w" * 100_001)
    assert (told.status_code, told.json()["state"]) == (422, "invalid")
    assert "100,000 characters" in told.json()["message"]
    assert answer.kept() == ""
    shown = answer.send(client, "w" * 100_001)
    assert "w" * 100_001 in shown.content.decode()


@every_answer
def test_a_body_past_all_limits_gets_a_page_that_says_so(client, db, make):
    answer = make()
    told = answer.send(client, "w" * 3_200_000)
    assert told.status_code == 413
    assert "What you sent is too large" in told.content.decode()
    assert answer.save_itself(client, "w" * 3_200_000).status_code == 413


@every_answer
def test_emoji_are_kept_and_control_characters_do_no_harm(client, db, make):
    answer = make()
    text = "Visit 👩‍👧\r\nنعم\x00\x07\x1b[31m \u202e2\ttab"
    assert answer.save_itself(client, text).status_code == 200
    assert answer.kept() == "Visit 👩‍👧\nنعم[31m 2\ttab"
    client.force_login(answer.by)
    assert "Visit 👩‍👧" in client.get(answer.page).content.decode()


@pytest.mark.parametrize(
    ("make", "date"), [(evidence, "happened_on"), (progress_review, "held_on")], ids=["evidence", "review"]
)
@pytest.mark.parametrize("typed", [("31", "", ""), ("31", "2", "2026"), ("😀", "\x00", "99999999999")])
def test_half_a_date_is_kept_as_it_was_typed(client, db, make, date, typed):
    answer = make()
    boxes = dict(zip([f"{date}_day", f"{date}_month", f"{date}_year"], typed, strict=True))
    client.force_login(answer.by)
    saved = client.post(answer.page, boxes | {"revision": 0}, headers={"X-Autosave": "1"})
    assert json.loads(saved.content)["state"] == "saved"
    shown = client.get(answer.page).content.decode()
    for name, value in boxes.items():
        box = re.search(f'<input[^>]*name="{name}"[^>]*>', shown)[0]
        assert re.search('value="([^"]*)"', f'{box} value=""')[1] == value.replace("\x00", "")


def test_every_page_that_saves_itself_stands_in_the_table_above(client, db):
    """A page that is added is tested with the others."""
    assert {urlsplit(make().page).path.split("/")[1] for make in ANSWERS} == {
        "evidence",
        "self-assessments",
        "reviews",
        "assessment",
        "enrolments",
        "supervision",
        "observations",
        "feedback",
    }
