"""A record that nobody supervises or assesses just now, and one that is over: every page and step still answers."""

import pytest
from django.urls import reverse

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.assessment import actions as assessment
from swip.assessment.models import Result
from swip.assessment.tests.factories import RecommendationFactory, enrolment_with_outcomes
from swip.credentials.models import Award
from swip.enrolment.models import Pairing
from swip.evidence import actions as evidence_actions
from swip.evidence.tests.factories import EvidenceFactory
from swip.reviews import actions as reviews
from swip.reviews.tests.factories import ReviewFactory
from swip.self_assessment.tests.factories import SelfAssessmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def enrolment(organisation):
    return enrolment_with_outcomes(organisation=organisation)


def leave(enrolment):
    """Supervisor and assessor are gone, and nobody has taken over."""
    Pairing.objects.filter(enrolment=enrolment).delete()


def appointed(organisation, role):
    return AppointmentFactory(organisation=organisation, role=role).person


def pages_of(enrolment, is_own):
    by_enrolment = [
        "enrolment:enrolment",
        "enrolment:history",
        "evidence:list",
        "progress:outcomes",
        "reviews:list",
        "self_assessment:list",
        "assessment:overview",
    ]
    pages = [reverse(name, args=[enrolment.pk]) for name in by_enrolment]
    pages += [reverse("dashboards:home"), reverse("notifications:messages"), reverse("accounts:account")]
    pages += [each.get_absolute_url() for each in enrolment.evidence.all() if is_own or each.is_handed_in]
    pages += [each.get_absolute_url() for each in enrolment.reviews.all()]
    return pages + [each.get_absolute_url() for each in enrolment.decisions.all()]


def answers(client, person, pages):
    client.force_login(person)
    return {page: client.get(page, follow=True).status_code for page in pages}


def test_every_page_answers_where_nobody_supervises_or_assesses(client, enrolment, organisation):
    waiting = EvidenceFactory(enrolment=enrolment, status="submitted")
    EvidenceFactory(enrolment=enrolment, status="returned")
    review = ReviewFactory(enrolment=enrolment, status="completed")
    leave(enrolment)
    worker = enrolment.social_worker
    evidence_actions.withdraw(waiting, by=worker)
    evidence_actions.start_again(waiting, by=worker)
    evidence_actions.submit(waiting, revision=waiting.revision, by=worker)
    private = SelfAssessmentFactory(enrolment=enrolment)
    share = reverse("self_assessment:share", args=[private.pk])

    found = answers(client, worker, [*pages_of(enrolment, is_own=True), private.get_absolute_url(), share])
    assert set(found.values()) == {200}, found
    assert client.post(share).status_code == 200
    reviews.sign(review, review.revision, worker_comment="", by=worker)
    for role in (Role.COORDINATOR, Role.DECISION_MAKER):
        found = answers(client, appointed(organisation, role), pages_of(enrolment, is_own=False))
        assert set(found.values()) == {200}, found
    found = answers(client, appointed(organisation, Role.COORDINATOR), [reverse("dashboards:cohort")])
    assert set(found.values()) == {200}


@pytest.mark.parametrize("result", [Result.MET, Result.NOT_MET])
def test_a_decision_is_made_and_read_though_supervisor_and_assessor_are_gone(
    client, enrolment, organisation, result
):
    recommendation = RecommendationFactory(enrolment=enrolment, status="submitted")
    ReviewFactory(enrolment=enrolment, status="completed")
    leave(enrolment)
    who = appointed(organisation, Role.DECISION_MAKER)
    heard = {} if result == Result.MET else {"was_heard_before": True}
    assessment.decide(recommendation, result=result, reasons="The portfolio.", by=who, **heard)
    enrolment.refresh_from_db()

    awards = [each.get_absolute_url() for each in Award.objects.all()]
    assert len(awards) == (result == Result.MET)
    own = answers(client, enrolment.social_worker, pages_of(enrolment, is_own=True) + awards)
    assert set(own.values()) == {200}, own
    for person in (who, appointed(organisation, Role.COORDINATOR)):
        found = answers(client, person, pages_of(enrolment, is_own=False) + awards)
        assert set(found.values()) == {200}, found


def test_on_the_day_of_the_decision_those_who_were_part_of_it_still_read_it(client, enrolment, organisation):
    supervisor, assessor = enrolment.supervisor, enrolment.assessor
    recommendation = RecommendationFactory(enrolment=enrolment, status="submitted")
    EvidenceFactory(enrolment=enrolment, status="submitted")
    who = appointed(organisation, Role.DECISION_MAKER)
    assessment.decide(recommendation, result=Result.MET, reasons="The portfolio.", by=who)

    for person in (supervisor, assessor):
        found = answers(client, person, pages_of(enrolment, is_own=False))
        assert set(found.values()) == {200}, found
        assert b"/review/" not in client.get(reverse("dashboards:home")).content
