import datetime
import json

import pytest
from django.utils import timezone

from swip.enrolment.models import Enrolment, StageDate
from swip.enrolment.rules import months_after
from swip.enrolment.tests.factories import EnrolmentFactory, small_standards
from swip.evidence import actions as evidence_actions
from swip.evidence.tests.factories import EvidenceFactory
from swip.programmes.tests.factories import rule_book
from swip.reviews import queries
from swip.reviews.rules import Standing
from swip.reviews.tests.factories import ReviewFactory
from swip.self_assessment.tests.factories import SelfAssessmentFactory
from swip.supervision.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_the_reviews_of_a_programme_and_how_they_stand():
    enrolment = EnrolmentFactory(starts_on=months_after(TODAY, -7))
    ReviewFactory(enrolment=enrolment, status="signed")

    states = queries.stage_states(enrolment)

    assert [each.stage.code for each in states] == [stage.code for stage in enrolment.rule_book.reviews]
    assert [each.standing for each in states][:3] == [Standing.SIGNED, Standing.LATE, Standing.COMING]
    assert [each.mark for each in states][:3] == ["held", "late", "coming"]


def test_what_is_due_and_what_is_late_is_found_in_one_question(django_assert_num_queries):
    late = EnrolmentFactory(starts_on=months_after(TODAY, -4))
    signed = EnrolmentFactory(starts_on=months_after(TODAY, -4))
    ReviewFactory(enrolment=signed, status="completed")
    EnrolmentFactory(starts_on=months_after(TODAY, -4), status="withdrawn")
    EnrolmentFactory(starts_on=TODAY)

    with django_assert_num_queries(1):
        found = [
            (each.enrolment.social_worker, each.stage.code) for each in queries.late(Enrolment.objects.all())
        ]

    assert found == [(late.social_worker, "month-3")]
    in_a_year = TODAY + datetime.timedelta(days=365)
    due = queries.due_by(Enrolment.objects.filter(pk=signed.pk), in_a_year)
    assert [each.stage.code for each in due] == ["month-6", "month-12"]


def test_an_optional_review_is_never_late():
    enrolment = EnrolmentFactory(
        rule_book=rule_book("asye", standards=small_standards()), starts_on=months_after(TODAY, -10)
    )

    codes = {each.stage.code for each in queries.late(Enrolment.objects.all())}

    assert "month-9" not in codes
    assert "month-6" in codes
    month_9 = queries.stage_states(enrolment)[2]
    assert month_9.standing == Standing.NOT_HELD


def test_those_that_wait_for_a_signature_are_listed(django_assert_num_queries):
    first, second = ReviewFactory(status="completed"), ReviewFactory(status="completed")
    ReviewFactory(status="signed")
    ReviewFactory()

    with django_assert_num_queries(1):
        waiting = [
            each.enrolment.social_worker for each in queries.waiting_for_signature(Enrolment.objects.all())
        ]

    assert waiting == [first.enrolment.social_worker, second.enrolment.social_worker]


def test_the_record_is_seen_from_the_last_review():
    enrolment = EnrolmentFactory()
    first, second = enrolment.rule_book.reviews[:2]
    held_on = TODAY - datetime.timedelta(days=60)
    ReviewFactory(enrolment=enrolment, stage=first, status="signed", held_on=held_on)

    record = queries.record_for(enrolment, second)

    assert (record.since, record.since_review) == (held_on, first.name)
    assert queries.record_for(enrolment, first).since == enrolment.starts_on
    assert [each.key for each in record.promises][:1] == ["supervision.to_month_6"]


def test_the_record_shows_what_was_shared_and_nothing_private():
    enrolment = EnrolmentFactory()
    SelfAssessmentFactory(enrolment=enrolment, status="shared", answers={"1.1": ("with_support", "Why")})
    SelfAssessmentFactory(enrolment=enrolment, point="middle", answers={"1.1": ("help_others", "Private")})

    record = queries.record_for(enrolment, enrolment.rule_book.reviews[0])

    assert record.outcomes[0].own_words == "I can do this with support"
    assert record.shared_on == TODAY


def test_a_record_is_kept_and_read_again_as_it_was():
    enrolment = EnrolmentFactory()
    SelfAssessmentFactory(enrolment=enrolment, status="shared", answers={"1.1": ("with_support", "Why")})
    record = queries.record_for(enrolment, enrolment.rule_book.reviews[0])

    kept = queries.Record.from_json(record.as_json())

    assert (kept.since, kept.until, kept.shared_on) == (record.since, record.until, TODAY)
    assert kept.promises == record.promises
    assert [each.code for each in kept.outcomes] == [each.code for each in record.outcomes]
    assert queries.Record.from_json({}) is None


def test_a_record_of_another_time_stays_readable():
    enrolment = EnrolmentFactory()
    kept = queries.record_for(enrolment, enrolment.rule_book.reviews[0]).as_json()
    del kept["outcomes"][0]["state"]
    kept |= {"weather": "fine"}

    assert queries.Record.from_json(kept).outcomes[0].code == "1.1"


def test_a_stage_without_a_date_has_no_state():
    enrolment = EnrolmentFactory()
    StageDate.objects.filter(enrolment=enrolment).delete()

    assert queries.stage_states(enrolment) == []


def test_what_is_being_mended_is_seen_as_it_was_handed_in():
    evidence = EvidenceFactory(status="returned", outcomes=["1.1"], title="As it was")
    evidence_actions.write(
        evidence,
        revision=evidence.revision,
        title="Not yet for anybody",
        happened_on=None,
        happened_on_as_typed=[],
        what_happened="",
        what_it_shows="",
        by=evidence.enrolment.social_worker,
    )

    seen = queries.evidence_since(evidence.enrolment, evidence.enrolment.starts_on)

    assert [(each.title, each.codes) for each in seen] == [("As it was", ["1.1"])]


def test_support_is_kept_as_it_was_on_the_day():
    enrolment = EnrolmentFactory()
    SessionFactory(enrolment=enrolment)
    record = queries.record_for(enrolment, enrolment.rule_book.reviews[0])
    kept = json.loads(json.dumps(record.as_json()))
    SessionFactory(enrolment=enrolment, held_on=TODAY - datetime.timedelta(days=7))

    before = queries.Record.from_json(kept).support
    assert (before.so_far.given, before.words) == (1, record.support.words)
    assert queries.record_for(enrolment, enrolment.rule_book.reviews[0]).support.so_far.given == 2


def test_a_review_from_before_there_was_a_ledger_stays_readable():
    enrolment = EnrolmentFactory()
    kept = queries.record_for(enrolment, enrolment.rule_book.reviews[0]).as_json()
    del kept["support"]

    assert queries.Record.from_json(kept).support is None
