"""What somebody's next employer reads of them, room by room: what was handed in, and nothing else."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.enrolment.actions import claims, pair
from swip.enrolment.models import Transfer
from swip.enrolment.tests.factories import AdjustmentFactory, ClaimFactory, EnrolmentFactory, TransferFactory
from swip.evidence import permissions as evidence
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import EvidenceFactory
from swip.reviews import permissions as reviews
from swip.reviews.tests.factories import ReviewFactory
from swip.self_assessment import permissions as self_assessments
from swip.self_assessment.tests.factories import SelfAssessmentFactory

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def new():
    return OrganisationFactory(name="Southshire Council")


@pytest.fixture
def coordinator(new):
    return AppointmentFactory(organisation=new, role=Role.COORDINATOR).person


@pytest.fixture
def supervisor(new):
    return AppointmentFactory(organisation=new, role=Role.PRACTICE_SUPERVISOR).person


def moves(enrolment, new, coordinator, supervisor):
    """From yesterday at the old employer to today at the new one, which has named a supervisor."""
    today = timezone.localdate()
    transfer = TransferFactory(enrolment=enrolment, last_day=today - A_DAY)
    claim = ClaimFactory(
        worker=enrolment.social_worker,
        organisation=new,
        programme=enrolment.programme,
        first_day=today,
        claimed_by=coordinator,
    )
    claims.agree(claim, by=enrolment.social_worker)
    pair(enrolment, "supervisor", supervisor, by=coordinator)
    return transfer


@pytest.mark.parametrize("status", Evidence.Status.values)
def test_evidence_that_was_handed_in_moves_and_drafts_stay_the_worker_s(
    enrolment, new, coordinator, supervisor, status
):
    piece = EvidenceFactory(enrolment=enrolment, status=status)
    old_supervisor = enrolment.supervisor
    assert not evidence.visible_to(supervisor).contains(piece)
    moves(enrolment, new, coordinator, supervisor)
    is_handed_in = status in Evidence.HANDED_IN
    for person in (coordinator, supervisor):
        assert evidence.visible_to(person).contains(piece) is is_handed_in
    assert evidence.reviewable_by(supervisor).contains(piece) is (status == Evidence.Status.SUBMITTED)
    assert not evidence.visible_to(old_supervisor).contains(piece)
    assert evidence.written_by(enrolment.social_worker).contains(piece)


def test_what_waits_to_be_read_waits_for_the_next_supervisor(client, enrolment, new, coordinator, supervisor):
    piece = EvidenceFactory(enrolment=enrolment, status="submitted", title="A visit on the stairs")
    EvidenceFactory(enrolment=enrolment, title="A thought of my own")
    moves(enrolment, new, coordinator, supervisor)
    client.force_login(supervisor)
    shown = client.get(reverse("evidence:list", args=[enrolment.pk]))
    assertContains(shown, "A visit on the stairs")
    assertNotContains(shown, "A thought of my own")
    assert client.get(reverse("evidence:review", args=[piece.pk])).status_code == 200


def test_a_piece_sent_back_is_read_as_it_was_handed_in_and_not_as_it_is_being_rewritten(
    client, enrolment, new, coordinator, supervisor
):
    piece = EvidenceFactory(enrolment=enrolment, status="returned")
    Evidence.objects.filter(pk=piece.pk).update(what_happened="Half a sentence of a new")
    moves(enrolment, new, coordinator, supervisor)
    client.force_login(supervisor)
    assertNotContains(client.get(piece.get_absolute_url()), "Half a sentence of a new")


def test_a_self_assessment_moves_once_it_is_shared(enrolment, new, coordinator, supervisor):
    private = SelfAssessmentFactory(enrolment=enrolment)
    shared = SelfAssessmentFactory(enrolment=enrolment, point="middle", status="shared")
    moves(enrolment, new, coordinator, supervisor)
    assert list(self_assessments.visible_to(supervisor)) == [shared]
    assert list(self_assessments.known_to(coordinator)) == [shared]
    assert not self_assessments.visible_to(coordinator).exists()
    assert self_assessments.own(enrolment.social_worker).contains(private)


def test_reviews_that_were_held_move(enrolment, new, coordinator, supervisor):
    stages = enrolment.rule_book.reviews
    draft = ReviewFactory(enrolment=enrolment, stage=stages[1])
    signed = ReviewFactory(enrolment=enrolment, stage=stages[0], status="signed")
    moves(enrolment, new, coordinator, supervisor)
    assert reviews.visible_to(coordinator).contains(signed)
    assert reviews.visible_to(supervisor).contains(signed)
    assert not reviews.visible_to(coordinator).contains(draft)
    # A stage is reviewed once: whoever supervises next goes on with what was begun, as the consent says.
    assert reviews.writable_by(supervisor).contains(draft)


def test_the_report_moves_with_the_answer(client, enrolment, new, coordinator, supervisor):
    transfer = moves(enrolment, new, coordinator, supervisor)
    Transfer.objects.filter(pk=transfer.pk).update(answer="I did court work in May.")
    for person in (coordinator, supervisor):
        client.force_login(person)
        shown = client.get(transfer.get_absolute_url())
        assertContains(shown, transfer.report)
        assertContains(shown, "I did court work in May.")


def test_what_helps_moves_only_as_far_as_it_is_shared(client, enrolment, new, coordinator, supervisor):
    shared = AdjustmentFactory(enrolment=enrolment, groups=["supervisor"])
    alone = AdjustmentFactory(enrolment=enrolment, groups=["assessor"])
    moves(enrolment, new, coordinator, supervisor)
    client.force_login(supervisor)
    assert client.get(shared.get_absolute_url()).status_code == 200
    assert client.get(alone.get_absolute_url()).status_code == 404
    client.force_login(coordinator)
    assert client.get(reverse("enrolment:adjustments", args=[enrolment.pk])).status_code == 404


def test_before_the_worker_agrees_the_next_employer_finds_nothing(client, enrolment, new, coordinator):
    transfer = TransferFactory(enrolment=enrolment)
    ClaimFactory(worker=enrolment.social_worker, organisation=new, claimed_by=coordinator)
    client.force_login(coordinator)
    for address in [enrolment.get_absolute_url(), transfer.get_absolute_url()]:
        assert client.get(address).status_code == 404
    assertNotContains(client.get(reverse("enrolment:claims")), enrolment.social_worker.name)
