"""What whoever collects answers makes of them, and what the social worker ever sees."""

import re
import uuid
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.identifiers.actions import NotLookedThrough
from swip.identifiers.models import Scan
from swip.identifiers.queries import newest_upon
from swip.notifications.models import Message
from swip.voices import actions, permissions, queries
from swip.voices.models import Batch, Drawing, Handout, Voice
from swip.voices.tests.factories import BatchFactory, HandoutFactory, VoiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def supervisor(client, enrolment):
    client.force_login(enrolment.supervisor)
    return client


def at(name, *arguments):
    return reverse(f"voices:{name}", args=[getattr(each, "pk", each) for each in arguments])


def release_batch(enrolment, *, by):
    """As from a page that was just opened."""
    ready, left_over = queries.up_for_release(enrolment)
    return actions.release_batch(enrolment, seen=[each.pk for each in (*ready, *left_over)], by=by)


def release_summary(enrolment, *, summary, by):
    ready = queries.next_summary(enrolment, queries.number(enrolment, queries.SUMMARY_LEAST))
    return actions.release_summary(enrolment, summary=summary, seen=[each.pk for each in ready], by=by)


def seen_on(page):
    return {"seen": re.findall(r'name="seen" value="(\d+)"', page.content.decode())}


def decided(page, *decisions):
    """What is sent of a page on which things were found: for each what is done, and why it stays or what instead."""
    sent = {}
    keys = dict.fromkeys(re.findall(r'name="do_(\w+)"', page.content.decode()))
    for key, (decision, word) in zip(keys, decisions, strict=True):
        sent |= {f"do_{key}": decision, f"{'why' if decision == 'keep' else 'word'}_{key}": word}
    return sent


def seen_by(client, person, address):
    """A page as somebody sees it, without what is new each time it is drawn."""
    client.force_login(person)
    page = client.get(address, follow=True).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_codes_are_made_and_shown_once_and_never_by_the_social_worker(supervisor, enrolment):
    typed = {"how_many": 3, "language": "pl", "way": "easy", "key": uuid.uuid4()}
    page = supervisor.post(at("make_codes", enrolment), typed)
    printed = re.findall(r"<bdi>([2-9C-Y-]{14})</bdi>", page.content.decode())
    assert len(printed) == len(set(printed)) == 3
    assert "no-store" in page["Cache-Control"]
    assertContains(page, 'class="app-sheet__picture"', 3)
    assertContains(page, "Nie pytamy o twoje imię.", 3)
    assertContains(page, 'class="app-voice-picture"', 12)  # beside each line, for easy read
    assert not any(code in str(row) for code in printed for row in Voice.objects.values())
    again = supervisor.post(at("make_codes", enrolment), typed, follow=True)
    assertContains(again, "shown only once")
    assert Voice.objects.count() == 3
    assertContains(
        supervisor.post(at("make_codes", enrolment), typed | {"how_many": 13}), "12 codes or fewer"
    )
    # One is cancelled by what stands on it, the others with their lot.
    wrong = supervisor.post(at("cancel_code", enrolment), {"code": printed[0][:-1] + "?"})
    assertContains(wrong, "One of the letters is not right")
    assertRedirects(
        supervisor.post(at("cancel_code", enrolment), {"code": printed[0].lower()}), at("voices", enrolment)
    )
    assertContains(supervisor.post(at("cancel_code", enrolment), {"code": printed[0]}), "No code here")
    supervisor.post(at("cancel_unused", Handout.objects.get()))
    assert set(Voice.objects.values_list("status", flat=True)) == {"cancelled"}
    # Whoever handed out the sheets in their order cannot tell by an answer's number whose it is.
    made = {"how_many": 12, "language": "en", "way": "easy", "key": uuid.uuid4(), "by": enrolment.supervisor}
    sheets = actions.make_codes(enrolment, **made)
    numbers = [queries.voice_with_code(each.code).pk for each in sheets]
    assert numbers != sorted(numbers)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoutFactory(enrolment=enrolment, made_by=enrolment.social_worker)


def test_a_reader_is_shown_the_local_procedure_and_decides(supervisor, enrolment):
    voice = VoiceFactory(enrolment=enrolment, answers={"good": "He hits me.", "kept": "no"})
    employer = enrolment.employment_periods.get().organisation
    assertContains(supervisor.get(at("read", voice)), "Your organisation has not written them down")
    coordinator = AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person
    actions.write_procedure(
        employer, words="Ring the front door.", phone="01632 960 001", out_of_hours_phone="", by=coordinator
    )
    page = supervisor.get(at("read", voice))
    for words in ("hits me", "Ring the front door.", "01632 960 001", "It is no way to make a referral"):
        assertContains(page, words)
    assertNotContains(supervisor.get(at("voices", enrolment)), at("procedure", employer))
    typed = {"revision": 0, "good": "Call Mrs Patel on 07700 900123.", "decision": "show"}
    kept_by_itself = supervisor.post(at("read", voice), typed, headers={"X-Autosave": "1"})
    assert kept_by_itself.json()["revision"] == 1
    voice.refresh_from_db()
    assert (voice.decision, voice.shown_words) == ("", {"good": typed["good"]})
    typed["revision"] = 1
    told = supervisor.post(at("read", voice), typed)
    assertContains(told, "<mark", count=2)
    assertContains(told, "Select what to do about 2, “07700 900123”", count=2)  # above, and in its place
    assert not Scan.objects.exists()
    typed |= decided(told, ("keep", "public"), ("own", "the office"))
    supervisor.post(at("read", voice), typed)
    voice.refresh_from_db()
    assert (voice.decision, voice.shown_words) == ("show", {"good": "Call Mrs Patel on the office."})
    kept = [(each["kind"], each["decision"], each["reason"]) for each in Scan.objects.get().decisions]
    assert kept == [("name", "keep", "public"), ("phone", "own", "")]
    assert not any(each in str(list(Scan.objects.values())) for each in ("07700", "Patel", "office"))
    assert supervisor.post(at("read", voice), typed | {"revision": 0, "good": "Other"}).status_code == 409


def test_wherever_words_tell_of_harm_the_local_procedure_stands_above_them(client, enrolment):
    said = {"answers": {"good": "He hits me at home."}}
    batch = BatchFactory(enrolment=enrolment, voices=[said] * 3)
    summary = {"kind": "summary", "summary": "One has no food at home.", "status": "hidden"}
    again = BatchFactory(enrolment=enrolment, **summary)
    for decision in ("show", "summary"):
        VoiceFactory.create_batch(3, enrolment=enrolment, decision=decision, **said)
    for person, address in [
        (enrolment.social_worker, at("voices", enrolment)),
        (enrolment.assessor, at("voices", enrolment)),
        (enrolment.social_worker, at("change", batch)),
        (enrolment.supervisor, at("release", enrolment)),
        (enrolment.supervisor, at("summarise", enrolment)),
        (enrolment.supervisor, at("show_again", again)),
    ]:
        page = seen_by(client, person, address)
        assert page.count("What is said on this page may tell of harm") == 1, address
        assert "Use your local safeguarding procedures now." in page
        assert re.search("“(He )?hits me|“no food", page), address


def test_nothing_is_shown_before_enough_are_together(supervisor, enrolment):
    for number in range(2):
        VoiceFactory(enrolment=enrolment, decision="show", answers={"good": f"Good thing {number}"})
    VoiceFactory(enrolment=enrolment, decision="hold_back", answers={"good": "Held back"})
    hub = at("voices", enrolment)
    two = {"seen": [each.pk for each in Voice.objects.filter(decision="show")]}
    assertContains(supervisor.post(at("release", enrolment), two, follow=True), "fewer than 3")
    VoiceFactory(enrolment=enrolment, decision="show", answers={"good": "Good thing 2"})
    unseen = supervisor.post(at("release", enrolment), two, follow=True)  # the third was decided upon since
    assertContains(unseen, "have changed since you opened that page")
    assert not Batch.objects.exists()
    page = supervisor.get(at("release", enrolment))
    assertContains(page, "Good thing 2")
    assertContains(supervisor.post(at("release", enrolment), seen_on(page), follow=True), "Released. ")
    again = supervisor.post(at("release", enrolment), seen_on(page), follow=True)  # pressed twice
    assertContains(again, "nothing more was released")
    batch = Batch.objects.get()
    page = seen_by(supervisor, enrolment.social_worker, hub)
    assert all(f"Good thing {number}" in page for number in range(3))
    assert "Held back" not in page
    counted = queries.counted_voices([enrolment.pk])
    assert [(each.is_child, each.number) for each in counted] == [(True, 3)]
    with pytest.raises(StaleStep):
        actions.decide(
            batch.voices.first(),
            decision="hold_back",
            shown_words={},
            shows_drawing=False,
            revision=0,
            by=enrolment.supervisor,
        )
    actions.write_change(batch, words="I come on time.", by=enrolment.social_worker)


def test_a_batch_that_becomes_too_small_is_shown_again_with_the_next(client, enrolment):
    batch = BatchFactory(enrolment=enrolment, voices=[{"answers": {"good": f"First {n}"}} for n in range(3)])
    hub = at("voices", enrolment)
    assert "First 1" in seen_by(client, enrolment.social_worker, hub)
    actions.take_back(batch.voices.get(answers={"good": "First 0"}))
    page = seen_by(client, enrolment.social_worker, hub)
    assert "First" not in page
    assert "Nothing yet." in page
    assert client.get(at("batch", batch)).status_code == 404
    VoiceFactory.create_batch(2, enrolment=enrolment, decision="show", answers={"good": "Second"})
    with pytest.raises(actions.TooFew):  # two of before and two new would let the new ones be picked out
        release_batch(enrolment, by=enrolment.supervisor)
    VoiceFactory(enrolment=enrolment, decision="show", answers={"good": "Second"})
    release_batch(enrolment, by=enrolment.supervisor)
    page = seen_by(client, enrolment.social_worker, hub)
    assert "5 answers" in page
    assert "First 1" in page
    assert "First 0" not in page


def test_a_summary_is_out_of_sight_until_it_was_looked_at_again(supervisor, enrolment, monkeypatch):
    VoiceFactory.create_batch(3, enrolment=enrolment, decision="summary", answers={"good": "Raw words"})
    # Also where the rule book looks through nothing: these are the words of families.
    monkeypatch.setattr("swip.enrolment.queries.identifying.value_or", lambda *_: False)
    form = supervisor.post(at("summarise", enrolment), {"summary": "They spoke of Mrs Patel."})
    assertContains(form, "<mark")
    assert not Batch.objects.exists()
    with pytest.raises(NotLookedThrough):
        release_summary(enrolment, summary="They spoke of Mrs Patel.", by=enrolment.supervisor)
    written = {"summary": "They felt heard."}
    page = supervisor.get(at("summarise", enrolment))
    unseen = supervisor.post(at("summarise", enrolment), written)
    assertContains(unseen, "The answers that are meant for it have changed")
    assertContains(unseen, "They felt heard.</textarea>")
    for _ in range(2):  # pressed twice
        assertRedirects(
            supervisor.post(at("summarise", enrolment), written | seen_on(page)), at("voices", enrolment)
        )
    batch, hub = Batch.objects.get(), at("voices", enrolment)
    page = seen_by(supervisor, enrolment.social_worker, hub)
    assert "They felt heard." in page
    assert "Raw words" not in page
    actions.take_back(batch.voices.first())
    assert "They felt heard." not in seen_by(supervisor, enrolment.social_worker, hub)
    supervisor.force_login(enrolment.supervisor)
    assertContains(supervisor.get(hub), "Look at the summary again")
    supervisor.post(at("show_again", batch), {"summary": "They felt listened to."})
    assert "They felt listened to." in seen_by(supervisor, enrolment.social_worker, hub)
    actions.take_back(batch.voices.first())
    supervisor.force_login(enrolment.supervisor)
    assertContains(supervisor.post(at("show_again", batch), {"summary": "One left."}), "stays out of sight")
    assertNotContains(supervisor.get(hub), "Look at the summary again")  # nobody can do anything about it
    assert "stays so" in Message.objects.filter(kind="voices-hidden").latest("pk").body


def test_what_the_social_worker_sees_does_not_depend_on_which_code_said_what(client, enrolment):
    """Every way in which these three answers can have come from five sheets looks the same."""
    said = [
        {"answers": {"listened": "yes", "good": "It was calm."}, "who": "child", "language": "en"},
        {"answers": {"listened": "no", "good": "Ring first."}, "who": "parent", "language": "pl"},
        {"answers": {"listened": "sometimes", "good": "We drew."}, "who": "child", "language": "en"},
    ]
    sheets = [VoiceFactory(enrolment=enrolment, status="open") for _ in range(5)]
    batch = BatchFactory(enrolment=enrolment, voices=[{} for _ in range(3)])
    Voice.objects.filter(shown_in=batch).update(released_in=None, shown_in=None, decision="hold_back")
    given_in = Voice.objects.given().first().given_in
    pages = set()
    for chosen in list(permutations(sheets, 3))[::6]:
        undo = transaction.savepoint()
        for sheet, words in zip(chosen, said, strict=True):
            shown = {key: text for key, text in words["answers"].items() if key in ("good", "better")}
            Voice.objects.filter(pk=sheet.pk).update(
                **words,
                status="given",
                given_in=given_in,
                decision="show",
                shown_words=shown,
                shows_drawing=True,
                released_in=batch,
                shown_in=batch,
            )
            Drawing.objects.create(
                voice=sheet, picture=words["who"].encode(), digest=str(said.index(words)) * 64
            )
        pages.add(seen_by(client, enrolment.social_worker, at("voices", enrolment)))
        transaction.savepoint_rollback(undo)
    assert len(pages) == 1
    page = pages.pop()
    assert "It was calm." in page
    assert "Ring first." in page


def test_single_answers_are_out_of_the_social_workers_reach(client, enrolment):
    worker = enrolment.social_worker
    voice = VoiceFactory(enrolment=enrolment, decision="show")
    open_one = VoiceFactory(enrolment=enrolment, status="open", answers={"good": "Begun"})
    assert not permissions.voices_read_by(worker).exists()
    assert not permissions.handouts_kept_by(worker).exists()
    # A supervisor sees nothing that was not sent, either.
    assert permissions.voices_read_by(enrolment.supervisor).get() == voice
    assert open_one not in permissions.voices_read_by(enrolment.supervisor)
    page = seen_by(client, worker, at("voices", enrolment))
    assert "Codes" not in page
    assert "To read" not in page
    batch = BatchFactory(enrolment=enrolment)
    Batch.objects.filter(pk=batch.pk).update(quarantined_at=batch.released_at)
    assert not permissions.batches_visible_to(worker).exists()


def test_a_batch_by_which_somebody_is_recognised_goes_out_of_sight_and_is_released_anew(client, enrolment):
    worker, supervisor = enrolment.social_worker, enrolment.supervisor
    employer = enrolment.employment_periods.get().organisation
    lead = AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person
    batch, hub = BatchFactory(enrolment=enrolment), at("voices", enrolment)
    client.force_login(worker)
    assertContains(client.post(at("take_out_of_sight", batch), {}), "Select what you saw")
    for _ in range(2):  # pressed twice
        assertRedirects(client.post(at("take_out_of_sight", batch), {"kinds": ["name"]}), hub)
    assert "She listened" not in seen_by(client, worker, hub)
    client.force_login(supervisor)
    client.post(at("take_apart", batch))
    assert Voice.objects.undecided().count() == 3
    assert queries.counted_voices([enrolment.pk]) == []
    client.force_login(lead)
    assertNotContains(client.get(at("out_of_sight", batch)), "She listened")
    client.post(at("out_of_sight", batch), {"ending": "mended"})
    # Words that said who it was are gone; nothing is left but numbers, which the worker has read before.
    decide_all(supervisor, {})
    with pytest.raises(actions.NothingToShow):
        release_batch(enrolment, by=supervisor)
    decide_all(supervisor, {"good": "They were heard."})
    release_batch(enrolment, by=supervisor)
    page = seen_by(client, worker, hub)
    assert "3 answers" in page
    assert "They were heard." in page
    assert "She listened" not in page


def decide_all(supervisor, words):
    for voice in Voice.objects.given():
        actions.decide(
            voice,
            decision="show",
            shown_words=words,
            shows_drawing=False,
            revision=voice.revision,
            by=supervisor,
        )


def test_what_fewer_than_enough_answered_is_left_out_and_told_before(client, enrolment):
    """The pages around one child who chose all faces and drew, and two parents who only wrote."""
    supervisor, hub = enrolment.supervisor, at("voices", enrolment)
    child = VoiceFactory(
        enrolment=enrolment, decision="show", answers={"kept": "no", "good": "Fine."}, shows_drawing=True
    )
    Drawing.objects.create(voice=child, picture=b"picture", digest="d" * 64)
    parents = VoiceFactory.create_batch(
        2, enrolment=enrolment, who="parent", decision="show", answers={"better": "Ring."}
    )
    client.force_login(supervisor)
    page = client.get(at("release", enrolment))
    assertContains(page, "Nothing of it can be shown")
    assertNotContains(page, "Release the batch")
    with pytest.raises(actions.NothingToShow):
        release_batch(enrolment, by=supervisor)
    for each in parents:
        Voice.objects.filter(pk=each.pk).update(answers={"good": "Calm."}, shown_words={"good": "Calm."})
    page = client.get(at("release", enrolment))
    assertContains(page, "This is left out")
    assertContains(page, "<li>Would you like to draw something?</li>")
    batch = release_batch(enrolment, by=supervisor)
    page = seen_by(client, enrolment.social_worker, hub)
    assert "Calm." in page
    assert "app-chart" not in page
    assert "d" * 64 not in page
    assert client.get(at("drawing", batch, "d" * 64)).status_code == 404
    # Numbers of those who are left would tell what somebody took back.
    whole = BatchFactory(enrolment=enrolment, voices=[{}] * 4)
    assert "app-chart" in seen_by(client, enrolment.social_worker, hub)
    actions.take_back(whole.voices.first())
    page = seen_by(client, enrolment.social_worker, hub)
    assert "She listened to me." in page
    assert "app-chart" not in page


def test_what_is_out_of_sight_stays_so_when_somebody_takes_their_answers_back(client, enrolment):
    supervisor, hub = enrolment.supervisor, at("voices", enrolment)
    batch = BatchFactory(enrolment=enrolment)
    summary = BatchFactory(enrolment=enrolment, kind="summary", voices=[{} for _ in range(3)])
    for each in (batch, summary):
        actions.take_out_of_sight(each, kinds=["name"], by=enrolment.social_worker)
        actions.take_back(each.voices.first())
        each.refresh_from_db()
        assert (each.status, newest_upon(each).is_mended) == ("hidden", False)
        with pytest.raises(StaleStep):  # a batch that was only hidden is not mended
            actions.bring_back(each, newest_upon(each), ending="mended", why="", by=supervisor)
    VoiceFactory.create_batch(3, enrolment=enrolment, decision="show")
    assert release_batch(enrolment, by=supervisor).voices.count() == 3
    client.force_login(supervisor)
    assertNotContains(client.get(hub), "Look at the summary again")
    assertRedirects(client.get(at("show_again", summary), follow=True), f"{hub}#batch-{summary.pk}")
    again = client.post(at("show_again", summary), {"summary": "They felt heard."})
    assert again.status_code == 409
    with pytest.raises(StaleStep):
        actions.show_summary_again(summary, summary="They felt heard.", by=supervisor)
    # It can still be taken apart, once.
    assertContains(client.get(hub), "Take the batch apart", 2)
    assertRedirects(client.post(at("take_apart", batch)), hub)
    assert newest_upon(batch).is_mended
    assertContains(client.get(hub), "Take the batch apart", 1)
    assert client.post(at("take_apart", batch)).status_code == 404


def test_one_new_answer_is_not_released_beside_those_shown_before(client, enrolment):
    supervisor, hub = enrolment.supervisor, at("voices", enrolment)
    batch = BatchFactory(enrolment=enrolment)
    actions.take_out_of_sight(batch, kinds=["name"], by=enrolment.social_worker)
    actions.take_apart(batch, by=supervisor)
    old = Voice.objects.filter(was_shown=True)
    old.update(decision="show")
    client.force_login(supervisor)
    new = VoiceFactory.create_batch(2, enrolment=enrolment, decision="show", answers={"good": "Quite new"})
    assertContains(client.get(hub), "3 answers of these were shown before")
    assertNotContains(client.get(at("release", enrolment)), "Quite new")
    assert queries.can_be_released(Enrolment.objects.all()).get() == enrolment
    # Three of which one is new; then two of before by themselves; then two that go into a summary with a new one.
    first = old.first()
    old.filter(pk=first.pk).update(decision="hold_back")
    for decision in ("show", "summary"):
        old.exclude(pk=first.pk).update(decision=decision)
        Voice.objects.filter(pk=new[0].pk).update(decision=decision)
        with pytest.raises(actions.TooFew):
            release_batch(enrolment, by=supervisor)
        assert not queries.can_be_released(Enrolment.objects.all()).exists()
    summary = release_summary(enrolment, summary="They felt heard.", by=supervisor)
    assert set(summary.voices.all()) == set(old.exclude(pk=first.pk))
    old.filter(pk=first.pk).update(decision="show")
    Voice.objects.filter(pk=new[0].pk).update(decision="show")
    VoiceFactory(enrolment=enrolment, decision="show")
    assert release_batch(enrolment, by=supervisor).voices.count() == 4
    actions.take_back(first)
    first.refresh_from_db()
    assert not first.was_shown


def test_a_coordinator_does_not_alone_see_to_a_batch_that_they_released(client, enrolment):
    employer = enrolment.employment_periods.get().organisation
    client.force_login(enrolment.social_worker)
    unkept = at("take_out_of_sight", BatchFactory(enrolment=enrolment))
    assertContains(client.post(unkept, {"kinds": ["name"]}, follow=True), f"nobody at {employer} can")
    Message.objects.all().delete()
    coordinator = AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person
    batch = BatchFactory(enrolment=enrolment, released_by=coordinator)
    quarantine = actions.take_out_of_sight(batch, kinds=["name"], by=enrolment.social_worker)
    assert quarantine.writer == enrolment.supervisor
    assert Message.objects.get(kind="quarantine-writer").to == enrolment.supervisor
    client.force_login(coordinator)
    alarm = {"ending": "false_alarm", "why": "It is a nickname for the office."}
    assertContains(client.post(at("out_of_sight", batch), alarm), "You released it: somebody else has to")
    actions.take_apart(batch, by=enrolment.supervisor)
    client.post(at("out_of_sight", batch), {"ending": "mended"})
    quarantine.refresh_from_db()
    assert quarantine.ended_by == coordinator


def test_what_was_taken_back_or_cancelled_can_hold_no_words(enrolment):
    voice = VoiceFactory(enrolment=enrolment)
    for broken in ({"status": "withdrawn"}, {"given_in": "2026-11-12"}, {"way": "loud"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Voice.objects.filter(pk=voice.pk).update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchFactory(enrolment=enrolment, least=1)


def test_the_page_asks_the_same_few_questions_however_much_was_said(
    client, enrolment, django_assert_max_num_queries
):
    for _ in range(4):
        BatchFactory(enrolment=enrolment, voices=[{"shows_drawing": True}] * 3)
    first = Batch.objects.first()
    for voice in first.voices.filter(shows_drawing=True):  # the same picture twice
        Drawing.objects.create(voice=voice, picture=b"picture", digest="d" * 64)
    for person, most in ((enrolment.social_worker, 16), (enrolment.supervisor, 32)):
        client.force_login(person)
        client.get(at("voices", enrolment))
        with django_assert_max_num_queries(most):
            assertContains(client.get(at("voices", enrolment)), "3 answers, released", 4)
    client.force_login(enrolment.assessor)
    assertNotContains(client.get(at("voices", enrolment)), "To read")
    assert client.get(at("drawing", first, "d" * 64)).content == b"picture"
