"""The service is killed while it takes in a file, or what somebody writes: nothing that it confirmed is lost."""

import os
import re
import signal
import socket
import sys
import time
import urllib.request
from contextlib import ExitStack, suppress
from urllib.parse import quote, urlsplit

import psutil
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from swip.evidence.models import Evidence
from swip.evidence.tests.factories import EvidenceFactory
from swip.files.models import Piece, Upload
from swip.files.tests.conftest import ROOT, running
from tests.browser import SMALL_PHONE, check_page, press, tab_to
from tests.test_nothing_lost import KEPT_HERE, QUIET, SAVED, in_a_moment, status

PIECE = 512 * 1024
PDF = b"%PDF-1.7\n" + os.urandom(7 * PIECE)


class Service:
    """The service in processes of its own, over the database of these tests: it can be killed."""

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
        self.process = None

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

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_what_answers(self):
        """The process that has the request. Another takes its place, as it does when one falls over."""
        for each in psutil.Process(self.process.pid).children():
            each.kill()


@pytest.fixture(scope="module")
def one_service(django_db_setup, tmp_path_factory):
    """Started by the first test that asks for it; the others find it as it was left."""
    made = Service(tmp_path_factory.mktemp("service"))
    yield made
    if made.is_running:
        made.kill()  # told to stop, it would wait for the browser
    made.stack.close()
    made.said.close()


@pytest.fixture
def service(transactional_db, one_service):
    if not one_service.is_running:
        one_service.start()
    return one_service


def try_at_once(page):
    """As when the browser notices that the connection is back."""
    page.evaluate("dispatchEvent(new Event('online'))")


def test_what_is_written_outlives_a_service_that_is_killed_at_every_moment_of_a_save(page_as, service):
    evidence = EvidenceFactory(what_happened="")
    page = page_as(evidence.enrolment.social_worker, viewport=SMALL_PHONE)
    address = service.address + reverse("evidence:write", args=[evidence.pk])
    page.clock.install()
    page.goto(address)
    tab_to(page, "What happened")
    written = ""

    def write(words):
        nonlocal written
        written += words
        page.keyboard.insert_text(words)
        page.clock.run_for(QUIET + 100)

    def kept():
        return Evidence.objects.values_list("revision", "what_happened").get()

    def confirmed():
        """The revision that the page was told of."""
        return int(page.locator("[name=revision]").input_value())

    write("One.")
    expect(status(page)).to_have_text(SAVED)
    assert kept() == (confirmed(), written) == (1, "One.")

    # Killed before it has written down what it was sent; the writer goes on writing.
    with transaction.atomic():
        Evidence.objects.select_for_update().get()
        write(" Two.")
        in_a_moment(is_kept_waiting)
        service.kill()
    expect(status(page)).to_have_text(KEPT_HERE)
    write(" Three.")
    page.clock.run_for(60_000)
    expect(status(page)).to_have_text(KEPT_HERE)
    check_page(page)
    assert kept() == (confirmed(), "One.") == (1, "One.")
    service.start()
    try_at_once(page)
    expect(status(page)).to_have_text(SAVED)
    assert kept() == (confirmed(), written) == (3, "One. Two. Three.")

    # Killed when it has written it down and has not said so: sent again, it is no conflict with itself.
    def die_before_answering(route):
        route.fetch()
        service.kill_what_answers()
        route.abort("connectionreset")

    page.route("**/write/", die_before_answering, times=1)
    write(" Four.")
    expect(status(page)).to_have_text(KEPT_HERE)
    assert kept() == (4, written)
    assert confirmed() == 3
    write(" Five.")
    expect(status(page)).to_have_text(SAVED)
    assert kept() == (confirmed(), written) == (5, "One. Two. Three. Four. Five.")

    def is_saved():
        try_at_once(page)
        return kept() == (confirmed(), written)

    # At whatever moment it is, again and again.
    for milliseconds in (0, 4, 8, 12, 16, 24):
        before = confirmed()
        write(f" After {milliseconds} milliseconds.")
        time.sleep(milliseconds / 1_000)
        service.kill_what_answers()
        in_a_moment(service.answers)
        revision, words = kept()
        assert revision in (before, before + 1)
        assert written.startswith(words)
        in_a_moment(is_saved)
        assert confirmed() == before + 1

    # A button pressed while nothing answers: what was typed lies on the device.
    service.kill()
    page.keyboard.insert_text(" At last.")
    with page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        press(page, "Save and continue")
    service.start()
    page.goto(address)
    press(page, "Put it back")
    page.clock.run_for(QUIET)
    expect(status(page)).to_have_text(SAVED)
    assert kept() == (confirmed(), f"{written} At last.")
    expect(page.get_by_role("alert")).to_have_count(0)
    in_a_moment(lambda: page.evaluate("localStorage.length") == 0)
    assert Evidence.objects.count() == 1


def is_kept_waiting():
    """The service has a text, and waits for this test before it writes it down."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone() is not None


def test_an_upload_outlives_a_reload_a_killed_service_and_a_sign_out(page_as, service):
    evidence = EvidenceFactory()
    worker = evidence.enrolment.social_worker
    page = page_as(worker, viewport=SMALL_PHONE)
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

    # Of more files than there is room for none is sent: that is told at once.
    choose_texts(page, *(f"{number}.txt" for number in range(10)))
    add = page.get_by_role("button", name="Add", exact=True)
    add.press("Enter")
    told = page.locator(".govuk-error-message")
    expect(told).to_contain_text("You chose 10 files, and there is room for 9. Choose fewer")
    assert not Upload.objects.exists()
    page.wait_for_timeout(1_100)  # a button takes no second press within a second

    # What the service does not take is told where it was chosen, and what was good stays chosen.
    choose_texts(page, "bad.html", "good.txt")
    add.press("Enter")
    expect(told).to_contain_text("“bad.html” is a web page. Save it as PDF and add that")
    check_page(page)
    page.wait_for_timeout(1_100)
    add.press("Enter")
    expect(page.get_by_role("link", name="good.txt")).to_be_visible()
    assert {each.name for each in evidence.attachments.all()} == {"visit.pdf", "good.txt"}


def choose_and_send(page):
    page.get_by_label("Add files").set_input_files(
        {"name": "visit.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Add", exact=True).press("Enter")


def choose_texts(page, *names):
    page.get_by_label("Add files").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": b"Notes"} for name in names]
    )
