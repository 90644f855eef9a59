import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.enrolment import actions as enrolments
from swip.enrolment.models import Enrolment, StageDate
from swip.enrolment.tests.factories import EnrolmentFactory, named_instead
from swip.evidence.tests.factories import EvidenceFactory
from swip.notifications.models import Message
from swip.reviews import actions, queries
from swip.reviews.models import ChangeRequest, Review, ReviewVersion
from swip.reviews.tests.factories import WRITTEN, ReviewFactory
from swip.self_assessment.tests.factories import SelfAssessmentFactory

pytestmark = pytest.mark.django_db


def written(**changes):
    """A draft that says all that a completed review has to say."""
    return ReviewFactory(**WRITTEN | {"held_on": timezone.localdate()} | changes)


def completed(**changes):
    review = written(**changes)
    actions.complete(review, review.revision, by=review.enrolment.supervisor)
    return review


def test_a_review_begins_with_what_the_record_shows():
    enrolment = EnrolmentFactory()
    SelfAssessmentFactory(enrolment=enrolment, status="shared", answers={"1.1": ("with_support", "")})

    review = actions.start(enrolment, enrolment.rule_book.reviews[0], by=enrolment.supervisor)

    assert "has not handed in any evidence" in review.progress
    assert "- Nothing yet: 1.1, 1.2" in review.progress
    assert "shared their beginning self-assessment" in review.progress
    assert history.of(review).get().action == "review.started"


def test_starting_twice_opens_the_same_one():
    enrolment = EnrolmentFactory()
    stage = enrolment.rule_book.reviews[0]
    first = actions.start(enrolment, stage, by=enrolment.supervisor)
    actions.write(first, first.revision, by=enrolment.supervisor, progress="My own words")

    second = actions.start(enrolment, stage, by=enrolment.supervisor)

    assert second == first
    assert second.progress == "My own words"


def test_after_more_time_the_last_review_is_held_again_beside_the_first():
    enrolment = EnrolmentFactory()
    last, today = enrolment.rule_book.final_stage, timezone.localdate()
    first = completed(enrolment=enrolment, stage=last)
    actions.sign(first, first.revision, worker_comment="", by=enrolment.social_worker)
    to = enrolment.expected_end_on + datetime.timedelta(days=90)
    enrolments.extend(enrolment, to=to, reason="Long illness", by=enrolment.assessor)
    everybody = Enrolment.objects.all()
    assert queries.not_held(everybody).filter(stage=last, due_on=to).exists()

    again = actions.start(enrolment, last, by=enrolment.supervisor)

    assert actions.start(enrolment, last, by=enrolment.supervisor) == again
    assert (again.round, str(again)) == (2, f"{last} review, after more time")
    assert queries.record_for(enrolment, last, again.round).since == first.held_on
    states = [each for each in queries.stage_states(enrolment) if each.stage == last]
    assert [(each.review, each.is_past) for each in states] == [(first, True), (again, False)]
    Review.objects.filter(pk=again.pk).update(**WRITTEN, held_on=today)
    again.refresh_from_db()
    actions.complete(again, again.revision, by=enrolment.supervisor)
    assert enrolment.stage_dates.get(stage=last).held_on == today
    assert not queries.not_held(everybody).filter(stage=last).exists()


def test_a_review_begun_before_more_time_was_given_is_the_one_that_is_held():
    enrolment = EnrolmentFactory()
    last = enrolment.rule_book.final_stage
    begun = actions.start(enrolment, last, by=enrolment.supervisor)
    to = enrolment.expected_end_on + datetime.timedelta(days=90)
    enrolments.extend(enrolment, to=to, reason="Long illness", by=enrolment.assessor)
    assert actions.start(enrolment, last, by=enrolment.supervisor) == begun


def test_a_change_is_not_asked_for_once_nobody_could_make_it():
    review = completed()
    enrolments.complete(review.enrolment, by=UserFactory())
    with pytest.raises(StaleStep):
        actions.ask_for_change(
            review, review.revision, note="More", worker_comment="", by=review.enrolment.social_worker
        )
    actions.sign(review, review.revision, worker_comment="", by=review.enrolment.social_worker)
    assert review.is_signed


def test_an_older_window_overwrites_nothing():
    review = ReviewFactory()
    in_another_tab = Review.objects.get(pk=review.pk)
    actions.write(review, 0, by=review.started_by, progress="First tab")

    with pytest.raises(StaleText):
        actions.write(in_another_tab, 0, by=review.started_by, progress="Second tab")

    review.refresh_from_db()
    assert review.progress == "First tab"


def test_a_completed_review_waits_for_the_social_worker():
    review = completed()

    review.refresh_from_db()
    assert review.status == Review.Status.COMPLETED
    assert review.completed_by == review.enrolment.supervisor
    assert review.record["outcomes"][0]["code"] == "1.1"
    assert review.versions.get().content["progress"] == WRITTEN["progress"]
    message = Message.objects.get(to=review.enrolment.social_worker)
    assert message.kind == "review-completed"
    assert WRITTEN["progress"] not in message.body
    stage_date = StageDate.objects.get(enrolment=review.enrolment, stage=review.stage)
    assert stage_date.held_on == review.held_on
    assert [entry.action for entry in history.of(review)] == ["review.completed"]


@pytest.mark.parametrize("missing", ["held_on", "on_track", "progress", "support"])
def test_an_unfinished_review_is_not_completed(missing):
    review = written(**{missing: None if missing == "held_on" else ""})

    with pytest.raises(actions.Unfinished):
        actions.complete(review, review.revision, by=review.started_by)


def test_only_what_was_looked_through_is_completed():
    review = written()
    looked_through = review.revision
    actions.write(review, looked_through, by=review.started_by, progress="More, from another window")

    with pytest.raises(StaleText):
        actions.complete(review, looked_through, by=review.started_by)


def test_of_two_supervisors_who_press_at_once_the_second_is_told():
    review = written()
    in_another_tab = Review.objects.get(pk=review.pk)
    actions.complete(review, review.revision, by=review.started_by)

    with pytest.raises(StaleStep):
        actions.complete(in_another_tab, in_another_tab.revision, by=review.started_by)

    assert review.versions.count() == 1


def test_later_evidence_does_not_change_what_was_signed():
    review = completed()
    kept = review.record

    SelfAssessmentFactory(enrolment=review.enrolment, status="shared", answers={"1.1": ("on_my_own", "")})
    actions.sign(review, review.revision, worker_comment="", by=review.enrolment.social_worker)

    review.refresh_from_db()
    assert review.record == kept
    assert review.record["shared_on"] is None


def test_a_completed_review_keeps_no_words_of_the_evidence_it_saw():
    evidence = EvidenceFactory(status="accepted", outcomes=["1.1"], title="What Ada said")
    review = completed(enrolment=evidence.enrolment)

    assert "Ada" not in str(review.versions.get().content)
    seen = [queries.told(queries.content_of(review)).record.evidence[0].title]
    evidence.versions.update(quarantined_at=timezone.now())
    seen.append(queries.told(queries.content_of(review)).record.evidence[0].title)
    assert seen == ["What Ada said", "A piece that is out of sight"]


def test_the_social_worker_signs_with_a_comment():
    review = completed()
    worker = review.enrolment.social_worker

    actions.comment(review, review.revision, worker_comment="A good ha", by=worker)
    actions.sign(review, review.revision, worker_comment="A good half year", by=worker)

    review.refresh_from_db()
    assert review.is_signed
    assert review.signed_at is not None
    assert review.worker_comment == "A good half year"
    assert history.of(review).last().data == actions.fingerprint(review.versions.get())
    assert Message.objects.get(to=review.enrolment.supervisor).kind == "review-signed"


def test_a_change_is_asked_for_and_what_was_read_stays_readable():
    review = completed()
    worker, supervisor = review.enrolment.social_worker, review.enrolment.supervisor

    actions.ask_for_change(
        review, review.revision, note="We met a week later", worker_comment="So far so good", by=worker
    )
    actions.write(review, review.revision, by=supervisor, progress="Put right")
    actions.complete(review, review.revision, by=supervisor)

    first, second = review.versions.order_by("number")
    assert first.content["progress"] == WRITTEN["progress"]
    assert first.change_request.note == "We met a week later"
    assert second.content["progress"] == "Put right"
    assert review.worker_comment == "So far so good"
    kinds = Message.objects.filter(to=supervisor).values_list("kind", flat=True)
    assert list(kinds) == ["review-change-asked"]
    actions_taken = [entry.action for entry in history.of(review)]
    assert actions_taken == ["review.completed", "review.change_asked", "review.completed"]


def test_a_new_supervisor_goes_on_with_a_review_and_is_told_of_the_signature():
    review = completed()
    enrolment = review.enrolment
    new = named_instead(enrolment, "supervisor")

    actions.sign(review, review.revision, worker_comment="", by=enrolment.social_worker)

    assert Message.objects.get(kind="review-signed").to == new


@pytest.mark.parametrize("status", ["draft", "signed"])
def test_only_a_completed_review_is_answered(status):
    review = ReviewFactory(status=status)
    worker = review.enrolment.social_worker

    with pytest.raises(StaleStep):
        actions.sign(review, review.revision, worker_comment="", by=worker)
    with pytest.raises(StaleStep):
        actions.ask_for_change(review, review.revision, note="Wait", worker_comment="", by=worker)
    with pytest.raises(StaleStep):
        actions.comment(review, review.revision, worker_comment="Late", by=worker)


def test_an_answer_from_an_older_window_is_not_taken():
    review = completed()
    worker = review.enrolment.social_worker
    seen = review.revision
    actions.comment(review, seen, worker_comment="Written in another window", by=worker)

    with pytest.raises(StaleText):
        actions.sign(review, seen, worker_comment="", by=worker)


def test_the_database_keeps_what_was_signed():
    review = completed()
    actions.ask_for_change(
        review, review.revision, note="A date", worker_comment="", by=review.enrolment.social_worker
    )
    actions.complete(review, review.revision, by=review.enrolment.supervisor)
    actions.sign(review, review.revision, worker_comment="", by=review.enrolment.social_worker)
    changes = [
        lambda: Review.objects.update(progress="Something else"),
        lambda: Review.objects.update(status="draft", signed_at=None),
        lambda: ReviewVersion.objects.update(content={}),
        lambda: ChangeRequest.objects.all().delete(),
    ]
    for change in changes:
        with pytest.raises(Exception, match=r"Cannot (update|delete)"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "lost"},
        {"on_track": "perhaps"},
        {"on_track": ""},
        {"on_track": "not_yet", "concerns": ""},
        {"on_track": "not_yet", "concerns": "Recording", "next_steps": ""},
        {"held_on": None},
        {"status": "signed"},
    ],
)
def test_the_database_refuses_a_completed_review_with_a_gap(wrong):
    review = ReviewFactory(status="completed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(**wrong)
