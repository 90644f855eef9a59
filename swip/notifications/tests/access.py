"""Who may read which message."""

from swip.notifications.tests.factories import MessageFactory
from tests.access_world import SIGNED_IN, Route

ROUTES = {
    "notifications:messages": Route(sees=SIGNED_IN),
    "notifications:message": Route(
        sees={"social_worker"},
        args=lambda world: [MessageFactory(to=world.people["social_worker"]).pk],
    ),
    "notifications:send_again": Route(
        sees={"social_worker"},
        args=lambda world: [MessageFactory(to=world.people["social_worker"], status="failed").pk],
        method="post",
    ),
}
