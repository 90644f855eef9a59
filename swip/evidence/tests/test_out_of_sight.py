"""That nobody is recognised by a piece: looked through before it is handed in, and out of sight when it is too late."""

import re

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.evidence import actions
from swip.evidence.models import Evidence
from swip.evidence.queries import guard_of, versions_of
from swip.evidence.tests.factories import AttachmentFactory, EvidenceFactory
from swip.evidence.tests.pages import at, text_of
from swip.files.tests.factories import StoredFileFactory
from swip.identifiers.models import Quarantine, Scan
from swip.identifiers.tests.everything import everything_kept
from swip.identifiers.tests.samples import WORD, a_document, a_photograph, with_members
from swip.notifications.models import Message
from swip.progress.queries import outcome_progress

pytestmark = pytest.mark.django_db

PHONE, EMAIL, NUMBER = "07700 900123", "hidden.person@example.org", "943 476 5919"
TEXT = f"She rang from {PHONE} and wrote from {EMAIL}. I rang {PHONE} again."


def keys_on(response):
    """What is asked on the page, by the words that were found."""
    return list(dict.fromkeys(re.findall(r'name="do_(\w+)"', response.content.decode())))


def looked_through_by(client, evidence, **choices):
    """Decides about each thing found, in their order: phone, email."""
    page = client.get(at("look_through", evidence))
    data = {"revision": evidence.revision}
    for key, choice in zip(keys_on(page), choices.values(), strict=True):
        decision, word, why = (*choice, "", "")[:3]
        data |= {f"do_{key}": decision, f"word_{key}": word, f"why_{key}": why}
    return client.post(at("look_through", evidence), data)


def as_person(client, person):
    client.force_login(person)
    return client


def test_what_was_found_is_replaced_or_kept_with_a_reason_and_is_then_nowhere(
    as_writer, enrolment, caplog, capsys
):
    evidence = EvidenceFactory(enrolment=enrolment, what_happened=TEXT)
    refused = as_writer.post(at("check", evidence), {"revision": 0})
    assertContains(refused, f'href="{at("look_through", evidence)}"')
    assert not Scan.objects.exists()

    page = as_writer.get(at("look_through", evidence))
    assertContains(page, f"Phone number: “{PHONE}” (2 times)")
    assertContains(page, "Found 1")
    assertContains(page, "[2]")
    assertContains(page, "What evidence never holds")
    nothing = as_writer.post(at("look_through", evidence), {"revision": 0})
    assertContains(nothing, "Select what to do about 1")

    phone, email = keys_on(page)
    half = {"revision": 0, f"do_{phone}": "own", f"word_{phone}": "a number of hers", f"do_{email}": "keep"}
    told = as_writer.post(at("look_through", evidence), half)
    assertContains(told, "a number of hers")
    assertContains(told, "Select why 2")
    done = as_writer.post(at("look_through", evidence), half | {f"do_{email}": "suggestion"})
    assertRedirects(done, at("check", evidence))

    evidence.refresh_from_db()
    assert PHONE not in evidence.what_happened
    assert evidence.what_happened.count("a number of hers") == 2
    assertRedirects(as_writer.post(at("check", evidence), {"revision": 1}), evidence.get_absolute_url())
    kept = everything_kept()
    assert PHONE not in kept
    assert EMAIL not in kept
    printed = capsys.readouterr()
    assert PHONE not in caplog.text + printed.out + printed.err
    assert EMAIL not in caplog.text + printed.out + printed.err

    as_writer.force_login(enrolment.supervisor)
    read = text_of(as_writer.get(evidence.get_absolute_url()))
    assert "<li>Email address: 1 replaced</li><li>Phone number: 1 replaced</li>" in read


def test_what_stays_is_not_asked_about_again_until_something_new_is_found(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, what_happened=TEXT)
    response = looked_through_by(
        as_writer, evidence, phone=("keep", "", "public"), email=("keep", "", "myself")
    )
    assertRedirects(response, at("check", evidence))
    evidence.refresh_from_db()
    assert evidence.what_happened == TEXT
    assertRedirects(as_writer.get(at("look_through", evidence)), at("check", evidence))

    stale = as_writer.post(at("look_through", evidence), {"revision": 0})
    assert stale.status_code == 409
    Evidence.objects.filter(pk=evidence.pk).update(what_happened=f"{TEXT} NHS number {NUMBER}.")
    page = as_writer.get(at("look_through", evidence))
    assertContains(page, NUMBER)
    assert len(keys_on(page)) == 1
    summary = guard_of(evidence, is_writer=True, versions=[]).looked_through
    assert any("Phone number: 1 kept (it is public" in each for each in summary.lines)


def test_a_colleague_is_told_apart_and_kept_in_one_press(as_writer, enrolment):
    employer = enrolment.employment_periods.get().organisation
    AppointmentFactory(organisation=employer, person__name="Sunil Mehta", role=Role.PRACTICE_SUPERVISOR)
    evidence = EvidenceFactory(enrolment=enrolment, what_happened="I spoke with Sunil Mehta and with Kacper.")
    page = as_writer.get(at("look_through", evidence))
    colleague, child = keys_on(page)
    assertContains(page, "The service knows a colleague of this name")
    data = {"revision": 0, f"do_{colleague}": "keep", f"why_{colleague}": "colleague", "then": "names"}
    assertRedirects(as_writer.post(at("look_through", evidence), data), at("check", evidence))
    evidence.refresh_from_db()
    assert evidence.what_happened.startswith("I spoke with Sunil Mehta and with ")
    assert "Kacper" not in everything_kept()
    assert child not in str(Scan.objects.get().settled)


def test_each_thing_in_a_file_is_kept_with_a_reason_or_the_file_taken_away(as_writer, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment)
    photographed = with_members(a_document("A plan"), {"word/media/image1.jpg": a_photograph()})
    for name, content_type, data in (
        ("plan.txt", "text/plain", f"First\nRing {PHONE}\nor {EMAIL}\nRing {PHONE}".encode()),
        ("page.docx", WORD, photographed),
    ):
        stored = StoredFileFactory(
            owner=enrolment.social_worker, name=name, content_type=content_type, data=data
        )
        AttachmentFactory(evidence=evidence, stored=stored)
    page = as_writer.get(at("look_through", evidence))
    assertContains(page, f"Phone number: “{PHONE}”")
    assertContains(page, "Line 2, line 4")
    assertContains(page, "It holds 1 picture, which could not be read: look at it yourself.")
    assertContains(page, "It points to nobody", count=2)  # a picture is no word or number
    phone, email, picture = re.findall(r'name="why_(\w+)"', page.content.decode())

    told = as_writer.post(at("look_through", evidence), {"revision": 0, f"why_{phone}": "public"})
    assertContains(told, f"Select why “{EMAIL}” in “plan.txt” stays, or remove the file")
    assertContains(told, "Select why “page.docx” stays, or remove the file")
    away = as_writer.post(
        at("look_through", evidence), {"revision": 0, f"why_{phone}": "public", "then": "files"}
    )
    assertRedirects(away, at("files", evidence))
    assert not Scan.objects.get().is_whole
    left = as_writer.get(at("look_through", evidence))
    assert re.findall(r'name="why_(\w+)"', left.content.decode()) == [email, picture]
    decided = {f"why_{email}": "myself", f"why_{picture}": "looked"}
    done = as_writer.post(at("look_through", evidence), {"revision": 1, **decided})
    assertRedirects(done, at("check", evidence))
    assert PHONE not in everything_kept()

    said = guard_of(evidence, is_writer=True, versions=[]).looked_through.lines
    assert said == [
        "Phone number in a file: 1 kept (it is public and leads to no family, such as a law or a council)",
        "Email address in a file: 1 kept (it is about me)",
        "Picture in a file: 1 looked at by the writer only (nobody can be recognised)",
    ]


def test_looking_through_costs_the_same_however_many_colleagues_there_are(
    as_writer, enrolment, django_assert_max_num_queries
):
    evidence = EvidenceFactory(enrolment=enrolment, what_happened=TEXT)
    as_writer.get(at("look_through", evidence))
    with django_assert_max_num_queries(14):
        as_writer.get(at("look_through", evidence))


# ---- Out of sight


@pytest.fixture
def lead(enrolment):
    employer = enrolment.employment_periods.get().organisation
    return AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person


@pytest.fixture
def coordinator(enrolment):
    employer = enrolment.employment_periods.get().organisation
    return AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person


def test_a_piece_goes_out_of_sight_is_mended_and_comes_back_without_what_it_said(
    client, enrolment, lead, coordinator, run_jobs
):
    comment = f"Well done to ring {PHONE}."
    evidence = EvidenceFactory(enrolment=enrolment, status="accepted", what_happened=TEXT, comment=comment)
    outcome = evidence.outcomes.get()
    address = evidence.get_absolute_url()

    client.force_login(enrolment.supervisor)
    take = at("take_out_of_sight", evidence)
    assertContains(client.get(address), take)
    assertContains(client.post(take), "Select what you saw")
    assertContains(client.get(take), "coordinator and data protection lead. ")
    portfolio = reverse("evidence:list", args=[enrolment.pk])
    assertRedirects(client.post(take, {"kinds": ["phone", "name"]}), portfolio)
    assertRedirects(client.post(take, {"kinds": ["phone"]}), portfolio)
    for page in (address, at("versions", evidence), at("version", evidence, 1), at("review", evidence)):
        assert client.get(page).status_code == 404
    assertNotContains(client.get(portfolio), evidence.title)
    standing = next(each for each in outcome_progress(enrolment) if each.outcome == outcome)
    assert standing.accepted == 0

    run_jobs()
    letters = {each.to[0]: f"{each.subject}\n{each.body}" for each in mail.outbox}
    assert letters.keys() == {enrolment.social_worker.email, lead.email, coordinator.email}
    assert not any(evidence.title in each or PHONE in each for each in letters.values())
    client.force_login(coordinator)
    assert client.get(address).status_code == 404
    assert client.get(reverse("identifiers:quarantines")).status_code == 404

    client.force_login(lead)
    assertContains(client.get(reverse("identifiers:quarantines")), at("out_of_sight", evidence))
    assertContains(client.get(at("out_of_sight", evidence)), PHONE)
    assert history.of(enrolment).filter(action="enrolment.looked", by=lead).exists()
    assert client.get(at("black_out", evidence, 1)).status_code == 404
    too_early = client.post(at("out_of_sight", evidence), {"ending": "mended"})
    assertContains(too_early, "It has not been mended yet")

    client.force_login(enrolment.social_worker)
    own = client.get(address)
    assertContains(own, "Out of sight")
    assertContains(own, "Phone number")
    assertContains(own, "What you change now, only you until you hand it in again.")
    assertNotContains(own, "It counts toward")
    assertContains(client.get(portfolio), "Out of sight</strong>")
    assertRedirects(client.post(at("mend", evidence)), at("write", evidence))
    evidence.refresh_from_db()
    done = looked_through_by(client, evidence, phone=("suggestion",), email=("own", "a letter"))
    assertRedirects(done, at("check", evidence))
    evidence.refresh_from_db()
    done = client.post(at("check", evidence), {"revision": evidence.revision}, follow=True)
    assertContains(done, "It comes back once whoever looks after data protection has read it.")
    assertNotContains(done, f"{enrolment.supervisor} has been told")
    evidence.refresh_from_db()
    assert evidence.status == Evidence.Status.SUBMITTED
    client.force_login(enrolment.supervisor)
    assert client.get(address).status_code == 404

    client.force_login(lead)
    assertContains(client.get(reverse("identifiers:quarantines")), "Mended, waits for you")
    response = client.post(at("out_of_sight", evidence), {"ending": "mended"})
    assertRedirects(response, reverse("identifiers:quarantines"))
    client.force_login(enrolment.supervisor)
    assertNotContains(client.get(address), PHONE)
    assert client.get(at("version", evidence, 1)).status_code == 404
    assert client.get(at("changes", evidence, 2)).status_code == 404
    assert client.get(at("review", evidence)).status_code == 200

    client.force_login(lead)
    black = at("black_out", evidence, 1)
    assertContains(client.post(black, {"others": "not there at all"}), "does not stand in what was handed in")
    client.post(black, {"found": [PHONE], "others": EMAIL.upper()})
    assert PHONE not in everything_kept()
    assert EMAIL not in everything_kept().lower()
    assert client.get(black).status_code == 404
    client.force_login(enrolment.supervisor)
    old = client.get(at("version", evidence, 1))
    assertContains(old, "█████")
    assertContains(old, f"blacked out by {lead}")
    assertContains(client.get(at("versions", evidence)), at("changes", evidence, 2))
    assert [each.action for each in history.of(evidence).filter(action__startswith="quarantine")] == [
        "quarantine.started",
        "quarantine.ended",
        "quarantine.blacked_out",
    ]


def test_a_false_alarm_comes_back_as_it_was_with_a_word_why(client, enrolment, lead):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    actions.take_out_of_sight(evidence, kinds=["name"], by=enrolment.supervisor)
    page = at("out_of_sight", evidence)
    client.force_login(lead)
    assertContains(client.post(page), "Select why it can come back into sight")
    assertContains(client.post(page, {"ending": "false_alarm"}), "Enter why nobody can be recognised")
    quoting = client.post(page, {"ending": "false_alarm", "why": f"It is only {PHONE}"})
    assertContains(quoting, "Write it without names, dates, places or numbers")
    client.post(page, {"ending": "false_alarm", "why": "It is a word of the law."})
    assert Quarantine.objects.get().ended_by == lead
    assertContains(client.get(reverse("identifiers:quarantines")), page)
    over = client.get(page)
    assertContains(over, "Nobody can be recognised by it")
    assertNotContains(over, evidence.title)
    client.force_login(enrolment.supervisor)
    assert client.get(at("review", evidence)).status_code == 200
    assertContains(client.get(at("version", evidence, 1)), evidence.title)


def test_handed_in_while_it_is_brought_back_it_goes_to_the_supervisor(enrolment, lead, monkeypatch):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    quarantine = actions.take_out_of_sight(evidence, kinds=["name"], by=enrolment.supervisor)
    actions.mend(evidence, by=enrolment.social_worker)
    actions.bring_back(evidence, quarantine, ending="false_alarm", why="It is a word.", by=lead)
    monkeypatch.setattr("swip.identifiers.actions.quarantines.open_upon", lambda record: quarantine)
    actions.submit(evidence, revision=evidence.revision, by=enrolment.social_worker)
    told = Message.objects.latest("pk")
    assert (told.to, told.kind) == (enrolment.supervisor, "evidence-submitted")


def test_taken_back_and_not_changed_it_is_not_mended_and_its_files_stay_out_of_sight(
    client, enrolment, lead, django_capture_on_commit_callbacks
):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted", what_happened=TEXT)
    writer, supervisor = enrolment.social_worker, enrolment.supervisor
    file = AttachmentFactory(evidence=evidence)
    stored = StoredFileFactory(owner=writer, data=b"About Ada")
    removed, kept = (
        AttachmentFactory(evidence=evidence, stored=stored, was_handed_in=True),
        stored.content.file,
    )
    quarantine = actions.take_out_of_sight(evidence, kinds=["phone"], by=supervisor)
    actions.mend(evidence, by=writer)
    client.force_login(lead)
    page = at("out_of_sight", evidence)
    assertContains(client.get(page), "has not handed it in again")
    assertContains(client.post(page, {"ending": "mended"}), "It has not been mended yet")
    with pytest.raises(StaleStep):
        actions.bring_back(evidence, quarantine, ending="mended", why="", by=lead)

    actions.remove_file(removed, by=writer)
    assert stored.open().read()  # whoever sees to it may still look at it
    actions.black_out(versions_of(evidence, reader=None)[0], words=[PHONE], by=lead)
    with django_capture_on_commit_callbacks(execute=True):
        actions.bring_back(evidence, quarantine, ending="mended", why="", by=lead)
    file.refresh_from_db()
    assert file.is_quarantined
    assert file.stored.open().read()
    stored.refresh_from_db()
    assert (stored.content, stored.name) == (None, "Removed file")
    assert not kept.storage.exists(kept.name)
    client.force_login(writer)
    assertContains(client.get(removed.get_absolute_url()), "Somebody could be recognised", status_code=410)
    evidence.save_over(evidence.revision, what_happened="She rang.")
    actions.submit(evidence, revision=evidence.revision, by=writer)
    file.refresh_from_db()
    assert not file.is_quarantined


def test_a_file_that_stays_out_of_sight_is_named_and_leads_nowhere(client, enrolment, lead):
    evidence = EvidenceFactory(enrolment=enrolment, what_happened=TEXT)
    writer, supervisor = enrolment.social_worker, enrolment.supervisor
    AttachmentFactory(evidence=evidence)
    looked_through_by(
        as_person(client, writer), evidence, phone=("keep", "", "public"), email=("suggestion",)
    )
    evidence.refresh_from_db()
    version = actions.submit(evidence, revision=evidence.revision, by=writer)
    actions.send_back(version, comment="Leave the file out", by=supervisor)
    file = evidence.attachments.get()
    actions.remove_file(file, by=writer)
    quarantine = actions.take_out_of_sight(evidence, kinds=["phone"], by=supervisor)
    evidence.save_over(evidence.revision, what_happened="She rang.")
    actions.submit(evidence, revision=evidence.revision, by=writer)
    page, black = at("out_of_sight", evidence), at("black_out", evidence, 1)
    whole = as_person(client, lead).get(page)
    assertContains(whole, at("file_out_of_sight", evidence, file))

    actions.bring_back(evidence, quarantine, ending="mended", why="", by=lead)
    for shown in (page, black):
        assertNotContains(client.get(shown), at("file_out_of_sight", evidence, file))
    client.post(black, {"found": [PHONE]})
    old = at("version", evidence, 1)
    read = as_person(client, supervisor).get(old)
    assertContains(read, "Out of sight")
    assertNotContains(read, file.get_absolute_url())
    assertContains(as_person(client, writer).get(old), file.get_absolute_url())


def test_a_review_shows_no_comment_upon_what_is_out_of_sight(client, enrolment, lead):
    evidence = EvidenceFactory(enrolment=enrolment, status="returned", comment="Say more of Priya")
    writer = enrolment.social_worker
    quarantine = actions.take_out_of_sight(evidence, kinds=["name"], by=enrolment.supervisor)
    actions.submit(evidence, revision=0, by=writer)
    actions.bring_back(evidence, quarantine, ending="mended", why="", by=lead)
    client.force_login(enrolment.supervisor)
    page = client.get(at("review", evidence))
    assertContains(page, "Your review")
    assertNotContains(page, "Priya")
    assertNotContains(page, at("changes", evidence, 2))


def test_without_a_data_protection_lead_a_coordinator_sees_to_it(client, enrolment, coordinator):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    actions.take_out_of_sight(evidence, kinds=["name"], by=enrolment.supervisor)
    client.force_login(coordinator)
    assert client.get(at("out_of_sight", evidence)).status_code == 200
    assert client.get(reverse("identifiers:quarantines")).status_code == 200


def test_what_was_handed_in_changes_only_by_becoming_black(enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted", what_happened=TEXT)
    actions.take_out_of_sight(evidence, kinds=["phone"], by=enrolment.supervisor)
    version = versions_of(evidence, reader=None)[0]
    for change in (
        {"content": version.content | {"title": "Another"}},
        {"content": {}, "blacked_out_at": version.submitted_at, "blacked_out_by": enrolment.supervisor},
        {"number": 7},
        {"blacked_out_at": version.submitted_at, "blacked_out_by": enrolment.supervisor},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            evidence.versions.update(**change)
    with pytest.raises(StaleStep):
        actions.black_out(version, words=[PHONE], by=enrolment.supervisor)
    actions.mend(evidence, by=enrolment.social_worker)
    actions.black_out(versions_of(evidence, reader=None)[0], words=[PHONE], by=enrolment.supervisor)
    kept = versions_of(evidence, reader=None)[0]
    assert kept.content["what_happened"].count("█████") == 2
    assert EMAIL in kept.content["what_happened"]


def test_a_text_full_of_them_comes_in_parts(as_writer, enrolment, monkeypatch):
    monkeypatch.setattr("swip.identifiers.queries.looking.MOST_AT_ONCE", 1)
    evidence = EvidenceFactory(enrolment=enrolment, what_happened=TEXT)
    page = looked_through_by(as_writer, evidence, phone=("suggestion",))
    assertContains(page, EMAIL)
    evidence.refresh_from_db()
    assert PHONE not in evidence.what_happened
    assert not Scan.objects.get().is_whole
    assertRedirects(looked_through_by(as_writer, evidence, email=("suggestion",)), at("check", evidence))
