"""What has to be there before a piece can be handed in."""

import datetime

import pytest

from swip.evidence import rules

WHOLE = {
    "kind": 1,
    "title": "A visit",
    "happened_on": datetime.date(2026, 3, 1),
    "date_was_typed": False,
    "what_happened": "We met",
    "what_it_shows": "That I listen",
    "reasons": {"1.1": "By listening"},
}


def test_a_whole_piece_lacks_nothing():
    assert rules.gaps(**WHOLE) == []


@pytest.mark.parametrize(
    ("changes", "page", "message"),
    [
        ({"kind": None}, "kind", "Select what kind of evidence it is"),
        ({"title": " \n"}, "write", "Enter a title"),
        ({"happened_on": None}, "write", "Enter when it happened"),
        (
            {"happened_on": None, "date_was_typed": True},
            "write",
            "The date it happened must be a real date, today or in the past",
        ),
        ({"what_happened": ""}, "write", "Enter what happened"),
        ({"what_it_shows": ""}, "write", "Enter what it shows"),
        ({"reasons": {}}, "outcomes", "Select at least one outcome that it shows"),
        ({"reasons": {"1.1": "So", "3.10": " "}}, "reasons", "Enter how it shows outcome 3.10"),
        ({"title": "t" * 201}, "write", "Title must be 200 characters or fewer. You have 201."),
        (
            {"what_happened": "w" * 20_001},
            "write",
            "What happened must be 20,000 characters or fewer. You have 20,001.",
        ),
        (
            {"reasons": {"1.1": "w" * 20_001}},
            "reasons",
            "How it shows outcome 1.1 must be 20,000 characters or fewer. You have 20,001.",
        ),
    ],
)
def test_each_gap_is_named_with_the_page_that_mends_it(changes, page, message):
    assert rules.gaps(**{**WHOLE, **changes}) == [rules.Gap(page, message)]


def test_gaps_come_in_the_order_of_the_pages():
    empty = dict.fromkeys(WHOLE, "") | {"reasons": {}}
    assert [gap.message for gap in rules.gaps(**empty)] == [
        rules.KIND_MISSING,
        rules.TITLE_MISSING,
        rules.DATE_MISSING,
        rules.WHAT_HAPPENED_MISSING,
        rules.WHAT_IT_SHOWS_MISSING,
        rules.OUTCOMES_MISSING,
    ]
