"""Where key terms are linked, and which words a search marks."""

from swip.standards.rules import MARK_BEGINS, MARK_ENDS, Stretch, with_marks, with_terms

FORMS = {"child": "children", "children": "children", "alternative care": "alternative-care"}


def linked(text):
    return [(each.text, each.term) for each in with_terms(text, FORMS) if each.term]


def test_the_first_mention_of_a_term_is_linked_in_any_of_its_forms():
    assert linked("A child and other children in Alternative care") == [
        ("child", "children"),
        ("Alternative care", "alternative-care"),
    ]


def test_only_whole_words_are_linked():
    assert linked("the child's day, childhood, child-centred tools, grandchild") == [("child", "children")]
    assert linked("childhood, child-centred tools, grandchild") == []


def test_no_letter_of_the_text_is_lost():
    text = "<b>Children</b> & each child; alternative care"
    assert "".join(each.text for each in with_terms(text, FORMS)) == text
    assert with_terms("nothing here", FORMS) == [Stretch("nothing here")]
    assert with_terms("a child", {}) == [Stretch("a child")]


def test_what_was_linked_in_a_statement_is_not_linked_again_in_its_points():
    seen = set()
    with_terms("each child", FORMS, seen)
    assert with_terms("a child", FORMS, seen) == [Stretch("a child")]


def test_found_words_are_told_apart():
    marked = f"for {MARK_BEGINS}kinship{MARK_ENDS} carers"
    assert with_marks(marked) == [Stretch("for "), Stretch("kinship", is_found=True), Stretch(" carers")]
    assert with_marks(f"{MARK_BEGINS}kinship{MARK_ENDS}") == [Stretch("kinship", is_found=True)]
