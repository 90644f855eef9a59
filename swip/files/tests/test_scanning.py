"""Files are scanned by a real ClamAV; without one, or while it is away, nobody is told that they are clean."""

import socket

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains

from swip.accounts.tests.factories import UserFactory
from swip.evidence import actions as evidence_actions
from swip.evidence.tests.factories import AttachmentFactory, EvidenceFactory
from swip.files import actions, queries
from swip.files.checking import FileRefused
from swip.files.models import Content, StoredFile
from swip.files.tests.conftest import EICAR
from swip.files.tests.factories import StoredFileFactory, a_checked_file
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db


def test_a_virus_is_refused_on_the_page_and_what_is_clean_says_so(client, scanner):
    evidence = EvidenceFactory()
    client.force_login(evidence.enrolment.social_worker)
    page = reverse("evidence:files", args=[evidence.pk])
    files = [SimpleUploadedFile("game.txt", EICAR), SimpleUploadedFile("notes.txt", b"Notes")]
    told = client.post(page, {"files": files})
    assertContains(told, "“game.txt” was not added: a virus was found in it.")
    assertContains(told, "No virus found")
    stored = evidence.attachments.get().stored
    assert (stored.name, stored.scan, Content.objects.count()) == ("notes.txt", "clean", 1)
    assert stored.scanned_at


def test_a_virus_found_later_takes_the_file_from_everybody_who_has_it(client, scanner, settings):
    back, settings.CLAMAV_SOCKET, settings.FILES_WITHOUT_SCANNER = settings.CLAMAV_SOCKET, "", "accept"
    evidence = EvidenceFactory()
    attachment = AttachmentFactory(evidence=evidence, stored=StoredFileFactory(data=EICAR))
    another = actions.keep(a_checked_file(data=EICAR), owner=UserFactory())
    good, long = StoredFileFactory(data=b"Notes"), StoredFileFactory(data=b"n" * 1_100_000)
    assert another.scan == StoredFile.Scan.NOT_SCANNED

    settings.CLAMAV_SOCKET = back
    actions.scan_all()

    for stored in (attachment.stored, another, good, long):
        stored.refresh_from_db()
    assert (attachment.stored.scan, another.scan, good.scan) == ("infected", "infected", "clean")
    assert long.scan == "not_scanned", "what is too long for the scanner is not called clean"
    assert not queries.to_scan().exists(), "nor is it looked at again every two minutes"
    assert attachment.stored.content is another.content is None
    client.force_login(evidence.enrolment.social_worker)
    assertContains(client.get(evidence.get_absolute_url()), "Removed: a virus was found in it")
    assertContains(client.get(attachment.get_absolute_url()), "A virus was found", status_code=410)
    for _ in range(2):
        evidence_actions.remove_infected()
    assert not evidence.attachments.exists()
    assert Message.objects.get().to == evidence.enrolment.social_worker


def test_while_the_scanner_is_away_files_wait_and_only_their_owner_opens_them(
    client, settings, scanner, tmp_path
):
    back = settings.CLAMAV_SOCKET
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody")
    evidence = EvidenceFactory()
    client.force_login(evidence.enrolment.social_worker)
    client.post(reverse("evidence:files", args=[evidence.pk]), {"files": [SimpleUploadedFile("a.txt", b"A")]})
    evidence.attachments.update(was_handed_in=True)
    attachment = evidence.attachments.get()
    assert attachment.stored.get_scan_display() == "Being scanned for viruses"
    assert client.get(attachment.get_absolute_url()).status_code == 200
    type(evidence).objects.update(status="submitted", submitted_at=evidence.created_at)
    client.force_login(evidence.enrolment.supervisor)
    assertContains(client.get(attachment.get_absolute_url()), "cannot be opened yet", status_code=409)
    actions.scan_all()
    assert client.get(attachment.get_absolute_url()).status_code == 409

    settings.CLAMAV_SOCKET = back
    actions.scan_all()
    assert client.get(attachment.get_absolute_url()).getvalue() == b"A"


def test_a_scanner_that_says_nothing_keeps_nobody_waiting_for_long(settings):
    settings.SCAN_SECONDS = 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMAV_SOCKET = f"127.0.0.1:{silent.getsockname()[1]}"
        assert actions.keep(a_checked_file(), owner=UserFactory()).scan == StoredFile.Scan.WAITING


def test_a_service_may_refuse_files_until_it_has_a_scanner(client, settings):
    settings.FILES_WITHOUT_SCANNER = "refuse"
    evidence = EvidenceFactory()
    client.force_login(evidence.enrolment.social_worker)
    page = client.get(reverse("evidence:files", args=[evidence.pk]))
    assertContains(page, "No files can be added at the moment")
    with pytest.raises(FileRefused, match="has no virus scanner yet"):
        actions.keep(a_checked_file(), owner=UserFactory())
