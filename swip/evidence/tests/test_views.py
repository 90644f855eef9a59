"""Each page: it works, a mistake is told and keeps what was typed, and the wrong person meets 404."""

import datetime
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.core import history
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence import actions, queries
from swip.evidence.models import Attachment, Evidence
from swip.evidence.tests.factories import AttachmentFactory, EvidenceFactory

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "A visit",
    "happened_on_day": "3",
    "happened_on_month": "2",
    "happened_on_year": "2026",
    "what_happened": "I listened before I asked.",
    "what_it_shows": "That I begin with the child.",
}


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def as_writer(client, enrolment):
    client.force_login(enrolment.social_worker)
    return client


@pytest.fixture
def as_supervisor(client, enrolment):
    client.force_login(enrolment.supervisor)
    return client


def at(name, *arguments):
    return reverse(f"evidence:{name}", args=[getattr(each, "pk", each) for each in arguments])


def autosave(client, url, data):
    return client.post(url, data, headers={"X-Autosave": "1"})


def text_of(response):
    return " ".join(response.content.decode().split())


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
    evidence.save_over(0, title="Half way to something else")
    evidence.outcome_links.all().delete()
    response = as_supervisor.get(at("list", enrolment))
    assertContains(response, "As it was")
    assertContains(response, "1.1</td>")
    assertNotContains(response, "Half way")


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


# ---- Starting and writing


def test_a_piece_is_begun_by_choosing_its_kind(as_writer, enrolment):
    assertContains(as_writer.get(at("start", enrolment)), "What kind of evidence is it?")
    response = as_writer.post(at("start", enrolment), {"kind": "court-work"})
    evidence = enrolment.evidence.get()
    assertRedirects(response, at("write", evidence))
    assert evidence.kind.code == "court-work"
    assertContains(as_writer.get(at("write", evidence)), "Which law and which tests applied?")


def test_pressing_start_twice_makes_one_draft(as_writer, enrolment):
    for _ in range(2):
        as_writer.post(at("start", enrolment), {"kind": "audit"})
    assert enrolment.evidence.count() == 1


def test_a_kind_has_to_be_chosen(as_writer, enrolment):
    response = as_writer.post(at("start", enrolment), {"kind": "gossip"})
    assertContains(response, "Select what kind of evidence it is")
    assert not enrolment.evidence.exists()


def test_once_the_programme_has_ended_nothing_new_is_begun(as_writer, enrolment):
    type(enrolment).objects.update(status="withdrawn")
    assert as_writer.get(at("start", enrolment)).status_code == 404


def test_the_kind_can_be_changed_and_the_words_stay(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    assertContains(as_writer.get(at("kind", evidence)), "What kind of evidence is it?")
    assertRedirects(as_writer.post(at("kind", evidence), {"kind": "audit"}), at("write", evidence))
    evidence.refresh_from_db()
    assert evidence.kind.code == "audit"
    assert evidence.what_happened


def test_going_on_saves_and_leads_to_the_outcomes(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    response = as_writer.post(at("write", evidence), {**TYPED, "revision": 0})
    assertRedirects(response, at("outcomes", evidence))
    evidence.refresh_from_db()
    assert evidence.happened_on == datetime.date(2026, 2, 3)
    assert evidence.title == "A visit"


def test_a_draft_can_be_saved_with_anything_missing(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    data = {"title": "Only a title", "then": "draft", "revision": 0}
    response = as_writer.post(at("write", evidence), data, follow=True)
    assertContains(response, "Draft saved")
    assertContains(response, "Only a title")


def test_a_draft_is_saved_on_the_way_to_the_files(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    response = as_writer.post(at("write", evidence), {**TYPED, "then": "files", "revision": 0})
    assertRedirects(response, at("files", evidence))
    evidence.refresh_from_db()
    assert evidence.title == "A visit"


def test_a_mistake_is_told_and_what_was_typed_is_kept(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    data = {**TYPED, "happened_on_day": "31", "what_it_shows": "", "revision": 0}
    response = as_writer.post(at("write", evidence), data)
    assertContains(response, "The date it happened must be a real date")
    assertContains(response, "Enter what it shows")
    assertContains(response, 'name="revision" value="1"')
    later = as_writer.get(at("write", evidence))
    assertContains(later, "I listened before I asked.")
    assertContains(later, 'name="happened_on_day" type="text" inputmode="numeric" value="31"')


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (("", "", ""), "Enter the date it happened"),
        (("1", "", "2026"), "The date it happened must include a month"),
        (("1", "13", "2026"), "The date it happened must be a real date"),
        (("1", "1", "26"), "Year must include 4 numbers in the date it happened"),
        (("1", "1", "2999"), "The date it happened must be on or before"),
        (("１", "😀", "\x00"), "The date it happened must include a year"),
    ],
)
def test_dates_that_are_none_are_told_in_plain_words(as_writer, enrolment, day, message):
    evidence = EvidenceFactory(enrolment=enrolment)
    data = {**TYPED, "revision": 0}
    data |= zip(["happened_on_day", "happened_on_month", "happened_on_year"], day, strict=True)
    assertContains(as_writer.post(at("write", evidence), data), message)


def test_a_page_saves_itself(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    response = autosave(as_writer, at("write", evidence), {**TYPED, "revision": 0})
    answer = json.loads(response.content)
    assert (answer["state"], answer["revision"]) == ("saved", 1)
    assert answer["at"]
    evidence.refresh_from_db()
    assert evidence.what_it_shows == "That I begin with the child."


def test_saving_itself_asks_little_of_the_database(as_writer, enrolment, django_assert_max_num_queries):
    evidence = EvidenceFactory(enrolment=enrolment)
    with django_assert_max_num_queries(6):  # session, person, piece, its save and the transaction around it
        autosave(as_writer, at("write", evidence), {**TYPED, "revision": 0})


def test_a_second_tab_is_told_and_overwrites_nothing(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    autosave(as_writer, at("write", evidence), {**TYPED, "revision": 0})
    response = autosave(
        as_writer, at("write", evidence), {**TYPED, "title": "From the other tab", "revision": 0}
    )
    assert response.status_code == 409
    assert json.loads(response.content)["state"] == "conflict"
    evidence.refresh_from_db()
    assert evidence.title == "A visit"


def test_without_scripts_a_second_tab_shows_what_was_typed(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    as_writer.post(at("write", evidence), {**TYPED, "revision": 0})
    data = {**TYPED, "what_happened": "Something longer, from the other tab.", "then": "draft", "revision": 0}
    response = as_writer.post(at("write", evidence), data)
    assertContains(response, "Something longer, from the other tab.", status_code=409)


def test_pressing_save_twice_is_no_conflict(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    for _ in range(2):
        response = as_writer.post(at("write", evidence), {**TYPED, "revision": 0})
        assertRedirects(response, at("outcomes", evidence))


def test_who_is_signed_out_meanwhile_is_told_and_keeps_their_words(client, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    response = autosave(client, at("write", evidence), {**TYPED, "revision": 0})
    assert (response.status_code, json.loads(response.content)) == (401, {"state": "signed-out"})
    response = client.post(at("write", evidence), {**TYPED, "revision": 0})
    assertContains(response, "I listened before I asked.", status_code=401)


def test_fifty_thousand_characters_are_kept_in_a_draft_and_told_to_be_too_many(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    data = {**TYPED, "what_happened": "é" * 50_000, "title": "t" * 50_000, "revision": 0}
    response = as_writer.post(at("write", evidence), data)
    assertContains(response, "What happened must be 20,000 characters or fewer. You have 50,000.")
    assertContains(response, "Title must be 200 characters or fewer. You have 50,000.")
    evidence.refresh_from_db()
    assert len(evidence.what_happened) == len(evidence.title) == 50_000
    assert as_writer.get(at("list", enrolment)).status_code == 200


def test_more_than_a_draft_can_keep_is_told_at_once(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    data = {**TYPED, "what_happened": "w" * 100_001, "revision": 0}
    response = autosave(as_writer, at("write", evidence), data)
    assert response.status_code == 422
    assert json.loads(response.content)["state"] == "invalid"
    assertContains(as_writer.post(at("write", evidence), data), "w" * 100_001)


def test_emoji_and_control_characters_do_no_harm(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    data = {**TYPED, "title": "Visit 😀\x00\x07", "what_happened": "a\x00b\r\nc👩‍👧", "revision": 0}
    assertRedirects(as_writer.post(at("write", evidence), data), at("outcomes", evidence))
    evidence.refresh_from_db()
    assert (evidence.title, evidence.what_happened) == ("Visit 😀", "ab\nc👩‍👧")


def test_markup_is_shown_and_never_obeyed(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, title="<script>x</script>", what_happened="<b>bold</b>")
    for page in ("evidence", "write", "check"):
        response = as_writer.get(at(page, evidence))
        assertNotContains(response, "<script>x")
        assertNotContains(response, "<b>bold")


@pytest.mark.parametrize("page", ["write", "outcomes", "reasons", "files", "check", "kind"])
def test_what_is_handed_in_is_not_open_to_changes(as_writer, enrolment, page):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    response = as_writer.get(at(page, evidence), follow=True)
    assertRedirects(response, evidence.get_absolute_url())
    assertContains(response, "This evidence has been handed in.")


def test_who_writes_on_after_handing_in_elsewhere_keeps_their_words(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    response = as_writer.post(at("write", evidence), {**TYPED, "revision": 0})
    assertContains(response, "I listened before I asked.", status_code=409)


def test_the_form_is_never_kept_by_the_browser(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    assert "no-store" in as_writer.get(at("write", evidence))["Cache-Control"]


# ---- Outcomes and reasons


def test_outcomes_are_chosen_under_their_domains(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, outcomes=[])
    assertContains(as_writer.get(at("outcomes", evidence)), "2. Domain 2")
    response = as_writer.post(at("outcomes", evidence), {"outcomes": ["1.1", "2.1"], "revision": 0})
    assertRedirects(response, at("reasons", evidence))
    assert [link.outcome.code for link in queries.links_of(evidence)] == ["1.1", "2.1"]


def test_at_least_one_outcome_is_chosen(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, outcomes=[])
    assertContains(as_writer.post(at("outcomes", evidence), {}), "Select at least one outcome that it shows")
    response = as_writer.post(at("outcomes", evidence), {"outcomes": ["9.9"], "revision": 0})
    assertContains(response, "Select outcomes from the list")


def test_outcomes_chosen_over_newer_text_are_a_conflict(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    evidence.save_over(0, title="New")
    response = as_writer.post(at("outcomes", evidence), {"outcomes": ["2.1"], "revision": 0})
    assert response.status_code == 409


def test_a_reason_is_given_for_each_outcome_with_the_statements_at_hand(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, outcomes=["1.1", "2.1"], reason="")
    assertContains(as_writer.get(at("reasons", evidence)), "why a child needs to be heard")
    names = [f"reason_{link.outcome_id}" for link in queries.links_of(evidence)]
    response = as_writer.post(
        at("reasons", evidence), {names[0]: "By listening", names[1]: "", "revision": 0}
    )
    assertContains(response, "Enter how it shows outcome 2.1")
    assertContains(response, "By listening")
    data = {names[0]: "By listening", names[1]: "By acting", "revision": 1}
    assertRedirects(as_writer.post(at("reasons", evidence), data), at("check", evidence))


def test_reasons_save_themselves(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    name = f"reason_{evidence.outcome_links.get().outcome_id}"
    response = autosave(as_writer, at("reasons", evidence), {name: "Half a sen", "revision": 0})
    assert json.loads(response.content)["revision"] == 1
    assert evidence.outcome_links.get().reason == "Half a sen"
    stale = autosave(as_writer, at("reasons", evidence), {name: "From another tab", "revision": 0})
    assert stale.status_code == 409


def test_without_outcomes_there_is_nothing_to_give_reasons_for(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, outcomes=[])
    assertRedirects(as_writer.get(at("reasons", evidence)), at("outcomes", evidence))


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


def test_a_full_piece_takes_no_more_files(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    for _ in range(10):
        AttachmentFactory(evidence=evidence)
    assertContains(as_writer.get(at("files", evidence)), "There is no room for more files.")
    response = as_writer.post(at("files", evidence), {"files": SimpleUploadedFile("more.txt", b"Notes")})
    assertContains(response, "“more.txt” was not added: 10 files are the most")


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


# ---- Handing in


def test_everything_is_checked_on_one_page_and_handed_in(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    page = as_writer.get(at("check", evidence))
    assertContains(page, enrolment.supervisor.name)
    response = as_writer.post(at("check", evidence), {"revision": 0}, follow=True)
    assertContains(response, f"Evidence handed in. {enrolment.supervisor} has been told.")
    assertContains(response, f'data-autosave-clear="evidence-{evidence.pk}"')
    evidence.refresh_from_db()
    assert evidence.is_waiting


def test_pressing_hand_in_twice_hands_it_in_once(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    for _ in range(2):
        assertRedirects(as_writer.post(at("check", evidence), {"revision": 0}), evidence.get_absolute_url())
    assert evidence.versions.count() == 1


def test_each_gap_leads_to_the_page_that_mends_it(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, title="", outcomes=[])
    response = as_writer.post(at("check", evidence), {"revision": 0})
    assertContains(response, f'<a href="{at("write", evidence)}">Enter a title</a>')
    assertContains(
        response, f'<a href="{at("outcomes", evidence)}">Select at least one outcome that it shows</a>'
    )
    assertContains(response, "<title>Error: ")


def test_withdrawing_is_asked_and_then_done(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    assertContains(as_writer.get(at("withdraw", evidence)), "Are you sure")
    for _ in range(2):
        assertRedirects(as_writer.post(at("withdraw", evidence)), evidence.get_absolute_url())
    assertContains(as_writer.get(evidence.get_absolute_url()), "Start again from this")
    for _ in range(2):
        assertRedirects(as_writer.post(at("start_again", evidence)), at("write", evidence))


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
