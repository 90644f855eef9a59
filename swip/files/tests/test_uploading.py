"""Files arrive piece by piece, go on where they stopped, and are handed to a page's form by their sender alone."""

import base64
import datetime
import hashlib

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from swip.accounts.tests.factories import UserFactory
from swip.evidence.tests.factories import EvidenceFactory
from swip.files.models import Piece, Upload
from swip.files.rules import MOST_OPEN_UPLOADS
from swip.files.tests.factories import UploadFactory

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}
DATA = b"What I saw on the visit. " * 40  # a thousand bytes


def announce(client, name="visit.txt", size=1_000, fingerprint=""):
    pairs = {"filename": name, "fingerprint": fingerprint}
    about = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())
    headers = {"Upload-Length": str(size), "Upload-Metadata": about, **TUS}
    return client.post(reverse("files:uploads"), headers=headers)


def send(client, place, offset, data, **headers):
    options = {
        "content_type": "application/offset+octet-stream",
        "headers": {**TUS, "Upload-Offset": str(offset), **headers},
    }
    return client.patch(place, data, **options)


def test_a_file_goes_on_where_it_stopped_and_becomes_an_attachment(client):
    evidence = EvidenceFactory()
    client.force_login(evidence.enrolment.social_worker)
    fingerprint = f"sha256:{hashlib.sha256(DATA).hexdigest()}:/evidence/"
    started = announce(client, fingerprint=fingerprint)
    assert (started.status_code, started["Upload-Offset"]) == (201, "0")
    place = started["Location"]
    assert send(client, place, 0, DATA[:300])["Upload-Offset"] == "300"

    # Its answer was lost: sent again it changes nothing, and what has arrived is told.
    again = send(client, place, 0, DATA[:300])
    assert (again.status_code, again["Upload-Offset"]) == (409, "300")
    assert send(client, place, 400, DATA[400:]).status_code == 409
    assert send(client, place, 300, DATA + b"more than was announced").status_code == 409
    # The page was loaded again: the same file, announced again, is known by what is in it.
    resumed = announce(client, fingerprint=fingerprint)
    assert (resumed["Location"], resumed["Upload-Offset"]) == (place, "300")
    assert client.head(place)["Upload-Offset"] == "300"

    page = reverse("evidence:files", args=[evidence.pk])
    token = place.rstrip("/").rpartition("/")[2]
    assertContains(client.post(page, {"files-sent": token}), "“visit.txt” did not arrive whole.")
    send(client, place, 300, DATA[300:500])
    assert send(client, place, 500, DATA[500:])["Upload-Offset"] == str(len(DATA))
    assertRedirects(client.post(page, {"files-sent": token}), page)
    attachment = evidence.attachments.get()
    assert client.get(attachment.get_absolute_url()).getvalue() == DATA
    assert attachment.name == "visit.txt"
    assert not Upload.objects.exists()
    assert not Piece.objects.exists()
    assertContains(client.post(page, {"files-sent": token}), "did not arrive whole")


def test_nobody_else_sees_touches_or_hands_in_what_somebody_is_sending(client):
    upload = UploadFactory(size=5, received=5)
    upload.pieces.create(offset=0, data=b"Notes")
    evidence = EvidenceFactory()
    client.force_login(evidence.enrolment.social_worker)
    place = reverse("files:upload", args=[upload.token])
    for answer in (client.head(place), client.delete(place, headers=TUS), send(client, place, 5, b"")):
        assert answer.status_code == 404
    told = client.post(reverse("evidence:files", args=[evidence.pk]), {"files-sent": upload.token})
    assertContains(told, "did not arrive whole")
    same = announce(client, size=5, fingerprint=upload.fingerprint)
    assert same["Location"] != place
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_what_cannot_be_taken_is_told_before_anything_is_sent(client, settings):
    settings.FILE_UPLOAD_MAX_BYTES, settings.FILE_QUOTA_BYTES = 1024 * 1024, 1_000_000
    person = UserFactory()
    client.force_login(person)
    for name, size, words in [
        ("page.html", 10, "“page.html” is a web page. Save it as PDF and add that"),
        ("plan.pdf", 2 * 1024 * 1024, "“plan.pdf” must be smaller than 1 MB."),
        ("plan.pdf", 0, "“plan.pdf” is empty."),
    ]:
        assertContains(announce(client, name, size), words, status_code=422)
    announce(client, size=900_000)
    assertContains(announce(client, size=900_000), "of your 1 MB are left", status_code=422)
    assert client.post(reverse("files:uploads")).status_code == 400
    place = reverse("files:upload", args=[Upload.objects.get().token])
    assert client.patch(place, b"1", content_type="text/plain", headers=TUS).status_code == 415
    assert (
        client.patch(place, b"1", content_type="application/offset+octet-stream", headers=TUS).status_code
        == 400
    )
    assert client.delete(place).status_code == 400
    assert client.delete(place, headers=TUS).status_code == 204
    assert not Upload.objects.exists()

    settings.FILE_QUOTA_BYTES = 10 * 1024 * 1024
    for number in range(MOST_OPEN_UPLOADS + 2):
        announce(client, f"{number}.txt")
    assert Upload.objects.count() == MOST_OPEN_UPLOADS
    assert Upload.objects.first().name == "2.txt", "whoever begins many loses the oldest"
    Upload.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    announce(client)
    assert Upload.objects.count() == 1


def test_a_piece_from_another_site_or_without_a_sign_in_is_not_taken():
    upload = UploadFactory()
    place = reverse("files:upload", args=[upload.token])
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, place, 0, b"Notes").status_code in {302, 403}
    strict.force_login(upload.owner)
    assert send(strict, place, 0, b"Notes").status_code == 403
    assert not Piece.objects.exists()


def test_what_changed_on_its_way_is_not_kept(client):
    evidence = EvidenceFactory()
    client.force_login(evidence.enrolment.social_worker)
    place = announce(client, size=5, fingerprint=f"sha256:{hashlib.sha256(b'Notes').hexdigest()}:")[
        "Location"
    ]
    send(client, place, 0, b"Other")
    token = place.rstrip("/").rpartition("/")[2]
    told = client.post(reverse("evidence:files", args=[evidence.pk]), {"files-sent": token})
    assertContains(told, "“visit.txt” was changed while it was sent. Choose it again")
    assert not evidence.attachments.exists()
