"""Made-up addresses of calendars."""

import factory

from swip.accounts.rules import digest_of
from swip.accounts.tests.factories import UserFactory
from swip.reminders.models import CalendarFeed


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    """An address that a calendar program reads. `CalendarFeedFactory(token="known")` knows it: `.token`."""

    class Meta:
        model = CalendarFeed

    class Params:
        token = factory.Sequence(lambda number: f"calendar-{number}")

    person = factory.SubFactory(UserFactory)
    token_digest = factory.LazyAttribute(lambda feed: digest_of(feed.token))
