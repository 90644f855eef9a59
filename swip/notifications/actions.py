"""Tell people what happened: written down in the step's own transaction, sent once it is saved."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from swip.accounts.models import User
from swip.core import history
from swip.notifications.jobs import CAN_WAIT, send_message
from swip.notifications.models import Choices, Message

AT_ONCE = 2000


@transaction.atomic
def tell(person: User, kind: str, *, href: str = "", **context: Any) -> Message:
    """Tell somebody, by email, in the words of jinja2/messages/<kind>.txt: its first line is the subject.

    `href` is the page it is about, as get_absolute_url gives it. Messages name no child and quote no evidence.
    """
    return tell_address(person.email, kind, to=person, href=href, **context)


@transaction.atomic
def tell_address(
    address: str, kind: str, *, to: User | None = None, href: str = "", **context: Any
) -> Message:
    """Tell somebody who may not have an account yet."""
    message = _written(address, kind, to=to, href=href, context=context)
    message.save(force_insert=True)
    # In this transaction: a step that is undone tells nobody.
    send_message.defer(message_id=message.pk)
    return message


@dataclass(frozen=True)
class Letter:
    """What one of many people is to be told, from when on it may leave, and until when on each day."""

    person: User
    kind: str
    href: str = ""
    leave_at: datetime.datetime | None = None
    rest_at: datetime.datetime | None = None
    context: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def tell_many(letters: Iterable[Letter]) -> list[Message]:
    """Tell thousands of people something each, in a few questions to the database."""
    messages = [
        _written(
            each.person.email,
            each.kind,
            to=each.person,
            href=each.href,
            leave_at=each.leave_at,
            rest_at=each.rest_at,
            context=each.context,
        )
        for each in letters
    ]
    Message.objects.bulk_create(messages, batch_size=AT_ONCE)
    by_time: dict[datetime.datetime | None, list[int]] = {}
    for message in messages:
        by_time.setdefault(message.leave_at, []).append(message.pk)
    for leave_at, numbers in by_time.items():
        deferrer = send_message.configure(schedule_at=leave_at, priority=CAN_WAIT)
        for start in range(0, len(numbers), AT_ONCE):
            arguments: list[dict[str, Any]] = [{"message_id": pk} for pk in numbers[start : start + AT_ONCE]]
            deferrer.batch_defer(*arguments)
    return messages


def _written(
    address: str,
    kind: str,
    *,
    to: User | None,
    href: str,
    context: dict[str, Any],
    leave_at: datetime.datetime | None = None,
    rest_at: datetime.datetime | None = None,
) -> Message:
    text = render_to_string(f"messages/{kind}.txt", {"person": to, "href": href, **context})
    subject, _, body = text.strip().partition("\n")
    return Message(
        to=to,
        address=address,
        kind=kind,
        subject=" ".join(subject.split())[:200],
        body=body.strip(),
        href=href,
        leave_at=leave_at,
        rest_at=rest_at,
    )


@transaction.atomic
def send_again(message: Message, *, by: User) -> None:
    """Try once more what could not be delivered, at the address the person has by now."""
    address = message.to.email if message.to else message.address
    message.move_to(
        Message.Status.WAITING, attempts=0, failure="", leave_at=None, rest_at=None, address=address
    )
    history.record("message.sent_again", message, by=by)
    send_message.defer(message_id=message.pk)


@transaction.atomic
def choose(
    person: User,
    *,
    by: User,
    rhythm: str,
    weekday: int,
    quiet_from: datetime.time | None,
    quiet_until: datetime.time | None,
) -> Choices:
    """Somebody says when and how often they want to be reminded."""
    chosen = {
        "rhythm": rhythm,
        "weekday": weekday,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
    }
    if same := Choices.objects.filter(person=person, **chosen).first():
        return same  # sent twice, it was chosen once
    choices, _ = Choices.objects.update_or_create(person=person, defaults=chosen)
    history.record("choices.changed", choices, by=by, data={"rhythm": rhythm})
    return choices
