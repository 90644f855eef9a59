"""Whoever presses a button twice is led on, and the step is taken once."""

import pytest
from django.utils import timezone

from swip.core import history
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.notifications.models import Message
from swip.observations.models import Observation
from swip.observations.tests.factories import ObservationFactory
from swip.observations.tests.test_observations import at, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("step", "to", "typed", "action"),
    [
        ("cancel", "asked", {"why": "It was put off"}, "observation.cancelled"),
        ("look_again", "answered", {"words": "It was two children."}, "observation.opened_again"),
        ("reopen", "agreed", {}, "observation.reopened"),
    ],
)
def test_a_social_worker_takes_a_step_once(client, step, to, typed, action):
    observation = ObservationFactory(to=to)
    if step == "reopen":
        Observation.objects.update(quarantined_at=timezone.now())
    signed_in(client, observation.enrolment.social_worker)
    for _ in range(2):
        page = client.post(at(step, observation), typed)
        assert page.status_code == 302
        assert client.get(page.url).status_code == 200
    assert history.of(observation).filter(action=action).count() == 1


def test_a_colleague_says_once_that_they_cannot_observe(client):
    enrolment = EnrolmentFactory()
    observation = ObservationFactory(enrolment=enrolment)
    signed_in(client, enrolment.supervisor)
    for _ in range(2):
        assert client.post(at("decline", observation), {"words": "I am away."}).url == at("to_observe")
    told = Message.objects.get(to=enrolment.social_worker)
    assert told.subject == f"{enrolment.supervisor} cannot observe you"
