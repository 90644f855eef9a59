"""An agreed observation, taken along for the regulator's yearly record of learning."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from swip.observations.tests.factories import ObservationFactory

pytestmark = pytest.mark.django_db


def test_ones_own_reflection_is_taken_along_once_both_have_agreed(client):
    under_way = ObservationFactory(to="reflected")
    agreed = ObservationFactory(enrolment=under_way.enrolment, to="agreed")
    client.force_login(agreed.enrolment.social_worker)

    def at(name, observation):
        return reverse(f"observations:{name}", args=[observation.pk])

    assert client.get(at("cpd", under_way)).status_code == 404
    assertNotContains(client.get(under_way.get_absolute_url()), at("cpd", under_way))
    assertContains(client.get(agreed.get_absolute_url()), at("cpd", agreed))
    assertContains(client.get(at("cpd", agreed)), "I waited longer than I would have.")
    text = client.get(at("cpd_file", agreed)).content.decode()
    assert "I waited longer than I would have." in text
    assert "A first visit." in text
    assert agreed.enrolment.supervisor.name not in text
