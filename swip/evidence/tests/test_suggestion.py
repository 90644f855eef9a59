"""Which outcomes a text may show: by its words, with the words shown, and never chosen by itself."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from bench.suggest import AIM, leave_one_out, texts_of_the_standards
from swip.evidence.queries import links_of
from swip.evidence.rules.suggestion import learn, stem, suggest
from swip.evidence.tests.factories import EvidenceFactory
from swip.evidence.tests.pages import TYPED, at, text_of

pytestmark = pytest.mark.django_db

TEXTS = {
    "1.1": ["Listens to children", "knows how children show what they feel"],
    "1.2": ["Plans with families", "writes plans that families understand"],
    "2.1": ["Explains the law in court", "knows which law the court applies"],
}
LEARNT = learn(TEXTS, domains={"1.1": "1", "1.2": "1", "2.1": "2"})


def test_words_of_one_family_are_the_same_word():
    for several in (["plan", "plans", "planned", "planning"], ["family", "families"], ["child", "childs"]):
        assert len({stem(each) for each in several}) == 1
    assert stem("assess") == stem("assessing") == stem("assessment")


def test_what_is_said_in_the_same_words_comes_first_with_those_words():
    first, *others = suggest(LEARNT, "I planned it with both families, and they understood the plan.")
    assert first.code == "1.2"
    assert {"planned", "families"} <= set(first.words)
    assert "2.1" not in [each.code for each in others]
    (first,) = suggest(LEARNT, "The family’s plan was the parents' own: 'a plan'.")
    assert set(first.words) == {"family’s", "plan"}  # shown as they were typed
    assert suggest(LEARNT, "Ünïcode 🙂 \x00 and nothing in common") == []
    assert suggest(LEARNT, "The court") == []  # a single word says nothing


def test_statements_find_their_own_outcome_at_least_as_often_as_wanted():
    texts, domains = texts_of_the_standards()
    one_in_five = {code: [of_it[0], *of_it[1::5]] for code, of_it in texts.items()}
    assert sum(map(len, texts.values())) == 396
    found = leave_one_out(texts, domains, only=one_in_five)
    assert all(found[first] > aim - 0.08 for first, aim in AIM.items())


def test_the_page_lists_them_first_and_chooses_none(as_writer, enrolment):
    words = "I listen to the children and acted on it, since children need to be heard."
    piece = EvidenceFactory(enrolment=enrolment, outcomes=[], what_happened=words)
    shown = as_writer.get(at("outcomes", piece))
    assertContains(shown, "Your words come near these")
    assertContains(shown, "Words of yours that match:")
    assertNotContains(shown, "checked")
    page = text_of(shown)
    assert page.index("Your words come near these") < page.index("Also shown here? 1. Domain 1")
    for code in ("1.1", "1.2", "2.1", "2.2"):
        assert page.count(f'value="{code}"') == 1

    # Domain 1 is offered inside every piece, and asks for its reason like any other.
    as_writer.post(at("outcomes", piece), {"outcomes": ["2.1", "1.2"], "revision": 0})
    assertContains(as_writer.get(at("reasons", piece)), "How does it show 1.2?")


def test_without_words_nothing_is_suggested(as_writer, enrolment):
    nothing = {"title": "", "what_happened": "", "what_it_shows": ""}
    piece = EvidenceFactory(enrolment=enrolment, outcomes=[], **nothing)
    assertNotContains(as_writer.get(at("outcomes", piece)), "Your words come near these")


HEARD = "I listened to the children, since children need to be heard, and acted on what they said."


def test_they_are_shown_while_it_is_written_and_nothing_is_kept(
    as_writer, enrolment, django_assert_max_num_queries
):
    piece = EvidenceFactory(enrolment=enrolment, outcomes=["1.1"], what_happened=HEARD)
    page = as_writer.get(at("write", piece))
    assertContains(page, "Outcomes this may be about")
    assertContains(page, "Your words: children,")
    assertContains(page, "Added\n")  # which it is linked to already
    assertNotContains(page, 'name="add" value="1.1"')
    assert text_of(page).index("Save and continue") < text_of(page).index('name="add"')  # what Enter presses

    other = EvidenceFactory(enrolment=enrolment, outcomes=[], what_happened="We met.", what_it_shows="So.")
    typed = {**TYPED, "what_happened": HEARD, "answer_unknown": "x", "revision": 7}
    as_writer.post(at("suggest", other), typed)  # the standards are read once for the whole process
    with django_assert_max_num_queries(4):  # session, person, piece, its outcomes
        shown = as_writer.post(at("suggest", other), typed)
    assertContains(shown, 'name="add" value="1.1"')
    assertNotContains(shown, "<html")
    assertContains(as_writer.post(at("suggest", other), {}), "Outcomes are listed here once")
    other.refresh_from_db()
    assert (other.what_happened, other.revision, other.outcome_links.count()) == ("We met.", 0, 0)
    handed_in = EvidenceFactory(enrolment=enrolment, status="submitted")
    assert as_writer.post(at("suggest", handed_in), typed).status_code == 404


def test_one_is_added_with_a_press_that_keeps_what_was_typed(as_writer, enrolment):
    piece = EvidenceFactory(enrolment=enrolment, outcomes=["2.1"])
    typed = {**TYPED, "what_happened": HEARD, "what_it_shows": "", "revision": 0}
    shown = as_writer.post(at("write", piece), {**typed, "then": "suggest"}, follow=True)
    assert shown.redirect_chain[-1][0] == f"{at('write', piece)}#may-show"
    assertContains(shown, 'name="add" value="1.1"')
    for revision, words in ((1, HEARD), (2, f"{HEARD} And more.")):
        typed |= {"what_happened": words, "add": "1.1", "revision": revision}
        told = as_writer.post(at("write", piece), typed, follow=True)
        assertContains(told, "Outcome 1.1 added. You will be asked how your evidence shows it.")
        assertContains(told, words)
    assert [(each.outcome.code, each.reason != "") for each in links_of(piece)] == [
        ("1.1", False),
        ("2.1", True),
    ]
    assertContains(as_writer.get(at("reasons", piece)), "How does it show 1.1?")

    # Another window wrote more meanwhile: nothing of it is overwritten, and nothing added.
    stale = as_writer.post(at("write", piece), typed | {"what_happened": f"Else: {HEARD}", "add": "1.2"})
    assertContains(stale, "listened to the children", status_code=409)
    assert as_writer.post(at("write", piece), typed | {"add": "9.9", "revision": 3}).status_code == 404
    assert piece.outcome_links.count() == 2
