"""Files are read only by the pages that take them, and only so much of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from swip.evidence.tests.factories import EvidenceFactory

pytestmark = pytest.mark.django_db


def a_file(size):
    return SimpleUploadedFile("notes.txt", b"n" * size, content_type="text/plain")


@pytest.fixture
def uploads(monkeypatch):
    """Whatever was written to the disk, or kept in memory, while a request was read."""
    read = []
    monkeypatch.setattr(
        "django.core.files.uploadhandler.MemoryFileUploadHandler.new_file",
        lambda *given, **more: read.append(1),
    )
    return read


@pytest.mark.parametrize("name", ["account_login", "dashboards:home"])
def test_files_that_a_page_does_not_take_are_not_even_read(client, uploads, name):
    response = client.post(reverse(name), {"file": a_file(4 * 1024 * 1024)})
    assertContains(response, "What you sent is too large", status_code=413)
    assert not uploads


def test_files_of_somebody_who_has_not_signed_in_are_not_even_read(client, uploads):
    """Nor for the check against forged requests, which comes before."""
    address = reverse("evidence:files", args=[EvidenceFactory().pk])
    for strict in (Client(enforce_csrf_checks=True), client):
        response = strict.post(address, {"files": [a_file(4 * 1024 * 1024)], "a": "b"})
        assertContains(response, "You have been signed out", status_code=401)
        assert not response.wsgi_request._read_started
    assert not uploads


def test_files_are_read_up_to_as_many_as_a_page_takes(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 50_000
    settings.FILE_UPLOAD_MAX_BYTES = 20_000
    evidence = EvidenceFactory()
    client.force_login(evidence.enrolment.social_worker)
    address = reverse("evidence:files", args=[evidence.pk])
    assert client.post(address, {"files": [a_file(100_000)]}).status_code == 200
    assert client.post(address, {"files": [a_file(300_000)]}).status_code == 413
