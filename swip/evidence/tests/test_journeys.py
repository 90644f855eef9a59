"""Evidence in a real browser: what is typed stays, and every page can be read and used by anybody."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence import actions
from swip.evidence.tests.factories import AttachmentFactory, EvidenceFactory
from swip.evidence.tests.pages import at
from tests.browser import check_page, press

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = re.compile("Saved at")
SAVES_WITHIN = 6_000  # two seconds after the last key, and the way there and back


@pytest.fixture
def evidence():
    return EvidenceFactory(what_happened="First words.")


@pytest.fixture
def writer(evidence):
    return evidence.enrolment.social_worker


def status(page):
    return page.locator("[data-autosave-status]")


def write_on(page, words):
    page.get_by_role("textbox", name="What happened").press_sequentially(words)


def test_a_page_saves_itself_and_the_words_are_there_after_signing_in_again(page_as, evidence, writer):
    page = page_as(writer)
    page.goto(at("write", evidence))
    write_on(page, "More: ")
    expect(status(page)).to_contain_text(SAVED, timeout=SAVES_WITHIN)
    Session.objects.all().delete()
    again = page_as(writer)
    again.goto(at("write", evidence))
    expect(again.get_by_role("textbox", name="What happened")).to_have_value(re.compile("More: "))


def test_what_cannot_be_saved_is_kept_and_sent_when_the_connection_is_back(page_as, evidence, writer):
    page = page_as(writer)
    page.goto(at("write", evidence))
    page.context.set_offline(True)
    write_on(page, "On the train. ")
    expect(status(page)).to_contain_text("kept on this device", timeout=SAVES_WITHIN)
    page.context.set_offline(False)
    expect(status(page)).to_contain_text(SAVED, timeout=SAVES_WITHIN * 2)
    evidence.refresh_from_db()
    assert "On the train." in evidence.what_happened


def test_a_second_tab_is_told_and_overwrites_nothing(page_as, evidence, writer):
    first, second = page_as(writer), page_as(writer)
    for page in (first, second):
        page.goto(at("write", evidence))
    write_on(first, "From the first. ")
    expect(status(first)).to_contain_text(SAVED, timeout=SAVES_WITHIN)
    write_on(second, "From the second. ")
    expect(second.get_by_text("another tab or window").first).to_be_visible(timeout=SAVES_WITHIN)
    evidence.refresh_from_db()
    assert "From the first." in evidence.what_happened
    assert "From the second." not in evidence.what_happened
    expect(second.get_by_role("textbox", name="What happened")).to_have_value(re.compile("From the second."))


def test_going_back_and_changing_something_is_no_conflict(page_as, evidence, writer):
    page = page_as(writer)
    page.goto(at("write", evidence))
    write_on(page, "Before. ")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="What kind of work was it?").wait_for()
    page.go_back()
    write_on(page, "After. ")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="What kind of work was it?").wait_for()
    evidence.refresh_from_db()
    assert "Before." in evidence.what_happened
    assert "After." in evidence.what_happened


def test_outcomes_are_suggested_while_somebody_writes_and_added_only_by_them(page_as, evidence, writer):
    piece = EvidenceFactory(enrolment=evidence.enrolment, outcomes=[], what_happened="")
    page = page_as(writer)
    page.goto(at("write", piece))
    listed = page.get_by_role("region", name="Outcomes this may be about")
    expect(page.get_by_role("button", name="Save and suggest outcomes")).to_be_hidden()
    write_on(page, "I listened to the children, since children need to be heard.")
    add = listed.get_by_role("button", name="Add 1.1")
    expect(add).to_be_visible(timeout=SAVES_WITHIN)
    expect(listed).to_contain_text("Your words: children")
    expect(listed.get_by_role("status")).to_contain_text("1.1")
    expect(page.get_by_role("textbox", name="What happened")).to_be_focused()
    assert not piece.outcome_links.exists()
    check_page(page)
    write_on(page, "Not saved yet. ")
    press(page, "Add 1.1")
    expect(listed).to_contain_text("Added")
    expect(page.get_by_role("textbox", name="What happened")).to_have_value(re.compile("Not saved yet."))
    assert piece.outcome_links.get().outcome.code == "1.1"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_evidence_is_written_and_handed_in_by_keyboard(page_as, javascript):
    enrolment = EnrolmentFactory()
    page = page_as(enrolment.social_worker, javascript=javascript)

    def go_on(button, heading):
        press(page, button)
        page.get_by_role("heading", name=heading, level=1).wait_for()

    page.goto(at("start", enrolment))
    page.get_by_role("radio", name="Direct work").press("Space")
    go_on("Start writing", "Write your evidence")
    page.get_by_label("Title").press_sequentially("A visit")
    for box, number in (("Day", "3"), ("Month", "2"), ("Year", "2026")):
        page.get_by_label(box).press_sequentially(number)
    write_on(page, "We met.")
    page.get_by_role("textbox", name="What it shows").press_sequentially("I listen.")
    go_on("Save and continue", "What kind of work was it?")
    page.get_by_role("checkbox", name="Child protection").press("Space")
    page.get_by_role("radio", name="Mixed").press("Space")
    go_on("Save and continue", "Which outcomes does it show?")
    page.get_by_role("checkbox", name="1.1").press("Space")
    go_on("Save and continue", "How it shows each outcome")
    page.get_by_role("textbox").press_sequentially("By listening.")
    go_on("Save and continue", "Check your evidence before you hand it in")
    go_on("Hand in", "A visit")
    expect(page.get_by_text("Evidence handed in.")).to_be_visible()
    assert enrolment.evidence.get().is_waiting


def test_every_page_of_the_writer_can_be_read_and_used_by_anybody(page_as, evidence, writer):
    AttachmentFactory(evidence=evidence)
    enrolment = evidence.enrolment
    page = page_as(writer)
    addresses = [
        at(name, evidence)
        for name in ("evidence", "kind", "write", "work", "outcomes", "reasons", "files", "check")
    ]
    addresses += [at("withdraw", evidence), at("list", enrolment), at("start", enrolment)]
    addresses.append(at("showcase", enrolment, "1.1"))
    addresses += [
        reverse("progress:outcomes", args=[enrolment.pk]),
        reverse("progress:outcome", args=[enrolment.pk, "1.1"]),
    ]
    for address in addresses:
        page.goto(address)
        check_page(page)
    page.goto(at("check", evidence))
    evidence.outcome_links.all().delete()
    page.get_by_role("button", name="Hand in").click()
    check_page(page)


def test_every_page_of_the_supervisor_can_be_read_and_used_by_anybody(page_as):
    evidence = EvidenceFactory(status="returned")
    evidence.save_over(0, what_happened="In other words.\n\nAnd more of them.")
    actions.submit(evidence, revision=1, by=evidence.enrolment.social_worker)
    page = page_as(evidence.enrolment.supervisor)
    addresses = [at("waiting"), at("list", evidence.enrolment)]
    addresses += [at(name, evidence) for name in ("evidence", "review", "versions")]
    addresses += [at("version", evidence, 1), at("changes", evidence, 2)]
    for address in addresses:
        page.goto(address)
        check_page(page)
    page.goto(at("review", evidence))
    page.get_by_role("button", name="Send review").click()
    check_page(page)
