"""Tell people what happened: written down in the step's own transaction, sent once it is saved."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from swip.accounts.models import User
from swip.core import history
from swip.notifications.jobs import send_message
from swip.notifications.models import Message


@transaction.atomic
def tell(person: User, kind: str, *, href: str = "", **context: Any) -> Message:
    """Tell somebody, by e-mail, in the words of jinja2/messages/<kind>.txt: its first line is the subject.

    `href` is the page it is about, as get_absolute_url gives it. Messages name no child and quote no evidence.
    """
    return tell_address(person.email, kind, to=person, href=href, **context)


@transaction.atomic
def tell_address(
    address: str, kind: str, *, to: User | None = None, href: str = "", **context: Any
) -> Message:
    """Tell somebody who may not have an account yet."""
    text = render_to_string(f"messages/{kind}.txt", {"person": to, "href": href, **context})
    subject, _, body = text.strip().partition("\n")
    message = Message.objects.create(
        to=to,
        address=address,
        kind=kind,
        subject=" ".join(subject.split())[:200],
        body=body.strip(),
        href=href,
    )
    # In this transaction: a step that is undone tells nobody.
    send_message.defer(message_id=message.pk)
    return message


@transaction.atomic
def send_again(message: Message, *, by: User) -> None:
    """Try once more what could not be sent."""
    message.move_to(Message.Status.WAITING, attempts=0)
    history.record("message.sent_again", message, by=by)
    send_message.defer(message_id=message.pk)
