"""The published text, as it came out of its file, becomes the framework that it is, and nothing is lost."""

import re
import shutil
from collections import Counter

import pytest

from swip.standards.actions import DATA
from swip.standards.reading import CannotRead, read_framework

MANIFEST = "pqs-consultation-draft-2025.toml"
TEXT = "pqs-consultation-draft-2025.txt"

# Knows and does of each outcome, as counted by hand in the document.
STATEMENTS = {
    "1.1": (8, 6), "1.2": (5, 5), "1.3": (6, 8), "1.4": (5, 5),
    "2.1": (4, 5), "2.2": (9, 7), "2.3": (8, 10), "2.4": (9, 4), "2.5": (9, 6), "2.6": (7, 7),
    "3.1": (10, 8), "3.2": (19, 14), "3.3": (6, 10),
    "4.1": (11, 9), "4.2": (15, 11), "4.3": (18, 13), "4.4": (10, 5), "4.5": (6, 6),
    "5.1": (6, 4), "5.2": (4, 5), "5.3": (6, 8), "5.4": (3, 2),
    "6.1": (5, 3), "6.2": (3, 5), "6.3": (3, 1), "6.4": (4, 4),
}  # fmt: skip


@pytest.fixture(scope="module")
def read():
    return read_framework(DATA / MANIFEST)


@pytest.fixture(scope="module")
def items(read):
    return {item.code: item for item in read.items}


@pytest.fixture
def copy(tmp_path):
    """The text and its manifest, to be spoiled."""
    for name in (MANIFEST, TEXT):
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path


def spoil(copy, line, was, becomes):
    lines = (copy / TEXT).read_text().split("\n")
    assert was in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(was, becomes)
    (copy / TEXT).write_text("\n".join(lines))


def refusal(copy):
    with pytest.raises(CannotRead) as refused:
        read_framework(copy / MANIFEST)
    return str(refused.value)


def test_it_holds_what_the_document_holds(read):
    assert Counter(item.kind for item in read.items) == {
        "domain": 6, "outcome": 26, "knows": 199, "does": 171, "point": 22,
    }  # fmt: skip
    assert [term.term for term in read.terms] == [
        "Children", "Families", "Alternative care", "Social justice", "Identity", "Equity",
    ]  # fmt: skip


def test_each_outcome_has_its_statements(read):
    counted = Counter((item.parent, item.kind) for item in read.items)
    assert {
        outcome: (counted[outcome, "knows"], counted[outcome, "does"]) for outcome in STATEMENTS
    } == STATEMENTS


def test_each_domain_has_its_summary(read):
    summaries = [item.summary for item in read.items if item.kind == "domain"]
    assert summaries[0] == "Understands the importance of identity, advocates for equity and social justice"
    assert all(summaries)


@pytest.mark.parametrize(
    ("code", "begins", "ends"),
    [
        ("1.1 D2", "develops children's confidence", "best of their ability"),
        ("5.2 D2", "recognises when interventions", "with the child and family"),
        ("6.4 D2", "demonstrates self-awareness", "to manage such stress"),
        ("2.3 K1", "children's identity", "receive information"),
        ("2.3 K6", "children who can understand", "positive outcomes"),
        ("2.3 K7", "careful thought", "how the information is received"),
        ("2.3 K8", "children may have strong", "being harmed and may seek to protect them"),
        ("2.3 D1", "builds relationships through rapport", "lived experience"),
        ("2.5 D1", "seeks to understand who", "faith-based individuals"),
        ("3.1 D2", "persistently maximises", "views, wishes, and feelings"),
        ("3.3 D5", "leads the network", "and address the concerns"),
    ],
)
def test_what_the_extraction_broke_is_whole_again(items, code, begins, ends):
    assert items[code].text.startswith(begins)
    assert items[code].text.endswith(ends)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("1.4", "multi-agency"), ("1.4", "anti-discriminatory"), ("2.4 D3", "ex-partners"),
        ("2.5 D6", "extra-familial"), ("2.6 D5", "multi-agency"), ("3.1 D8", "extra-familial"),
        ("3.2 D5", "pre-proceedings"), ("4.5", "re-evaluates"), ("4.5 D3", "multi-agency"),
    ],
)  # fmt: skip
def test_hyphens_lost_at_the_end_of_a_line_are_back(items, code, word):
    assert word in items[code].text


@pytest.mark.parametrize(
    ("code", "seam"),
    [
        ("2.5 D1", "siblings (including foster siblings), youth workers"),
        ("3.1 D2", "fathers, partners and paternal family members), to understand"),
        ("3.3 D5", "collaborates effectively with them and the family network to develop"),
    ],
)
def test_a_statement_broken_over_two_bullets_is_one(items, code, seam):
    assert seam in items[code].text


def test_points_stand_apart_from_their_statement(read, items):
    assert Counter(item.parent for item in read.items if item.kind == "point") == {
        "1.3 K1": 9, "3.2 K7": 5, "3.3 K1": 5, "5.1 D3": 3,
    }  # fmt: skip
    assert items["1.3 K1"].text.endswith("such as:")
    assert items["3.2 K7 c"].text.startswith("causes of behaviour")


def test_titles_are_as_in_the_overview_and_begin_with_a_capital(items):
    assert "to advance own and others' practice" in items["5.3"].text
    assert items["2.1"].text == "Communicates effectively, to help build impactful relationships"


def test_the_same_words_twice_are_two_statements(items):
    assert items["2.6 K3"].text == items["6.2 K3"].text


def test_codes_are_text(items):
    assert items["3.1 K10"].parent == items["3.1 K1"].parent == "3.1"
    assert items["3.1 K10"].slug == "3.1-k10"


def test_no_mark_of_the_extraction_is_left(read):
    for item in read.items:
        assert not re.search(r"[*<>\t]|  |^\W", item.text), item
        assert not re.match(r"\d", item.text), item


def test_the_evidence_base_is_named(read):
    names = {each.name for each in read.evidence_base}
    assert {
        "Systems theory",
        "Attachment theory",
        "Restorative practice",
        "Motivational interviewing",
    } <= names
    assert Counter(each.kind for each in read.evidence_base)["theory"] == 6


def words(text):
    return Counter(re.findall(r"\w+", re.sub(r"(?<=\w)[-’'](?=\w)", "", text.lower())))


def test_every_word_of_the_document_has_a_place(read):
    """Word for word: all that is not named as ignored is in an item, a heading, a term or a passage."""
    lines = (DATA / TEXT).read_text().splitlines()

    def between(first, last):
        return words(re.sub(r"[*_]|</?u>", "", "\n".join(lines[first - 1 : last])))

    said = Counter()
    for item in read.items:
        own = item.code.split()[-1] if item.kind == "point" else item.code
        said += words(f"{own} {item.text}")
    headings = Counter({"knows": 26, "does": 8})  # 18 of the 26 “Does” headings were lost
    changed = Counter({"their": 1})  # the body's “their own” in 5.3, where the overview has “own”
    lost_codes = words("1.1 D2") + words("5.2 D2") + words("6.4 D2")
    assert between(191, 789) + lost_codes == said + headings + changed

    terms = Counter()
    for term in read.terms:
        terms += words(f"{term.term} {term.meaning}")
    told = terms
    for passage in read.passages:
        told += words(f"{passage.heading} {passage.text}")
    assert between(55, 130) + between(798, 803) + words("Copyright and licence") == told


@pytest.mark.parametrize(
    ("line", "was", "becomes", "told"),
    [
        (199, "**1.1 K3** ", "", "line 199: cannot be placed: “identity is likely"),
        (199, "1.1 K3", "1.1 K4", "line 199: 1.1 K4: number 3 should come next, not 4"),
        (199, "1.1 K3", "1.2 K1", "line 199: 1.2 K1 belongs under 1.2, but stands under 1.1 K2"),
        (207, "develops", "grows", "line 207: a repair expects “- develops children's confidence…”"),
        (260, "multiagency", "multi-agency", "line 260: a repair expects “multiagency” once"),
        (236, "b. intersection", "c. intersection", "line 236: 1.3 K1 c: number b should come next, not c"),
        (214, "Actively", "Sometimes", "line 214: 1.2 is “Sometimes reflects"),
        (142, "2. R", "Two. R", "line 142: has no place in the overview"),
        (155, "Analyses", "Weighs", "line 790: the annex does not repeat what the overview says: “Weighs"),
        (794, "6.1. underst", "Also: 6.1. underst", "the annex says what the overview does not: “Also:”"),
        (119, "Social justice", "Fairness", "line 119: neither a key term that the manifest lists nor"),
        (93, "cybernetics", "steering", "line 93: should name “cybernetics”"),
        (3, "practitioners", "people", "line 3: the title page should say"),
        (103, "Definition", "List", "line 103: a part should begin here with “Definition of key terms”"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_placed_stops_the_reading(copy, line, was, becomes, told):
    spoil(copy, line, was, becomes)
    assert told in refusal(copy)
    assert TEXT in refusal(copy)


def test_a_lost_statement_at_the_end_of_a_list_is_missed(copy):
    lines = (copy / TEXT).read_text().split("\n")
    assert lines[211].startswith("- 1.1 D6")
    lines[211] = ""
    (copy / TEXT).write_text("\n".join(lines))
    assert "holds 170 of “does”, but 171 are expected" in refusal(copy)


def test_a_line_more_or_less_stops_the_reading(copy):
    text = (copy / TEXT).read_text().split("\n")
    (copy / TEXT).write_text("\n".join(text[:200] + text[199:]))
    assert "line 207: a repair expects" in refusal(copy)


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('status = "consultation_draft"\n', "", "[version]: “status” is missing"),
        ("text_may_ship = true", 'text_may_ship = "yes"', "[version]: “text_may_ship” is not a bool"),
        (
            'reason = "space lost in the annex"',
            'reason = ""',
            "repair of line 792: “reads” or “reason” is empty",
        ),
        ("[licence]", "[license]", "nothing called “license” is known here"),
        ('as = "annex"', 'as = "back"', "part at line 790: “back” is not one of"),
        ("knows = 199\n", "", "does not say how many of “knows” there are"),
        ('role = "outcome"', 'role = "group"', "no kind has the role “outcome”"),
    ],
)
def test_a_fault_in_the_manifest_is_told(copy, was, becomes, told):
    manifest = (copy / MANIFEST).read_text()
    assert was in manifest
    (copy / MANIFEST).write_text(manifest.replace(was, becomes))
    assert told in refusal(copy)
