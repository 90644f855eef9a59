"""What the pages of this room ask, and what waits for whom."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.notifications.models import Choices
from swip.programmes.models import RuleBook
from swip.reminders import permissions, rules
from swip.reminders.digests import quiet_hours_of


def choices_of(user: User) -> Choices:
    """What somebody chose; where they have not, what everybody starts with."""
    return Choices.objects.filter(person=user).first() or Choices(person=user)


def rule_books_of(user: User) -> list[RuleBook]:
    """Whose reminders this person gets; for somebody who gets none yet, those in force."""
    places = enrolments.visible_to(user).filter(status__in=Enrolment.OPEN)
    books = RuleBook.objects.filter(pk__in=places.values("rule_book")).select_related("programme")
    return list(books) or list(RuleBook.objects.in_force_on(timezone.localdate()).select_related("programme"))


def hours_without_rest(books: list[RuleBook]) -> list[datetime.time]:
    """The full hours at which the rules let reminders leave."""
    quiet: list[rules.Quiet] = [each for book in books for each in quiet_hours_of(book)]
    hours = [datetime.time(hour) for hour in range(24)]
    return [hour for hour in hours if not any(each.covers(hour) for each in quiet)]


def calendar_address(token: str) -> str:
    return settings.BASE_URL + reverse("reminders:feed", args=[token])


def people_out_of_reach(user: User) -> int:
    """How many people a coordinator or administrator looks after whom a message did not reach."""
    return permissions.undelivered_seen_by(user).order_by().values("to").distinct().count()
