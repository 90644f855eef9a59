"""The whole life of a file in a bucket, on a real object store that speaks S3."""

import urllib.error
import urllib.request

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains

from swip.accounts.tests.factories import UserFactory
from swip.evidence.tests.factories import EvidenceFactory
from swip.files.models import StoredFile

pytestmark = pytest.mark.django_db


def test_a_file_lives_in_a_bucket_from_its_upload_to_its_end(
    client, bucket, object_store, settings, django_capture_on_commit_callbacks
):
    data = b"The plan. " * 20_000
    pieces = [EvidenceFactory(), EvidenceFactory()]
    for piece in pieces:
        client.force_login(piece.enrolment.social_worker)
        page = reverse("evidence:files", args=[piece.pk])
        with django_capture_on_commit_callbacks(execute=True):
            client.post(page, {"files": [SimpleUploadedFile("Jamie's plan.txt", data)]})
    [key] = [each.key for each in bucket.objects.all()]
    assert key == StoredFile.objects.first().content.file.name
    assert "Jamie" not in key

    attachment = pieces[1].attachments.get()
    download = client.get(attachment.get_absolute_url())
    assert download.streaming
    assert b"".join(download) == data
    assert download["Content-Length"] == str(len(data))
    assert download["Content-Disposition"] == 'attachment; filename="Jamie\'s plan.txt"'
    assert (download["X-Content-Type-Options"], download["Cache-Control"]) == ("nosniff", "private, no-store")
    with attachment.stored.open() as opened:
        opened.seek(4)
        assert opened.read(5) == b"plan."

    client.force_login(UserFactory())
    assert client.get(attachment.get_absolute_url()).status_code == 404
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{object_store}/records/{key}")  # noqa: S310 - our own
    with pytest.raises(PermissionError):
        default_storage.url(key)

    for piece, left in zip(pieces, [1, 0], strict=True):
        client.force_login(piece.enrolment.social_worker)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("evidence:remove_file", args=[piece.pk, piece.attachments.get().pk]))
        assert len(list(bucket.objects.all())) == left


def test_a_bucket_that_is_away_is_told_in_words_and_costs_nothing(client, bucket, settings):
    evidence = EvidenceFactory()
    client.force_login(evidence.enrolment.social_worker)
    page = reverse("evidence:files", args=[evidence.pk])
    client.post(page, {"files": [SimpleUploadedFile("plan.txt", b"The plan")]})
    away = {**settings.STORAGES["default"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": away}}
    told = client.post(page, {"files": [SimpleUploadedFile("more.txt", b"More")]})
    assertContains(told, "“more.txt” could not be kept just now. Try again in a few minutes")
    opened = client.get(evidence.attachments.get().get_absolute_url())
    assertContains(opened, "It has not been lost.", status_code=503)
