import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, TeamFactory
from swip.core import history
from swip.dashboards import permissions
from swip.dashboards.queries.support import support_of_many
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.tests.factories import EvidenceFactory
from swip.supervision import actions
from swip.supervision.tests.factories import ProtectedTimeFactory, SessionFactory, WorkloadFactory

pytestmark = pytest.mark.django_db
HOME, SUPPORT = "/", "/support/"


@pytest.fixture
def enrolment():
    """Somebody with a history, as everybody who was registered has one."""
    made = EnrolmentFactory()
    history.record("enrolment.registered", made, by=made.supervisor)
    return made


@pytest.fixture
def organisation(enrolment):
    return enrolment.employment_periods.get().organisation


@pytest.fixture
def watcher(organisation):
    return AppointmentFactory(organisation=organisation, role=Role.PRINCIPAL_SOCIAL_WORKER).person


def hold_session(enrolment):
    return actions.enter_session(
        enrolment,
        by=enrolment.supervisor,
        day=timezone.localdate(),
        minutes=90,
        reflection_minutes=45,
        held_by=enrolment.supervisor,
    )


def test_support_is_worked_out_once_a_day_and_again_when_something_is_entered(enrolment):
    before = support_of_many([enrolment.pk])[enrolment.pk]
    with CaptureQueriesContext(connection) as asked:
        assert support_of_many([enrolment.pk])[enrolment.pk] == before
    assert len(asked) == 1

    hold_session(enrolment)

    assert support_of_many([enrolment.pk])[enrolment.pk].given == before.given + 1


def test_a_principal_social_worker_sees_whose_support_falls_short_and_of_what(client, enrolment, watcher):
    ProtectedTimeFactory(enrolment=enrolment)
    WorkloadFactory(enrolment=enrolment, percent=110)
    client.force_login(watcher)

    response = client.get(SUPPORT)

    assertContains(response, enrolment.social_worker.name)
    assertContains(response, "sessions missing")
    assertContains(response, "1.7 of 3.7 protected hours lost")
    assertContains(response, "workload 110% instead of")
    assertContains(client.get(HOME), "See support by team and supervisor")


def test_by_team_and_by_supervisor(client, enrolment, organisation, watcher):
    team = TeamFactory(organisation=organisation)
    other = EnrolmentFactory(organisation=organisation, team=team, rule_book=enrolment.rule_book)
    client.force_login(watcher)

    of_the_team = client.get(f"{SUPPORT}?team={team.pk}")
    of_the_supervisor = client.get(f"{SUPPORT}?supervisor={enrolment.supervisor.pk}")

    assertContains(of_the_team, f"{other.social_worker.name}<span")
    assertNotContains(of_the_team, f"{enrolment.social_worker.name}<span")
    assertContains(of_the_supervisor, f"{enrolment.social_worker.name}<span")
    assertNotContains(of_the_supervisor, f"{other.social_worker.name}<span")


def test_nothing_that_was_written_is_shown(client, enrolment, watcher):
    EvidenceFactory(enrolment=enrolment, status="submitted", title="A visit on Elm Street")
    SessionFactory(enrolment=enrolment, notes="We spoke about sleep")
    client.force_login(watcher)

    for page in (HOME, SUPPORT):
        for words in ("A visit on Elm Street", "We spoke about sleep"):
            assertNotContains(client.get(page), words)


def test_another_employers_people_are_not_there(client, enrolment):
    far = AppointmentFactory(role=Role.PRINCIPAL_SOCIAL_WORKER).person
    client.force_login(far)

    assertContains(client.get(SUPPORT), "Nobody in your organisation is on a programme")


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.PRINCIPAL_SOCIAL_WORKER, True),
        (Role.COORDINATOR, False),
        (Role.PRACTICE_SUPERVISOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_who_watches_over_support(enrolment, organisation, role, sees):
    person = AppointmentFactory(organisation=organisation, role=role).person

    assert permissions.supported_in(person).contains(enrolment) == sees


def test_nobody_watches_over_their_own_support(enrolment, organisation):
    AppointmentFactory(
        person=enrolment.social_worker, organisation=organisation, role=Role.PRINCIPAL_SOCIAL_WORKER
    )

    assert not permissions.supported_in(enrolment.social_worker).contains(enrolment)


def test_a_coordinator_finds_who_is_short_of_support(client, enrolment, organisation):
    client.force_login(AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person)

    assertContains(client.get(HOME), "sessions missing")
    assertContains(client.get("/cohort/?support=sessions"), enrolment.social_worker.name)
    assertNotContains(client.get("/cohort/?support=workload"), enrolment.social_worker.name)


def test_the_page_asks_as_much_for_nine_people_as_for_two(client, enrolment, organisation, watcher):
    EnrolmentFactory(organisation=organisation, rule_book=enrolment.rule_book)
    client.force_login(watcher)
    client.get(SUPPORT)
    with CaptureQueriesContext(connection) as of_two:
        client.get(SUPPORT)
    for _ in range(7):
        EnrolmentFactory(organisation=organisation, rule_book=enrolment.rule_book)

    with CaptureQueriesContext(connection) as of_nine:
        client.get(SUPPORT)

    assert len(of_nine) == len(of_two) <= 22
