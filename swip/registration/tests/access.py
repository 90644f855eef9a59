"""Who may open which page of this room."""

from swip.registration.tests.factories import RegistrationDraftFactory
from tests.access_world import Route


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


STEPS = ["programme", "cannot_join", "eligibility", "details", "place", "people", "check", "delete"]
ROUTES = {
    "registration:begin": Route(sees={"coordinator", "far_coordinator"}),
    "registration:question": Route(sees={"coordinator"}, args=first_question),
    **{f"registration:{step}": Route(sees={"coordinator"}, args=draft_of_the_coordinator) for step in STEPS},
}
