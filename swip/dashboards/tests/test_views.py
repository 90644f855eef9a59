import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, TeamFactory, UserFactory
from swip.assessment.tests.factories import RecommendationFactory, enrolment_with_outcomes
from swip.core import history
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import EvidenceFactory
from swip.registration.tests.factories import RegistrationDraftFactory
from swip.reviews.tests.factories import ReviewFactory
from swip.supervision.tests.factories import SupportAgreementFactory

pytestmark = pytest.mark.django_db
HOME, COHORT, COHORT_CSV = "/", "/cohort/", "/cohort.csv"


@pytest.fixture
def enrolment():
    return enrolment_with_outcomes()


@pytest.fixture
def coordinator(enrolment):
    return AppointmentFactory(
        organisation=enrolment.employment_periods.get().organisation, role=Role.COORDINATOR
    ).person


def colleagues(enrolment, count, **details):
    organisation = enrolment.employment_periods.get().organisation
    return [
        EnrolmentFactory(organisation=organisation, rule_book=enrolment.rule_book, **details)
        for _ in range(count)
    ]


def names(client, query=""):
    """Who stands in the cohort, in its order: the file has the same rows as the page."""
    response = client.get(f"{COHORT_CSV}{query}")
    assert client.get(f"{COHORT}{query}").status_code == 200
    return [row["Name"] for row in csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))]


def test_a_social_worker_sees_where_they_stand_on_each_outcome(client, enrolment):
    EvidenceFactory(enrolment=enrolment, status=Evidence.Status.ACCEPTED, outcomes=["1.1"])
    client.force_login(enrolment.social_worker)

    response = client.get(HOME)

    assertContains(response, "Where you stand")
    for outcome in enrolment.standards.outcomes:
        assertContains(response, f"{outcome.code} {outcome.text}")
    assertContains(response, "One more kind and one more day would settle it")


def test_a_social_worker_is_told_what_was_sent_back(client, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status=Evidence.Status.RETURNED)
    client.force_login(enrolment.social_worker)

    response = client.get(HOME)

    assertContains(response, f"Evidence sent back with comments: {evidence}")
    assertContains(response, evidence.get_absolute_url())


def test_a_social_worker_is_told_of_a_review_to_sign(client, enrolment):
    review = ReviewFactory(enrolment=enrolment, status="completed")
    client.force_login(enrolment.social_worker)

    assertContains(client.get(HOME), review.get_absolute_url())


def test_a_supervisor_finds_evidence_on_their_home_page(client, enrolment):
    pieces = EvidenceFactory.create_batch(7, enrolment=enrolment, status=Evidence.Status.SUBMITTED)
    client.force_login(enrolment.supervisor)

    response = client.get(HOME)

    for evidence in pieces:
        assertContains(response, reverse("evidence:review", args=[evidence.pk]))
    assertContains(response, enrolment.social_worker.name)
    assertContains(response, "Show 2 more: evidence to read")


def test_a_supervisor_is_told_of_late_reviews_until_they_are_written(client, enrolment):
    client.force_login(enrolment.supervisor)
    assertContains(client.get(HOME), "A review to hold and write up")

    for stage_date in enrolment.stage_dates.filter(due_on__lte=timezone.localdate()):
        ReviewFactory(enrolment=enrolment, stage=stage_date.stage, status="completed")

    assertNotContains(client.get(HOME), "A review to hold and write up")


def test_an_assessor_is_told_of_a_programme_that_ends_soon(client):
    soon = timezone.localdate() + datetime.timedelta(days=20)
    enrolment = enrolment_with_outcomes(expected_end_on=soon)
    client.force_login(enrolment.assessor)

    assertContains(client.get(HOME), "A recommendation to begin")


def test_who_decides_is_told_what_waits(client, enrolment):
    recommendation = RecommendationFactory(enrolment=enrolment, status="submitted")
    organisation = enrolment.employment_periods.get().organisation
    client.force_login(AppointmentFactory(organisation=organisation, role=Role.DECISION_MAKER).person)

    assertContains(client.get(HOME), recommendation.get_absolute_url())


def test_a_coordinator_sees_the_cohort_in_a_few_numbers(client, enrolment, coordinator):
    colleagues(enrolment, 2, supervisor=None)
    client.force_login(coordinator)

    page = " ".join(client.get(HOME).content.decode().split())

    assert re.search(r">3</span>.{0,200}on a programme", page)
    assert re.search(r">2</span>.{0,200}without a supervisor", page)


def test_somebody_without_any_part_in_it_is_told_what_to_do(client):
    client.force_login(UserFactory())

    assertContains(client.get(HOME), "ask the coordinator at")


def sign_reviews_due(enrolment):
    for stage_date in enrolment.stage_dates.filter(due_on__lte=timezone.localdate()):
        ReviewFactory(enrolment=enrolment, stage=stage_date.stage, status="signed")


def test_the_cohort_shows_who_waits_for_whom_and_since_when(client, enrolment, coordinator):
    sign_reviews_due(enrolment)
    SupportAgreementFactory(enrolment=enrolment, status="in_force")
    ago = timezone.now() - datetime.timedelta(days=12)
    EvidenceFactory(enrolment=enrolment, status=Evidence.Status.SUBMITTED, submitted_at=ago)
    client.force_login(coordinator)

    response = client.get(COHORT)

    assertContains(response, "1 piece of evidence to read</a>, for 12 days")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("?timing=late", 1),
        ("?waiting=anybody", 2),
        ("?waiting=supervisor", 2),
        ("?waiting=worker", 0),
        ("?supervisor=none", 1),
        ("?supervisor=away", 0),
        ("?started=this_month", 1),
        ("?stage=Month+3", 2),
        ("?status=completed", 0),
        ("?status=all", 3),
        ("?status=", 3),
        ("?name=amina", 1),
        ("?name=nobody+of+that+name", 0),
        ("?programme=999999&team=x&supervisor=&sort=-nothing&page=99", 3),
    ],
)
def test_the_cohort_is_filtered(client, enrolment, coordinator, query, found):
    colleagues(enrolment, 1, supervisor=None, starts_on=timezone.localdate())
    colleagues(enrolment, 1, social_worker__name="Amina Example")
    sign_reviews_due(enrolment)
    EvidenceFactory(enrolment=enrolment, status=Evidence.Status.SUBMITTED)
    client.force_login(coordinator)

    assert len(names(client, query)) == found


@pytest.mark.parametrize("sort", ["name", "-name", "team", "-team", "due", "-due", "supervisor", "-started"])
def test_the_cohort_is_sorted(client, enrolment, coordinator, sort):
    colleagues(enrolment, 2, social_worker__name="Amina Example", supervisor=None)
    client.force_login(coordinator)

    found = names(client, f"?sort={sort}")

    assert len(found) == 3
    if sort == "name":
        assert found[:2] == ["Amina Example"] * 2
    if sort == "-name":
        assert found[1:] == ["Amina Example"] * 2


def test_a_coordinator_sees_nobody_of_another_organisation(client, enrolment, coordinator):
    stranger = EnrolmentFactory(organisation=OrganisationFactory(), rule_book=enrolment.rule_book)
    client.force_login(coordinator)

    for page in [COHORT, COHORT_CSV]:
        assertNotContains(client.get(page), stranger.social_worker.name)


def test_the_cohort_is_downloaded_as_it_is_filtered_and_safe_to_open(client, enrolment, coordinator):
    colleagues(enrolment, 1, social_worker__name="=HYPERLINK(1)")
    client.force_login(coordinator)

    response = client.get(f"{COHORT_CSV}?name=HYPERLINK")

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["Name"] for row in rows] == ["'=HYPERLINK(1)"]
    assert rows[0]["Timing"] == "Late"


def test_a_team_can_be_chosen(client, enrolment, coordinator):
    team = TeamFactory(organisation=enrolment.employment_periods.get().organisation)
    colleagues(enrolment, 1, team=team)
    client.force_login(coordinator)

    assert len(names(client, f"?team={team.pk}")) == 1


def test_a_cohort_of_nobody_says_what_to_do(client):
    client.force_login(AppointmentFactory(role=Role.COORDINATOR).person)

    assertContains(client.get(COHORT), "Register a social worker, or many from a file")


@pytest.mark.parametrize(("page", "most"), [(HOME, 42), (COHORT, 38), ("/cohort/waiting/", 34)])
def test_a_cohort_of_nine_asks_no_more_than_one_of_two(client, enrolment, coordinator, page, most):
    colleagues(enrolment, 1)
    client.force_login(coordinator)
    client.get(page)
    with CaptureQueriesContext(connection) as of_two:
        client.get(page)
    colleagues(enrolment, 7)

    with CaptureQueriesContext(connection) as of_nine:
        client.get(page)

    assert len(of_nine) == len(of_two)
    assert len(of_nine) <= most


def test_the_home_page_of_a_social_worker_has_a_budget(client, enrolment, django_assert_max_num_queries):
    history.record("enrolment.registered", enrolment, by=enrolment.supervisor)
    client.force_login(enrolment.social_worker)
    client.get(HOME)

    with django_assert_max_num_queries(15):
        client.get(HOME)


def test_a_programme_that_is_over_still_leads_to_its_record(client):
    enrolment = enrolment_with_outcomes(status=Enrolment.Status.COMPLETED)
    client.force_login(enrolment.social_worker)

    assertContains(client.get(HOME), enrolment.get_absolute_url())


def test_a_coordinator_is_told_of_registrations_they_have_not_finished(client, enrolment, coordinator):
    organisation = enrolment.employment_periods.get().organisation
    own = RegistrationDraftFactory(coordinator=coordinator, organisation=organisation)
    colleague = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
    theirs = RegistrationDraftFactory(coordinator=colleague, organisation=organisation)
    client.force_login(coordinator)

    response = client.get(HOME)

    assertContains(response, "A registration to finish")
    assertContains(response, own.get_absolute_url())
    assertNotContains(response, theirs.get_absolute_url())


def test_a_supervisor_sees_how_each_of_their_people_stands(client, enrolment):
    EvidenceFactory(enrolment=enrolment, status=Evidence.Status.ACCEPTED, outcomes=["1.1"])
    client.force_login(enrolment.supervisor)

    response = client.get(HOME)

    stage = enrolment.stage_dates.filter(stage__has_review=True).order_by("due_on").first().stage
    assertContains(response, f"{stage.name} review")
    assertContains(response, f"0 of {enrolment.standards.outcomes.count()} outcomes")


def test_the_home_page_of_a_supervisor_asks_as_much_for_nine_people_as_for_one(
    client, enrolment, django_assert_max_num_queries
):
    colleagues(enrolment, 8, supervisor=enrolment.supervisor)
    client.force_login(enrolment.supervisor)
    client.get(HOME)

    with django_assert_max_num_queries(31):
        client.get(HOME)


def test_a_review_sent_back_by_the_social_worker_is_told_as_that(client, enrolment):
    stage = (
        enrolment.stage_dates.filter(due_on__lte=timezone.localdate(), stage__has_review=True).first().stage
    )
    ReviewFactory(enrolment=enrolment, stage=stage, status="draft", completed_at=timezone.now())
    client.force_login(enrolment.supervisor)

    assertContains(client.get(HOME), "A review to change, as the social worker asked")


def test_a_late_review_waits_for_the_supervisor(client, enrolment, coordinator):
    SupportAgreementFactory(enrolment=enrolment, status="in_force")
    client.force_login(coordinator)

    assertContains(client.get(COHORT), "Month 3 review to hold and write up</a>, for")


def test_somebody_who_has_finished_is_not_told_that_they_have_no_place(client):
    enrolment = enrolment_with_outcomes(status=Enrolment.Status.COMPLETED)
    client.force_login(enrolment.social_worker)

    assertNotContains(client.get(HOME), "You have no place on a programme")


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (Role.PRACTICE_SUPERVISOR, "Nobody is paired with you"),
        (Role.PRINCIPAL_SOCIAL_WORKER, "See support by team and supervisor"),
    ],
)
def test_a_role_without_anything_to_do_is_told_so(client, role, told):
    client.force_login(AppointmentFactory(role=role).person)

    assertContains(client.get(HOME), told)
