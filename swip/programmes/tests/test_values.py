import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swip.programmes import values
from swip.programmes.values import Kind, ValueNotUnderstood

words = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="|:"), min_size=1, max_size=20
)
whole = st.integers(0, values.LARGEST)
codes = st.from_regex(r"[a-z0-9]{1,5}(_[a-z0-9]{1,5})?", fullmatch=True)
cells = {"number": whole, "words": words, "truth": st.booleans()}


@st.composite
def tables(draw):
    kinds = draw(st.lists(st.sampled_from(list(cells)), min_size=1, max_size=4))
    rows = st.fixed_dictionaries({f"{kind}_{place}": cells[kind] for place, kind in enumerate(kinds)})
    return draw(st.lists(rows, min_size=1, max_size=4))


ANY = {
    Kind.INTEGER: whole,
    Kind.DAYS: whole,
    Kind.WEEKS: whole,
    Kind.MONTHS: whole,
    Kind.DECIMAL: st.decimals(0, 1000, places=3),
    Kind.PERCENT: st.decimals(0, 100, places=2),
    Kind.MONEY: st.decimals(0, 100_000, places=2),
    Kind.DATE: st.dates(datetime.date(1900, 1, 1)),
    Kind.BOOLEAN: st.booleans(),
    Kind.TEXT: words,
    Kind.LIST: st.lists(words, max_size=5, unique=True),
    Kind.NUMBERS: st.lists(whole, min_size=1, max_size=5, unique=True).map(sorted),
    Kind.CHOICES: st.lists(st.tuples(codes, words), min_size=1, max_size=5, unique_by=lambda pair: pair[0]),
    Kind.TABLE: tables(),
}
LIKE = {"columns": ["year", "name"], "rows": [[1, "x"]]}
kinds_and_values = st.sampled_from(list(Kind)).flatmap(lambda kind: st.tuples(st.just(kind), ANY[kind]))


@given(kinds_and_values)
def test_what_is_stored_can_be_stored_again_unchanged(pair):
    kind, value = pair
    stored = values.checked(kind, value)

    assert values.checked(kind, stored) == stored


@given(kinds_and_values)
def test_what_a_person_reads_back_and_sends_unchanged_stays_the_same(pair):
    kind, value = pair
    stored = values.checked(kind, value)

    assert values.read(kind, values.written(kind, stored), like=stored) == stored


@given(kinds_and_values)
def test_every_value_can_be_said_in_words(pair):
    kind, value = pair

    assert values.in_words(kind, values.checked(kind, value)).strip()


def taken_or_told(take):
    try:
        return take(), ""
    except ValueNotUnderstood as problem:
        return None, str(problem)


@given(st.sampled_from(list(Kind)), st.text(max_size=60))
def test_whatever_is_typed_is_either_taken_or_refused_in_words(kind, text):
    stored, problem = taken_or_told(lambda: values.read(kind, text, like=LIKE))

    assert problem.startswith(("must", "has")) or values.checked(kind, stored) == stored


@given(st.sampled_from(list(Kind)), st.one_of(st.integers(), st.floats(), st.text(), st.lists(st.integers())))
def test_whatever_a_file_says_is_either_taken_or_refused_in_words(kind, value):
    stored, problem = taken_or_told(lambda: values.checked(kind, value))

    assert problem.startswith(("must", "has")) or values.checked(kind, stored) == stored


@pytest.mark.parametrize(
    ("kind", "stored", "expected"),
    [
        ("integer", 3, 3),
        ("months", 24, 24),
        ("percent", "10", Decimal(10)),
        ("money", "2000", Decimal(2000)),
        ("date", "2027-03-31", datetime.date(2027, 3, 31)),
        ("boolean", False, False),
        ("text", "outcome", "outcome"),
        ("list", ["a", "b"], ("a", "b")),
        ("numbers", [3, 6], (3, 6)),
        ("choices", [["met", "Met"]], (("met", "Met"),)),
        ("table", {"columns": ["year"], "rows": [[1]]}, ({"year": 1},)),
        ("money", None, None),
    ],
)
def test_a_value_comes_out_typed(kind, stored, expected):
    assert values.typed(kind, stored) == expected


def test_nobody_changes_a_value_by_accident():
    table = values.typed("table", {"columns": ["year"], "rows": [[1]]})

    with pytest.raises(TypeError):
        table[0]["year"] = 2


@pytest.mark.parametrize(
    ("kind", "stored", "unit", "said"),
    [
        ("months", 24, "", "24 months"),
        ("months", 1, "", "1 month"),
        ("days", 20, "working days", "20 working days"),
        ("integer", 1, "people", "1 person"),
        ("integer", 1, "pieces of feedback", "1 piece of feedback"),
        ("integer", 1, "pieces of evidence", "1 piece of evidence"),
        ("integer", 1, "summaries", "1 summary"),
        ("percent", "10", "", "10%"),
        ("money", "2000", "", "£2,000"),
        ("money", "10.5", "", "£10.50"),
        ("date", "2027-03-31", "", "31 March 2027"),
        ("boolean", True, "", "Yes"),
        ("list", [], "", "None"),
        ("numbers", [3, 6], "months", "months 3, 6"),
        ("choices", [["a", "Early"], ["b", "Late"]], "", "Early; Late"),
        ("table", {"columns": ["by_month", "seen"], "rows": [[3, 1]]}, "", "by month 3, seen 1"),
        ("money", None, "", "Not known"),
    ],
)
def test_a_value_is_said_in_one_line(kind, stored, unit, said):
    assert values.in_words(kind, stored, unit) == said


@pytest.mark.parametrize(
    ("kind", "typed", "problem"),
    [
        ("integer", "three", "must be a whole number"),
        ("integer", "-1", "must be a whole number"),
        ("integer", "٣", "must be a whole number"),
        ("percent", "101", "must be 100 or less"),
        ("percent", "NaN", "must be between 0 and 1,000,000,000"),
        ("money", "1.234", "must be in pounds and pence"),
        ("date", "31 February", "must be a real date"),
        ("boolean", "perhaps", "must be yes or no"),
        ("list", "a\na", "must not say the same thing twice"),
        ("numbers", "6, 3", "must go up from one number to the next"),
        ("choices", "met", "must give a code and its words for each choice"),
        ("choices", "Not Met: x", "has the code “Not Met”: use small letters, numbers and underscores"),
        ("table", "1 | 2 | 3", "must have 2 entries between bars in line 1"),
        ("table", "one | x", "must have a whole number in line 1, under “Year”"),
        ("text", "x" * 501, "must be 500 characters or fewer"),
        ("text", "a\x00b", "must be on one line, without control characters"),
    ],
)
def test_a_mistake_is_told_in_words(kind, typed, problem):
    with pytest.raises(ValueNotUnderstood, match=f"^{problem}"):
        values.read(kind, typed, like=LIKE)
