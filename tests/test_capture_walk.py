"""Two minutes after a visit: noted down without a connection, sent once when it is back, and seen by nobody else."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from swip.accounts.models import User
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.models import Note
from swip.evidence.tests.note_factories import NoteFactory
from tests.browser import SMALL_PHONE, check_page, press, tab_to
from tests.hands import Hands

CAPTURE = "/evidence/notes/new/"
STORY = "She waited on the stairs. I did not. 😀"
SENT = re.compile(r"Sent at \d{1,2}:\d\d[ap]m")
WAITING = "Waiting on this device"
WATCHED_OVER = """navigator.serviceWorker.controller ? null : new Promise(
    (done) => navigator.serviceWorker.addEventListener("controllerchange", () => done(null)))"""


@pytest.fixture
def enrolment(live_server):
    return EnrolmentFactory()


def lines(page: Page):
    return page.locator("[data-notes-here] li")


def with_a_connection_once(page: Page) -> Page:
    """From then on the browser opens the page without one."""
    page.goto(CAPTURE)
    page.evaluate(WATCHED_OVER)
    return page


def save(page: Page, title: str, words: str = STORY) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_label("What happened").fill(words)
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_label("Title")).to_have_value("")


def on_the_device(page: Page) -> str:
    return page.evaluate("JSON.stringify(localStorage)")


def sign_in(context: BrowserContext, person: User | None, address: str) -> None:
    """Another session in the same browser, or none: what lies on the device stays."""
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    if person:
        client = Client()
        client.force_login(person)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "url": address, "value": value}])


def test_a_note_written_without_a_connection_is_sent_when_it_is_back_and_only_once(page_as, enrolment):
    page = page_as(enrolment.social_worker, viewport=SMALL_PHONE)
    with_a_connection_once(page)
    check_page(page)
    button = page.get_by_role("button", name="Save note").bounding_box()
    assert button["y"] + button["height"] <= SMALL_PHONE["height"], "a note is written on one screen"
    assert button["height"] >= 44

    context = page.context
    context.set_offline(True)
    page.goto(CAPTURE)
    expect(page.get_by_text("You have no connection.")).to_be_visible()
    check_page(page)
    press(page, "Save note")
    expect(page.get_by_text("Enter a title or what happened")).to_be_visible()
    expect(page.get_by_label("What happened")).to_be_focused()
    page.keyboard.type(STORY)
    press(page, "Save note")
    expect(lines(page)).to_contain_text(WAITING)
    check_page(page)
    tab_to(page, "Title")
    page.keyboard.insert_text("Begun, and then the telephone rang")
    page.close(run_before_unload=True)

    page = context.new_page()
    page.goto(CAPTURE)
    expect(lines(page)).to_have_count(2)
    expect(lines(page).filter(has_text="the telephone rang")).to_contain_text("Not finished")
    assert Note.objects.count() == 0
    context.set_offline(False)
    expect(lines(page).filter(has_text="She waited")).to_contain_text(SENT)
    note = Note.objects.get()
    assert (note.enrolment, note.words) == (enrolment, STORY)
    assert STORY not in on_the_device(page)

    page.goto(CAPTURE)
    tab_to(page, "Go on writing")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_have_value("Begun, and then the telephone rang")
    press(page, "Save note")
    expect(lines(page)).to_have_count(1)
    expect(lines(page)).to_contain_text(SENT)
    page.get_by_role("link", name="Open the note").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Begun, and then the telephone rang")
    check_page(page)
    assert Note.objects.count() == 2
    assert "telephone" not in on_the_device(page)


def test_an_answer_that_was_lost_makes_no_second_note_and_no_conflict(page_as, enrolment):
    page = page_as(enrolment.social_worker, service_workers="block")

    def lose_the_answer(route) -> None:
        if route.request.method == "POST":
            route.fetch()
        route.abort("connectionreset")

    page.goto(CAPTURE)
    page.route("**/evidence/notes/**", lose_the_answer)
    save(page, "On the stairs")
    expect(page.locator(".govuk-character-count__status")).to_have_text(
        "You have 20,000 characters remaining"
    )
    expect(lines(page)).to_contain_text(WAITING)
    note = Note.objects.get()
    page.unroute("**/evidence/notes/**")

    def come_back_meanwhile(route) -> None:
        page.evaluate("dispatchEvent(new Event('online'))")
        route.abort("internetdisconnected")

    page.route("**/evidence/notes/**", come_back_meanwhile, times=1)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(lines(page)).to_contain_text(SENT)
    assert Note.objects.count() == 1

    page.clock.install()
    page.goto(reverse("evidence:write_note", args=[note.pk]))
    page.route("**/evidence/notes/**", lose_the_answer)
    page.get_by_label("What happened").fill("Kept by a service that went down before it could say so")
    page.clock.run_for(2_100)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Not saved: kept on this device")
    page.unroute("**/evidence/notes/**")
    page.get_by_label("What happened").fill("And more, after it was back")
    page.clock.run_for(12_000)
    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile("^Saved at"))
    note.refresh_from_db()
    assert note.words == "And more, after it was back"


def test_another_person_on_the_device_sees_nothing_and_it_is_sent_once_its_writer_is_back(
    page_as, enrolment, live_server
):
    page = page_as(enrolment.social_worker, viewport=SMALL_PHONE)
    with_a_connection_once(page)
    context = page.context
    sign_in(context, None, live_server.url)
    save(page, "On the stairs")
    expect(lines(page)).to_contain_text("Sign in to send it")
    assert "person_here" not in {each["name"] for each in context.cookies()}

    another = EnrolmentFactory()
    sign_in(context, another.social_worker, live_server.url)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(lines(page)).to_contain_text("Somebody else is signed in")
    page.goto(CAPTURE)
    expect(page.get_by_label("Title")).to_be_visible()
    expect(page.get_by_text("On the stairs")).to_have_count(0)
    context.set_offline(True)
    page.goto(CAPTURE)
    expect(page.get_by_label("Title")).to_be_visible()
    expect(page.get_by_text("On the stairs")).to_have_count(0)
    context.set_offline(False)
    assert Note.objects.count() == 0

    Enrolment.objects.filter(pk=enrolment.pk).update(status="withdrawn")
    sign_in(context, enrolment.social_worker, live_server.url)
    NoteFactory(enrolment=enrolment)
    page.goto(reverse("evidence:notes", args=[enrolment.pk]))
    expect(page.get_by_text("1 note on this device could not be sent.")).to_be_visible()
    Enrolment.objects.filter(pk=enrolment.pk).update(status="active")
    page.get_by_role("link", name="See your notes on this device").click()
    expect(lines(page)).to_contain_text("Not sent: Your programme has ended")
    page.get_by_text("Read what you wrote").click()
    expect(lines(page)).to_contain_text(STORY)
    check_page(page)
    page.get_by_role("button", name="Try again").click()
    expect(lines(page)).to_contain_text(SENT)
    assert enrolment.notes.filter(title="On the stairs").count() == 1
    assert not another.notes.exists()


def test_without_scripts_the_page_is_a_form_and_sentences_are_lifted_from_tick_boxes(page_as, enrolment):
    hands = Hands(page_as)
    page = hands.open(enrolment.social_worker, CAPTURE)
    hands.write(page, "What happened", "She waited. I did not. He has a limp.")
    hands.go_on(page, "Save note")
    expect(page.get_by_text("Note saved. Only you can read it.")).to_be_visible()
    hands.go_on(page, "Share for supervision")
    hands.tick(page, "She waited.")
    hands.tick(page, "I did not.")
    expect(page.get_by_label("To my next supervision")).to_be_checked()
    hands.go_on(page, "Lift the chosen sentences")
    hands.go_on(page, "Continue")
    hands.go_on(page, "Share for supervision")
    expect(page.get_by_text("Shared for your next supervision")).to_be_visible()

    reading = hands.open(enrolment.supervisor, enrolment.shared_notes.get().get_absolute_url())
    expect(reading.get_by_role("paragraph").get_by_text("She waited. I did not.")).to_be_visible()
    expect(reading.get_by_text("limp")).to_have_count(0)
    hands.go_on(reading, "We have talked about it")
    expect(reading.get_by_text("Put it back on the agenda")).to_be_visible()
