"""How a message leaves: at most once, and whatever comes of it is written down."""

from __future__ import annotations

import datetime
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from swip.accounts import letters
from swip.core.lifecycle import StaleStep
from swip.notifications import mail
from swip.notifications.models import Message

MOST_ATTEMPTS = 6
# A worker that is still sending after this was stopped in the middle; SMTP gives up long before.
TOO_LONG = datetime.timedelta(minutes=10)
# GOV.UK Notify tries for three days to hand a message over.
LISTENED_FOR = datetime.timedelta(days=4)


class NotSent(Exception):
    """It could not be sent this time; the job tries again after a while."""


def send(message_id: int) -> None:
    """Send a message that waits. Of two jobs for one message, the second finds nothing to do.

    It is claimed before it is sent: should this process die in between, the message is never sent twice,
    and the sweep shows it as one that may not have arrived.
    """
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        return
    try:
        message.move_to(Message.Status.SENDING, attempts=message.attempts + 1, tried_at=timezone.now())
    except StaleStep:
        return
    letter = letters.letter(message.address, message.subject, message.body, link=link_of(message))
    try:
        letter.send()
    except Exception as reason:
        if message.attempts >= MOST_ATTEMPTS:
            is_refused = isinstance(reason, SMTPRecipientsRefused)
            failure = Message.Failure.ADDRESS if is_refused else Message.Failure.SERVER
            message.move_to(Message.Status.FAILED, failure=failure)
            return
        message.move_to(Message.Status.WAITING)
        # Not the reason itself: mail servers quote addresses and words in what they say.
        raise NotSent(f"Message {message.pk}, attempt {message.attempts}: {type(reason).__name__}") from None
    reference = getattr(letter, "reference", "")[:100]
    message.move_to(Message.Status.SENT, sent_at=timezone.now(), reference=reference)


def put_off(message_id: int) -> datetime.datetime | None:
    """A message that comes to leave while people are at rest leaves on another day, by the clock on the wall.

    The worker may have been down, or the mail server, from morning till night.
    """
    now = timezone.now()
    waiting = Message.objects.filter(pk=message_id, status=Message.Status.WAITING, rest_at__lte=now)
    message = waiting.first()
    if message is None or message.leave_at is None or message.rest_at is None:
        return None
    leave_at, rest_at = message.leave_at, message.rest_at
    while rest_at <= now:
        leave_at, rest_at = a_day_later(leave_at), a_day_later(rest_at)
    waiting.update(leave_at=leave_at, rest_at=rest_at)
    return leave_at if leave_at > now else None


def a_day_later(moment: datetime.datetime) -> datetime.datetime:
    """At the same time of the day, also where the night between is an hour longer or shorter."""
    wall = timezone.localtime(moment)
    return (wall + datetime.timedelta(days=1)).astimezone(datetime.UTC)


def link_of(message: Message) -> str:
    return settings.BASE_URL + message.href if message.href else ""


def stuck() -> list[int]:
    """The messages whose job is lost: long waiting, with nobody on their way to send them."""
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    waiting = Message.objects.filter(status=Message.Status.WAITING, created_at__lt=long_ago)
    overdue = waiting.alias(due_at=Coalesce(F("leave_at"), F("created_at"))).filter(due_at__lt=long_ago)
    untried = overdue.exclude(tried_at__gte=long_ago)
    return list(untried.order_by("pk").values_list("pk", flat=True)[:1000])


def give_up_on_half_sent() -> None:
    """A worker died while it sent these: nobody can say whether they arrived, so a person decides."""
    half_sent = Message.objects.filter(status=Message.Status.SENDING, tried_at__lt=timezone.now() - TOO_LONG)
    for message in half_sent:
        try:
            message.move_to(Message.Status.FAILED, failure=Message.Failure.UNSURE)
        except StaleStep:
            continue


def hear_what_became_of_them() -> None:
    """Some ways of sending say later whether a message arrived; it is asked only while we wait for an answer."""
    since = timezone.now() - LISTENED_FOR
    sent = Message.objects.filter(status=Message.Status.SENT, sent_at__gte=since).exclude(reference="")
    awaited = {each.reference: each for each in sent.only("status", "reference")}
    if not awaited:
        return
    for report in mail.reports(since):
        message = awaited.pop(report.reference, None)
        if message is None:
            continue
        try:
            if report.has_arrived:
                message.move_to(Message.Status.DELIVERED)
            else:
                message.move_to(Message.Status.FAILED, failure=report.failure)
        except StaleStep:
            continue
        if not awaited:
            return
