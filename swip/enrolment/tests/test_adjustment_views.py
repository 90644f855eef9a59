"""Support and adjustments on pages: for the worker, for those they share with, and for nobody else."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.enrolment.models import Adjustment
from swip.enrolment.tests.factories import AdjustmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(enrolment):
    return enrolment.social_worker


def page(name, record):
    return reverse(f"enrolment:{name}", args=[record.pk])


def test_the_worker_asks_and_chooses_who_may_see_it(client, enrolment, worker):
    client.force_login(worker)
    assertContains(client.get(page("adjustments", enrolment)), "You have asked for nothing yet")
    assertContains(client.get(page("ask_adjustment", enrolment)), "You do not have to say why")
    alone = client.post(
        page("ask_adjustment", enrolment), {"what_helps": "A quiet room", "groups": ["panel"]}
    )
    assertContains(alone, "one of them has to see it")
    assertContains(alone, "A quiet room")
    assertContains(client.post(page("ask_adjustment", enrolment)), "Enter what would help you")
    typed = {"what_helps": "A quiet room", "groups": ["supervisor", "panel"]}
    response = client.post(page("ask_adjustment", enrolment), typed)
    adjustment = Adjustment.objects.get()
    assertRedirects(response, adjustment.get_absolute_url())
    shown = client.get(adjustment.get_absolute_url())
    assertContains(shown, "My practice supervisor; Whoever moderates or decides on my portfolio")
    assertContains(shown, "Only you can read this")
    assertContains(client.get(page("adjustments", enrolment)), "A quiet room")


def test_the_supervisor_answers_what_was_shared(client, enrolment, worker):
    adjustment = AdjustmentFactory(enrolment=enrolment, groups=["supervisor"])
    client.force_login(enrolment.supervisor)
    shown = client.get(adjustment.get_absolute_url())
    assertContains(shown, page("answer_adjustment", adjustment))
    assertNotContains(shown, "Shared with")
    assertContains(
        client.post(page("answer_adjustment", adjustment)), "Select whether this can be put in place"
    )
    half = client.post(page("answer_adjustment", adjustment), {"is_possible": "no", "extra_days": "soon"})
    assertContains(half, "Enter why it cannot be done")
    assertContains(half, "Extra days must be a number, like 14")
    typed = {"is_possible": "yes", "how": "By email, the day before", "extra_days": "14"}
    assertRedirects(client.post(page("answer_adjustment", adjustment), typed), adjustment.get_absolute_url())
    assert client.post(page("answer_adjustment", adjustment), typed).status_code == 409
    client.force_login(worker)
    shown = client.get(adjustment.get_absolute_url())
    assertContains(shown, "By email, the day before")
    assertContains(shown, "14")


def test_what_is_not_possible_is_asked_for_again(client, enrolment, worker):
    adjustment = AdjustmentFactory(
        enrolment=enrolment, groups=["supervisor"], status="not_possible", answer="No room is free"
    )
    client.force_login(worker)
    assertContains(client.get(page("ask_adjustment_again", adjustment)), "No room is free")
    empty = client.post(page("ask_adjustment_again", adjustment), {"what_helps": ""})
    assertContains(empty, "Enter what would help you")
    client.post(page("ask_adjustment_again", adjustment), {"what_helps": "A quiet hour"})
    assertContains(client.get(adjustment.get_absolute_url()), "A quiet hour")
    assertRedirects(client.get(page("ask_adjustment_again", adjustment)), adjustment.get_absolute_url())


def test_who_may_see_it_is_changed(client, enrolment, worker):
    adjustment = AdjustmentFactory(enrolment=enrolment, groups=["supervisor"])
    client.force_login(worker)
    assertContains(client.get(page("share_adjustment", adjustment)), "checked")
    client.post(page("share_adjustment", adjustment), {"groups": []})
    assertContains(client.get(adjustment.get_absolute_url()), "Nobody who could put this in place can see it")
    client.force_login(enrolment.supervisor)
    for name, record in [("adjustment", adjustment), ("adjustments", enrolment)]:
        assert client.get(page(name, record)).status_code == 404


def test_the_worker_ends_it(client, enrolment, worker):
    adjustment = AdjustmentFactory(enrolment=enrolment, groups=["supervisor"], status="in_place")
    client.force_login(worker)
    assertContains(client.get(page("end_adjustment", adjustment)), "I no longer need this")
    assertRedirects(client.post(page("end_adjustment", adjustment)), adjustment.get_absolute_url())
    assert client.post(page("end_adjustment", adjustment)).status_code == 409
    assertRedirects(client.get(page("end_adjustment", adjustment)), adjustment.get_absolute_url())


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DECISION_MAKER, Role.PRINCIPAL_SOCIAL_WORKER])
def test_for_everybody_else_it_is_not_there(client, enrolment, organisation, role):
    adjustment = AdjustmentFactory(enrolment=enrolment, groups=["supervisor"])
    client.force_login(AppointmentFactory(organisation=organisation, role=role).person)
    assert client.get(page("adjustments", enrolment)).status_code == 404
    assert client.get(page("adjustment", adjustment)).status_code == 404
    assert client.post(page("answer_adjustment", adjustment)).status_code == 404


def test_many_of_them_cost_no_more_queries(client, enrolment, worker, django_assert_max_num_queries):
    for _ in range(6):
        AdjustmentFactory(enrolment=enrolment, groups=["supervisor", "panel"])
    client.force_login(worker)
    client.get(page("adjustments", enrolment))
    with django_assert_max_num_queries(9):
        client.get(page("adjustments", enrolment))
