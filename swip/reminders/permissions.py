"""Who may see whose calendar, and which messages that did not arrive."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import Appointment, User
from swip.accounts.permissions import staffed_by
from swip.core.links import digest_of
from swip.enrolment import permissions as enrolments
from swip.notifications.models import Message
from swip.notifications.permissions import undelivered_to
from swip.reminders.models import CalendarFeed


def calendar_of(user: User) -> QuerySet[CalendarFeed]:
    """One's own address, while there is one."""
    return CalendarFeed.objects.filter(person=user, status=CalendarFeed.Status.OPEN)


def calendars_made_by(user: User) -> QuerySet[CalendarFeed]:
    """All one has made: pressed twice, the second time is told that it is switched off already."""
    return CalendarFeed.objects.filter(person=user)


def calendar_read_with(token: str) -> QuerySet[CalendarFeed]:
    """Whoever holds the address reads the calendar, until it is revoked or its owner's account is closed."""
    feeds = CalendarFeed.objects.filter(status=CalendarFeed.Status.OPEN, person__is_active=True)
    return feeds.filter(token_digest=digest_of(token)).select_related("person")


def keeps_people(user: User) -> bool:
    """Coordinators and administrators put right what does not reach their people."""
    return staffed_by(user).exists()


def people_kept_by(user: User) -> QuerySet[User]:
    """Those who are something in an organisation that somebody staffs, and the social workers they coordinate."""
    colleagues = Appointment.objects.current().filter(organisation__in=staffed_by(user))
    return User.objects.filter(
        Q(pk__in=colleagues.values("person"))
        | Q(pk__in=enrolments.coordinated_by(user).values("social_worker"))
    )


def undelivered_seen_by(user: User) -> QuerySet[Message]:
    """That a message did not arrive, and why; never what it said."""
    return undelivered_to(people_kept_by(user))
