"""A finished piece, taken along for the regulator's yearly record of learning."""

import datetime

import pytest
from pytest_django.asserts import assertContains

from swip.evidence.tests.factories import EvidenceFactory
from swip.evidence.tests.pages import at

pytestmark = pytest.mark.django_db


def test_an_accepted_piece_is_taken_along_as_text_and_as_a_file(client):
    evidence = EvidenceFactory(
        status="accepted", what_it_shows="I learned to wait.", happened_on=datetime.date(2026, 3, 5)
    )
    client.force_login(evidence.enrolment.social_worker)

    assertContains(client.get(evidence.get_absolute_url()), at("cpd", evidence))
    page = client.get(at("cpd", evidence))
    assertContains(page, "I learned to wait.")
    file = client.get(at("cpd_file", evidence))
    assert file["Content-Disposition"].startswith("attachment")
    text = file.content.decode()
    assert "March 2026" in text
    assert "I learned to wait." in text
    assert evidence.enrolment.supervisor.name not in text


@pytest.mark.parametrize("status", ["draft", "submitted", "returned"])
def test_what_is_not_accepted_yet_cannot_be_taken_along(client, status):
    evidence = EvidenceFactory(status=status)
    client.force_login(evidence.enrolment.social_worker)
    assert client.get(at("cpd", evidence)).status_code == 404
