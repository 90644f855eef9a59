"""Starting, writing and handing in: what is typed is never lost, and every mistake is told."""

import datetime
import json

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.evidence import queries
from swip.evidence.tests.factories import EvidenceFactory
from swip.evidence.tests.note_factories import NoteFactory, SharedNoteFactory
from swip.evidence.tests.pages import TYPED, at, autosave, text_of

pytestmark = pytest.mark.django_db


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


def test_going_on_saves_and_leads_to_the_kind_of_work(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    response = as_writer.post(at("write", evidence), {**TYPED, "revision": 0})
    assertRedirects(response, at("work", evidence))
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
        (("", "", ""), "Enter when it happened"),
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
        assertRedirects(response, at("work", evidence))


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
    assertRedirects(as_writer.post(at("write", evidence), data), at("work", evidence))
    evidence.refresh_from_db()
    assert (evidence.title, evidence.what_happened) == ("Visit 😀", "ab\nc👩‍👧")


def test_markup_is_shown_and_never_obeyed(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, title="<script>x</script>", what_happened="<b>bold</b>")
    for page in ("evidence", "write", "check"):
        response = as_writer.get(at(page, evidence))
        assertNotContains(response, "<script>x")
        assertNotContains(response, "<b>bold")


@pytest.mark.parametrize("page", ["write", "work", "outcomes", "reasons", "files", "check", "kind"])
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
    evidence = EvidenceFactory(enrolment=enrolment, outcomes=[], what_happened="We met", what_it_shows="So")
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
    response = as_writer.post(at("reasons", evidence), data)
    assertRedirects(response, at("look_through", evidence), fetch_redirect_response=False)


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


def test_every_page_on_which_somebody_writes_says_who_can_read_it(client, enrolment):
    draft = EvidenceFactory(enrolment=enrolment, what_happened="I met Kacper.")
    client.force_login(enrolment.social_worker)
    for page in ["kind", "write", "work", "outcomes", "reasons", "files", "look_through", "check"]:
        assert "only you, until you hand it in" in text_of(client.get(at(page, draft))), page
    lifted = client.get(at("lift_note", NoteFactory(enrolment=enrolment)))
    assert "<strong>Who can read this:</strong> only you." in text_of(lifted)
    shared = SharedNoteFactory(enrolment=enrolment, status="prepared", words="I met Kacper.")
    assert "only you, until you share it" in text_of(client.get(at("look_through_note", shared)))
    client.force_login(enrolment.supervisor)
    review = client.get(at("review", EvidenceFactory(enrolment=enrolment, status="submitted")))
    assert "your review only you, until you send it" in text_of(review)
