from swip.credentials.tests.factories import AwardFactory
from tests.access_world import EVERYONE, Route


def award(world):
    made = AwardFactory(organisation=world.organisation, rule_book=world.enrolment.rule_book)
    return [made.identifier]


ROUTES = {
    "credentials:award": Route(sees=EVERYONE, args=award),
    "credentials:revoke": Route(sees={"decision_maker"}, args=award),
}
