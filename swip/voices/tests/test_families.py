"""The pages that a code opens, for children, parents and carers."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.core import history
from swip.core.links import digest_of
from swip.core.models import Entry
from swip.enrolment.models import Enrolment
from swip.notifications.models import Message
from swip.voices import actions
from swip.voices.models import Drawing, Voice
from swip.voices.rules import codes
from swip.voices.tests.factories import BatchFactory, VoiceFactory

pytestmark = pytest.mark.django_db
WORDS = "She sat on the stairs with me."


def at(name, *arguments):
    return reverse(f"voices:{name}", args=arguments)


def asked(key):
    return at("question", key)


@pytest.fixture
def voice():
    return VoiceFactory(status="open")


@pytest.fixture
def child(voice):
    return opened_by(voice)


def opened_by(voice):
    """A browser in which the code of a sheet was typed."""
    client = Client()
    assertRedirects(client.post(at("enter"), {"code": voice.code}), at("how" if not voice.who else "yours"))
    return client


def a_photo():
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(kept, "PNG")
    return SimpleUploadedFile("me.png", kept.getvalue(), content_type="image/png")


def test_a_code_that_opens_nothing_says_the_same_whatever_the_reason(voice):
    late = VoiceFactory(status="open", expires_at=timezone.now() - timedelta(seconds=1))
    cancelled = VoiceFactory(status="cancelled")
    never = codes.new_code()
    told = set()
    for code in (late.code, cancelled.code, never):
        page = Client().post(at("enter"), {"code": code})
        assert "voice" not in page.cookies
        told.add(page.content.decode().replace(code, "").split('name="csrfmiddlewaretoken"')[0])
    assert len(told) == 1
    for token in (late.token, cancelled.token, "never"):
        answer = Client().get(at("open_paper", token) + "?language=cy")  # as the picture on the sheet says
        assertRedirects(answer, at("unknown") + "?language=cy", target_status_code=410)
    assertContains(Client().post(at("enter"), {"code": ""}), "Type the code")
    assertContains(Client().post(at("enter"), {"code": voice.code[:-1]}), "One of the letters is not right")


def test_whoever_tries_code_after_code_has_to_wait(voice):
    cache.clear()
    client = Client()
    answers = [client.post(at("enter"), {"code": codes.new_code()}).status_code for _ in range(61)]
    assert set(answers[:60]) == {200}
    assert answers[60] == 429
    assert client.post(at("enter"), {"code": voice.code}).status_code == 429
    cache.clear()


def test_a_browser_keeps_nothing_but_a_cookie_for_two_hours(voice, child):
    cookie = child.cookies["voice"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/voices/")
    assert voice.code not in cookie.value
    page = child.get(at("about"))
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assertNotContains(page, "autosave.js")  # it would keep words on the device
    left = child.post(at("finish"))
    assertRedirects(left, at("left", "finished") + "?language=en")
    assert left["Clear-Site-Data"] == '"cache"'
    for name in ("how", "about", "check", "yours", "take_back", "own_drawing"):
        assertRedirects(child.get(at(name)), at("enter"))


def test_on_a_device_where_staff_are_signed_in_nothing_opens(client, voice):
    client.force_login(voice.enrolment.social_worker)
    for address in (at("enter"), at("open_paper", voice.token), asked("good")):
        page = client.get(address)
        assertContains(page, "Sign out before you hand over", status_code=409)
        assertContains(page, '<p class="govuk-body" lang="ur" dir="rtl">کیا کسی', status_code=409)
    assertContains(client.get("/voices/nothing-here/"), "Page not found", status_code=404)
    assert client.post(at("enter"), {"code": voice.code}).status_code == 409


def test_not_this_now_keeps_what_was_typed_under_the_code(voice, child):
    made_at = voice.saved_at
    child.post(asked("who"), {"answer": "carer", "then": "next"})
    answer = child.post(asked("good"), {"answer": WORDS, "then": "later"})
    assertRedirects(answer, at("left", "later") + "?language=en")
    another = Client()
    another.get(at("open_paper", voice.token))
    assertContains(another.get(at("yours")), asked("better"))
    assertContains(another.get(asked("good")), WORDS)
    typed = another.post(asked("better"), {"answer": "Ring us."}, headers={"X-Autosave": "1"})
    assert typed.status_code == 204
    assertRedirects(
        another.post(asked("better"), {"answer": "Ring us first.", "then": "how"}), at("how") + "?to=better"
    )
    voice.refresh_from_db()
    assert voice.answers == {"good": WORDS, "better": "Ring us first."}
    assert voice.saved_at == made_at  # when somebody typed is kept nowhere


def test_a_mistake_is_told_and_nothing_typed_is_lost(voice, child):
    assertContains(child.post(asked("who"), {"then": "next"}), "Choose one of these")
    assertNotContains(child.get(asked("who")), "Page 1 of")  # how many there are, their answer decides
    assertRedirects(child.post(asked("who"), {"then": "back"}), at("about"))
    too_long = child.post(asked("good"), {"answer": "x" * 2_001, "then": "next"})
    assertContains(too_long, "This is too long")
    assertContains(too_long, "x" * 2_001)
    child.post(asked("who"), {"answer": "child", "then": "next"})
    assertContains(child.get(asked("age")), "Page 2 of 10")
    text = SimpleUploadedFile("me.png", b"<script>", content_type="image/png")
    assertContains(child.post(asked("drawing"), {"picture": text}), "We cannot show this picture")
    assertContains(child.post(at("check")), "There is nothing to send yet")
    child.post(at("how"), {"language": "ur", "way": "large"})
    assertContains(child.post(asked("good"), {"answer": "x" * 2_001}), "یہ بہت لمبا ہے")
    assert child.get(asked("nothing")).status_code == 404


def test_easy_read_has_words_and_lines_of_its_own_and_pictures_beside_them(voice, child):
    child.post(at("how"), {"language": "en", "way": "easy"})
    page = child.get(at("about"))
    assertContains(page, "You can say no.<br>Nothing changes for you.<br>Nobody will be cross.")
    assertContains(page, 'class="app-voice-told"', 3)
    assertNotContains(page, "until it is decided whether")
    nowhere = child.get("/voices/nothing-here/")
    assertContains(nowhere, "You did nothing wrong.", status_code=404)
    child.post(asked("who"), {"answer": "child", "then": "next"})
    assertContains(child.get(asked("drawing")), 'aria-label="Draw here:"')
    assertContains(child.get(at("yours")), "<br>You can use your code until")
    child.post(at("how"), {"language": "en", "way": "large"})
    assertContains(child.get(at("about")), "until it is decided whether")


def test_what_was_typed_is_shown_when_the_two_hours_are_over(voice, child):
    child.post(at("how"), {"language": "pl", "way": "large"})
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        page = child.post(asked("good"), {"answer": "Ring <us>.", "then": "next"})
    assertContains(page, ">\nRing &lt;us&gt;.</textarea>", status_code=409)
    assertContains(page, "Wpisz kod", status_code=409)
    assertContains(page, at("enter"), status_code=409)
    assertNotContains(page, at("finish"), status_code=409)
    assert page.cookies["voice"].value == ""
    assertRedirects(child.post(asked("good"), {"then": "next"}), at("enter"))
    drawn = Client().post(asked("drawing"), {"picture": a_photo(), "then": "next"})
    assertContains(drawn, "Your drawing was not kept", status_code=409)
    unkept = Client().post(asked("good"), {"answer": WORDS}, headers={"X-Autosave": "1"})
    assertRedirects(unkept, at("enter"))
    voice.refresh_from_db()
    assert voice.answers == {}


def test_what_leads_nowhere_is_told_in_the_language_of_the_code_with_a_way_on(voice, child, monkeypatch):
    """A page that is not there, was opened the wrong way, had no proof of being ours, took no such file, or failed."""
    child.post(at("how"), {"language": "ur", "way": "large"})
    sent = {"answer": "وہ ہنسے۔", "then": "next"}
    unproven = Client(enforce_csrf_checks=True)
    unproven.cookies = child.cookies
    failing = Client(raise_request_exception=False)
    failing.cookies = child.cookies
    monkeypatch.setattr(settings, "DATA_UPLOAD_MAX_MEMORY_SIZE", 10)
    monkeypatch.setattr(settings, "FILE_UPLOAD_MAX_BYTES", 10)
    too_big = child.post(asked("drawing"), {"picture": a_photo()})
    monkeypatch.undo()
    stranger = unproven.post(asked("good"), sent, headers={"Origin": "https://elsewhere.example"})
    monkeypatch.setattr(actions, "keep_answer", lambda *_: 1 / 0)
    for page, status, words, onward in [
        (child.get("/voices/nothing-here/"), 404, "یہ صفحہ یہاں نہیں ہے", at("yours")),
        (child.get(asked("nothing")), 404, "یہ صفحہ یہاں نہیں ہے", at("yours")),
        (child.get(at("finish")), 405, "یہ صفحہ یہاں نہیں ہے", at("yours")),
        (unproven.post(asked("good"), sent), 403, "وہ ہنسے۔</textarea>", asked("good")),
        (stranger, 403, "یہ صفحہ آپ کی حفاظت کے لیے بند ہو گیا", asked("good")),
        (too_big, 413, "یہ تصویر بہت بڑی ہے", asked("drawing")),
        (failing.post(asked("good"), sent), 500, "وہ ہنسے۔</textarea>", asked("good")),
    ]:
        assertContains(page, words, status_code=status)
        assertContains(page, '<html lang="ur" dir="rtl"', status_code=status)
        assertContains(page, "app-voice--large", status_code=status)
        assertContains(page, f'href="{onward}"', status_code=status)
        assertNotContains(page, 'class="govuk-service-navigation', status_code=status)
    assert "وہ ہنسے۔" not in stranger.content.decode()

    without_code = Client(headers={"Accept-Language": "fr, pl-PL;q=0.8, en;q=0.5"})
    nowhere = without_code.get("/voices/nothing-here/")
    assertContains(nowhere, "Tej strony tu nie ma", status_code=404)
    assertContains(nowhere, at("enter") + "?language=pl", status_code=404)
    assertContains(nowhere, '<a href="?language=cy"', status_code=404)
    assertContains(without_code.get(at("enter")), "Wpisz kod")
    assertContains(Client().get("/nothing-here/"), "Page not found", status_code=404)


def test_a_no_leaves_no_trace(voice, child):
    child.post(asked("who"), {"answer": "child", "then": "next"})
    child.post(asked("good"), {"answer": WORDS, "then": "next"})
    child.post(asked("drawing"), {"picture": a_photo(), "then": "next"})
    before = Entry.objects.count()
    assertRedirects(child.post(at("about"), {"then": "no"}), at("left", "said_no") + "?language=en")
    voice.refresh_from_db()
    assert (voice.status, voice.answers, voice.who) == ("open", {}, "")
    assert not Drawing.objects.exists()
    assert Entry.objects.count() == before


def test_answers_are_sent_once_and_no_day_or_word_of_them_stands_elsewhere(voice, child):
    child.post(asked("who"), {"answer": "child", "then": "next"})
    child.post(asked("good"), {"answer": WORDS, "then": "next"})
    child.post(asked("drawing"), {"picture": a_photo(), "then": "next"})
    assert child.get(at("own_drawing"))["Content-Type"] == "image/jpeg"
    assertContains(child.get(at("check")), WORDS)
    for who in ("parent", "child"):  # a slip of the finger
        child.post(asked("who"), {"answer": who, "then": "next"})
    assert Drawing.objects.exists()
    for _ in range(2):
        assertRedirects(child.post(at("check")), at("yours"))
    late = child.post(asked("good"), {"answer": "More", "then": "next"})
    assertContains(late, ">\nMore</textarea>", status_code=409)
    assertContains(late, at("yours"), status_code=409)
    voice.refresh_from_db()
    assert voice.status == Voice.Status.GIVEN
    assert voice.given_in == timezone.localdate().replace(day=1)
    assert voice.answers == {"good": WORDS}
    told = Message.objects.get(kind="voice-given")
    assert told.to == voice.enrolment.supervisor
    written = [*Message.objects.values_list("body", flat=True), *[each.body for each in mail.outbox]]
    written += [f"{each.note}{each.data}{each.on_behalf_of}" for each in Entry.objects.all()]
    assert not any("stairs" in each for each in written)
    # When somebody answered, and with which code, is not in the record that the social worker reads.
    assert (
        not history.of_chain(f"enrolment:{voice.enrolment.pk}").filter(action__startswith="voices.").exists()
    )
    assert not history.of(voice).exists()


def test_what_was_said_can_be_taken_back_until_the_decision_and_is_gone_at_once():
    voice = VoiceFactory(answers={"good": WORDS})
    Drawing.objects.create(voice=voice, picture=b"p", digest="d" * 64)
    client = opened_by(voice)
    assertContains(client.get(at("yours")), "Take my answers back")
    client.post(at("take_back"), {"then": "no"})
    assert Voice.objects.given().filter(pk=voice.pk).exists()
    for _ in range(2):
        assertRedirects(client.post(at("take_back"), {"then": "yes"}), at("yours"))
    voice.refresh_from_db()
    assert (voice.status, voice.answers, voice.shown_words, voice.who) == ("withdrawn", {}, {}, "")
    assert not Drawing.objects.exists()
    assertContains(client.get(at("yours")), "Your answers are deleted")

    decided = VoiceFactory(answers={"good": WORDS})
    Enrolment.objects.filter(pk=decided.enrolment.pk).update(status="completed")
    late = opened_by(decided)
    assertContains(late.get(at("yours")), "cannot be taken back any more")
    late.post(at("take_back"), {"then": "yes"})
    assert Voice.objects.given().filter(pk=decided.pk).exists()


def test_those_who_were_heard_read_what_changed():
    batch = BatchFactory()
    heard, other = batch.voices.all()[0], VoiceFactory(enrolment=batch.enrolment, code=codes.new_code())
    code = codes.new_code()
    Voice.objects.filter(pk=heard.pk).update(code_digest=digest_of(code))
    actions.write_change(batch, words="I ring before I come.", by=batch.enrolment.social_worker)
    client = Client()
    client.post(at("enter"), {"code": code})
    assertContains(client.get(at("yours")), "I ring before I come.")
    assertNotContains(opened_by(other).get(at("yours")), "I ring before")
