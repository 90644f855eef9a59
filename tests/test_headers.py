"""What every answer says to the browser beside its words, and what a request leaves in the log."""

import io
import json
import logging
import re
import shutil

import pytest
import structlog
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import middleware
from swip.dashboards.queries import home as home_queries
from swip.evidence import actions as evidence_actions
from swip.evidence.tests.factories import AttachmentFactory, EvidenceFactory
from swip.govuk.csp import INLINE_SCRIPT_HASH
from tests.browser import QUIET

WORDS = "What the child said on the stairs is nobody else’s business."
POLICY = {
    "default-src": "'none'",
    "script-src": f"'self' {INLINE_SCRIPT_HASH}",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


@pytest.fixture
def evidence(db):
    return EvidenceFactory()


@pytest.fixture
def writer(client, evidence):
    client.raise_request_exception = False
    client.force_login(evidence.enrolment.social_worker)
    return client


def page(name, *arguments):
    return reverse(name, args=[getattr(each, "pk", each) for each in arguments])


def asked_for_file(client, evidence):
    return client.get(page("evidence:file", evidence, AttachmentFactory(evidence=evidence)))


def asked_for_table(client, evidence):
    organisation = evidence.enrolment.employment_periods.get().organisation
    client.force_login(AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person)
    return client.get(page("dashboards:cohort_csv"))


def failed(client, evidence):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(home_queries, "roles_of", lambda person: 1 / 0)
        return client.get("/")


def sent_without_token(client, evidence):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(evidence.enrolment.social_worker)
    return careful.post(page("evidence:write", evidence), {"what_happened": WORDS})


def saved_itself(client, evidence):
    return client.post(
        page("evidence:write", evidence), {"title": WORDS, "revision": 0}, headers={"X-Autosave": "1"}
    )


KINDS = {
    "a page": (200, lambda client, evidence: client.get(page("evidence:write", evidence))),
    "a public page": (200, lambda client, evidence: Client().get(page("standards:frameworks"))),
    "a file": (200, asked_for_file),
    "a table": (200, asked_for_table),
    "data": (200, lambda client, evidence: client.get(page("live"))),
    "a save": (200, saved_itself),
    "a redirect": (302, lambda client, evidence: Client().get("/")),
    "what could not be read": (
        400,
        lambda client, evidence: client.get("/", headers={"host": "elsewhere.example"}),
    ),
    "who is signed out": (401, lambda client, evidence: Client().post(page("evidence:write", evidence))),
    "a page open too long": (403, sent_without_token),
    "what is not there": (404, lambda client, evidence: client.get("/nowhere/")),
    "what cannot be sent": (405, lambda client, evidence: client.post("/")),
    "what has moved on": (
        409,
        lambda client, evidence: client.post(page("evidence:write", evidence), {"title": "x"}),
    ),
    "what is too large": (
        413,
        lambda client, evidence: client.post(page("evidence:write", evidence), {"title": "x" * 3_200_000}),
    ),
    "our own fault": (500, failed),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_is_guarded(kind, writer, evidence):
    status, ask = KINDS[kind]
    answer = ask(writer, evidence)
    assert answer.status_code == status
    directives = dict(each.strip().split(" ", 1) for each in answer["Content-Security-Policy"].split(";"))
    assert directives == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert re.fullmatch("[0-9a-f-]{36}", answer["X-Request-ID"])
    if answer["Content-Type"].startswith("text/html") and not answer.streaming:
        assert_nothing_runs_in(answer.content.decode())


def assert_nothing_runs_in(html):
    """No script, style or handler stands in the page, save the one script whose hash the policy names."""
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", html)
    assert len(scripts) <= 1
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)


# ---- Who may keep a copy


def test_what_somebody_sees_while_signed_in_is_kept_nowhere(writer, evidence):
    for address in ["/", evidence.get_absolute_url(), page("standards:frameworks"), "/nowhere/"]:
        kept = writer.get(address)["Cache-Control"]
        assert "no-store" in kept, address
        assert "private" in kept, address


def test_what_somebody_typed_is_kept_nowhere(evidence):
    answer = Client().post(page("evidence:write", evidence), {"what_happened": WORDS})
    assert "no-store" in answer["Cache-Control"]


def test_what_everybody_may_read_may_be_kept(db, client):
    assert "Cache-Control" not in client.get(page("standards:frameworks"))
    assert client.get(page("api:case_documents", "v1p1"))["Cache-Control"] == "public, max-age=300"


@pytest.fixture
def browser_that_remembers(chromium):
    """Pages stay alive behind the back button, as they do for people; Playwright turns that off."""
    browser = chromium.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=[*QUIET, "--no-sandbox"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


def test_after_signing_out_the_back_button_shows_nothing(
    browser_that_remembers, live_server, standards_loaded, client
):
    evidence = EvidenceFactory(title="A conversation on the stairs")
    client.force_login(evidence.enrolment.social_worker)
    context = browser_that_remembers.new_context(base_url=live_server.url)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    window = context.new_page()
    window.goto(evidence.get_absolute_url())
    window.get_by_role("link", name="Sign out").click()
    window.get_by_role("button", name="Sign out").click()
    expect(window.get_by_role("link", name="Sign in")).to_be_visible()
    for _ in range(2):
        window.go_back(wait_until="commit")
        expect(window.get_by_role("link", name="Sign in").first).to_be_visible()
        expect(window.get_by_text("A conversation on the stairs")).to_have_count(0)


# ---- Cookies


def test_cookies_are_for_this_service_and_out_of_reach_of_scripts(client, db, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get(page("account_request_login_code"))
    client.post(page("account_request_login_code"), {"email": "somebody@example.org"})
    assert client.cookies.keys() == {"csrftoken", "sessionid"}
    for name, cookie in client.cookies.items():
        assert cookie["samesite"] == "Lax", name
        assert cookie["secure"], name
    assert client.cookies["sessionid"]["httponly"]


# ---- Request ids and the log


@pytest.mark.parametrize(
    "offered",
    ["", "short", "x" * 65, "abcdefgh\r\nSet-Cookie: a=b", '{"level": "error"}', "<script>alert(1)</script>"],
)
def test_a_request_id_that_is_none_is_replaced(client, db, offered):
    given = client.get(page("live"), headers={"X-Request-ID": offered})["X-Request-ID"]
    assert given != offered
    assert re.fullmatch("[0-9a-f-]{36}", given)


def test_a_request_id_from_in_front_is_kept(client, db):
    given = client.get(page("live"), headers={"X-Request-ID": "4bf92f35-77b3"})["X-Request-ID"]
    assert given == "4bf92f35-77b3"


@pytest.fixture
def logged(monkeypatch):
    """Everything that the service and Django have logged since, entry by entry."""
    written = io.StringIO()
    monkeypatch.setattr(middleware, "log", structlog.wrap_logger(structlog.PrintLogger(written)))
    console = next(each for each in logging.getLogger().handlers if each.name == "console")
    monkeypatch.setattr(console, "stream", written)
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


def test_the_log_says_what_happened_and_nothing_that_was_typed(writer, evidence, logged):
    person, address = evidence.enrolment.social_worker, page("evidence:write", evidence)
    typed = {"title": WORDS, "then": "draft"}
    writer.post(f"{address}?words={WORDS}", typed | {"revision": 0})
    writer.post(address, typed | {"title": f"{WORDS} And more.", "revision": 0})
    writer.post(address, {"title": WORDS * 80_000})
    writer.get(f"/{WORDS}/")
    Client().post(address, typed)
    Client().post(page("account_request_login_code"), {"email": person.email})
    sent_without_token(writer, evidence)
    failed(writer, evidence)
    entries = logged()
    requests = [each for each in entries if each["event"] == "request"]
    assert [each["status"] for each in requests] == [302, 409, 413, 404, 401, 302, 403, 500]
    assert [each["event"] for each in entries if each not in requests] == ["django.request"]
    said = requests[0].items()
    assert {"method": "POST", "page": "evidence:write", "user": person.pk, "level": "info"}.items() <= said
    for entry in entries:
        for private in [WORDS, "stairs", "nobody else", person.email, person.name, "/evidence/"]:
            assert private not in json.dumps(entry, ensure_ascii=False).replace("/swip/evidence/", "")


def test_a_failure_is_told_by_its_kind_and_place_never_by_its_words(writer, evidence, logged, monkeypatch):
    def write(evidence, **more):
        type(evidence).objects.create(enrolment=evidence.enrolment, status="submitted", title=WORDS)

    monkeypatch.setattr(evidence_actions, "write", write)
    answer = writer.post(page("evidence:write", evidence), {"title": WORDS})
    assert answer.status_code == 500
    failure, request = logged()
    assert failure["event"] == "django.request"
    assert failure["request_id"] == request["request_id"] == answer["X-Request-ID"]
    assert "psycopg.errors.CheckViolation 23514 handed_in_evidence_is_whole" in failure["exception"]
    assert "views/writing.py" in failure["exception"]
    assert "stairs" not in json.dumps(failure)


# ---- Health


def test_health_pages_say_how_it_is(client, db, monkeypatch):
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready"}

    def no_cursor():
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", no_cursor)
        unready, live = client.get("/health/ready"), client.get("/health/live")
    assert (unready.status_code, unready.json()) == (503, {"status": "no database"})
    assert live.status_code == 200
