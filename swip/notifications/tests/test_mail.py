"""The ways a letter leaves: a folder, GOV.UK Notify, SMTP."""

import datetime
import email
import email.policy
import json
import socketserver
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import environ
import pytest
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from notifications_python_client.errors import HTTPError

from swip.notifications import jobs, mail, sending
from swip.notifications.models import Message
from swip.notifications.tests.factories import MessageFactory


def letter(subject="Hello", body="Read this:\n\nhttp://127.0.0.1:8000/account/\n\nBye"):
    return EmailMessage(subject, body, "service@example.org", ["amy@example.org"])


def serve(server):
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


# A folder


@pytest.fixture
def into_the_folder(settings):
    settings.EMAIL_BACKEND = "swip.notifications.mail.FolderBackend"
    return Path(settings.EMAIL_FILE_PATH)


def test_letters_in_the_folder_are_read_newest_first(into_the_folder):
    assert mail.kept_letters() == []
    for subject in ["First", "Second – with a dash & café", "Third"]:
        letter(subject).send()
    assert [each.subject for each in mail.kept_letters(2)] == ["Third", "Second – with a dash & café"]
    newest = mail.kept_letters(1)[0]
    assert newest.to == "amy@example.org"
    assert newest.body.startswith("Read this:")
    assert newest.links == ["http://127.0.0.1:8000/account/"]
    assert newest.sent_at.tzinfo is not None


def test_the_folder_keeps_the_newest_thousand(into_the_folder, monkeypatch):
    monkeypatch.setattr(mail, "MOST_KEPT", 3)
    for number in range(5):
        letter(f"Letter {number}").send()
    assert [each.subject for each in mail.kept_letters()] == ["Letter 4", "Letter 3", "Letter 2"]
    assert not list(into_the_folder.glob(".*"))


def test_the_folder_is_nobody_else_s(into_the_folder):
    letter().send()
    assert into_the_folder.stat().st_mode & 0o077 == 0


# GOV.UK Notify


class FakeNotify(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, self.headers["Authorization"], body))
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(self.server.answer).encode())

    def do_GET(self):
        """What became of each letter, in pages of two, the newest first."""
        self.server.requests.append((self.path, self.headers["Authorization"], None))
        after = parse_qs(urlsplit(self.path).query).get("older_than", [""])[0]
        numbers = [each["id"] for each in self.server.told]
        start = numbers.index(after) + 1 if after else 0
        page = self.server.told[start : start + 2]
        links = {"next": f"/v2/notifications?older_than={page[-1]['id']}"} if page else {}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"notifications": page, "links": links}).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def notify(settings):
    server = HTTPServer(("127.0.0.1", 0), FakeNotify)
    server.status, server.answer, server.requests = 201, {"id": "f163deaf-2d3f-4ec6-98fc-f23fa511518f"}, []
    settings.EMAIL_BACKEND = "swip.notifications.mail.NotifyBackend"
    settings.NOTIFY_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    settings.NOTIFY_TEMPLATE_ID = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
    service, secret = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
    settings.NOTIFY_API_KEY = f"a_key-{service}-{secret}"
    yield from serve(server)


@pytest.mark.django_db
def test_notify_gets_subject_and_body_and_its_answer_is_kept(notify):
    message = MessageFactory(subject="Your review is due")
    sending.send(message.pk)

    path, authorization, sent = notify.requests[0]
    assert path == "/v2/notifications/email"
    assert authorization.startswith("Bearer ")
    assert sent["email_address"] == message.address
    assert sent["template_id"] == "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
    assert sent["personalisation"]["subject"] == "Your review is due"
    assert message.body in sent["personalisation"]["body"]
    message.refresh_from_db()
    assert (message.status, message.reference) == ("sent", "f163deaf-2d3f-4ec6-98fc-f23fa511518f")


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 403, 429, 500])
def test_a_refusal_of_notify_is_a_failure(notify, status):
    notify.status, notify.answer = status, {"errors": [{"error": "No", "message": "No"}]}
    with pytest.raises(HTTPError):
        letter().send()
    message = MessageFactory()
    with pytest.raises(sending.NotSent):
        sending.send(message.pk)
    message.refresh_from_db()
    assert message.status == Message.Status.WAITING


def sent_as(reference, **details):
    return MessageFactory(reference=reference, status="sent", sent_at=timezone.now(), **details)


def told_of(reference, status, *, days_ago=0):
    at = timezone.now() - datetime.timedelta(days=days_ago)
    return {"id": reference, "status": status, "created_at": at.isoformat()}


@pytest.mark.django_db
def test_what_notify_says_of_each_letter_later_is_kept(notify):
    states = ["delivered", "permanent-failure", "temporary-failure", "technical-failure", "sending"]
    messages = {state: sent_as(str(uuid4())) for state in states}
    notify.told = [told_of(str(uuid4()), "delivered")]  # of somebody else with the same key
    notify.told += [told_of(message.reference, state) for state, message in messages.items()]
    sending.hear_what_became_of_them()
    sending.hear_what_became_of_them()
    for message in messages.values():
        message.refresh_from_db()
    assert [messages[state].status for state in states] == ["delivered", "failed", "failed", "failed", "sent"]
    assert messages["permanent-failure"].failure == Message.Failure.ADDRESS
    assert messages["technical-failure"].failure == Message.Failure.SERVER


@pytest.mark.django_db
def test_notify_is_asked_only_while_somebody_waits_for_an_answer(notify):
    notify.told = []
    MessageFactory(status="sent", sent_at=timezone.now() - datetime.timedelta(days=9), reference="old")
    jobs.hear_what_became_of_them(timestamp=0)
    assert notify.requests == []


@pytest.mark.django_db
def test_notify_is_not_asked_of_what_is_long_past(notify):
    recent = sent_as(str(uuid4()))
    notify.told = [told_of(str(uuid4()), "delivered", days_ago=number * 3) for number in range(9)]
    sending.hear_what_became_of_them()
    assert len(notify.requests) == 2
    recent.refresh_from_db()
    assert recent.status == Message.Status.SENT


@pytest.mark.django_db
def test_other_ways_of_sending_tell_nothing_later():
    message = sent_as("anything")
    sending.hear_what_became_of_them()
    message.refresh_from_db()
    assert message.status == Message.Status.SENT


# SMTP


class FakeSmtp(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to hand over one letter."""

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(b"".join(lines))
                self.say("250 taken")
            elif word == "RCPT" and self.server.refuses:
                self.say("550 nobody here")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    letters: list
    refuses = False


@pytest.fixture
def smtp(settings):
    server = Server(("127.0.0.1", 0), FakeSmtp)
    server.letters = []
    url = f"smtp://127.0.0.1:{server.server_address[1]}"
    for name, value in environ.Env().email_url_config(url).items():
        setattr(settings, name, value)
    yield from serve(server)


@pytest.mark.django_db
def test_smtp_takes_the_letter(smtp):
    message = MessageFactory(subject="Your review is due – soon", body="Dear Zoë,\n\n.a line with a dot")
    sending.send(message.pk)
    got = email.message_from_bytes(smtp.letters[0], policy=email.policy.default)
    assert got["To"] == message.address
    assert got["Subject"] == "Your review is due – soon"
    assert "Dear Zoë" in got.get_content()
    message.refresh_from_db()
    assert message.status == Message.Status.SENT


@pytest.mark.django_db
def test_an_address_that_smtp_refuses_is_a_failure(smtp):
    smtp.refuses = True
    message = MessageFactory()
    with pytest.raises(sending.NotSent):
        sending.send(message.pk)
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Message.Status.WAITING, 1)
    Message.objects.update(attempts=5)
    sending.send(message.pk)
    message.refresh_from_db()
    assert (message.status, message.failure) == (Message.Status.FAILED, Message.Failure.ADDRESS)


def test_the_address_of_a_mail_server_says_how_to_reach_it(settings):
    config = environ.Env().email_url_config("smtp+tls://amy:secret@mail.example.org:587")
    assert config["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    for name, value in config.items():
        setattr(settings, name, value)
    backend = get_connection()
    assert (backend.host, backend.port, backend.use_tls) == ("mail.example.org", 587, True)
