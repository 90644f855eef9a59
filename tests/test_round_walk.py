"""A round of feedback that fails its rule and is mended, in a browser: from the own view to what is taken from it."""

import datetime
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.feedback.actions.rounds import show_counts
from swip.feedback.models import Answer, Round
from swip.feedback.tests.factories import InvitationFactory, answer
from tests.browser import SMALL_PHONE, check_page, press, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
AREAS = [
    "Working with children and families",
    "Working together",
    "Being reliable",
    "Fairness and inclusion",
    "Handling difficulty",
]


def go_on(page: Page, name: str) -> None:
    """By keyboard, and the page that follows is looked at closely."""
    with page.expect_navigation():
        press(page, name)
    check_page(page)


def choose_words(page: Page, words: str) -> None:
    for area in AREAS:
        page.get_by_role("group", name=area).get_by_label(words, exact=True).check()


def newest_link(address: str) -> str:
    body = next(each.body for each in reversed(mail.outbox) if each.to == [address])
    return re.search(r"https?://[^/\s]+(/feedback/answer/\S+)", body).group(1)


def test_a_round_that_fails_its_rule_is_mended(page_as, run_jobs):
    enrolment = EnrolmentFactory()
    worker = page_as(enrolment.social_worker)
    worker.goto(reverse("feedback:rounds", args=[enrolment.pk]))
    check_page(worker)
    go_on(worker, "Begin a round of feedback")

    # The own view first: a missing word is told, and nothing typed is lost.
    worker.get_by_label("What will you keep doing?").fill("I listen before I plan.")
    go_on(worker, "Check your answers")
    expect(worker.get_by_role("alert")).to_contain_text("Select a word for “Working together”")
    choose_words(worker, "Doing well")
    go_on(worker, "Check your answers")
    go_on(worker, "Keep it, and name people to ask")

    # People to ask: one's own address is refused where it was typed.
    round = Round.objects.get()
    for number in range(1, 8):
        InvitationFactory(
            round=round,
            kind="partner" if number < 3 else "colleague",
            name=f"Person {number}",
            email=f"person{number}@example.org",
        )
    worker.reload()
    go_on(worker, "Send the list to your supervisor")
    expect(worker.get_by_role("alert")).to_contain_text("Name at least 8 people")
    worker.get_by_label("Name", exact=True).fill("Somebody Eight")
    worker.get_by_label("Email address").fill(enrolment.social_worker.email)
    worker.get_by_label("What they do, and where").fill("Teacher at Hill school")
    worker.get_by_label("A colleague").check()
    go_on(worker, "Add to the list")
    expect(worker.get_by_role("alert")).to_contain_text("own address")
    worker.get_by_label("Email address").fill("person8@example.org")
    go_on(worker, "Add to the list")
    go_on(worker, "Send the list to your supervisor")

    # The supervisor agrees, and the letters leave.
    supervisor = page_as(enrolment.supervisor)
    supervisor.goto(round.get_absolute_url())
    go_on(supervisor, "Agree whom to ask")
    supervisor.get_by_label("Yes, send the invitations").check()
    supervisor.get_by_label("Why is it a fair list").fill("It has people from difficult work, too.")
    go_on(supervisor, "Continue")
    run_jobs()

    # A colleague answers on a small phone without scripts, in two goes.
    phone = page_as(javascript=False, viewport=SMALL_PHONE)
    phone.goto(newest_link("person3@example.org"))
    check_page(phone)
    choose_words(phone, "Doing well")
    phone.get_by_label("Concerns me").last.check()
    phone.get_by_role("button", name="Check your answers").click()
    expect(phone.get_by_role("alert")).to_contain_text("enter what could be done differently")
    phone.get_by_label("could", exact=False).last.fill("Ask for help sooner.")
    phone.get_by_role("button", name="Save and come back later").click()
    check_page(phone)
    phone.goto(newest_link("person3@example.org"))
    phone.get_by_role("button", name="Check your answers").click()
    check_page(phone)
    phone.get_by_role("button", name="Send your feedback").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    check_page(phone)
    phone.goto(newest_link("person3@example.org"))
    expect(phone.get_by_role("heading", name="You have answered already")).to_be_visible()

    # Said before it closes, and again when it has: five answers, one of them from a partner agency.
    for invitation in [
        *round.invitations.filter(kind="colleague")[1:4],
        round.invitations.get(name="Person 1"),
    ]:
        answer(invitation)
    show_counts()  # at night
    worker.goto(round.get_absolute_url())
    missing = "one more answer from a partner agency"
    expect(worker.get_by_text(f"would not count. Still needed: {missing}")).to_be_visible()
    check_page(worker)
    Round.objects.update(closes_at=timezone.now() - datetime.timedelta(minutes=1))
    worker.reload()
    expect(worker.get_by_text("Closed with too few answers").first).to_be_visible()
    check_page(worker)

    # Mended: open for longer, the second partner is reminded, answers, and the round counts.
    go_on(worker, "Keep it open for 14 days more")
    run_jobs()
    partner = page_as()
    partner.goto(newest_link("person2@example.org"))
    choose_words(partner, "Some to work on")
    tab_to(partner, "keep doing?")
    partner.keyboard.insert_text("They always ring back, said the nurse of the boy at number 9.")
    go_on(partner, "Check your answers")
    go_on(partner, "Send your feedback")
    assert Answer.objects.count() == 6
    Round.objects.update(closes_at=timezone.now() - datetime.timedelta(minutes=1))

    # Released in a conversation, in other words where the writer's would give somebody away.
    supervisor.goto(round.get_absolute_url())
    go_on(supervisor, "Go through the feedback")
    for each in supervisor.get_by_label("As it is written").all():
        each.check()
    told = supervisor.get_by_role("group").filter(has=supervisor.get_by_label("In other words"))
    comments = supervisor.locator("h3:has-text('Comment')")
    place = next(
        number
        for number in range(comments.count())
        if "number 9"
        in supervisor.locator("h3:has-text('Comment') + .govuk-inset-text").nth(number).inner_text()
    )
    told.nth(place).get_by_label("In other words").check()
    go_on(supervisor, "Check before it is released")
    expect(supervisor.get_by_role("alert")).to_contain_text(f"Enter comment {place + 1} in other words")
    told.nth(place).get_by_label("What the social worker reads instead").fill("They always ring back.")
    today = timezone.localdate()
    for part, words in [("Day", today.day), ("Month", today.month), ("Year", today.year)]:
        supervisor.get_by_label(part, exact=True).fill(str(words))
    go_on(supervisor, "Check before it is released")
    go_on(supervisor, "Release the feedback")

    worker.goto(round.get_absolute_url())
    expect(worker.get_by_role("heading", name="What 6 people said")).to_be_visible()
    expect(worker.get_by_text("number 9")).to_have_count(0)
    worker.get_by_text("Show the numbers").click()
    check_page(worker)
    go_on(worker, "Write what you take from this")
    tab_to(worker, "What I take from this")
    worker.keyboard.insert_text("I will ask sooner.")
    go_on(worker, "Save")
    go_on(worker, "Share it with your supervisor")
    supervisor.reload()
    expect(supervisor.get_by_text("I will ask sooner.")).to_be_visible()
