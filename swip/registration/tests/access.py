"""Who may open which page of this room."""

from swip.registration.tests.factories import RegistrationDraftFactory, a_row, kept_file
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


def for_the_organisation(world):
    return [world.organisation.pk, world.enrolment.programme.code]


def file_of_the_organisation(world):
    book = world.enrolment.rule_book
    rows = [a_row(book), a_row(book, name="", email="ben@example.org", register_number="SW77")]
    file = kept_file(
        rows, coordinator=world.people["coordinator"], organisation=world.organisation, book=book
    )
    return [file.pk]


def somebody_of_the_same_name(world):
    worker = world.enrolment.social_worker
    draft = RegistrationDraftFactory(
        coordinator=world.people["coordinator"], organisation=world.organisation, is_complete=True
    )
    draft.details |= {"name": worker.name, "alike": {"here": [worker.pk], "elsewhere": False}}
    draft.save()
    return [draft.pk]


STEPS = ["programme", "cannot_join", "eligibility", "details", "place", "people", "check", "delete"]
ROUTES = {
    "registration:begin": Route(sees={"coordinator", "far_coordinator"}),
    "registration:question": Route(sees={"coordinator"}, args=first_question),
    **{f"registration:{step}": Route(sees={"coordinator"}, args=draft_of_the_coordinator) for step in STEPS},
    "registration:same_person": Route(sees={"coordinator"}, args=somebody_of_the_same_name),
    "registration:files": Route(sees={"coordinator", "far_coordinator"}),
    "registration:send_file": Route(sees={"coordinator"}, args=for_the_organisation),
    "registration:template": Route(sees={"coordinator"}, args=for_the_organisation),
    **{
        f"registration:{page}": Route(sees={"coordinator"}, args=file_of_the_organisation)
        for page in ["file", "rows_to_mend", "confirm_file", "delete_file"]
    },
}
