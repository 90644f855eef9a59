import datetime

import pytest

from swip.identifiers.queries.files import File, FileLook, InFile
from swip.identifiers.reading import FORMATS, Problem, read
from swip.identifiers.reading.common import bounded
from swip.identifiers.reading.formats import READERS
from swip.identifiers.rules import Kind
from swip.identifiers.tests.samples import (
    OPEN_TEXT,
    SHEETS,
    SLIDES,
    WORD,
    a_document,
    a_pdf,
    a_photograph,
    a_workbook,
    an_archive,
    an_open_text,
    with_members,
)

PDF = "application/pdf"


def said(content, content_type):
    answer = read(content, content_type)
    return {part.place: part.text for part in answer.parts}, answer.problems


def test_each_page_of_a_pdf_is_read_and_said_where_it_has_no_text():
    assert said(a_pdf("On page one", "Call 07700 900123"), PDF) == (
        {"page 1": "On page one", "page 2": "Call 07700 900123"},
        (),
    )
    assert said(a_pdf("Some text", ""), PDF)[1] == (Problem.SOME_PAGES,)
    assert said(a_pdf(""), PDF)[1] == (Problem.NO_TEXT,)


def test_a_word_document_is_read_with_what_was_deleted_and_who_wrote_it():
    found, problem = said(a_document("First", "Second", author="Wren Author", deleted="Taken out"), WORD)
    assert found == {
        "paragraph 1": "First",
        "paragraph 2": "Second",
        "paragraph 3": "Taken out",
        "its properties: author": "Wren Author",
    }
    assert not problem


def test_a_spreadsheet_is_read_row_by_row_with_dates_as_they_are_shown():
    content = a_workbook(["Child", "Born"], ["First", datetime.date(2015, 3, 2)], note="Ask her")
    found, _ = said(content, SHEETS)
    assert found["sheet “Plan” row 2"] == "First | 02/03/2015"
    assert "Ask her" in found["a note beside a cell"]


def test_what_a_camera_wrote_into_a_picture_is_read_and_the_picture_left_to_a_person():
    assert said(a_photograph(author="Wren Author"), "image/jpeg") == (
        {"written inside the file": "Wren Author"},
        (Problem.PLACE,),
    )
    assert said(a_photograph(), "image/jpeg") == ({}, (Problem.PICTURE,))


PHOTOGRAPH = a_photograph(author="Wren Author")


@pytest.mark.parametrize(
    ("content", "content_type", "pictures"),
    [
        (with_members(a_document("A plan"), {"word/media/image1.jpg": PHOTOGRAPH}), WORD, ("",)),
        (with_members(a_workbook(["A plan"]), {"xl/media/image1.jpg": PHOTOGRAPH}), SHEETS, ("",)),
        (an_archive({"ppt/slides/slide1.xml": "<p/>", "ppt/media/image1.jpg": PHOTOGRAPH}), SLIDES, ("",)),
        (an_open_text("A plan", {"Pictures/1": PHOTOGRAPH}), OPEN_TEXT, ("",)),
        # Both pages could draw it, and only the second does.
        (a_pdf("Page 1 of 2", "Page 2 of 2", picture=PHOTOGRAPH, drawn_on={2}), PDF, ("page 2",)),
    ],
    ids=["Word", "Excel", "PowerPoint", "OpenDocument", "PDF"],
)
def test_pictures_in_a_document_are_left_to_a_person_with_what_a_camera_wrote_into_them(
    content, content_type, pictures
):
    answer = read(content, content_type)
    assert answer.pictures == pictures
    assert answer.problems == (Problem.PLACE_INSIDE,)
    assert "Wren Author" in [part.text for part in answer.parts if part.place == "written inside a picture"]


def test_a_picture_within_the_text_of_a_page_and_a_file_within_a_file_are_not_passed_over():
    drawn = a_pdf("Text) Tj BI /W 1 /H 1 /CS /G /BPC 8 ID x EI (more")
    assert read(drawn, PDF).pictures == ("page 1",)
    assert read(with_members(a_document("A plan"), {"word/embeddings/1.bin": b"x"}), WORD).problems == (
        Problem.INSIDE,
    )


HEAD = "<a xmlns:w='w'><w:p><w:t>Wren Header</w:t></w:p></a>"
CALLED = "<a><docPr descr='Wren at home' name='wren.jpg'/></a>"
LEADS = "<a><Relationship Target='mailto:wren@example.com' TargetMode='External'/></a>"
OURS = "<a><Manager>Wren</Manager><property name='Child'>Kit</property></a>"


@pytest.mark.parametrize(
    ("content", "content_type", "found"),
    [
        (with_members(a_document("A"), {"word/header2.xml": HEAD}), WORD, "Wren Header"),
        (with_members(a_document("A"), {"word/drawings/drawing1.xml": CALLED}), WORD, "Wren at home"),
        (with_members(a_document("A"), {"word/drawings/drawing1.xml": CALLED}), WORD, "wren.jpg"),
        (
            with_members(a_document("A"), {"word/_rels/document.xml.rels": LEADS}),
            WORD,
            "mailto:wren@example.com",
        ),
        (with_members(a_document("A"), {"docProps/app.xml": OURS}), WORD, "Wren"),
        (with_members(a_document("A"), {"docProps/custom.xml": OURS}), WORD, "Child Kit"),
        (with_members(a_document("A"), {"customXml/item1.xml": "<a><b>Wren</b></a>"}), WORD, "Wren"),
        (an_archive({"ppt/charts/chart1.xml": "<a><v>Wren</v></a>"}), SLIDES, "Wren"),
        (an_archive({"ppt/slides/_rels/slide1.xml.rels": LEADS}), SLIDES, "mailto:wren@example.com"),
        (a_workbook(["A"], header="For Wren"), SHEETS, "For Wren"),
        (an_open_text("A", {"styles.xml": "<a><p>Wren<tab/>Page</p></a>"}), OPEN_TEXT, "Wren Page"),
        (an_open_text("Before <a href='mailto:w@example.com'>it</a> after"), OPEN_TEXT, "Before it after"),
        (
            an_open_text("Before <a href='mailto:w@example.com'>it</a> after"),
            OPEN_TEXT,
            "mailto:w@example.com",
        ),
        (an_open_text("<frame><desc>Wren at home</desc></frame>"), OPEN_TEXT, "Wren at home"),
        (
            an_open_text("A", {"meta.xml": "<a><user-defined name='Child'>Kit</user-defined></a>"}),
            OPEN_TEXT,
            "Child Kit",
        ),
    ],
)
def test_what_stands_beside_the_text_of_a_document_is_read_as_well(content, content_type, found):
    said = bounded(READERS[FORMATS[content_type]](content))
    assert found in [text for _, text in said.parts]


@pytest.mark.parametrize(
    ("content", "content_type", "problem"),
    [
        (a_pdf("Secret", password="secret"), PDF, Problem.LOCKED),
        (b"%PDF-1.4 and then nothing", PDF, Problem.DAMAGED),
        (
            an_archive({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
            WORD,
            Problem.DAMAGED,
        ),
        (an_archive({"word/document.xml": " " * 60_000_000}), WORD, Problem.TOO_LONG),
        (b"a word " * 40_000, "text/plain", Problem.TOO_LONG),
        (b"anything", "application/x-unknown", Problem.UNKNOWN),
    ],
    ids=["locked", "damaged", "entities", "a bomb", "long", "unknown"],
)
def test_what_cannot_be_read_is_said(content, content_type, problem):
    assert read(content, content_type).problems == (problem,)


def test_a_file_that_keeps_the_machine_busy_is_given_up():
    assert read(a_pdf("Text"), PDF, seconds=0.01).problems == (Problem.TOO_LONG,)


def test_of_many_things_in_a_file_those_of_a_kind_are_decided_about_together_with_their_words_shown():
    numbers = [
        InFile(f"n{number}", Kind.PHONE, f"07700 9001{number}", ["page 1"]) for number in range(10, 31)
    ]
    look = FileLook(
        File("list.txt", "text/plain", "digest", "", None),
        "key",
        [*numbers, InFile("e", Kind.EMAIL, "hidden@example.org", ["page 2"])],
    )
    phones, email = look.questions
    assert (phones.count, phones.words[0]) == (21, "“07700 900110” (page 1)")
    assert email.label == "Email address: “hidden@example.org”"
    assert look.settled_by({phones.key}) == {each.key for each in numbers}
    assert look.settled_by({phones.key, email.key}) == {"key"}
