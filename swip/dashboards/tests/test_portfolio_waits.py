"""What waits for each person about the portfolio, and what two people talk about when they meet."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.dashboards.queries import portfolio_waits
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.actions import take_out_of_sight
from swip.evidence.tests.factories import EvidenceFactory
from swip.feedback.actions.identifying import take_out_of_sight as hide_feedback
from swip.feedback.tests.factories import RoundFactory
from swip.identifiers.models import Quarantine
from swip.observations.tests.factories import ObservationFactory
from swip.plans.tests.factories import ActionFactory
from swip.voices.actions import take_out_of_sight as hide_voices
from swip.voices.tests.factories import BatchFactory, VoiceFactory

pytestmark = pytest.mark.django_db


def said(found):
    return [each.what for each in found]


def late(goal_of, owner):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    return ActionFactory(goal__enrolment=goal_of, owner=owner, due_on=yesterday)


def test_each_is_told_what_waits_for_them_in_one_question(django_assert_num_queries):
    enrolment, other = EnrolmentFactory(), EnrolmentFactory()
    for each in (enrolment, other):
        ObservationFactory(enrolment=each, to="answered")
        ObservationFactory(enrolment=each, to="asked", observer="assessor")
        RoundFactory(enrolment=each)
        late(each, "social_worker")
        late(each, "supervisor")
        EvidenceFactory(enrolment=each, status="submitted", quarantined_at=timezone.now())
    portfolio_waits.for_worker(enrolment.pk)
    with django_assert_num_queries(1):
        own = portfolio_waits.for_worker(enrolment.pk)
    assert sorted(said(own)) == [
        "Give your own view in a round of feedback",
        "Late in the development plan",
        "Out of sight: mend a piece of evidence",
        "Reflect on an observation",
    ]
    portfolio_waits.for_supervisor({enrolment.pk: "Ada"})
    with django_assert_num_queries(1):
        found = portfolio_waits.for_supervisor({enrolment.pk: "Ada"})
    assert [(each.what, each.about) for each in found] == [("Late in the development plan", "Ada")]
    [asked] = portfolio_waits.to_observe(enrolment.assessor)
    assert asked.about == enrolment.social_worker.name


def test_the_two_who_meet_have_an_agenda(client, django_assert_max_num_queries):
    enrolment = EnrolmentFactory()
    address = reverse("dashboards:agenda", args=[enrolment.pk])
    client.force_login(enrolment.supervisor)
    assertContains(client.get(address), "Nothing is on it yet")
    action = late(enrolment, "supervisor")
    evidence = EvidenceFactory(enrolment=enrolment, status="returned", title="The second visit")
    evidence.save_over(0, title="Half way to something else")
    client.get(address)
    with django_assert_max_num_queries(18):
        page = client.get(address)
    assertContains(page, action.what)
    assertContains(page, "The second visit")
    assertNotContains(page, "Half way")
    client.force_login(enrolment.social_worker)
    assertContains(client.get(address), "Half way")
    client.force_login(enrolment.assessor)
    assert client.get(address).status_code == 404


def test_a_coordinator_is_told_only_of_those_for_whom_their_employer_answers():
    enrolment, elsewhere = EnrolmentFactory(), EnrolmentFactory()
    employer = enrolment.employment_periods.get().organisation
    coordinator = AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person
    starts_on = elsewhere.employment_periods.get().starts_on
    elsewhere.employment_periods.create(organisation=employer, starts_on=starts_on, is_lead=False)
    for each in (enrolment, elsewhere):
        VoiceFactory(enrolment=each)
    people = {enrolment.pk: "Ada", elsewhere.pk: "Bea"}
    found = portfolio_waits.for_coordinator(coordinator, people)
    assert [(each.what, each.about) for each in found] == [("Read what families said", "Ada")]
    assert portfolio_waits.for_coordinator(coordinator, {}) == []


def test_a_supervisor_is_told_what_they_have_to_mend(client):
    enrolment = EnrolmentFactory()
    reader, supervisor = enrolment.assessor, enrolment.supervisor
    batch = BatchFactory(enrolment=enrolment)
    done = RoundFactory(enrolment=enrolment, status="released")
    comment = done.comments.first()
    hide_voices(batch, kinds=["name"], by=reader)
    hide_feedback("round", done, kinds=["name"], by=reader)
    hide_feedback("comment", comment, kinds=["name"], by=reader)
    people = {enrolment.pk: "Ada"}
    found = [each for each in portfolio_waits.for_supervisor(people) if "Out of sight" in each.what]
    assert sorted(said(found)) == [
        "Out of sight: mend a comment in the feedback",
        "Out of sight: mend the feedback",
        "Out of sight: mend what families said",
    ]
    client.force_login(supervisor)
    for each in found:
        assert client.get(each.href, follow=True).status_code == 200
    Quarantine.objects.update(mended_at=timezone.now())
    assert not any("Out of sight" in each for each in said(portfolio_waits.for_supervisor(people)))


def test_a_data_protection_lead_finds_what_was_taken_out_of_sight(client):
    enrolment = EnrolmentFactory()
    employer = enrolment.employment_periods.get().organisation
    lead = AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person
    client.force_login(lead)
    assertNotContains(client.get("/"), "Taken out of sight")
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    take_out_of_sight(evidence, kinds=["names"], by=enrolment.supervisor)
    assertContains(client.get("/"), "Taken out of sight")
