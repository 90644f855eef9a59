"""What somebody takes from a round, taken along for the regulator's yearly record of learning."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from swip.feedback.models import Reflection
from swip.feedback.tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


def test_what_somebody_takes_from_a_round_is_taken_along_once_it_is_shared(client):
    made = RoundFactory(status="released")
    client.force_login(made.enrolment.social_worker)
    page, file = (reverse(f"feedback:{name}", args=[made.pk]) for name in ("cpd", "cpd_file"))

    assert client.get(page).status_code == 404
    assertNotContains(client.get(made.get_absolute_url()), page)
    Reflection.objects.filter(round=made).update(words="I listen longer.", shared_at=timezone.now())
    assertContains(client.get(made.get_absolute_url()), page)
    assertContains(client.get(page), "I listen longer.")
    assert "I listen longer." in client.get(file).content.decode()
