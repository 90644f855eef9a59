"""Email that cannot wait in the list of messages: codes, and links that must be kept nowhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def letter(address: str, subject: str, body: str, *, link: str = "") -> EmailMessage:
    """One frame for everything the service sends: the words, the page they are about, who sends it."""
    context = {"body": body.strip(), "link": link, "service_name": settings.SERVICE_NAME}
    text = render_to_string("letters/_frame.txt", context)
    # An address in the subject or to a list of people would leak; new lines in a subject would split it.
    return EmailMessage(
        " ".join(subject.split()), text.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [address]
    )


def compose(kind: str, address: str, *, link: str = "", **context: Any) -> EmailMessage:
    """In the words of jinja2/letters/<kind>.txt: its first line is the subject."""
    text = render_to_string(f"letters/{kind}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return letter(address, subject, body, link=link)
