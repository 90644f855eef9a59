"""Notes: kept once, read by nobody else, lifted sentence by sentence, talked about in supervision."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.enrolment.models import Enrolment
from swip.enrolment.queries import lead_employer
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence import permissions
from swip.evidence.actions import notes as actions
from swip.evidence.actions.note_guard import take_note_out_of_sight
from swip.evidence.models import Evidence, Lift, Note, SharedNote
from swip.evidence.queries.notes import agenda_of, on_the_agenda_of
from swip.evidence.tests.factories import EvidenceFactory
from swip.evidence.tests.note_factories import NoteFactory, SharedNoteFactory
from swip.evidence.tests.pages import at, autosave, text_of
from swip.identifiers.queries import open_upon

pytestmark = pytest.mark.django_db
WORDS = "She waited on the stairs. I did not."


def sent(client, owner, **typed):
    data = {"owner": owner.pk, "made_as": str(uuid.uuid4()), "title": "On the stairs", "words": WORDS} | typed
    return autosave(client, at("capture"), data)


# ---- Two minutes after a visit


def test_a_note_that_is_sent_again_is_the_same_note(as_writer, enrolment):
    typed = {"made_as": str(uuid.uuid4()), "written_on": "2026-02-03"}
    first, second = (sent(as_writer, enrolment.social_worker, **typed) for _ in range(2))
    note = enrolment.notes.get()
    assert (first.status_code, first.json()) == (200, second.json())
    assert first.json()["href"] == note.get_absolute_url()
    assert (note.title, note.words, note.happened_on) == ("On the stairs", WORDS, datetime.date(2026, 2, 3))

    autosave(as_writer, at("write_note", note), {"words": "Changed since", "revision": 0})
    assert sent(as_writer, enrolment.social_worker, **typed).status_code == 200
    note.refresh_from_db()
    assert note.words == "Changed since"

    as_writer.post(at("remove_note", note))
    assert sent(as_writer, enrolment.social_worker, **typed).json()["state"] == "removed"
    assert not Note.objects.exists()


def test_without_scripts_it_is_an_ordinary_form(as_writer, enrolment):
    page = as_writer.get(at("capture"))
    assertContains(page, "only you")
    assertContains(page, "data-notes-offline-too hidden>This page also works without a connection")
    empty = as_writer.post(at("capture"), {"title": " ", "words": ""})
    assertContains(empty, "Enter a title or what happened")
    typed = {"made_as": str(uuid.uuid4()), "title": "", "words": WORDS}
    wrong_day = as_writer.post(at("capture"), typed | {"happened_on_day": "31", "happened_on_month": "2"})
    assertContains(wrong_day, "The day must")
    assertContains(wrong_day, WORDS)
    for _ in range(2):
        as_writer.post(at("capture"), typed)
    as_writer.post(at("capture"), typed | {"words": "Pressed back, and written again"})
    note = enrolment.notes.get()
    assert (note.words, note.happened_on) == ("Pressed back, and written again", timezone.localdate())
    stale = as_writer.post(at("capture"), typed | {"words": "From a page that is older still"})
    assert stale.status_code == 409
    assertContains(stale, "From a page that is older still", status_code=409)


def test_what_a_device_sends_is_answered_so_that_nothing_is_lost(as_writer, enrolment):
    owner = enrolment.social_worker
    assert sent(as_writer, owner, title="", words=" ").status_code == 422
    assert sent(as_writer, owner, words="w" * 100_001).status_code == 422
    half_a_day = sent(as_writer, owner, happened_on_day="31", happened_on_month="2", happened_on_year="")
    assert "real date" in half_a_day.json()["message"]
    note = enrolment.notes.get()
    assert note.happened_on_as_typed == ["31", "2", ""]
    Note.objects.update(title="")
    for page in [at("note", note), at("notes", enrolment)]:
        assertContains(as_writer.get(page), "Not a real date, or not in the past: “31 2”")
        assertContains(as_writer.get(page), WORDS)
    assertContains(as_writer.get(at("note", note)), f'<h1 class="govuk-heading-l app-break">{WORDS}</h1>')

    somebody = EnrolmentFactory().social_worker
    assert sent(as_writer, somebody).json() == {"state": "somebody-else"}
    as_writer.logout()
    assert sent(as_writer, owner).json() == {"state": "signed-out"}
    assert Note.objects.count() == 1


@pytest.mark.parametrize(("status", "takes_it"), [("paused", True), ("withdrawn", False)])
def test_while_paused_notes_are_taken_and_once_it_is_over_the_words_are_given_back(
    as_writer, enrolment, status, takes_it
):
    NoteFactory(enrolment=enrolment, made_as=uuid.UUID(int=1))
    Enrolment.objects.update(status=status)
    answer = sent(as_writer, enrolment.social_worker)
    assert answer.status_code == (200 if takes_it else 422)
    if not takes_it:
        assert "Your programme has ended" in answer.json()["message"]
        page = as_writer.post(at("capture"), {"words": WORDS})
        assertContains(page, WORDS, status_code=409)
        assertContains(as_writer.get(at("capture")), "Your programme has ended")
        assert sent(as_writer, enrolment.social_worker, made_as=str(uuid.UUID(int=1))).status_code == 200


def test_who_has_no_place_meets_404(client, enrolment):
    client.force_login(enrolment.supervisor)
    assert client.get(at("capture")).status_code == 404
    assert sent(client, enrolment.supervisor).status_code == 404


def test_the_page_for_no_connection_is_the_same_for_everybody(client, as_writer, enrolment):
    page = as_writer.get(at("capture_offline"))
    worker = as_writer.get(at("capture_worker"))
    assert "csrf" not in page.content.decode()
    assert "Sign out" not in page.content.decode()
    assert not page.cookies
    assert "no-store" not in page["Cache-Control"]
    client.logout()
    assert client.get(at("capture_offline")).content == page.content
    assert client.get(at("capture_worker")).content == worker.content
    assert worker["Content-Type"].startswith("text/javascript")


def test_the_cookie_that_says_who_is_here_goes_with_them(client, enrolment):
    other = EnrolmentFactory().social_worker
    for goes in (lambda: client.logout(), lambda: client.force_login(other)):
        client.force_login(enrolment.social_worker)
        client.get(at("capture"))
        assert client.cookies["person_here"].value == str(enrolment.social_worker.pk)
        assert client.get(at("notes", enrolment)).cookies.get("person_here") is None
        goes()
        client.cookies["person_here"] = str(enrolment.social_worker.pk)
        assert client.get("/accessibility/").cookies["person_here"]["max-age"] == 0


# ---- One's own, and nobody else's


def test_a_note_saves_itself_and_a_second_window_overwrites_nothing(as_writer, enrolment):
    note = NoteFactory(enrolment=enrolment)
    url = at("write_note", note)
    assert autosave(as_writer, url, {"title": "", "words": "x", "revision": 0}).json()["revision"] == 1
    assert autosave(as_writer, url, {"title": "", "words": "y", "revision": 0}).status_code == 409
    assert autosave(as_writer, url, {"words": "w" * 100_001, "revision": 1}).status_code == 422
    assertContains(as_writer.post(url, {"title": "", "words": "", "revision": 1}), "Enter a title or")
    assertRedirects(as_writer.post(url, {"title": "A", "words": "b", "revision": 2}), at("note", note))
    note.refresh_from_db()
    assert (note.title, note.words) == ("A", "b")


def test_nobody_else_ever_meets_a_private_note(client, enrolment):
    note = NoteFactory(enrolment=enrolment, title="Mine alone")
    prepared = SharedNoteFactory(enrolment=enrolment, status="prepared", title="Not yet")
    for person in (enrolment.supervisor, enrolment.assessor):
        client.force_login(person)
        for page in ("note", "write_note", "lift_note", "remove_note"):
            assert client.get(at(page, note)).status_code == 404
        assert client.get(at("shared_note", prepared)).status_code == 404
        assert not permissions.notes_written_by(person).exists()
        for page in (at("list", enrolment), enrolment.get_absolute_url()):
            assertNotContains(client.get(page), "Mine alone")
    client.force_login(enrolment.social_worker)
    client.post(at("remove_note", note))
    assert not Note.objects.exists()
    entries = history.of_chain(f"enrolment:{enrolment.pk}")
    assert "Mine alone" not in str(list(entries.values()))


def test_removing_a_note_leaves_a_line_for_its_writer_alone(as_writer, enrolment, client):
    sent(as_writer, enrolment.social_worker)
    note = enrolment.notes.get()
    assertContains(as_writer.get(at("remove_note", note)), "nobody can bring them back")
    assertRedirects(as_writer.post(at("remove_note", note)), at("notes", enrolment))
    own = text_of(as_writer.get(f"{enrolment.get_absolute_url()}history/"))
    client.force_login(enrolment.supervisor)
    theirs = text_of(client.get(f"{enrolment.get_absolute_url()}history/"))
    assert "Removed a note" in own
    assert "a note" not in theirs


def test_the_list_asks_few_questions(as_writer, enrolment, django_assert_max_num_queries):
    NoteFactory.create_batch(20, enrolment=enrolment)
    SharedNoteFactory.create_batch(5, enrolment=enrolment)
    with django_assert_max_num_queries(8):
        page = as_writer.get(at("notes", enrolment))
    assertContains(page, "On the stairs")
    assertContains(page, "When to wait")


# ---- Lifting


def lift(client, note, *keys, to, made_as=None):
    name = "lift_note" if isinstance(note, Note) else "lift_shared_note"
    data = {"sentences": keys, "to": to, "revision": note.revision, "made_as": made_as or str(uuid.uuid4())}
    return client.post(at(name, note), data)


def test_only_the_chosen_sentences_are_shared(as_writer, client, enrolment):
    note = NoteFactory(enrolment=enrolment, words=f"{WORDS} He has a limp.")
    page = as_writer.get(at("lift_note", note))
    assertContains(page, "He has a limp.")
    assertContains(lift(as_writer, note, to="share"), "Select at least one sentence")
    once = str(uuid.uuid4())
    for _ in range(2):
        lift(as_writer, note, "1", "2", to="share", made_as=once)
    shared = enrolment.shared_notes.get()
    assert (shared.title, shared.words) == ("", WORDS)
    assertContains(as_writer.get(at("lift_note", note)), "Went into “She waited on the stairs.", count=2)

    typed = {"title": "Waiting", "words": WORDS, "revision": 0}
    going_on = as_writer.post(at("write_shared_note", shared), typed, follow=True)
    assertRedirects(going_on, at("check_shared_note", shared))
    assertContains(as_writer.get(at("check_shared_note", shared)), str(enrolment.supervisor))
    assertRedirects(
        as_writer.post(at("check_shared_note", shared), {"revision": 1}), shared.get_absolute_url()
    )
    assertRedirects(
        as_writer.post(at("check_shared_note", shared), {"revision": 1}), shared.get_absolute_url()
    )

    client.force_login(enrolment.supervisor)
    read = client.get(at("shared_note", shared))
    assertContains(read, "She waited on the stairs.")
    assertNotContains(read, "limp")
    assert client.get(at("note", note)).status_code == 404
    shared.refresh_from_db()
    assert shared.read_by == enrolment.supervisor


def test_sentences_grow_into_new_and_into_old_evidence(as_writer, enrolment):
    note = NoteFactory(enrolment=enrolment, words=WORDS)
    once = str(uuid.uuid4())
    for _ in range(2):
        lift(as_writer, note, "title", "2", to="new", made_as=once)
    new = enrolment.evidence.get()
    assert (new.title, new.what_happened, new.happened_on) == (note.title, "I did not.", note.happened_on)
    assert new.status == Evidence.Status.DRAFT

    old = EvidenceFactory(enrolment=enrolment, title="Mine", what_happened="I listened.")
    shared = SharedNoteFactory(enrolment=enrolment, words=WORDS)
    assertRedirects(lift(as_writer, shared, "all", to=f"draft-{old.pk}"), at("write", old))
    old.refresh_from_db()
    assert (old.title, old.what_happened) == ("Mine", f"I listened.\n\n{WORDS}")
    assert old.revision == 1
    assert Lift.objects.out_of(shared).count() == 3
    assertContains(as_writer.get(at("note", note)), "Where sentences of it went")

    note.save_over(note.revision, words="Other words.")
    note.revision = 0
    assert lift(as_writer, note, "1", to="new").status_code == 409


def test_what_is_too_long_or_empty_is_not_shared(as_writer, enrolment):
    shared = SharedNoteFactory(
        enrolment=enrolment,
        status="prepared",
        title="t" * 201,
        words=" ",
        happened_on_as_typed=["31", "2", ""],
    )
    told = as_writer.post(at("check_shared_note", shared), {"revision": 0})
    for message in ("Title must be 200", "The day must be", "Enter what you want to talk about"):
        assertContains(told, message)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedNoteFactory(enrolment=enrolment, words="")


def test_taken_back_it_is_out_of_sight_and_can_be_mended_shared_and_removed(as_writer, client, enrolment):
    shared = SharedNoteFactory(enrolment=enrolment)
    supervisor = enrolment.supervisor
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedNote.objects.update(words="Changed under its reader")
    assertRedirects(as_writer.get(at("write_shared_note", shared)), shared.get_absolute_url())
    assertContains(as_writer.get(at("take_back_note", shared)), "Nobody has read it yet")
    as_writer.post(at("take_back_note", shared))
    assert not permissions.shared_notes_visible_to(supervisor).exists()

    as_writer.post(at("write_shared_note", shared), {"words": "Mended", "revision": 0})
    as_writer.post(at("check_shared_note", shared), {"revision": 1})
    assert permissions.shared_notes_visible_to(supervisor).get().words == "Mended"
    as_writer.get(at("remove_shared_note", shared))
    as_writer.post(at("remove_shared_note", shared))
    assert SharedNote.objects.exists()
    as_writer.post(at("take_back_note", shared))
    assertRedirects(as_writer.post(at("remove_shared_note", shared)), at("notes", enrolment))
    assert not SharedNote.objects.exists()
    said = [each.action for each in history.of_chain(f"enrolment:{enrolment.pk}")]
    assert said.count("evidence.note_taken_back") == 2


# ---- That nobody is recognised


def test_what_somebody_could_be_recognised_by_is_decided_upon_before_it_is_shared(as_writer, enrolment):
    words = "I met Priya Raman at home. Call her on 07700 900123."
    shared = SharedNoteFactory(enrolment=enrolment, status="prepared", title="", words=words)
    look_through = at("look_through_note", shared)
    assertRedirects(as_writer.post(at("check_shared_note", shared), {"revision": 0}), look_through)
    assertContains(as_writer.get(look_through), "Could somebody be recognised?")
    assertContains(as_writer.post(look_through, {"revision": 0}), "Select what to do about")
    as_writer.post(look_through, {"revision": 0, "then": "names"})
    shared.refresh_from_db()
    assert "Priya" not in shared.words
    assert "07700 900123" in shared.words
    assert shared.status == SharedNote.Status.PREPARED
    as_writer.post(at("write_shared_note", shared), {"words": "I met a mother.", "revision": shared.revision})
    shared.refresh_from_db()
    as_writer.post(at("check_shared_note", shared), {"revision": shared.revision})
    shared.refresh_from_db()
    assert shared.is_shared


def test_a_supervisor_takes_it_out_of_sight_until_it_is_mended(as_writer, client, enrolment):
    shared = SharedNoteFactory(enrolment=enrolment, words="The words of before.")
    lead = AppointmentFactory(organisation=lead_employer(enrolment), role=Role.DATA_PROTECTION_LEAD).person
    client.force_login(enrolment.supervisor)
    client.get(at("shared_note", shared))
    assertContains(client.post(at("take_note_out_of_sight", shared)), "Select what you saw")
    for _ in range(2):  # pressed twice
        pressed = client.post(at("take_note_out_of_sight", shared), {"kinds": ["name"]})
        assertRedirects(pressed, enrolment.get_absolute_url())
    assert client.get(at("shared_note", shared)).status_code == 404
    client.force_login(lead)
    told = client.get(at("note_out_of_sight", shared))
    assertContains(told, "Waits for its writer")
    assertNotContains(told, "The words of before.")

    client.force_login(enrolment.social_worker)
    own = client.get(at("shared_note", shared))
    assertContains(own, "out of sight")
    assertNotContains(own, "who supervises you")
    client.post(at("take_back_note", shared))
    assertContains(client.post(at("check_shared_note", shared), {"revision": 0}), "Change it first")
    client.post(at("write_shared_note", shared), {"words": "Mended.", "revision": 0})
    client.post(at("check_shared_note", shared), {"revision": 1})
    assert permissions.shared_notes_visible_to(enrolment.supervisor).get().words == "Mended."
    client.force_login(lead)
    assertContains(client.get(at("note_out_of_sight", shared)), "It was mended")


def test_out_of_sight_it_is_not_shared_again_as_it_was(enrolment):
    shared = SharedNoteFactory(enrolment=enrolment, status="prepared", words="I met a mother.")
    writer = enrolment.social_worker
    actions.share(shared, revision=0, by=writer)
    take_note_out_of_sight(shared, kinds=["other"], by=enrolment.supervisor)
    actions.take_back(shared, by=writer)
    # Typed and taken away again, it says what it said.
    actions.write_shared_note(shared, revision=1, by=writer, words="I met a parent.")
    actions.write_shared_note(shared, revision=2, by=writer, words="I met a mother.")
    with pytest.raises(actions.NotShareable, match="Change it first"):
        actions.share(shared, revision=3, by=writer)
    assert open_upon(shared)
    actions.write_shared_note(shared, revision=3, by=writer, words="I met a parent.")
    actions.share(shared, revision=4, by=writer)
    assert not open_upon(shared)


# ---- In supervision


def test_the_agenda_holds_what_is_shared_until_it_was_talked_about(as_writer, client, enrolment):
    first, second = (SharedNoteFactory(enrolment=enrolment) for _ in range(2))
    SharedNoteFactory(enrolment=enrolment, status="prepared")
    hidden = SharedNoteFactory(enrolment=enrolment, quarantined_at=timezone.now())
    SharedNoteFactory()
    supervisor = enrolment.supervisor
    assert list(agenda_of(enrolment, reader=supervisor)) == [first, second]
    assert list(agenda_of(enrolment, reader=enrolment.social_worker)) == [first, second]
    assert not agenda_of(enrolment, reader=enrolment.assessor).exists()
    assert list(on_the_agenda_of(supervisor)) == [first, second]
    assert not permissions.shared_notes_visible_to(supervisor).contains(hidden)

    client.force_login(supervisor)
    for _ in range(2):
        client.post(at("talk_about_note", first), {"talked_about": "yes"})
    assertContains(client.get(at("shared_note", first)), "Put it back on the agenda")
    assert list(agenda_of(enrolment, reader=supervisor)) == [second]
    client.force_login(enrolment.social_worker)
    client.post(at("talk_about_note", first), {"talked_about": "no"})
    assert list(agenda_of(enrolment, reader=supervisor)) == [first, second]
    said = [each.action for each in history.of(first)]
    assert said == ["evidence.note_talked_about", "evidence.note_put_back"]


def test_once_the_programme_is_over_only_its_writer_reads_it(as_writer, enrolment):
    shared = SharedNoteFactory(enrolment=enrolment)
    supervisor = enrolment.supervisor
    Enrolment.objects.update(status="withdrawn")
    assert not permissions.shared_notes_visible_to(supervisor).exists()
    assertContains(as_writer.get(at("shared_note", shared)), "Take it back")
