"""Remind people, each of each thing once for each step; make and revoke the addresses of their calendars."""

from __future__ import annotations

import datetime
import secrets

from django.db import connection, transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.core.links import digest_of
from swip.notifications.actions import Letter, tell_many
from swip.notifications.models import Message
from swip.reminders import calendars, digests
from swip.reminders.models import CalendarFeed, Digest, Reminder, Round
from swip.reminders.things import Ground, all_due, ground_of

AT_ONCE = 1000
ONE_AT_A_TIME = "digests"


def make_digests(now: datetime.datetime | None = None) -> int:
    """One email for everybody who is to be reminded of something today. How many were made.

    It can run twice, at once even, or miss a day: the database holds that nobody gets two in a day, and that no
    step of a thing is told twice. Each thousand people are one transaction, so that what was made stays made.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    this_round = begin_round(today)
    if this_round.finished_at is not None:
        return 0
    ground = ground_of(today)
    calls_of = digests.calls(ground, all_due(ground))
    hours = digests.Hours(now)
    people = sorted(calls_of)
    made = 0
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        made += make_digests_of(some, calls_of, ground, hours, covers_from=this_round.covers_from)
    Round.objects.filter(pk=this_round.pk, finished_at=None).update(finished_at=timezone.now())
    return made


def begin_round(today: datetime.date) -> Round:
    """Today's, which also covers the days since the last one that was finished."""
    last = Round.objects.filter(day__lt=today, finished_at__isnull=False).order_by("-day").first()
    covers_from = last.day + datetime.timedelta(days=1) if last else today
    return Round.objects.get_or_create(day=today, defaults={"covers_from": covers_from})[0]


@transaction.atomic
def make_digests_of(
    numbers: list[int],
    calls_of: dict[int, list[digests.Call]],
    ground: Ground,
    hours: digests.Hours,
    *,
    covers_from: datetime.date,
) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [ONE_AT_A_TIME])
    # Whoever has yesterday's still to come gets that one today, and no other.
    on_its_way = Digest.objects.filter(
        person__in=numbers, message__status__in=[Message.Status.WAITING, Message.Status.SENDING]
    )
    reachable = User.objects.filter(pk__in=numbers, is_active=True)
    people = list(reachable.exclude(pk__in=on_its_way.values("person")).order_by("pk"))
    ready = list(digests.prepared(people, calls_of, ground, hours, covers_from=covers_from))
    days = {each.day for each in ready}
    have_one = set(Digest.objects.filter(person__in=numbers, day__in=days).values_list("person_id", "day"))
    ready = [each for each in ready if (each.person.pk, each.day) not in have_one]
    messages = tell_many(
        Letter(
            each.person,
            "reminders",
            href="/",
            leave_at=each.leave_at,
            rest_at=each.rest_at,
            context=each.context(),
        )
        for each in ready
    )
    made = Digest.objects.bulk_create(
        Digest(person=each.person, day=each.day, message=message)
        for each, message in zip(ready, messages, strict=True)
    )
    Reminder.objects.bulk_create(
        (
            Reminder(
                person=each.person,
                thing=line.call.key,
                due_on=line.call.thing.due_on,
                step=line.step.code,
                digest=digest,
            )
            for each, digest in zip(ready, made, strict=True)
            for line in each.lines
        ),
        batch_size=5000,
    )
    return len(made)


# ---- The calendar


@transaction.atomic
def make_calendar_address(person: User, *, by: User, instead_of: CalendarFeed | None) -> str:
    """A new private address, in the place of the one that the page showed. Only its reader ever holds it."""
    User.objects.select_for_update().get(pk=person.pk)  # pressed twice at once, the second waits
    if instead_of is not None:
        revoke_calendar_address(instead_of, by=by)
    elif there := CalendarFeed.objects.filter(person=person, status=CalendarFeed.Status.OPEN).first():
        raise StaleStep(there)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(person=person, token_digest=digest_of(token))
    history.record("calendar.made", feed, by=by)
    return token


@transaction.atomic
def revoke_calendar_address(feed: CalendarFeed, *, by: User) -> None:
    """Whoever holds the address reads nothing any more."""
    feed.move_to(CalendarFeed.Status.REVOKED, revoked_at=timezone.now())
    history.record("calendar.revoked", feed, by=by)


@transaction.atomic
def read_calendar(feed: CalendarFeed) -> bytes:
    """The calendar as it is now. That it was read is noted once a day: its owner can tell if anything still does."""
    today = timezone.localdate()
    if feed.last_read_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_on=today)
    events = calendars.events_of(feed.person)
    return calendars.written(events, calendars.entries_of(feed.person, events), feed.person)
