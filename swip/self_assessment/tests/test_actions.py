import pytest
from django.db import IntegrityError, transaction

from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.enrolment.queries import history_of
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.notifications.models import Message
from swip.self_assessment import actions, queries
from swip.self_assessment.models import Placement, SelfAssessment
from swip.self_assessment.tests.factories import SelfAssessmentFactory

pytestmark = pytest.mark.django_db


def outcomes_of(self_assessment):
    return {each.code: each for each in self_assessment.enrolment.standards.outcomes}


def test_starting_twice_opens_the_same_one():
    enrolment = EnrolmentFactory()

    first = actions.start(enrolment, "beginning", by=enrolment.social_worker)
    second = actions.start(enrolment, "beginning", by=enrolment.social_worker)

    assert first == second
    assert [entry.action for entry in history.of(first)] == ["self_assessment.started"]
    assert history.of(first).get().rules == enrolment.rule_book.reference


def test_nobody_else_reads_in_the_history_that_one_was_begun():
    enrolment = EnrolmentFactory()
    actions.start(enrolment, "beginning", by=enrolment.social_worker)
    assert not history_of(enrolment, reader=enrolment.supervisor).exists()
    assert history_of(enrolment, reader=enrolment.social_worker).exists()


def test_what_is_written_is_kept_and_can_be_changed():
    record = SelfAssessmentFactory()
    outcome = outcomes_of(record)["1.1"]
    owner = record.enrolment.social_worker

    actions.write(record, 0, {outcome: ("with_support", "")}, by=owner)
    actions.write(record, 1, {outcome: ("on_my_own", "I led the visit")}, by=owner)

    placement = record.placements.get()
    assert (placement.word, placement.reason) == ("on_my_own", "I led the visit")
    assert record.revision == 2


def test_an_older_window_overwrites_nothing():
    record = SelfAssessmentFactory()
    outcomes = outcomes_of(record)
    owner = record.enrolment.social_worker
    in_another_tab = SelfAssessment.objects.get(pk=record.pk)
    actions.write(record, 0, {outcomes["1.1"]: ("with_support", "First tab")}, by=owner)

    with pytest.raises(StaleText):
        actions.write(in_another_tab, 0, {outcomes["1.1"]: ("on_my_own", "Second tab")}, by=owner)

    assert record.placements.get().reason == "First tab"


def test_sharing_tells_the_supervisor_and_writes_history():
    record = SelfAssessmentFactory(answers={"1.1": ("with_support", "I wrote a chronology with help")})
    enrolment = record.enrolment

    reader = actions.share(record, by=enrolment.social_worker)

    record.refresh_from_db()
    assert record.status == SelfAssessment.Status.SHARED
    assert record.shared_at is not None
    assert reader == enrolment.supervisor
    message = Message.objects.get(to=enrolment.supervisor)
    assert message.kind == "self-assessment-shared"
    assert "chronology" not in message.subject + message.body
    entry = history.of(record).last()
    assert entry.action == "self_assessment.shared"
    assert entry.data["outcomes"] == ["1.1"]
    assert "chronology" not in str(entry.data)


def test_history_proves_what_was_shared():
    record = SelfAssessmentFactory(answers={"1.1": ("with_support", "Before")})
    actions.share(record, by=record.enrolment.social_worker)

    assert actions.fingerprint(record) == history.of(record).last().data


def test_nothing_is_shared_where_nobody_would_read_it():
    record = SelfAssessmentFactory(enrolment=EnrolmentFactory(supervisor=None))

    with pytest.raises(actions.NobodyToShareWith):
        actions.share(record, by=record.enrolment.social_worker)

    record.refresh_from_db()
    assert record.is_private


def test_sharing_takes_along_what_another_window_has_just_saved():
    record = SelfAssessmentFactory()
    outcome = outcomes_of(record)["1.1"]
    in_another_tab = SelfAssessment.objects.get(pk=record.pk)
    actions.write(
        in_another_tab, 0, {outcome: ("with_support", "Just now")}, by=record.enrolment.social_worker
    )

    actions.share(record, by=record.enrolment.social_worker)

    assert record.placements.get().reason == "Just now"
    assert history.of(record).last().data["outcomes"] == ["1.1"]


def test_what_is_shared_is_neither_written_nor_shared_again():
    record = SelfAssessmentFactory(status="shared")
    owner = record.enrolment.social_worker

    with pytest.raises(StaleStep):
        actions.write(record, record.revision, {}, by=owner)
    with pytest.raises(StaleStep):
        actions.share(record, by=owner)


def test_the_database_keeps_what_was_shared():
    record = SelfAssessmentFactory(status="shared", answers={"1.1": ("with_support", "As I said")})
    changes = [
        lambda: Placement.objects.update(reason="Something else"),
        lambda: Placement.objects.all().delete(),
        lambda: Placement.objects.create(
            self_assessment=record, outcome=outcomes_of(record)["1.2"], word="on_my_own"
        ),
        lambda: SelfAssessment.objects.update(status="private", shared_at=None),
        lambda: SelfAssessment.objects.filter(pk=record.pk).delete(),
    ]
    for change in changes:
        with (
            pytest.raises(Exception, match=r"stays as it was shared|Cannot (update|delete)"),
            transaction.atomic(),
        ):
            change()
    assert record.placements.get().reason == "As I said"


@pytest.mark.parametrize("wrong", [{"status": "lost"}, {"point": "someday"}])
def test_the_database_knows_every_status_and_point(wrong):
    record = SelfAssessmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfAssessment.objects.filter(pk=record.pk).update(**wrong)


def test_the_latest_that_was_shared_is_found():
    enrolment = EnrolmentFactory()
    SelfAssessmentFactory(enrolment=enrolment, status="shared", answers={"1.1": ("not_met_yet", "")})
    SelfAssessmentFactory(
        enrolment=enrolment, point="middle", status="shared", answers={"1.1": ("with_support", "")}
    )
    SelfAssessmentFactory(enrolment=enrolment, point="end", answers={"1.1": ("help_others", "")})

    assert [each.word for each in queries.latest_shared(enrolment)] == ["with_support"]
