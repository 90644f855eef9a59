"""The pages that say where somebody stands."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from swip.core import history
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.tests.factories import EvidenceFactory
from swip.govuk.words import date_in_words
from swip.progress.queries import asked, breadth_of, evidence_for
from swip.voices.queries import Counted
from swip.voices.tests.factories import BatchFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


def outcomes_page(enrolment):
    return reverse("progress:outcomes", args=[enrolment.pk])


def outcome_page(enrolment, code="1.1"):
    return reverse("progress:outcome", args=[enrolment.pk, code])


def test_the_worker_sees_what_each_outcome_has_and_still_wants(client, enrolment):
    EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=["1.1", "1.2"], kind="court-work")
    EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=["1.1"], kind="audit")
    client.force_login(enrolment.social_worker)
    response = client.get(outcomes_page(enrolment))
    assertContains(response, "2 accepted pieces: Audit of practice and Court work")
    assertContains(response, "One more kind of evidence, other than court work.")
    assertContains(response, f"seen by {enrolment.supervisor}")
    assertContains(response, "Why am I seeing this?")
    assertContains(response, "Outcomes by domain")


def test_an_outcome_has_a_page_with_its_evidence_and_the_statements(client, enrolment):
    EvidenceFactory(enrolment=enrolment, status="submitted", outcomes=["1.1"], title="A long road")
    EvidenceFactory(enrolment=enrolment, status="draft", outcomes=["1.1"], title="Not yet")
    client.force_login(enrolment.social_worker)
    response = client.get(outcome_page(enrolment))
    assertContains(response, "A long road")
    assertNotContains(response, "Not yet")
    assertContains(response, "Handed in, waiting to be read")
    assertContains(response, "why a child needs to be heard")


def test_an_outcome_that_has_enough_says_stop(client, enrolment):
    accepted = {"enrolment": enrolment, "status": "accepted", "outcomes": ["1.1"]}
    for kind in ("audit", "reflection"):
        EvidenceFactory(**accepted, kind=kind)
    client.force_login(enrolment.social_worker)
    response = client.get(outcome_page(enrolment))
    assertContains(response, "One more day would settle it")
    assertContains(response, "Work of another day, since both pieces are of the same day.")
    assertContains(
        response, "Why am I seeing this?", count=6
    )  # each rule of what is enough, and what stands for it
    EvidenceFactory(**accepted, happened_on=enrolment.starts_on)
    response = client.get(outcome_page(enrolment))
    assertContains(response, "This is enough: you can stop here.")
    assertNotContains(response, "Write a piece of evidence")


def test_what_was_sent_back_is_found_where_it_was_handed_in(client, enrolment):
    day = datetime.date(2026, 3, 1)
    first, second = (
        EvidenceFactory(enrolment=enrolment, status="returned", outcomes=["1.1"], happened_on=each)
        for each in (day, day + datetime.timedelta(days=9))
    )
    first.save_over(0, happened_on=day + datetime.timedelta(days=30), contexts=["court"])
    second.outcome_links.update(outcome=enrolment.standards.outcomes.get(code="1.2"))
    outcomes = {each.code: each for each in enrolment.standards.outcomes}
    for code, as_handed_in in (("1.1", [second, first]), ("1.2", [])):
        assert list(evidence_for(enrolment, outcomes[code])) == as_handed_in
    for reader in (enrolment.supervisor, enrolment.social_worker):
        client.force_login(reader)
        page = client.get(outcome_page(enrolment))
        assertContains(page, second.title)
        assertContains(page, "stands here as it was handed in, until it is handed in again.")
        assertContains(page, "Sent back with comments, to be handed in again")
        assertContains(client.get(outcomes_page(enrolment)), "under the outcomes it was handed in for")
    assert not any(each.waiting for each in breadth_of(enrolment).kinds)


def test_statements_are_never_counted(client, enrolment):
    client.force_login(enrolment.social_worker)
    statements = enrolment.standards.items.prompts().count()
    for page in (outcomes_page(enrolment), outcome_page(enrolment)):
        assertNotContains(client.get(page), f"of {statements}")


def test_an_outcome_that_is_not_there_is_not_found(client, enrolment):
    client.force_login(enrolment.social_worker)
    assert client.get(outcome_page(enrolment, "9.99")).status_code == 404


def test_a_look_from_outside_the_supervision_is_noted(client, enrolment):
    client.force_login(enrolment.assessor)
    assertContains(client.get(outcomes_page(enrolment)), f"Where {enrolment.social_worker} stands")
    assert history.of(enrolment).last().action == "enrolment.looked"


def test_the_pages_cost_a_fixed_number_of_queries(client, enrolment, django_assert_max_num_queries):
    for kind in ("audit", "reflection", "court-work"):
        EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=["1.1", "1.2", "2.1"], kind=kind)
    client.force_login(enrolment.social_worker)
    client.get(outcomes_page(enrolment))
    client.get(outcome_page(enrolment))
    with django_assert_max_num_queries(4):  # session, person, enrolment, progress
        client.get(outcomes_page(enrolment))
    # Session, person, enrolment, evidence, progress, observations, what stands for it.
    with django_assert_max_num_queries(7):
        client.get(outcome_page(enrolment))


def test_what_else_is_asked_for_is_said_year_by_year(client, enrolment):
    client.force_login(enrolment.social_worker)
    page = client.get(reverse("progress:asked", args=[enrolment.pk]))
    assertContains(page, "Observations of your practice")
    assertContains(page, "0 of 3 this year")
    assertContains(page, "0 this year; no number is asked for")
    assertContains(page, "To come", count=3)
    year = asked.asked_of(enrolment)[0]
    assert year.last_day == year.year.ends_on - datetime.timedelta(days=1)
    assertContains(page, f"to {date_in_words(year.last_day)}")


def test_what_a_year_that_is_over_asked_for_is_not_to_come(client, enrolment):
    with time_machine.travel(enrolment.expected_end_on + datetime.timedelta(days=9)):
        client.force_login(enrolment.social_worker)
        page = client.get(reverse("progress:asked", args=[enrolment.pk]))
    assertContains(page, "Late")
    assertNotContains(page, "To come")


def test_what_was_heard_counts_in_one_year_alone(enrolment, monkeypatch):
    first = enrolment.starts_on.replace(day=1)
    months = [(first + datetime.timedelta(days=31 * number)).replace(day=1) for number in range(20)]
    voices = [Counted(enrolment.pk, 1, True, month, 1) for month in months]
    monkeypatch.setattr(asked, "counted_voices", lambda enrolments: voices)
    things = [each for year in asked.asked_of(enrolment) for each in year.things]
    said = [each.words for each in things if each.title == asked.TOGETHER]
    assert sum(int(words.split()[0]) for words in said) == len(voices)


def test_children_are_told_apart_from_their_families_only_where_enough_of_both_were_heard(client, enrolment):
    client.force_login(enrolment.social_worker)
    page = reverse("progress:asked", args=[enrolment.pk])
    BatchFactory(enrolment=enrolment, voices=[{"who": "child"}, {"who": "parent"}, {"who": "carer"}])
    assertContains(client.get(page), "Counted together with others this year; 3 are asked for")
    assertContains(
        client.get(page),
        "3 this year. Children are counted apart from their families once at least 3 of each",
    )
    BatchFactory(enrolment=enrolment, voices=[{"who": "child"}] * 2 + [{"who": "parent"}])
    assertNotContains(client.get(page), "ounted together")
    assertContains(client.get(page), "3 this year. That is enough")
    BatchFactory(enrolment=enrolment, voices=[{"who": "child"}, {"who": "parent"}, {"who": "carer"}])
    assertContains(
        client.get(page), "3 this year, and perhaps more among those counted together. That is enough"
    )


def test_the_kinds_of_work_are_drawn_and_those_not_met_named(client, enrolment):
    EvidenceFactory(enrolment=enrolment, status="accepted", contexts=["court"], complexity="complex")
    client.force_login(enrolment.supervisor)
    page = client.get(reverse("progress:breadth", args=[enrolment.pk]))
    assertContains(page, f"The kinds of work {enrolment.social_worker} has met")
    assertContains(page, "Not met yet: early help,")
    assertContains(page, "How complex the work was")
