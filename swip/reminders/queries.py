"""What the pages of this room ask, and what waits for whom."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Appointment, Role, User
from swip.core.asking import among_them, ask
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import EmploymentPeriod, Enrolment
from swip.notifications.models import Choices, Message
from swip.programmes.models import RuleBook
from swip.reminders import rules
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


def _out_of_reach() -> QuerySet:
    """What permissions.undelivered_seen_by lets somebody see, worded once a day: a home page asks it each time."""
    held = Appointment.objects.current().filter(among_them("person"))
    staffs = held.filter(role__in=[Role.ADMINISTRATOR, Role.COORDINATOR]).values("organisation")
    coordinates = held.filter(role=Role.COORDINATOR).values("organisation")
    colleagues = Appointment.objects.current().filter(organisation__in=staffs)
    employed = EmploymentPeriod.objects.not_over().filter(organisation__in=coordinates)
    failed = Message.objects.filter(
        Q(to__in=colleagues.values("person")) | Q(to__in=employed.values("enrolment__social_worker")),
        status=Message.Status.FAILED,
    )
    return failed.order_by().values_list("to").distinct()


def people_out_of_reach(user: User) -> int:
    """How many people a coordinator or administrator looks after whom a message did not reach."""
    return len(ask(_out_of_reach, [user.pk]))
