"""A large file on a bad line: a page loaded again, a service that is killed, somebody signed out meanwhile."""

import os
import re
import signal
import socket
import sys
import urllib.request
from contextlib import ExitStack, suppress
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from swip.evidence.tests.factories import EvidenceFactory
from swip.files.models import Piece, Upload
from swip.files.tests.conftest import ROOT, running
from tests.browser import check_page, tab_to

PIECE = 512 * 1024
PDF = b"%PDF-1.7\n" + os.urandom(7 * PIECE)


class Service:
    """The service in processes of its own, over the database of this test: it can be killed."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self.said = (folder / "said").open("w+b")
        database = urlsplit(settings.DATABASE_URL)._replace(
            path=f"/{quote(connection.settings_dict['NAME'])}"
        )
        self.environment = {
            **os.environ,
            "DATABASE_URL": database.geturl(),
            "DJANGO_SETTINGS_MODULE": "config.settings_test",
            "PORT": str(self.port),
            "TEST_DATA_DIR": str(folder),
            "WEB_WORKERS": "1",
        }
        self.stack = ExitStack()

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "config" / "gunicorn.py")]
        options = {"env": self.environment, "cwd": ROOT, "start_new_session": True}
        self.process = self.stack.enter_context(
            running(*command, answers=self.answers, said=self.said, **options)
        )

    def answers(self):
        with suppress(OSError), urllib.request.urlopen(f"{self.address}/health/live", timeout=5) as answer:  # noqa: S310 - our own
            return answer.status == 200
        return False

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def service(transactional_db, tmp_path):
    made = Service(tmp_path)
    made.start()
    yield made
    made.kill()  # told to stop, it would wait for the browser
    made.stack.close()
    made.said.close()


def test_an_upload_outlives_a_reload_a_killed_service_and_a_sign_out(page_as, service):
    evidence = EvidenceFactory()
    worker = evidence.enrolment.social_worker
    page = page_as(worker)
    offsets, is_broken, kill_at = [], [True], 5 * PIECE

    def on_its_way(route):
        if route.request.method != "PATCH":
            return route.continue_()
        offset = int(route.request.headers["upload-offset"])
        if is_broken[0] and offset >= 2 * PIECE:
            return route.abort("connectionreset")
        offsets.append(offset)
        if offset == kill_at and offsets.count(kill_at) == 1:
            Session.objects.all().delete()
            service.kill()
        return route.continue_()

    page.route(re.compile("/files/uploads/"), on_its_way)
    page.goto(service.address + reverse("evidence:files", args=[evidence.pk]))
    expect(page.get_by_text("0 MB of 200 MB used")).to_be_visible()
    check_page(page)

    # The line breaks, then the page is loaded again: what had arrived is not sent twice.
    choose_and_send(page)
    expect(page.get_by_role("progressbar")).to_have_attribute("max", str(len(PDF)))
    expect(page.get_by_text("No connection. What has arrived is kept")).to_be_visible()
    check_page(page)
    tab_to(page, "Stop sending")
    page.reload()
    is_broken[0] = False
    choose_and_send(page)

    # Killed outright, and signed out, while a piece is on its way.
    expect(page.get_by_text("No connection. What has arrived is kept")).to_be_visible(timeout=20_000)
    assert Upload.objects.get().received == kill_at == sum(len(each.data) for each in Piece.objects.all())
    service.start()
    try_at_once(page)
    expect(page.get_by_text("You have been signed out")).to_be_visible(timeout=20_000)
    again = Client()
    again.force_login(worker)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "url": service.address}
    page.context.add_cookies([cookie | {"value": again.cookies[settings.SESSION_COOKIE_NAME].value}])

    try_at_once(page)

    expect(page.get_by_text("File added")).to_be_visible(timeout=30_000)
    assert offsets[:2] == [0, PIECE]
    assert sorted(set(offsets[2:])) == [number * PIECE for number in range(2, 8)]
    expect(page.get_by_text("3.7 MB of 200 MB used")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="visit.pdf").click()
    assert download.value.path().read_bytes() == PDF
    assert not Upload.objects.exists()

    # What the service does not take is told where it was chosen, and what was good stays chosen.
    files = [("bad.html", b"<html>"), ("good.txt", b"Notes")]
    page.get_by_label("Add files").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    )
    add = page.get_by_role("button", name="Add", exact=True)
    add.press("Enter")
    told = page.locator(".govuk-error-message")
    expect(told).to_contain_text("“bad.html” is a web page. Save it as PDF and add that")
    check_page(page)
    page.wait_for_timeout(1_100)  # a button takes no second press within a second
    add.press("Enter")
    expect(page.get_by_role("link", name="good.txt")).to_be_visible()
    assert {each.name for each in evidence.attachments.all()} == {"visit.pdf", "good.txt"}


def try_at_once(page):
    """As when the browser notices that the connection is back."""
    page.evaluate("dispatchEvent(new Event('online'))")


def choose_and_send(page):
    page.get_by_label("Add files").set_input_files(
        {"name": "visit.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Add", exact=True).click()
