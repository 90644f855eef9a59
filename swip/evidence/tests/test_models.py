"""What the database itself holds true."""

import pytest
from django.db import IntegrityError, transaction

from swip.evidence.kinds import read_kinds
from swip.evidence.models import Evidence, EvidenceKind, EvidenceReview
from swip.evidence.tests.factories import EvidenceFactory

pytestmark = pytest.mark.django_db


def test_every_kind_of_the_data_file_is_there_with_its_questions():
    kinds = EvidenceKind.objects.all()
    assert [kind.code for kind in kinds] == [kind["code"] for kind in read_kinds()]
    assert all(kind.asks_what_was_done and kind.asks_what_was_known for kind in kinds)


@pytest.mark.parametrize("missing", ["title", "what_happened", "what_it_shows"])
def test_nothing_half_written_can_be_handed_in(missing):
    with pytest.raises(IntegrityError, match="handed_in_evidence_is_whole"):
        EvidenceFactory(status="submitted", **{missing: ""})


def test_a_draft_may_be_empty_and_of_any_length():
    evidence = EvidenceFactory(title="t" * 50_000, happened_on=None, what_happened="", what_it_shows="")
    assert evidence.status == Evidence.Status.DRAFT


@pytest.mark.parametrize("status", ["submitted", "accepted", "withdrawn"])
def test_the_words_of_handed_in_evidence_stay_as_they_are(status):
    evidence = EvidenceFactory(status=status)
    with pytest.raises(IntegrityError, match="its words stay"):
        Evidence.objects.filter(pk=evidence.pk).update(what_it_shows="Something better")


@pytest.mark.parametrize("status", ["returned", "accepted"])
def test_reviewed_evidence_names_its_reviewer(status):
    evidence = EvidenceFactory(status=status)
    with pytest.raises(IntegrityError, match="reviewed_evidence_says_by_whom"):
        Evidence.objects.filter(pk=evidence.pk).update(reviewed_by=None)


def test_an_outcome_is_linked_once():
    evidence = EvidenceFactory()
    link = evidence.outcome_links.get()
    with pytest.raises(IntegrityError, match="outcome_is_linked_once"):
        evidence.outcome_links.create(outcome=link.outcome)


def test_versions_and_reviews_are_never_changed():
    version = EvidenceFactory(status="returned").versions.get()
    with pytest.raises(IntegrityError, match="stays as it was handed in"), transaction.atomic():
        version.evidence.versions.update(number=9)
    with pytest.raises(IntegrityError, match="stays as it was sent"):
        EvidenceReview.objects.update(comment="Something kinder")


def test_a_review_that_returns_says_why():
    version = EvidenceFactory(status="submitted").versions.get()
    with pytest.raises(IntegrityError, match="returned_evidence_says_why"):
        EvidenceReview.objects.create(
            version=version, verdict="returned", comment="", reviewed_by=version.evidence.enrolment.supervisor
        )
