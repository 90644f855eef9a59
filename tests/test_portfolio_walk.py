"""What is built around evidence: what stands for an outcome, both views of it, goals, the agenda, kinds, CPD."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.tests.factories import EvidenceFactory, ShowcaseFactory
from swip.evidence.tests.note_factories import SharedNoteFactory
from swip.self_assessment.tests.factories import SelfAssessmentFactory
from tests.browser import press
from tests.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)

IN_TWO_WEEKS = timezone.localdate() + datetime.timedelta(days=14)


def test_a_supervisor_an_employer_and_a_worker_do_the_rest_of_a_portfolio(page_as):
    hands = Hands(page_as)
    enrolment = EnrolmentFactory()
    visit, meeting = (
        EvidenceFactory(enrolment=enrolment, status="accepted", title=title, outcomes=["1.1"])
        for title in ("A visit on the stairs", "A meeting in May")
    )
    ShowcaseFactory(enrolment=enrolment, pieces=[visit])
    EvidenceFactory(enrolment=enrolment, status="returned", title="Sent back to be said more of")
    SharedNoteFactory(enrolment=enrolment, title="What I could not say in the meeting")
    said = SelfAssessmentFactory(
        enrolment=enrolment, answers={"1.1": ("with_support", "I still ask first.")}, status="shared"
    )

    worker, supervisor = str(enrolment.social_worker), hands.open(enrolment.supervisor, "/")
    suggest_another_piece(hands, supervisor, enrolment, meeting)
    see_it_from_the_other_side(hands, supervisor, said, worker)
    set_a_goal_and_renew_the_plan(hands, hands.open(enrolment.social_worker, said.get_absolute_url()))
    look_at_the_agenda(hands, supervisor, enrolment)
    carry_on(hands, enrolment, visit)
    add_a_kind_of_evidence(hands, enrolment)


def suggest_another_piece(hands, page, enrolment, better):
    hands.visit(page, reverse("evidence:showcase", args=[enrolment.pk, "1.1"]))
    hands.choose(page, "I suggest others")
    hands.tick(page, better.title)
    hands.go_on(page, "Send your answer")
    expect(page.get_by_role("alert")).to_contain_text("Enter why you suggest them")
    hands.write(page, "Why?", "It shows more of it.")
    hands.go_on(page, "Send your answer")
    expect(page.get_by_text("Your suggestion has been sent")).to_be_visible()
    hands.go_on(page, "Take your answer back")
    hands.choose(page, "Yes, I agree")
    hands.go_on(page, "Send your answer")
    expect(page.get_by_text("You have agreed")).to_be_visible()


def see_it_from_the_other_side(hands, page, said, worker):
    hands.visit(page, said.get_absolute_url())
    hands.go_on(page, "Answer it: say how you see each outcome")
    hands.go_on(page, said.enrolment.standards.outcomes.first().parent.text)
    hands.choose(page, "I can do this on my own", "Where do you see")
    hands.write(page, "Your reason for 1.1", "I saw it when we visited together.")
    hands.go_on(page, "Save and go back to the list")
    hands.go_on(page, "Check and share")
    expect(page.get_by_role("img").first).to_be_visible()
    press(page, "Read the reasons for")
    expect(page.get_by_text("I saw it when we visited together.")).to_be_visible()
    hands.go_on(page, f"Share with {worker}")


def set_a_goal_and_renew_the_plan(hands, page):
    hands.go_on(page, "says beside it")
    expect(page.get_by_text("You see these differently: 1.1.")).to_be_visible()
    hands.go_on(page, "Make it a goal")
    expect(page.get_by_role("heading", name="I still ask first.")).to_be_visible()
    hands.go_on(page, "Change this goal")
    hands.write(page, "What do you want to be able to do?", " ")
    hands.go_on(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("Enter what you want to be able to do")
    hands.write(page, "What do you want to be able to do?", "Begin without asking first")
    hands.write(page, "What do they do?", "Lead the next visit")
    hands.go_on(page, "Save")
    expect(page.get_by_text("The goal has been changed")).to_be_visible()
    hands.go_on(page, "Lead the next visit")
    hands.choose(page, "Yes", "Was it done?")
    hands.write(page, "What came of it?", "It went slowly, and well.")
    hands.go_on(page, "Save")
    hands.go_on(page, "Add an action")
    hands.choose(page, "", "Who does it?")
    hands.write(page, "What do they do?", "Say afterwards what they saw")
    hands.write_day(page, IN_TWO_WEEKS)
    hands.go_on(page, "Save")
    hands.go_on(page, "Back to the plan")
    hands.go_on(page, "Renew the plan")
    hands.choose(page, "It goes on")
    hands.go_on(page, "Renew the plan")
    expect(page.get_by_text("Say afterwards what they saw")).to_be_visible()


def look_at_the_agenda(hands, page, enrolment):
    hands.visit(page, reverse("dashboards:agenda", args=[enrolment.pk]))
    expect(page.get_by_role("link", name="Sent back to be said more of")).to_be_visible()
    hands.go_on(page, "Say afterwards what they saw")
    page.go_back()
    hands.go_on(page, "What I could not say in the meeting")


def carry_on(hands, enrolment, piece):
    page = hands.open(enrolment.social_worker, piece.get_absolute_url())
    hands.go_on(page, "Take it as an entry for your yearly CPD")
    with page.expect_download() as download:
        press(page, "Download it as text")
    assert piece.what_it_shows in download.value.path().read_text()


def add_a_kind_of_evidence(hands, enrolment):
    employer = enrolment.employment_periods.get().organisation
    coordinator = AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person
    page = hands.open(coordinator, reverse("evidence:kinds", args=[employer.pk]))
    hands.go_on(page, "Add a kind of evidence")
    hands.write(page, "Name", "Practice week")
    hands.write(page, "What is it?", "What you took from our practice week")
    hands.go_on(page, "Add it")
    expect(page.get_by_role("alert")).to_contain_text("Select how far it usually reaches")
    hands.choose(page, "", "How far does this kind usually reach?")
    hands.go_on(page, "Add it")
    hands.go_on(page, "Change")
    hands.write(page, "A short question with an answer of its own", "Which session was it?")
    hands.go_on(page, "Save")
    expect(page.get_by_text("Which session was it?")).to_be_visible()
    hands.go_on(page, "Stop offering it")
    expect(page.get_by_text("is not offered any more")).to_be_visible()
