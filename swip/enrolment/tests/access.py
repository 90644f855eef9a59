"""Who may open which page of this room."""

from swip.enrolment.tests.factories import RegistrationDraftFactory
from tests.access_world import LOOKED_AFTER_BY, Route


def draft_of_the_coordinator(world):
    draft = RegistrationDraftFactory(
        coordinator=world.people["coordinator"], organisation=world.organisation, is_complete=True
    )
    return [draft.pk]


def first_question(world):
    draft = RegistrationDraftFactory(
        coordinator=world.people["coordinator"], organisation=world.organisation, is_complete=True
    )
    return [draft.pk, draft.rule_book.questions[0].code]


def of_the_enrolment(world):
    return [world.enrolment.pk]


STEPS = ["programme", "cannot_join", "eligibility", "details", "place", "people", "check", "delete"]
ROUTES = {
    "enrolment:register": Route(sees={"coordinator", "far_coordinator"}),
    "enrolment:register_question": Route(sees={"coordinator"}, args=first_question),
    **{
        f"enrolment:register_{step}": Route(sees={"coordinator"}, args=draft_of_the_coordinator)
        for step in STEPS
    },
    "enrolment:registered": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:enrolment": Route(sees={"social_worker", *LOOKED_AFTER_BY}, args=of_the_enrolment),
    "enrolment:history": Route(sees={"social_worker", *LOOKED_AFTER_BY}, args=of_the_enrolment),
    "enrolment:looks": Route(sees={"social_worker"}, args=of_the_enrolment),
    "enrolment:change_supervisor": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:change_assessor": Route(sees={"coordinator"}, args=of_the_enrolment),
    "enrolment:withdraw": Route(sees={"coordinator"}, args=of_the_enrolment),
}
