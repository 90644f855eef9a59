"""What somebody without an account does behind their link."""

import datetime

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.feedback.actions import answers
from swip.feedback.models import Answer, AnswerDraft, Comment, Round
from swip.feedback.tests.factories import RoundFactory
from swip.feedback.tests.pages import at, words

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def found(enrolment):
    return RoundFactory(enrolment=enrolment, status="open")


def test_an_answer_saves_itself_is_checked_and_is_given_once(client, found, django_assert_max_num_queries):
    invitation = found.invitations.first()
    first, newest = invitation.renew_link(), invitation.renew_link()
    page = at("answer", first)  # a reminder does not spoil the letter before it
    with django_assert_max_num_queries(6):
        assertContains(client.get(at("answer", newest)), "is not told what you said")
    assert client.post(page, words(revision=0, keep="Half a"), headers=AUTOSAVE).json()["revision"] == 1
    assertContains(client.get(page), "Half a")
    conflict = client.post(page, words(revision=0), headers=AUTOSAVE)
    assert conflict.status_code == 409
    stale = client.post(page, words(revision=0, keep="What another window has typed"))
    assertContains(stale, "What another window has typed", status_code=409)
    assertContains(stale, f'href="{page}"', status_code=409)
    assert client.post(page, words(keep="x" * 100_001, revision=1), headers=AUTOSAVE).status_code == 422
    worried = words(revision=1, families="concerns_me", change="", keep="They listen.")
    assertContains(client.post(page, worried), "enter what could be done differently")
    assertContains(client.post(page, words(revision=2, then="later")), "saved, and not sent")
    assertRedirects(client.post(page, worried | {"revision": 3, "change": "Ask."}), at("check_answer", first))
    assert client.post(at("check_answer", first), {"revision": 3}).status_code == 409
    assert not Answer.objects.exists()
    entries = history.of_chain(found.history_chain).count()
    assertContains(client.post(at("check_answer", first), {"revision": 4}), "Thank you")
    for again in (page, at("check_answer", newest), at("decline", first)):
        assertContains(client.get(again), "You have answered already", status_code=410)
    late = client.post(page, words(revision=4, keep="Typed into a page that was left open"))
    assertContains(late, "Typed into a page that was left open", status_code=410)
    assert client.post(page, words(revision=4), headers=AUTOSAVE).status_code == 409
    assert Answer.objects.get().chosen["families"] == "concerns_me"
    assert set(Comment.objects.values_list("question", "words")) == {
        ("keep", "They listen."),
        ("change", "Ask."),
    }
    with pytest.raises(StaleStep):  # what another window was just saving leaves no draft behind either
        answers.write(invitation, 0, {"keep": "From another window"})
    assert not AnswerDraft.objects.exists()
    assert history.of_chain(found.history_chain).count() == entries


def test_an_answer_that_says_nothing_is_none(client, found):
    link = found.invitations.first().renew_link()
    nothing = {area.code: "cannot_say" for area in found.questions.areas} | {"keep": "", "change": ""}
    told = client.post(at("answer", link), nothing | {"revision": 0})
    assertContains(told, "Say something of one area at least")
    assertRedirects(
        client.post(at("answer", link), nothing | {"revision": 1, "keep": "Rings back."}),
        at("check_answer", link),
    )


def test_whoever_does_not_know_the_work_says_so_and_frees_a_place(client, found):
    invitation = found.invitations.first()
    link = invitation.renew_link()
    AnswerDraft.objects.create(invitation=invitation, typed={"keep": "Half"})
    assertContains(client.get(at("decline", link)), "the place is free")
    assertContains(client.post(at("decline", link)), "Thank you for saying so")
    assertContains(client.get(at("answer", link)), "You have said that you cannot answer", status_code=410)
    assert not AnswerDraft.objects.exists()
    invitation.refresh_from_db()
    assert invitation.status == "declined"


def test_closed_means_closed_and_what_was_typed_is_shown(client, found):
    link = found.invitations.first().renew_link()
    client.post(at("answer", link), words(revision=0))
    Round.objects.update(closes_at=timezone.now() - datetime.timedelta(seconds=1))
    assertContains(client.get(at("answer", link)), "has closed", status_code=410)
    sent = client.post(at("check_answer", link), {"revision": 1})
    assert sent.status_code == 410
    late = client.post(at("answer", link), words(revision=1, keep="A long thought about their work"))
    assertContains(late, "A long thought about their work", status_code=410)
    assert not Answer.objects.exists()


def test_an_unknown_link_and_a_link_in_the_wrong_hands_lead_nowhere(client, sign_in, found):
    assert client.get(at("answer", "nonsense")).status_code == 404
    assertContains(
        client.post(at("answer", "nonsense"), {"keep": "Typed behind a link that was cut off"}),
        "Typed behind a link that was cut off",
        status_code=404,
    )
    link = found.invitations.first().renew_link()
    for person in (found.enrolment.social_worker, found.enrolment.supervisor):
        assert sign_in(person).get(at("answer", link)).status_code == 404
