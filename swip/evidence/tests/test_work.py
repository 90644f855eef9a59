"""The questions of a kind, what kind of work a piece comes from, how complex it was, how far it goes."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.core.lifecycle import StaleStep
from swip.evidence import actions, queries
from swip.evidence.models import EvidenceKind
from swip.evidence.tests.factories import EvidenceFactory
from swip.evidence.tests.pages import TYPED, at, autosave

pytestmark = pytest.mark.django_db

PLACED = {"contexts": ["court", "disability"], "complexity": "complex", "level": "shows_how"}


def kind(code):
    return EvidenceKind.objects.get(code=code)


def test_a_kind_asks_questions_of_its_own_and_keeps_the_answers_of_another(as_writer, enrolment):
    piece = actions.start(enrolment, kind=kind("court-work"), by=enrolment.social_worker)
    page = at("write", piece)
    assertContains(as_writer.get(page), "What did the court decide, in general terms?")
    answer = {"answer_decided": "A supervision order", "answer_elsewhere": "Nobody asked"}
    assert autosave(as_writer, page, {**TYPED, **answer, "revision": 0}).json()["revision"] == 1
    assertContains(as_writer.get(page), "A supervision order")

    piece.refresh_from_db()
    assert piece.answers == {"decided": "A supervision order"}
    actions.choose_kind(piece, kind=kind("audit"), by=enrolment.social_worker)
    changed = as_writer.get(page)
    assertNotContains(changed, "What did the court decide")
    assertContains(changed, "A supervision order")  # kept, under what was answered for another kind
    as_writer.post(page, {**TYPED, "answer_standard": "Our own", "revision": piece.revision})
    piece.refresh_from_db()
    assert [each.answer for each in queries.reading(piece).answers] == ["Our own"]
    assert piece.answers["decided"] == "A supervision order"

    told = as_writer.post(page, {**TYPED, "answer_standard": "x" * 2_001, "revision": piece.revision})
    assertContains(told, "Your answer must be 2,000 characters or fewer. You have 2,001.")


def test_the_kind_suggests_how_far_it_goes_and_the_person_decides(as_writer, enrolment):
    piece = EvidenceFactory(enrolment=enrolment, kind="reflection", level="", complexity="")
    page = at("work", piece)
    shown = as_writer.get(page)
    assertContains(shown, "usually reaches “Knows how”")
    assertContains(shown, 'value="knows_how" checked')
    assertContains(
        as_writer.post(page, {"complexity": "easy", "revision": 0}), "Select how complex the work was"
    )

    assertRedirects(as_writer.post(page, {**PLACED, "revision": 0}), at("outcomes", piece))
    assertRedirects(as_writer.post(page, {**PLACED, "revision": 0}), at("outcomes", piece))  # pressed twice
    piece.refresh_from_db()
    assert {name: getattr(piece, name) for name in PLACED} == PLACED
    assert as_writer.post(page, {"revision": 0}).status_code == 409


def test_what_kind_of_work_it_was_is_asked_before_it_is_handed_in(as_writer, enrolment):
    piece = EvidenceFactory(enrolment=enrolment, level="", complexity="")
    shown = as_writer.post(at("check", piece), {"revision": piece.revision})
    for message in ("Select how complex the work was", "Select how far it goes"):
        assertContains(shown, f'<a href="{at("work", piece)}">{message}</a>')


def test_readers_see_the_work_and_the_answers_and_what_changed_of_them(client, enrolment):
    worker, supervisor = enrolment.social_worker, enrolment.supervisor
    piece = EvidenceFactory(
        enrolment=enrolment, kind="feedback-received", status="returned", outcomes=["1.1"]
    )
    actions.place_in_work(piece, **PLACED, revision=0, by=worker)
    piece.save_over(1, answers={"giver": "A foster carer"})
    actions.submit(piece, revision=2, by=worker)
    with pytest.raises(StaleStep):
        actions.place_in_work(piece, **PLACED | {"level": "does"}, revision=3, by=worker)

    client.force_login(supervisor)
    for page in (
        at("evidence", piece),
        at("review", piece),
        at("version", piece, 2),
        at("changes", piece, 2),
    ):
        shown = client.get(page)
        for words in ("Court work", "Disabled children", "Complex", "Shows how", "A foster carer"):
            assertContains(shown, words)
