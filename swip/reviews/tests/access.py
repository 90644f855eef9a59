from swip.reviews.tests.factories import ReviewFactory
from tests.access_world import LOOKED_AFTER_BY, Route


def a_review(status):
    return lambda world: [ReviewFactory(enrolment=world.enrolment, status=status).pk]


ROUTES = {
    "reviews:list": Route(sees=LOOKED_AFTER_BY | {"social_worker"}, args=lambda world: [world.enrolment.pk]),
    "reviews:start": Route(
        sees={"supervisor"}, args=lambda world: [world.enrolment.pk, "month-3"], method="post"
    ),
    "reviews:review": Route(sees=LOOKED_AFTER_BY | {"social_worker"}, args=a_review("completed")),
    "reviews:write": Route(sees={"supervisor"}, args=a_review("draft")),
    "reviews:complete": Route(sees={"supervisor"}, args=a_review("draft")),
    "reviews:sign": Route(sees={"social_worker"}, args=a_review("completed")),
}
