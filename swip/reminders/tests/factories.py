"""Made-up addresses of calendars."""

import factory

from swip.accounts.tests.factories import UserFactory
from swip.core.links import digest_of
from swip.reminders.models import CalendarFeed


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    """An address that a calendar program reads. `CalendarFeedFactory(token="known")` knows it: `.token`."""

    class Meta:
        model = CalendarFeed

    person = factory.SubFactory(UserFactory)
    token = factory.Sequence(lambda number: f"calendar-{number}")

    @classmethod
    def _create(cls, model_class, *args, token, **details):
        feed = super()._create(model_class, *args, token_digest=digest_of(token), **details)
        feed.token = token
        return feed
