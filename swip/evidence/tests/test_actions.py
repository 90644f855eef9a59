"""What can be done with evidence, what it leaves behind, and who is told."""

import threading

import pytest
from django.db import connection

from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.enrolment.queries import history_of
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence import actions, queries
from swip.evidence.models import Attachment, Evidence, EvidenceKind
from swip.evidence.tests.factories import EvidenceFactory
from swip.files.checking import FileRefused
from swip.files.tests.factories import a_checked_file
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db

WORDS = {
    "title": "A visit",
    "happened_on": None,
    "happened_on_as_typed": ["31", "2", "2026"],
    "what_happened": "I went",
    "what_it_shows": "",
}


def kind(code="reflection"):
    return EvidenceKind.objects.get(code=code)


def writer(evidence):
    return evidence.enrolment.social_worker


def last_words(evidence):
    return history.of(evidence).last().action


def last_message():
    return Message.objects.latest("pk")


def a_file(name="notes.txt", content=b"Notes"):
    return a_checked_file(name, content)


# ---- Writing


def test_starting_twice_makes_one_draft():
    enrolment = EnrolmentFactory()
    first = actions.start(enrolment, kind=kind(), by=enrolment.social_worker)
    second = actions.start(enrolment, kind=kind("audit"), by=enrolment.social_worker)
    assert second == first
    assert second.kind.code == "audit"
    assert [entry.action for entry in history.of(first)] == ["evidence.started"]


def test_a_draft_that_was_written_in_is_never_used_again():
    enrolment = EnrolmentFactory()
    first = actions.start(enrolment, kind=kind(), by=enrolment.social_worker)
    actions.write(first, revision=0, by=enrolment.social_worker, **WORDS)
    assert actions.start(enrolment, kind=kind(), by=enrolment.social_worker) != first


def test_what_was_typed_is_kept_whole_or_not():
    evidence = EvidenceFactory()
    actions.write(evidence, revision=0, by=writer(evidence), **WORDS)
    evidence.refresh_from_db()
    assert evidence.revision == 1
    assert evidence.happened_on_as_typed == ["31", "2", "2026"]


def test_a_second_window_overwrites_nothing():
    evidence = EvidenceFactory()
    actions.write(evidence, revision=0, by=writer(evidence), **WORDS)
    with pytest.raises(StaleText):
        actions.write(
            evidence, revision=0, by=writer(evidence), **{**WORDS, "title": "From the other window"}
        )
    evidence.refresh_from_db()
    assert evidence.title == "A visit"


def test_the_same_words_sent_twice_are_kept_once():
    evidence = EvidenceFactory()
    actions.write(evidence, revision=0, by=writer(evidence), **WORDS)
    actions.write(evidence, revision=0, by=writer(evidence), **WORDS)
    assert evidence.revision == 1


@pytest.mark.parametrize("status", ["submitted", "accepted", "withdrawn"])
def test_what_is_not_a_draft_cannot_be_written_in(status):
    evidence = EvidenceFactory(status=status)
    outcomes = list(evidence.enrolment.standards.outcomes)
    by = writer(evidence)
    with pytest.raises(StaleStep):
        actions.write(evidence, revision=0, by=by, **WORDS)
    with pytest.raises(StaleStep):
        actions.choose_outcomes(evidence, outcomes=outcomes, revision=0, by=by)
    with pytest.raises(StaleStep):
        actions.give_reasons(evidence, reasons={}, revision=0, by=by)
    with pytest.raises(StaleStep):
        actions.attach(evidence, file=a_file(), by=by)


def test_choosing_outcomes_keeps_the_reasons_of_those_that_stay():
    evidence = EvidenceFactory(outcomes=["1.1", "1.2"], reason="Because")
    chosen = evidence.enrolment.standards.outcomes.filter(code__in=["1.2", "2.1"])
    actions.choose_outcomes(evidence, outcomes=list(chosen), revision=0, by=writer(evidence))
    assert {link.outcome.code: link.reason for link in queries.links_of(evidence)} == {
        "1.2": "Because",
        "2.1": "",
    }


def test_reasons_are_kept_for_the_outcomes_that_were_sent():
    evidence = EvidenceFactory(outcomes=["1.1", "1.2"], reason="Old")
    first, second = queries.links_of(evidence)
    actions.give_reasons(evidence, reasons={first.outcome_id: "New"}, revision=0, by=writer(evidence))
    assert [link.reason for link in queries.links_of(evidence)] == ["New", "Old"]
    assert second.outcome.code == "1.2"
    with pytest.raises(StaleText):
        actions.give_reasons(evidence, reasons={first.outcome_id: "Newest"}, revision=0, by=writer(evidence))


# ---- Files


def test_a_file_lies_under_a_name_that_says_nothing():
    evidence = EvidenceFactory()
    attachment = actions.attach(evidence, file=a_file("Jamie Smith.txt"), by=writer(evidence))
    assert "Jamie" not in attachment.stored.content.file.name
    assert attachment.stored.open().read() == b"Notes"
    assert last_words(evidence) == "evidence.file_added"


def test_the_same_file_twice_is_kept_once():
    evidence = EvidenceFactory()
    first = actions.attach(evidence, file=a_file(), by=writer(evidence))
    assert actions.attach(evidence, file=a_file("again.txt"), by=writer(evidence)) == first


def test_there_is_room_for_ten_files():
    evidence = EvidenceFactory()
    for number in range(10):
        actions.attach(evidence, file=a_file(content=b"%d" % number), by=writer(evidence))
    with pytest.raises(FileRefused, match="“one-more” was not added: 10 files are the most"):
        actions.attach(evidence, file=a_file("one-more"), by=writer(evidence))


def test_a_file_that_nobody_was_shown_is_gone_when_removed(django_capture_on_commit_callbacks):
    evidence = EvidenceFactory()
    attachment = actions.attach(evidence, file=a_file(), by=writer(evidence))
    kept = attachment.stored.content.file
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(attachment, by=writer(evidence))
    assert not kept.storage.exists(kept.name)
    assert not Attachment.objects.exists()
    assert last_words(evidence) == "evidence.file_removed"


def test_a_file_that_was_handed_in_stays_with_its_version():
    evidence = EvidenceFactory(status="returned")
    attachment = actions.attach(evidence, file=a_file(), by=writer(evidence))
    Attachment.objects.update(was_handed_in=True)
    attachment.refresh_from_db()
    actions.remove_file(attachment, by=writer(evidence))
    assert not queries.files_of(evidence).exists()
    assert attachment.stored.open().read()


def test_a_window_from_before_it_was_handed_in_takes_no_file_out_of_the_version_and_adds_none():
    evidence = EvidenceFactory()
    attachment = actions.attach(evidence, file=a_file(), by=writer(evidence))
    before = Evidence.objects.get(pk=evidence.pk)
    attachment.evidence = before
    actions.submit(evidence, revision=0, by=writer(evidence))

    with pytest.raises(StaleStep):
        actions.remove_file(attachment, by=writer(evidence))
    with pytest.raises(StaleStep):
        actions.attach(before, file=a_file(content=b"Late"), by=writer(evidence))

    assert Attachment.objects.get() == attachment


def test_a_file_that_a_version_names_by_now_stays_though_the_window_is_older():
    evidence = EvidenceFactory()
    attachment = actions.attach(evidence, file=a_file(), by=writer(evidence))
    version = actions.submit(evidence, revision=0, by=writer(evidence))
    actions.send_back(version, comment="More", by=evidence.enrolment.supervisor)

    actions.remove_file(attachment, by=writer(evidence))

    assert attachment.stored.open().read()
    assert Attachment.objects.get().removed_at


def test_nobody_but_the_writer_reads_in_the_history_that_something_is_being_written():
    evidence = EvidenceFactory()
    enrolment, by = evidence.enrolment, writer(evidence)
    actions.attach(evidence, file=a_file(), by=by)
    actions.withdraw(evidence, by=by)
    actions.start_again(evidence, by=by)
    actions.submit(evidence, revision=evidence.revision, by=by)

    def read_by(reader):
        return [each.action for each in history_of(enrolment, reader=reader)]

    assert read_by(enrolment.supervisor) == ["evidence.submitted"]
    assert read_by(by)[:3] == ["evidence.submitted", "evidence.started_again", "evidence.draft_withdrawn"]


# ---- Handing in, taking back


def test_handing_in_keeps_a_version_and_tells_the_supervisor():
    evidence = EvidenceFactory(outcomes=["1.1", "2.1"])
    attachment = actions.attach(evidence, file=a_file(), by=writer(evidence))
    version = actions.submit(evidence, revision=0, by=writer(evidence))
    assert evidence.status == Evidence.Status.SUBMITTED
    assert version.number == 1
    kept = queries.reading_of(version)
    assert kept == queries.reading(evidence)
    assert kept.codes == ["1.1", "2.1"]
    assert kept.files[0].digest == attachment.digest
    attachment.refresh_from_db()
    assert attachment.was_handed_in
    assert last_words(evidence) == "evidence.submitted"
    message = last_message()
    assert message.to == evidence.enrolment.supervisor
    assert message.subject == f"{writer(evidence)} has handed in evidence"
    assert evidence.title not in message.subject + message.body


def test_nothing_unfinished_is_handed_in():
    evidence = EvidenceFactory(title="", outcomes=[])
    with pytest.raises(actions.NotWhole) as missing:
        actions.submit(evidence, revision=0, by=writer(evidence))
    assert [gap.message for gap in missing.value.gaps] == [
        "Enter a title",
        "Select at least one outcome that it shows",
    ]
    assert not evidence.versions.exists()


def test_what_is_handed_in_is_what_was_checked():
    evidence = EvidenceFactory()
    evidence.save_over(0, title="Changed in another window")
    with pytest.raises(StaleText):
        actions.submit(evidence, revision=0, by=writer(evidence))
    evidence.refresh_from_db()
    assert evidence.status == Evidence.Status.DRAFT


def test_an_old_window_cannot_write_after_the_piece_came_back():
    evidence = EvidenceFactory()
    version = actions.submit(evidence, revision=0, by=writer(evidence))
    version.evidence = evidence
    actions.send_back(version, by=evidence.enrolment.supervisor, comment="Say more")
    with pytest.raises(StaleText):
        actions.write(evidence, revision=0, by=writer(evidence), **WORDS)


def test_without_a_supervisor_it_waits_for_the_next_one():
    evidence = EvidenceFactory(enrolment=EnrolmentFactory(supervisor=None))
    before = Message.objects.count()
    actions.submit(evidence, revision=0, by=writer(evidence))
    assert evidence.is_waiting
    assert Message.objects.count() == before


def test_withdrawing_tells_the_supervisor_who_was_to_read_it():
    evidence = EvidenceFactory(status="submitted")
    actions.withdraw(evidence, by=writer(evidence))
    assert evidence.status == Evidence.Status.WITHDRAWN
    assert last_message().kind == "evidence-withdrawn"
    assert last_words(evidence) == "evidence.withdrawn"


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "accepted"])
def test_everything_can_be_withdrawn_and_started_again_with_every_word(status):
    evidence = EvidenceFactory(status=status)
    actions.withdraw(evidence, by=writer(evidence))
    actions.start_again(evidence, by=writer(evidence))
    assert evidence.status == Evidence.Status.DRAFT
    version = actions.submit(evidence, revision=evidence.revision, by=writer(evidence))
    assert version.number == (1 if status == "draft" else 2)


# ---- Reviewing


def test_accepted_evidence_counts_and_its_writer_is_told():
    evidence = EvidenceFactory(status="submitted")
    supervisor = evidence.enrolment.supervisor
    actions.accept(queries.newest_version(evidence), by=supervisor, comment="Well seen")
    evidence.refresh_from_db()
    assert evidence in Evidence.objects.counted()
    assert evidence.reviewed_by == supervisor
    assert last_words(evidence) == "evidence.accepted"
    assert last_message().to == writer(evidence)
    assert "There are comments for you to read." in last_message().body


def test_what_is_sent_back_can_be_mended_and_handed_in_again():
    evidence = EvidenceFactory(status="submitted")
    version = queries.newest_version(evidence)
    actions.send_back(version, by=evidence.enrolment.supervisor, comment="Say more")
    assert last_message().kind == "evidence-returned"
    assert "Say more" not in last_message().body
    second = actions.submit(evidence, revision=evidence.revision, by=writer(evidence))
    assert second.number == 2
    assert last_words(evidence) == "evidence.resubmitted"
    assert evidence.reviewed_by is None
    assert queries.review_of(queries.versions_of(evidence, reader=None)[1]).comment == "Say more"


def test_a_version_that_is_no_longer_the_newest_cannot_be_reviewed():
    evidence = EvidenceFactory(status="submitted")
    read = queries.newest_version(evidence)
    actions.withdraw(evidence, by=writer(evidence))
    actions.start_again(evidence, by=writer(evidence))
    actions.submit(evidence, revision=evidence.revision, by=writer(evidence))
    with pytest.raises(StaleStep):
        actions.accept(read, by=evidence.enrolment.supervisor)
    evidence.refresh_from_db()
    assert evidence.is_waiting


@pytest.mark.parametrize("status", ["draft", "returned", "accepted", "withdrawn"])
def test_only_what_waits_can_be_reviewed(status):
    evidence = EvidenceFactory(status="submitted")
    supervisor, version = evidence.enrolment.supervisor, queries.newest_version(evidence)
    if status == "accepted":
        actions.accept(version, by=supervisor)
    elif status == "returned":
        actions.send_back(version, by=supervisor, comment="So")
    else:
        actions.withdraw(evidence, by=writer(evidence))
        if status == "draft":
            actions.start_again(evidence, by=writer(evidence))
    assert evidence.status == status
    with pytest.raises(StaleStep):
        actions.accept(version, by=supervisor)


@pytest.mark.django_db(transaction=True)
def test_of_two_supervisors_who_press_at_once_one_is_told_it_has_moved_on():
    evidence = EvidenceFactory(status="submitted")
    at_once, ends = threading.Barrier(2), []

    def press(verb):
        version = queries.newest_version(Evidence.objects.get(pk=evidence.pk))
        at_once.wait()
        try:
            verb(version, by=version.evidence.enrolment.supervisor, comment="So")
            ends.append("done")
        except StaleStep:
            ends.append("moved on")
        finally:
            connection.close()

    presses = [threading.Thread(target=press, args=[verb]) for verb in (actions.accept, actions.send_back)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    evidence.refresh_from_db()
    assert sorted(ends) == ["done", "moved on"]
    assert evidence.versions.get().review.verdict == evidence.status
