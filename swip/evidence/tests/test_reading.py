"""Lists, reviews, versions and files: who reads what, and what it costs."""

import datetime
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.core import history
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence import actions, queries
from swip.evidence.models import Attachment, Evidence, EvidenceKind, EvidenceOutcome, ReviewDraft
from swip.evidence.tests.factories import AttachmentFactory, EvidenceFactory
from swip.evidence.tests.pages import at, autosave, text_of

pytestmark = pytest.mark.django_db


# ---- Lists


def test_the_writer_finds_everything_they_wrote(as_writer, enrolment):
    for status in Evidence.Status.values:
        EvidenceFactory(enrolment=enrolment, status=status, title=f"Piece in {status}")
    response = as_writer.get(at("list", enrolment))
    for status in Evidence.Status.values:
        assertContains(response, f"Piece in {status}")
    assertContains(response, "5 pieces of evidence")


def test_others_find_what_was_handed_in(as_supervisor, enrolment):
    for status in Evidence.Status.values:
        EvidenceFactory(enrolment=enrolment, status=status, title=f"Piece in {status}")
    response = as_supervisor.get(at("list", enrolment))
    assertContains(response, "3 pieces of evidence")
    assertNotContains(response, "Piece in draft")
    assertNotContains(response, "Piece in withdrawn")


def test_readers_see_the_title_it_was_handed_in_under(as_supervisor, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="returned", title="As it was", outcomes=["1.1"])
    was = evidence.kind.name
    other = EvidenceKind.objects.exclude(pk=evidence.kind_id).first()
    evidence.save_over(0, title="Half way to something else", kind=other, happened_on=None)
    evidence.outcome_links.all().delete()
    response = as_supervisor.get(at("list", enrolment))
    assertContains(response, "As it was")
    assertContains(response, was)
    assertNotContains(response, "Not given")
    assertContains(response, "1.1</td>")
    assertNotContains(response, "Half way")
    EvidenceOutcome.objects.create(evidence=evidence, outcome=enrolment.standards.outcomes.get(code="2.1"))
    for question, is_found in {"words=was": 1, "outcome=1.1": 1, "words=half": 0, "outcome=2.1": 0}.items():
        found = text_of(as_supervisor.get(f"{at('list', enrolment)}?{question}"))
        assert found.count(evidence.get_absolute_url()) == is_found, question


def test_the_order_tells_others_nothing_of_who_is_mending_what(client, enrolment):
    now = timezone.now()
    older, newer = (
        EvidenceFactory(
            enrolment=enrolment,
            status="returned",
            submitted_at=now - datetime.timedelta(days=days),
            saved_at=now - datetime.timedelta(days=days),
        )
        for days in (9, 2)
    )
    older.save_over(0, title="Somebody is at it")
    for reader, order in ((enrolment.supervisor, [newer, older]), (enrolment.social_worker, [older, newer])):
        assert list(queries.portfolio(enrolment, reader=reader)) == order


def test_an_empty_portfolio_says_how_to_begin(as_writer, enrolment):
    response = as_writer.get(at("list", enrolment))
    assertContains(response, "You have not written any evidence yet.")
    assertContains(response, at("start", enrolment))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("status=accepted", ["Court report"]),
        ("outcome=2.1", ["Court report"]),
        ("words=visit+home", ["A home visit"]),
        ("status=nonsense&outcome=99", ["A home visit", "Court report"]),
        ("page=900", ["A home visit", "Court report"]),
        ("words=nowhere", []),
    ],
)
def test_the_list_can_be_narrowed_down(as_writer, enrolment, question, found):
    EvidenceFactory(enrolment=enrolment, status="accepted", title="Court report", outcomes=["1.1", "2.1"])
    EvidenceFactory(enrolment=enrolment, title="A home visit", outcomes=["1.2"])
    response = as_writer.get(f"{at('list', enrolment)}?{question}")
    for title in ("A home visit", "Court report"):
        assert (title in text_of(response)) == (title in found)
    assertNotContains(response, "There is a problem")
    assertNotContains(response, "Select a valid choice")
    if not found:
        assertContains(response, "Nothing matches these filters.")


def test_a_list_of_eighty_costs_no_more_than_a_list_of_one(
    as_writer, enrolment, django_assert_max_num_queries
):
    for _ in range(80):
        EvidenceFactory(enrolment=enrolment, outcomes=["1.1", "2.1"])
    as_writer.get(at("list", enrolment))
    with django_assert_max_num_queries(8):
        response = as_writer.get(at("list", enrolment))
    assertContains(response, "Showing 1 to 50 of 80 pieces of evidence")


def test_what_waits_longest_comes_first(as_supervisor, enrolment, django_assert_max_num_queries):
    other = EnrolmentFactory(supervisor=enrolment.supervisor)
    long_ago = timezone.now() - datetime.timedelta(days=12)
    EvidenceFactory(enrolment=enrolment, status="submitted", title="New")
    EvidenceFactory(enrolment=other, status="submitted", title="Old", submitted_at=long_ago)
    EvidenceFactory(enrolment=other, status="accepted", title="Read already")
    EvidenceFactory(status="submitted", title="Somebody else's")
    as_supervisor.get(at("waiting"))
    with django_assert_max_num_queries(6):
        response = as_supervisor.get(at("waiting"))
    assert text_of(response).index("Old</a>") < text_of(response).index("New</a>")
    assertContains(response, "12 days")
    assertNotContains(response, "Read already")
    assertNotContains(response, "Somebody else")


def test_nothing_waiting_is_said(client, enrolment):
    client.force_login(enrolment.assessor)
    assertContains(client.get(at("waiting")), "Nothing waits for you.")


# ---- Reviewing


def test_a_supervisor_accepts_evidence(as_supervisor, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    assertContains(as_supervisor.get(at("review", evidence)), evidence.what_happened)
    response = as_supervisor.post(at("review", evidence), {"decision": "accepted", "version": 1})
    assertRedirects(response, evidence.get_absolute_url())
    evidence.refresh_from_db()
    assert evidence.status == Evidence.Status.ACCEPTED
    assert history.of(evidence).last().action == "evidence.accepted"


def test_a_supervisor_sends_evidence_back_and_the_writer_reads_why(as_supervisor, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    data = {"decision": "returned", "comment": "What did the child say?", "version": 1}
    as_supervisor.post(at("review", evidence), data)
    as_supervisor.force_login(enrolment.social_worker)
    assertContains(as_supervisor.get(at("write", evidence)), "What did the child say?")


def test_sending_back_needs_a_reason_and_keeps_the_choice(as_supervisor, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    response = as_supervisor.post(at("review", evidence), {"decision": "returned", "version": 1})
    assertContains(response, "Enter what needs to change")
    response = as_supervisor.post(at("review", evidence), {"comment": "Kept as typed", "version": 1})
    assertContains(response, "Select whether to accept this evidence")
    assertContains(response, "Kept as typed")


def test_pressing_send_review_twice_is_no_conflict(as_supervisor, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    for _ in range(2):
        response = as_supervisor.post(at("review", evidence), {"decision": "accepted", "version": 1})
        assertRedirects(response, evidence.get_absolute_url())


def test_what_a_supervisor_is_writing_saves_itself_for_them_alone(as_supervisor, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    data = {"decision": "returned", "comment": "Half a sen", "version": 1, "revision": 0}
    response = autosave(as_supervisor, at("review", evidence), data)
    assert json.loads(response.content)["revision"] == 1
    assertContains(as_supervisor.get(at("review", evidence)), "Half a sen")
    stale = autosave(as_supervisor, at("review", evidence), {**data, "comment": "From another tab"})
    assert stale.status_code == 409
    as_supervisor.force_login(enrolment.social_worker)
    assertNotContains(as_supervisor.get(evidence.get_absolute_url()), "Half a sen")


def test_what_was_being_written_goes_when_the_review_is_sent(as_supervisor, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    autosave(as_supervisor, at("review", evidence), {"comment": "Half", "version": 1, "revision": 0})
    response = as_supervisor.post(at("review", evidence), {"decision": "accepted", "version": 1}, follow=True)
    assertContains(response, f'data-autosave-clear="review-{evidence.pk}-1"')
    assert not ReviewDraft.objects.exists()


@pytest.mark.parametrize("steps", [["withdraw"], ["withdraw", "start_again", "submit"]])
def test_a_piece_that_moved_on_meanwhile_keeps_the_comment(as_supervisor, enrolment, steps):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    for step in steps:
        revision = {"revision": evidence.revision} if step == "submit" else {}
        getattr(actions, step)(evidence, by=enrolment.social_worker, **revision)
    data = {"decision": "returned", "comment": "A comment that took long to write", "version": 1}
    response = as_supervisor.post(at("review", evidence), data)
    assertContains(response, "A comment that took long to write", status_code=409)
    assert evidence.versions.filter(review__isnull=False).count() == 0


def test_what_has_been_reviewed_is_not_reviewed_again(as_supervisor, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="accepted")
    assertRedirects(as_supervisor.get(at("review", evidence)), evidence.get_absolute_url())
    data = {"decision": "returned", "comment": "I have changed my mind", "version": 1}
    assert as_supervisor.post(at("review", evidence), data).status_code == 409


def test_the_review_page_costs_a_fixed_number_of_queries(
    as_supervisor, enrolment, django_assert_max_num_queries
):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted", outcomes=["1.1", "1.2", "2.1", "3.1"])
    with django_assert_max_num_queries(8):
        as_supervisor.get(at("review", evidence))


# ---- Reading


def test_others_read_what_was_handed_in_and_not_what_is_being_mended(as_supervisor, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="returned", what_happened="As it was handed in")
    evidence.save_over(0, what_happened="Half a new sen")
    response = as_supervisor.get(evidence.get_absolute_url())
    assertContains(response, "As it was handed in")
    assertNotContains(response, "Half a new sen")


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_private_does_not_exist_for_others(as_supervisor, enrolment, status):
    evidence = EvidenceFactory(enrolment=enrolment, status=status)
    for page in ("evidence", "review", "versions", "write", "check", "withdraw"):
        assert as_supervisor.get(at(page, evidence)).status_code == 404


def test_every_version_stays_readable_with_what_was_said_of_it(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="returned", comment="Say more about the school.")
    evidence.save_over(0, what_happened="I met the family and the school.")
    actions.submit(evidence, revision=1, by=enrolment.social_worker)
    page = as_writer.get(at("versions", evidence))
    assertContains(page, "Version 2")
    assertContains(page, "Say more about the school.")
    first = as_writer.get(at("version", evidence, 1))
    assertContains(first, "listened before I asked")
    changes = text_of(as_writer.get(at("changes", evidence, 2)))
    assert "<ins>" in changes
    assert "<del>" in changes
    assert as_writer.get(at("version", evidence, 3)).status_code == 404
    assert as_writer.get(at("changes", evidence, 1)).status_code == 404


def test_the_worker_can_see_that_somebody_from_outside_their_supervision_looked(client, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="accepted")
    client.force_login(enrolment.assessor)
    client.get(evidence.get_absolute_url())
    assert history.of(enrolment).last().action == "enrolment.looked"


def test_a_piece_costs_a_fixed_number_of_queries(as_writer, enrolment, django_assert_max_num_queries):
    evidence = EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=["1.1", "1.2", "2.1"])
    with django_assert_max_num_queries(7):
        as_writer.get(evidence.get_absolute_url())


# ---- Files


def test_files_are_added_and_come_back_as_attachments(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    upload = SimpleUploadedFile("notes of mine.txt", b"Notes")
    response = as_writer.post(at("files", evidence), {"files": upload}, follow=True)
    assertContains(response, "File added")
    assertContains(response, "Not scanned for viruses")
    assertContains(response, "You can add 9 more files")
    download = as_writer.get(at("file", evidence, Attachment.objects.get()))
    assert download.getvalue() == b"Notes"
    assert download["Content-Disposition"] == 'attachment; filename="notes of mine.txt"'
    assert download["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in download["Cache-Control"]


def test_of_several_files_the_good_ones_are_kept_and_the_others_named(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    uploads = [SimpleUploadedFile("good.txt", b"Notes"), SimpleUploadedFile("bad.html", b"<html>")]
    response = as_writer.post(at("files", evidence), {"files": uploads})
    assertContains(response, "“bad.html” is a web page. Save it as PDF and add that")
    assert [each.name for each in queries.files_of(evidence)] == ["good.txt"]


def test_adding_no_file_is_told(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    assertContains(as_writer.post(at("files", evidence), {}), "Select a file")


def test_a_full_piece_takes_no_more_files_and_says_so_once(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    for _ in range(9):
        AttachmentFactory(evidence=evidence)
    assertContains(as_writer.get(at("files", evidence)), 'data-most="1"')
    uploads = [SimpleUploadedFile(f"{name}.txt", name.encode()) for name in ("one", "two", "three")]
    response = as_writer.post(at("files", evidence), {"files": uploads})
    assertContains(response, "File added")
    words = "“two.txt” and “three.txt” were not added: 10 files are the most. Remove some first"
    assertContains(response, f'<a href="#id_files">{words}</a>')
    assertContains(response, 'id="id_files"')
    assertContains(response, "There is no room for more files.")
    response = as_writer.post(at("files", evidence), {"files": SimpleUploadedFile("more.txt", b"More")})
    assertContains(response, "“more.txt” was not added: 10 files are the most. Remove one first")


def test_a_file_that_is_there_already_is_not_said_to_be_added(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    uploads = [SimpleUploadedFile(name, b"Notes") for name in ("notes.txt", "copy.txt")]
    response = as_writer.post(at("files", evidence), {"files": uploads}, follow=True)
    assertContains(response, "File added")
    assertContains(response, "“copy.txt” is there already as “notes.txt”. It was not added again")
    same = SimpleUploadedFile("notes.txt", b"Notes")
    again = as_writer.post(at("files", evidence), {"files": same}, follow=True)
    assertContains(again, "“notes.txt” is there already. It was not added again")
    assertNotContains(again, "File added")


def test_a_file_is_removed_and_pressing_twice_does_no_harm(as_writer, enrolment):
    attachment = AttachmentFactory(evidence=EvidenceFactory(enrolment=enrolment))
    for _ in range(2):
        response = as_writer.post(at("remove_file", attachment.evidence, attachment))
        assertRedirects(response, at("files", attachment.evidence))
    assert not Attachment.objects.exists()


def test_a_file_of_another_piece_is_not_found(as_writer, enrolment):
    attachment = AttachmentFactory(evidence=EvidenceFactory(enrolment=enrolment))
    other = EvidenceFactory(enrolment=enrolment)
    assert as_writer.get(at("file", other, attachment)).status_code == 404
