"""Who may see which page about reminders, calendars and messages that did not arrive."""

from swip.notifications.tests.factories import MessageFactory
from swip.reminders.tests.factories import CalendarFeedFactory
from tests.access_world import EVERYONE, SIGNED_IN, Route

KEEPERS = frozenset({"coordinator", "administrator"})
FAR_KEEPERS = frozenset({"far_coordinator", "far_administrator"})


def own_calendar(world):
    return [CalendarFeedFactory(person=world.people["social_worker"]).pk]


def calendar_with_token(world):
    CalendarFeedFactory(person=world.people["supervisor"], token="known")
    return ["known"]


def undelivered_to(name):
    return lambda world: [MessageFactory(to=world.people[name], status="failed").pk]


ROUTES = {
    "reminders:choices": Route(sees=SIGNED_IN),
    "reminders:calendar": Route(sees=SIGNED_IN),
    "reminders:revoke": Route(sees={"social_worker"}, args=own_calendar, method="post"),
    "reminders:feed": Route(sees=EVERYONE, args=calendar_with_token),
    "reminders:undelivered": Route(sees=KEEPERS | FAR_KEEPERS),
    "reminders:send_again": Route(sees={"coordinator"}, args=undelivered_to("social_worker"), method="post"),
}
