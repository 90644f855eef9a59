import datetime

import pytest

from swip.identifiers.reading import Problem, read
from swip.identifiers.tests.samples import (
    SHEETS,
    WORD,
    a_document,
    a_pdf,
    a_photograph,
    a_workbook,
    an_archive,
)

PDF = "application/pdf"


def said(content, content_type):
    answer = read(content, content_type)
    return {part.place: part.text for part in answer.parts}, answer.problem


def test_each_page_of_a_pdf_is_read_and_said_where_it_has_no_text():
    assert said(a_pdf("On page one", "Call 07700 900123"), PDF) == (
        {"page 1": "On page one", "page 2": "Call 07700 900123"},
        None,
    )
    assert said(a_pdf("Some text", ""), PDF)[1] == Problem.SOME_PAGES
    assert said(a_pdf(""), PDF)[1] == Problem.NO_TEXT


def test_a_word_document_is_read_with_what_was_deleted_and_who_wrote_it():
    found, problem = said(a_document("First", "Second", author="Wren Author", deleted="Taken out"), WORD)
    assert found == {
        "paragraph 1": "First",
        "paragraph 2": "Second",
        "paragraph 3": "Taken out",
        "its properties: author": "Wren Author",
    }
    assert problem is None


def test_a_spreadsheet_is_read_row_by_row_with_dates_as_they_are_shown():
    content = a_workbook(["Child", "Born"], ["First", datetime.date(2015, 3, 2)], note="Ask her")
    found, _ = said(content, SHEETS)
    assert found["sheet “Plan” row 2"] == "First | 02/03/2015"
    assert "Ask her" in found["a note beside a cell"]


def test_what_a_camera_wrote_into_a_picture_is_read_and_the_picture_left_to_a_person():
    assert said(a_photograph(author="Wren Author"), "image/jpeg") == (
        {"written inside the file": "Wren Author"},
        Problem.PLACE,
    )
    assert said(a_photograph(), "image/jpeg") == ({}, Problem.PICTURE)


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
    assert read(content, content_type).problem == problem


def test_a_file_that_keeps_the_machine_busy_is_given_up():
    assert read(a_pdf("Text"), PDF, seconds=0.01).problem == Problem.TOO_LONG
