"""A framework of another shape, with other codes and counts, is read without a change of code."""

import pytest
from pytest_django.asserts import assertContains

from swip.standards.actions import load_framework
from swip.standards.reading import CannotRead, read_framework

HEAD = """
[framework]
code = "OAK"
title = "The Oakland standards"
short_title = "Oakland standards"
publisher = "Oakland"

[version]
code = "7"
title = "The Oakland standards, version 7"
status = "in_force"
text_may_ship = true

[licence]
code = "oakland"
title = "Free for every use"
"""

# Two levels, letters before numbers, no overview, one kind of prompt.
TEXT_MANIFEST = (
    """
form = "text"
text = "oakland.txt"
"""
    + HEAD
    + """
[expected]
pillar = 2
sign = 3

[[kinds]]
code = "pillar"
name = "Pillar"
plural = "Pillars"
role = "outcome"
has_summary = true
body = 'PILLAR (?P<code>[A-Z]): (?P<text>.+)'

[[kinds]]
code = "sign"
name = "Sign"
plural = "Signs"
role = "prompt"
body = '(?P<code>(?P<parent>[A-Z])/(?P<number>\\d+)) (?P<text>.+)'

[[parts]]
line = 1
begins = "PILLAR A"
as = "body"
"""
)
TEXT = """PILLAR A: Safety
Children are safe.

A/1 they say so
A/2 others see it
PILLAR B: Belonging
Children have a home.
B/1 they stay
"""

TABLE_MANIFEST = (
    """
form = "table"
table = "oakland.csv"
"""
    + HEAD
    + """
[expected]
strand = 1
aim = 11

[[kinds]]
code = "strand"
name = "Strand"
plural = "Strands"
role = "group"

[[kinds]]
code = "aim"
name = "Aim"
plural = "Aims"
role = "outcome"
"""
)
COLUMNS = "code,parent,kind,text,summary,words\n"
TABLE = (
    COLUMNS + "S,,strand,Strand,,published\n" + "".join(f"S.{n},S,aim,Aim {n},,ours\n" for n in range(1, 12))
)


@pytest.fixture
def oakland(tmp_path):
    def read(manifest, source, name):
        (tmp_path / name).write_text(source)
        (tmp_path / "oakland.toml").write_text(manifest)
        return read_framework(tmp_path / "oakland.toml")

    return read


def test_a_text_of_another_shape(oakland):
    read = oakland(TEXT_MANIFEST, TEXT, "oakland.txt")

    assert [item.code for item in read.items] == ["A", "A/1", "A/2", "B", "B/1"]
    assert [item.slug for item in read.items] == ["a", "a-1", "a-2", "b", "b-1"]
    assert read.items[0].summary == "Children are safe."
    assert read.items[4].parent == "B"


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("A/2 others", "A/3 others", "oakland.txt, line 5: A/3: number 2 should come next, not 3"),
        ("A/2 others see it", "others see it", "oakland.txt, line 5: cannot be placed: “others see it”"),
        ("B/1 they", "A/3 they", "oakland.txt, line 8: A/3 belongs under A, but stands under B"),
        ("PILLAR B", "PILLAR A", "oakland.txt, line 6: the code A is given twice"),
    ],
)
def test_its_faults_are_told_with_their_line(oakland, was, becomes, told):
    with pytest.raises(CannotRead, match=told):
        oakland(TEXT_MANIFEST, TEXT.replace(was, becomes), "oakland.txt")


def test_what_could_be_two_things_is_not_guessed(oakland):
    either = TEXT_MANIFEST.replace("PILLAR (?P<code>[A-Z]): (?P<text>.+)", "(?P<code>[A-Z]).* (?P<text>.+)")
    with pytest.raises(CannotRead, match="line 4: could be Pillar or Sign"):
        oakland(either, TEXT, "oakland.txt")


def test_a_table_of_another_shape(oakland):
    read = oakland(TABLE_MANIFEST, TABLE, "oakland.csv")

    assert [item.code for item in read.items][-2:] == ["S.10", "S.11"]
    assert read.items[1].is_our_label
    assert not read.items[0].is_our_label


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (TABLE.replace("S.2,S,aim", "S.1,S,aim"), "line 4: the code S.1 is given twice"),
        (TABLE.replace("S.2,S,aim", "S.2,T,aim"), "line 4: S.2 stands under “T”, which is not above it"),
        (TABLE.replace("S.2,S,aim", "S.2,S,goal"), "line 4: S.2: no kind is called “goal”"),
        (TABLE.replace("Aim 2,,ours", "Aim 2,,theirs"), "line 4: words: “theirs” is not ours or published"),
        (TABLE.replace("Aim 2,,ours", "Aim 2"), "line 4: has more or fewer cells"),
        (TABLE.replace("S.11,S,aim,Aim 11,,ours\n", ""), "holds 10 of “aim”, but 11 are expected"),
        ("code,text\n", "line 1: the columns should be"),
    ],
)
def test_a_fault_in_a_table_is_told_with_its_line(oakland, source, told):
    with pytest.raises(CannotRead, match=told):
        oakland(TABLE_MANIFEST, source, "oakland.csv")


@pytest.mark.parametrize(
    ("manifest", "source", "name", "first"),
    [(TEXT_MANIFEST, TEXT, "oakland.txt", "a"), (TABLE_MANIFEST, TABLE, "oakland.csv", "s.1")],
)
def test_it_is_loaded_and_has_its_pages(client, db, oakland, manifest, source, name, first):
    load_framework(oakland(manifest, source, name))

    assertContains(client.get("/standards/oak/7/"), "Oakland standards")
    assertContains(client.get("/standards/oak/7/whole/"), "Oakland standards")
    outcome = client.get(f"/standards/oak/7/{first}/")
    assert outcome.status_code == 200
    if name == "oakland.txt":
        assertContains(outcome, "others see it")
        assertContains(outcome, "Signs")
