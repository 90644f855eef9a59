"""Ways for email to leave: into a folder (demonstration), or through GOV.UK Notify. SMTP is Django's own."""

from __future__ import annotations

import contextlib
import datetime
import email
import email.policy
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from notifications_python_client.notifications import NotificationsAPIClient

MOST_KEPT = 1000
OF_THE_ADDRESS, OF_THE_SERVER = "address", "server"
NOTIFY_FAILURES = {
    "permanent-failure": OF_THE_ADDRESS,
    "temporary-failure": OF_THE_ADDRESS,  # the mailbox is full, or was not there for three days
    "technical-failure": OF_THE_SERVER,
}


class FolderBackend(BaseEmailBackend):
    """Every letter becomes a file, for a page to show; past a thousand, the oldest go."""

    def send_messages(self, email_messages):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            name = f"{time.time_ns():020}-{secrets.token_hex(4)}"
            draft = folder / f".{name}"
            draft.write_bytes(message.message().as_bytes())
            draft.rename(folder / f"{name}.eml")  # whole, or not there: a page may be reading
            message.reference = name
        for path in _newest_first(folder)[MOST_KEPT:]:
            path.unlink(missing_ok=True)
        return len(email_messages)


class NotifyBackend(BaseEmailBackend):
    """GOV.UK Notify, with one template of the service's own that has ((subject)) and ((body)) and nothing else."""

    def send_messages(self, email_messages):
        client = _notify()
        with contextlib.closing(client.request_session):
            for message in email_messages:
                for address in message.recipients():
                    answer = client.send_email_notification(
                        email_address=address,
                        template_id=settings.NOTIFY_TEMPLATE_ID,
                        personalisation={"subject": message.subject, "body": message.body},
                    )
                    message.reference = answer["id"]
        return len(email_messages)


def _notify() -> NotificationsAPIClient:
    """Not one for the whole process: the client does not bear being used by two threads."""
    return NotificationsAPIClient(
        settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_BASE_URL, timeout=settings.EMAIL_TIMEOUT
    )


@dataclass(frozen=True)
class Report:
    """What became of one letter, by the number it was given when it left."""

    reference: str
    failure: str = ""

    @property
    def has_arrived(self) -> bool:
        return not self.failure


def reports(since: datetime.datetime) -> Iterator[Report]:
    """What became of the letters that left since then, the newest first. Only GOV.UK Notify can tell."""
    if f"{__name__}.NotifyBackend" != settings.EMAIL_BACKEND:
        return
    client = _notify()
    with contextlib.closing(client.request_session):
        for each in client.get_all_notifications_iterator(template_type="email"):
            if datetime.datetime.fromisoformat(each["created_at"]) < since:
                return
            if each["status"] == "delivered" or each["status"] in NOTIFY_FAILURES:
                yield Report(each["id"], NOTIFY_FAILURES.get(each["status"], ""))


@dataclass(frozen=True)
class KeptLetter:
    """A letter in the folder, as a mail program would show it."""

    name: str
    to: str
    subject: str
    body: str
    sent_at: datetime.datetime

    @property
    def links(self) -> list[str]:
        """The service's own pages that it leads to."""
        return re.findall(rf"{re.escape(settings.BASE_URL)}/\S*", self.body)


def kept_letters(limit: int = 50) -> list[KeptLetter]:
    """The newest letters in the folder, the newest first."""
    letters = []
    for path in _newest_first(_folder())[:limit]:
        with contextlib.suppress(FileNotFoundError):  # the oldest may go while we read
            letters.append(_read(path))
    return letters


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _newest_first(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.eml"), reverse=True)


def _read(path: Path) -> KeptLetter:
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = parsed.get_body(preferencelist=("plain",))
    return KeptLetter(
        name=path.stem,
        to=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        body=body.get_content() if body is not None else "",
        sent_at=datetime.datetime.fromtimestamp(path.stat().st_mtime, timezone.get_current_timezone()),
    )
