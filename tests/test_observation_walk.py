"""An observation by somebody without an account, in a real browser: from the letter's link to both signatures."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.enrolment.tests.factories import AdjustmentFactory, EnrolmentFactory
from swip.observations.models import Observation
from swip.observations.tests.factories import OUTSIDER, ObservationFactory
from swip.standards.contents import outcomes_of
from tests.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_outsider_observes_and_both_sign(page_as, run_jobs):
    hands = Hands(page_as)
    enrolment = EnrolmentFactory(social_worker=UserFactory(name="Amina Osei"))
    AdjustmentFactory(enrolment=enrolment, what_helps="Time to read", status="in_place", groups=["observers"])
    observation = ObservationFactory(enrolment=enrolment, observer="outsider")
    run_jobs()
    [letter] = [each for each in mail.outbox if each.to == [OUTSIDER["email"]]]
    link = re.search(r"https?://[^/]+(/observations/link/\S+)", letter.body).group(1)

    begin_on_a_page_that_saves_itself(hands, link)
    observer = hands.open(None, link)
    write_what_was_seen(hands, observer)
    reflect_and_agree(hands, hands.open(enrolment.social_worker, observation.get_absolute_url()))

    observation.refresh_from_db()
    assert observation.status == Observation.Status.AGREED
    told = history.of_chain(enrolment.history_chain).values_list("action", flat=True)
    assert list(told)[-3:] == ["observation.reflected", "observation.family_recorded", "observation.agreed"]
    observer.goto(link)
    expect(observer.get_by_text("Sent and signed")).to_be_visible()


def begin_on_a_page_that_saves_itself(hands, link):
    page = hands.open(None, link, javascript=True)
    expect(page.get_by_text("Time to read")).to_be_visible()
    expect(page.get_by_text("How I begin.")).to_be_visible()
    hands.go_on(page, "Start")
    hands.write(page, "What did you see?", "She sat down on the floor and waited.")
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    page.close()  # and opened again, in another browser: nothing is lost


def write_what_was_seen(hands, page):
    hands.go_on(page, "Go on")
    expect(page.get_by_label("What did you see?")).to_have_value("She sat down on the floor and waited.")
    hands.choose(page, "Mixed", "How complex was the work?")
    hands.write(page, "What made it so?", "Two views of one evening.")
    hands.go_on(page, "Save and continue")
    first, second, third, *_ = outcomes_of(Observation.objects.get().enrolment.standards)
    hands.choose(page, "Yes, I saw it", f"Did you see {first.code}?")
    hands.write(page, f"What showed {first.code}, or why not?", "In how she asked.")
    expect(page.get_by_label(f"What showed {third.code}?")).to_be_hidden()
    hands.go_on(page, "Save and continue")
    expect(page.get_by_text(f"Select whether you saw {second.code}").first).to_be_visible()
    hands.choose(page, "No, not this time", f"Did you see {second.code}?")
    hands.write(page, f"What showed {second.code}, or why not?", "It did not come up.")
    hands.go_on(page, "Save and continue")
    hands.write(page, "What went well?", "You gave them time.")
    hands.write(page, "What could they do differently", "Say what happens next.")
    hands.go_on(page, "Save and continue")
    hands.go_on(page, "Sign and send")
    expect(page.get_by_text("Sent and signed")).to_be_visible()


def reflect_and_agree(hands, page):
    expect(page.get_by_text("You gave them time.")).to_be_visible()
    hands.go_on(page, "Reflection")
    hands.write(page, "What do you make of it?", "I waited longer than I would have.")
    hands.go_on(page, "Share my reflection")
    hands.go_on(page, "The family’s agreement")
    hands.choose(page, "Yes, they agreed", "Did the family agree to the observation?")
    hands.choose(page, "The social worker", "Who asked them?")
    hands.write_day(page, timezone.localdate())
    hands.go_on(page, "Save")
    hands.go_on(page, "Agree and sign")
    hands.go_on(page, "Agree and sign")
    expect(page.get_by_text("Both of you have signed")).to_be_visible()
