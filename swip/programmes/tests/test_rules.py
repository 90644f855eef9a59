from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swip.programmes import rules
from swip.programmes.rules import LeadsTo
from swip.programmes.values import ValueNotUnderstood


@dataclass
class Question:
    code: str
    answers: list
    rule_key: str = "eligibility.rule"
    words: str = "Are they?"
    answers_wording: list = field(default_factory=list)


def asked(**effects):
    return [
        Question(code, [{"code": "yes", "leads_to": "joins"}, {"code": "no", "leads_to": effect}])
        for code, effect in effects.items()
    ]


def test_the_heaviest_answer_decides_and_every_reason_is_kept():
    questions = asked(registered="cannot_join", recent="joins_without_grant", agency="warn")

    found = rules.eligibility(questions, {"registered": "no", "recent": "no", "agency": "yes"})

    assert found.leads_to is LeadsTo.CANNOT_JOIN
    assert not found.may_join
    assert not found.has_grant
    assert [reason.question for reason in found.reasons] == ["registered", "recent"]


def test_joining_without_a_grant_is_told_apart_from_not_joining():
    found = rules.eligibility(asked(recent="joins_without_grant"), {"recent": "no"})

    assert found.may_join
    assert not found.has_grant


def test_a_warning_stops_nobody_and_costs_no_grant():
    found = rules.eligibility(asked(agency="warn"), {"agency": "no"})

    assert found.may_join
    assert found.has_grant
    assert found.leads_to is LeadsTo.WARN


@pytest.mark.parametrize("answers", [{}, {"recent": "perhaps"}])
def test_a_question_without_its_answer_is_told(answers):
    with pytest.raises(ValueNotUnderstood, match="Are they"):
        rules.eligibility(asked(recent="warn"), answers)


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.sampled_from(list(LeadsTo)), st.booleans())))
def test_no_further_answer_ever_makes_it_easier_to_join(said):
    questions = asked(**{code: effect for code, (effect, _) in said.items()})
    answers = {code: "no" if is_no else "yes" for code, (_, is_no) in said.items()}

    weights = [
        list(LeadsTo).index(rules.eligibility(questions[:count], answers).leads_to)
        for count in range(len(questions) + 1)
    ]

    assert weights == sorted(weights)


@pytest.mark.parametrize(
    ("kind", "direction", "national", "employers", "is_allowed"),
    [
        ("integer", "higher", 3, 4, True),
        ("integer", "higher", 3, 3, True),
        ("integer", "higher", 3, 2, False),
        ("days", "lower", 14, 7, True),
        ("days", "lower", 14, 21, False),
        ("percent", "higher", "5", "10", True),
        ("choices", "add", [["a", "A"]], [["a", "A"], ["b", "B"]], True),
        ("choices", "add", [["a", "A"]], [["b", "B"]], False),
        ("integer", "add", 3, 4, False),
        ("integer", "", 3, 4, False),
        ("money", "higher", None, "5", True),
        ("integer", "higher", 3, None, False),
    ],
)
def test_an_employer_may_ask_more_of_itself_and_never_less(kind, direction, national, employers, is_allowed):
    assert rules.may_replace(kind, direction, national, employers) is is_allowed


@dataclass
class Told:
    value: int
    note: str = ""


def test_differences_name_what_was_added_changed_and_dropped():
    older = {"kept": Told(1), "changed": Told(1), "dropped": Told(1)}
    newer = {"kept": Told(1, "another place"), "changed": Told(2), "added": Told(3)}

    found = rules.differences(older, newer, ["value"])

    assert [(each.key, each.sort) for each in found] == [
        ("changed", "changed"),
        ("added", "added"),
        ("dropped", "dropped"),
    ]


@dataclass
class Point:
    month: int
    is_final: bool = False
    has_review: bool = True
    is_optional: bool = False


@dataclass
class Said:
    value: object
    title: str = "Months of the reviews"


WHOLE = {
    "rules": {"programme.length_months": Said(12), "reviews.asye": Said([3, 12])},
    "stages": [Point(3), Point(9, is_optional=True), Point(12, is_final=True)],
    "questions": [],
}


def test_a_rule_book_that_holds_together_has_no_faults():
    assert rules.faults(**WHOLE) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"stages": []}, "Exactly one stage must be the last"),
        ({"stages": [Point(12, is_final=True), Point(3)]}, "Each stage must come later"),
        (
            {"stages": [Point(3), Point(18, is_final=True)]},
            "takes 12 months, but its last stage is at month 18",
        ),
        ({"stages": [Point(6), Point(12, is_final=True)]}, "must be the months of the stages"),
        ({"rules": {}}, "There is no rule programme.length_months"),
        (
            {"questions": [Question("q", [], "no.such", answers_wording=[{"code": "a", "leads_to": "x"}])]},
            "leans on no.such, which is not a rule",
        ),
    ],
)
def test_what_does_not_hold_together_is_named(changed, fault):
    assert any(fault in each for each in rules.faults(**(WHOLE | changed)))
