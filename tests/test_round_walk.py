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
from tests.browser import press, tab_to
from tests.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)
AREAS = [
    "Working with children and families",
    "Working together",
    "Being reliable",
    "Fairness and inclusion",
    "Handling difficulty",
]


def choose_words(hands, page: Page, words: str, *, last: str = "") -> None:
    for area in AREAS[:-1]:
        hands.choose(page, words, area)
    hands.choose(page, last or words, AREAS[-1])


def newest_link(address: str) -> str:
    body = next(each.body for each in reversed(mail.outbox) if each.to == [address])
    return re.search(r"https?://[^/\s]+(/feedback/answer/\S+)", body).group(1)


def test_a_round_that_fails_its_rule_is_mended(page_as, run_jobs):
    hands = Hands(page_as)
    enrolment = EnrolmentFactory()
    worker = hands.open(enrolment.social_worker, reverse("feedback:rounds", args=[enrolment.pk]))
    hands.go_on(worker, "Begin a round of feedback")

    # The own view first: a missing word is told, and nothing typed is lost.
    hands.write(worker, "What will you keep doing?", "I listen before I plan.")
    hands.go_on(worker, "Check your answers")
    expect(worker.get_by_role("alert")).to_contain_text("Select a word for “Working together”")
    choose_words(hands, worker, "Doing well")
    hands.go_on(worker, "Check your answers")
    expect(worker.get_by_text("I listen before I plan.")).to_be_visible()
    hands.go_on(worker, "Keep it, and name people to ask")

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
    hands.go_on(worker, "Send the list to your supervisor")
    expect(worker.get_by_role("alert")).to_contain_text("Name at least 8 people")
    tab_to(worker, "Name at least 8 people")
    hands.write(worker, "Name", "Somebody Eight")
    hands.write(worker, "Email address", enrolment.social_worker.email)
    hands.write(worker, "What they do, and where", "Teacher at Hill school")
    hands.choose(worker, "A colleague")
    hands.go_on(worker, "Add to the list")
    expect(worker.get_by_role("alert")).to_contain_text("own address")
    hands.write(worker, "Email address", "person8@example.org")
    hands.go_on(worker, "Add to the list")
    hands.go_on(worker, "Send the list to your supervisor")

    # The supervisor agrees, and the letters leave.
    supervisor = hands.open(enrolment.supervisor, round.get_absolute_url())
    hands.go_on(supervisor, "Agree whom to ask")
    hands.choose(supervisor, "Yes, send the invitations")
    hands.write(supervisor, "Why is it a fair list", "It has people from difficult work, too.")
    hands.go_on(supervisor, "Continue")
    run_jobs()

    # A colleague answers in two goes.
    colleague = hands.open(None, newest_link("person3@example.org"))
    choose_words(hands, colleague, "Doing well", last="Concerns me")
    hands.go_on(colleague, "Check your answers")
    expect(colleague.get_by_role("alert")).to_contain_text("enter what could be done differently")
    hands.write(colleague, "What could", "Ask for help sooner.")
    hands.go_on(colleague, "Save and come back later")
    colleague.goto(newest_link("person3@example.org"))
    hands.go_on(colleague, "Check your answers")
    hands.go_on(colleague, "Send your feedback")
    expect(colleague.get_by_role("heading", name="Thank you")).to_be_visible()
    colleague.goto(newest_link("person3@example.org"))
    expect(colleague.get_by_role("heading", name="You have answered already")).to_be_visible()

    # Said before it closes, and again when it has: five answers, one of them from a partner agency.
    for invitation in [
        *round.invitations.filter(kind="colleague")[1:4],
        round.invitations.get(name="Person 1"),
    ]:
        answer(invitation)
    show_counts()  # at night
    hands.visit(worker, round.get_absolute_url())
    missing = "one more answer from a partner agency"
    expect(worker.get_by_text(f"would not count. Still needed: {missing}")).to_be_visible()
    Round.objects.update(closes_at=timezone.now() - datetime.timedelta(minutes=1))
    hands.visit(worker, round.get_absolute_url())
    expect(worker.get_by_text("Closed with too few answers").first).to_be_visible()

    # Mended: open for longer, the second partner is reminded, answers, and the round counts.
    hands.go_on(worker, "Keep it open for 14 days more")
    run_jobs()
    partner = hands.open(None, newest_link("person2@example.org"))
    choose_words(hands, partner, "Some to work on")
    hands.write(partner, "keep doing?", "They rang when Jayden at number 9 said that his dad hits kids.")
    hands.go_on(partner, "Check your answers")
    hands.go_on(partner, "Send your feedback")
    expect(partner.get_by_role("heading", name="Could somebody be recognised?")).to_be_visible()
    hands.go_on(partner, "Replace all names as suggested")
    expect(partner.get_by_text("Jayden")).to_have_count(0)
    hands.go_on(partner, "Send your feedback")
    assert Answer.objects.count() == 6
    Round.objects.update(closes_at=timezone.now() - datetime.timedelta(minutes=1))

    # Released in a conversation, in other words where the writer's would give somebody away.
    supervisor.goto(round.get_absolute_url())
    hands.go_on(supervisor, "Go through the feedback")
    expect(supervisor.get_by_role("alert")).to_contain_text("It says: “hits kids”")
    comments = supervisor.locator("h3:has-text('Comment') + .govuk-inset-text").all_inner_texts()
    [place] = [number for number, words in enumerate(comments) if "number 9" in words]
    for number in range(len(comments)):
        hands.choose(supervisor, "In other words" if number == place else "As it is written")
    hands.go_on(supervisor, "Check before it is released")
    mistakes = supervisor.get_by_role("alert").filter(has_text="There is a problem")
    expect(mistakes).to_contain_text(f"Enter comment {place + 1} in other words")
    for _ in range(place):
        tab_to(supervisor, "What the social worker reads instead")
    hands.write(supervisor, "What the social worker reads instead", "They always ring back.")
    hands.write_day(supervisor, timezone.localdate())
    hands.go_on(supervisor, "Check before it is released")
    hands.go_on(supervisor, "Release the feedback")

    worker.goto(round.get_absolute_url())
    expect(worker.get_by_role("heading", name="What 6 people said")).to_be_visible()
    expect(worker.get_by_text("number 9")).to_have_count(0)
    press(worker, "Show this as a table")
    hands.look(worker)
    hands.go_on(worker, "Write what you take from this")
    hands.write(worker, "What I take from this", "I will ask sooner.")
    hands.go_on(worker, "Save")
    hands.go_on(worker, "Share it with your supervisor")
    supervisor.reload()
    expect(supervisor.get_by_text("I will ask sooner.")).to_be_visible()
