"""The script that keeps what people write, in a real browser, against a server made of a few lines."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django import forms
from playwright.sync_api import expect

from swip.govuk.fields import LongText
from swip.govuk.tests.gallery import draw

SCRIPT = Path(__file__).parents[3] / "assets" / "src" / "autosave.js"
SERVICE = "http://record.test"
QUIET = 2_100  # milliseconds after the last key, and a little
NOT_SAVED = re.compile("Not saved: kept on this device")

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Evidence</title><meta charset="utf-8">
<script defer src="/autosave.js"></script></head><body>
{% from "govuk/forms.html" import autosave_status, button, error_summary, form_fields %}
{{ error_summary(form) }}
<form method="post" action="/send" novalidate
  data-autosave="/save" data-autosave-key="evidence-12" data-autosave-owner="{{ owner }}">
<input type="hidden" name="csrfmiddlewaretoken" value="token">
<input type="hidden" name="revision" value="{{ revision }}">
{{ form_fields(form) }}{{ autosave_status() }}{{ button("Send") }}</form></body></html>"""
SENT = """<!DOCTYPE html><html lang="en"><head><title>Sent</title>
<script defer src="/autosave.js"></script></head><body>
<div hidden data-autosave-clear="evidence-12" data-autosave-owner="7"></div></body></html>"""


class EvidenceForm(forms.Form):
    story = LongText(label="What happened", required=True)
    kinds = forms.MultipleChoiceField(
        label="Kinds",
        choices=[("visit", "Visit"), ("court", "Court")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@dataclass
class Server:
    """Answers as the service does, and can be told to fail."""

    story: str = "Before"
    kinds: list = field(default_factory=list)
    revision: int = 7
    status: int | None = 200
    owner: int = 7
    shows_mistake: bool = False
    saves: list = field(default_factory=list)
    sent: list = field(default_factory=list)
    held: list = field(default_factory=list)
    holds: bool = False

    def answer(self, route):
        path = route.request.url.removeprefix(SERVICE)
        if path == "/autosave.js":
            route.fulfill(body=SCRIPT.read_text(), content_type="text/javascript")
        elif path == "/save":
            self.saves.append(route.request)
            if self.holds:
                self.held.append(route)
            else:
                self.save(route)
        elif path == "/send":
            self.sent.append(route.request)
            route.fulfill(body=SENT, content_type="text/html")
        else:
            data = {"story": self.story, "kinds": self.kinds}
            form = EvidenceForm({}) if self.shows_mistake else EvidenceForm(initial=data)
            page = draw(PAGE, form=form, revision=self.revision, owner=self.owner)
            route.fulfill(body=page, content_type="text/html; charset=utf-8")

    def save(self, route):
        if self.status is None:
            route.abort()
            return
        if self.status == 200:
            self.revision += 1
            said = {"state": "saved", "at": "14:02", "revision": self.revision}
        else:
            states = {409: "conflict", 401: "signed-out", 422: "invalid"}
            said = {
                "state": states.get(self.status, ""),
                "message": "" if self.status != 422 else "Too long.",
            }
        route.fulfill(status=self.status, body=json.dumps(said), content_type="application/json")


def typed(request) -> dict[str, str]:
    """The parts of a form as a browser sends it."""
    parts = re.findall(r'name="([^"]+)"\r\n\r\n(.*?)\r\n--', request.post_data, re.DOTALL)
    return dict(parts)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def page(chromium, server):
    context = chromium.new_context(base_url=SERVICE, locale="en-GB", timezone_id="Europe/London")
    context.route("**/*", server.answer)
    page = context.new_page()
    page.set_default_timeout(5_000)
    page.clock.install()
    page.goto("/write")
    yield page
    context.close()


def write(page, text):
    page.get_by_label("What happened").fill(text)


def status(page):
    return page.locator("[data-autosave-status]")


def copies(page):
    return page.evaluate("Object.keys(localStorage).length")


def test_a_text_is_saved_two_seconds_after_the_last_key(page, server):
    write(page, "A visit 🙂")
    page.clock.run_for(1_500)
    assert server.saves == []

    page.clock.run_for(QUIET)

    expect(status(page)).to_have_text("Saved at 14:02.")
    request = server.saves[0]
    assert request.headers["x-autosave"] == "1"
    assert typed(request) == {"csrfmiddlewaretoken": "token", "revision": "7", "story": "A visit 🙂"}
    assert page.locator("[name=revision]").input_value() == "8"
    assert copies(page) == 0


def test_what_nobody_changed_is_not_sent(page, server):
    page.clock.run_for(QUIET)
    page.evaluate("dispatchEvent(new Event('pagehide'))")

    assert server.saves == []


def test_a_text_is_saved_when_the_page_is_left(page, server):
    write(page, "A visit")
    page.evaluate("dispatchEvent(new Event('pagehide'))")

    expect(status(page)).to_have_text("Saved at 14:02.")
    assert len(server.saves) == 1


def test_two_saves_are_never_on_their_way_at_once(page, server):
    server.holds = True
    write(page, "One")
    page.clock.run_for(QUIET)
    write(page, "One, two")
    page.clock.run_for(QUIET)
    write(page, "One, two, three")
    page.clock.run_for(QUIET)
    assert len(server.saves) == 1

    server.holds = False
    server.save(server.held.pop())

    expect(page.locator("[name=revision]")).to_have_value("9")
    assert [typed(each)["story"] for each in server.saves] == ["One", "One, two, three"]


def test_a_lost_connection_keeps_the_text_on_the_device_until_it_is_back(page, server):
    server.status = None
    write(page, "In the car park")
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(NOT_SAVED)
    assert copies(page) == 1

    server.status = 200
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(status(page)).to_have_text("Saved at 14:02.")
    assert copies(page) == 0


def test_a_server_that_fails_is_asked_again_by_and_by(page, server):
    server.status = 503
    write(page, "In the car park")
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(NOT_SAVED)

    server.status = 200
    page.clock.run_for(5_100)

    expect(status(page)).to_have_text("Saved at 14:02.")


def test_someone_signed_out_is_told_and_loses_nothing(page, server):
    server.status = 401
    write(page, "Late in the evening")
    page.clock.run_for(QUIET)

    expect(status(page)).to_contain_text("You have been signed out")
    assert copies(page) == 1


def test_after_signing_in_again_the_new_token_is_used(page, server):
    server.status = 401
    write(page, "Late in the evening")
    page.clock.run_for(QUIET)
    expect(status(page)).to_contain_text("signed out")

    server.status = 200
    page.context.add_cookies([{"name": "csrftoken", "value": "fresh", "url": SERVICE}])
    page.clock.run_for(5_100)

    expect(status(page)).to_have_text("Saved at 14:02.")
    assert typed(server.saves[-1])["csrfmiddlewaretoken"] == "fresh"


def test_a_second_tab_is_told_and_overwrites_nothing(page, server):
    server.status = 409
    write(page, "From the second tab")
    page.clock.run_for(QUIET)

    expect(page.get_by_role("alert")).to_contain_text("changed in another tab or window")
    expect(page.get_by_role("link", name="Open the newest version")).to_be_visible()
    write(page, "From the second tab, and more")
    page.clock.run_for(60_000)
    assert len(server.saves) == 1
    assert copies(page) == 1


def test_a_refused_text_waits_until_it_is_another(page, server):
    server.status = 422
    write(page, "Too long")
    page.clock.run_for(QUIET)
    expect(status(page)).to_contain_text("Too long.")
    page.clock.run_for(120_000)
    assert len(server.saves) == 1

    server.status = 200
    write(page, "Shorter")
    page.clock.run_for(QUIET)

    expect(status(page)).to_have_text("Saved at 14:02.")


@pytest.fixture
def kept(page, server):
    """A page whose text never reached the server, closed and opened again."""
    server.status = None
    write(page, "Kept")
    page.get_by_label("Court").check()
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(NOT_SAVED)
    server.status = 200
    server.saves.clear()
    return page


def come_back(page, server):
    """As after a crash: nothing more was sent when the page went away."""
    server.status = None
    page.goto("/write")
    server.status = 200
    server.saves.clear()


def test_a_text_left_on_the_device_is_offered_and_put_back(kept, server):
    come_back(kept, server)
    banner = kept.get_by_role("region", name="Important")
    expect(banner).to_contain_text(re.compile(r"Text kept on this device from \d\d:\d\d was not saved"))
    expect(kept.get_by_label("What happened")).to_have_value("Before")

    kept.get_by_role("button", name="Put it back").click()

    expect(kept.get_by_label("What happened")).to_have_value("Kept")
    expect(kept.get_by_label("Court")).to_be_checked()
    expect(banner).to_have_count(0)
    kept.clock.run_for(QUIET)
    expect(status(kept)).to_have_text("Saved at 14:02.")
    assert copies(kept) == 0


def test_a_text_left_on_the_device_can_be_thrown_away(kept, server):
    come_back(kept, server)
    kept.get_by_role("button", name="Throw it away").click()

    expect(kept.get_by_role("region", name="Important")).to_have_count(0)
    expect(kept.get_by_label("What happened")).to_have_value("Before")
    assert copies(kept) == 0


def test_a_text_that_has_arrived_meanwhile_is_not_offered(kept, server):
    server.story, server.kinds = "Kept", ["court"]
    come_back(kept, server)

    expect(kept.get_by_role("region", name="Important")).to_have_count(0)
    assert copies(kept) == 0


def test_another_person_on_the_same_device_is_not_offered_it(kept, server):
    server.owner = 8
    come_back(kept, server)

    expect(kept.get_by_role("region", name="Important")).to_have_count(0)
    assert copies(kept) == 1


def test_sending_waits_for_the_save_that_is_on_its_way(page, server):
    server.holds = True
    write(page, "One")
    page.clock.run_for(QUIET)
    page.get_by_role("button", name="Send").click()
    assert server.sent == []

    server.holds = False
    server.save(server.held.pop())

    expect(page).to_have_title("Sent")
    assert "revision=8" in server.sent[0].post_data


def test_a_copy_goes_once_what_was_sent_has_arrived(page, server):
    write(page, "Sent at once")
    page.get_by_role("button", name="Send").click()

    expect(page).to_have_title("Sent")
    assert server.saves == []
    assert copies(page) == 0


def test_a_page_with_mistakes_keeps_what_was_typed(page, server):
    server.shows_mistake = True
    page.goto("/write")
    page.clock.run_for(QUIET)

    expect(status(page)).to_have_text("Saved at 14:02.")
    assert len(server.saves) == 1


def test_a_device_that_keeps_nothing_warns(page, server):
    server.status = None
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    write(page, "Nowhere to go")
    page.clock.run_for(QUIET)

    expect(status(page)).to_contain_text("Copy your text before you leave this page")


def test_without_scripts_the_page_says_how_to_keep_what_was_written(chromium, server):
    context = chromium.new_context(base_url=SERVICE, java_script_enabled=False)
    context.route("**/*", server.answer)
    page = context.new_page()
    page.goto("/write")

    expect(status(page)).to_have_text("Select Save draft to keep what you have written.")
    context.close()


def test_a_save_that_was_never_answered_goes_again_before_a_newer_one(page, server):
    """The service may have kept it: a newer text upon the old revision would be a conflict with oneself."""
    server.status = None
    write(page, "One")
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(NOT_SAVED)
    write(page, "One, two")

    server.status = 200
    page.clock.run_for(QUIET)

    expect(page.locator("[name=revision]")).to_have_value("9")
    assert [(typed(each)["revision"], typed(each)["story"]) for each in server.saves] == [
        ("7", "One"),
        ("7", "One"),
        ("8", "One, two"),
    ]
    assert copies(page) == 0


def test_sending_asks_first_what_became_of_a_save_that_was_never_answered(page, server):
    server.status = None
    write(page, "One")
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(NOT_SAVED)
    write(page, "One, two")

    server.status = 200
    page.get_by_role("button", name="Send").click()

    expect(page).to_have_title("Sent")
    assert [typed(each)["story"] for each in server.saves] == ["One", "One"]
    assert "revision=8" in server.sent[0].post_data
