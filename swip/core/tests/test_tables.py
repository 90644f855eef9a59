import csv
import gzip
import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as some

from swip.core.tables import (
    MEGABYTE,
    Column,
    UnreadableTable,
    begins_like_a_formula,
    csv_response,
    read_table,
    safe_cell,
)

COLUMNS = [
    Column("name", "Name"),
    Column("email", "Email address", also=("e-mail",)),
    Column("first_day", "First day", required=False),
]
HEADER = "Name,Email address,First day\r\n"


def read(content, **options):
    data = content.encode() if isinstance(content, str) else content
    return read_table(io.BytesIO(data), columns=COLUMNS, **options)


def refused(content, **options):
    with pytest.raises(UnreadableTable) as trouble:
        read(content, **options)
    return trouble.value.message


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_text_that_a_spreadsheet_would_run_is_quoted(start):
    assert safe_cell(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"


def test_a_csv_file_is_readable_by_the_usual_spreadsheets():
    response = csv_response("cohort", ["Name", "Stage"], [["Zoë", None], ["=1+1", 3]])

    assert response.content.decode() == "\ufeffName,Stage\r\nZoë,\r\n'=1+1,3\r\n"
    assert response.headers["Content-Disposition"] == 'attachment; filename="cohort.csv"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_a_table_is_read_as_the_usual_spreadsheets_save_it(encoding, delimiter, line_end):
    lines = [["Name", "Email address"], ["Zoë Łach" if "utf" in encoding else "Zoë Lach", "zoe@example.org"]]
    table = read((line_end.join(delimiter.join(line) for line in lines) + line_end).encode(encoding))

    assert [row.cells for row in table.rows] == [
        {"name": lines[1][0], "email": "zoe@example.org", "first_day": ""}
    ]
    assert table.has("email")
    assert not table.has("first_day")


def test_row_numbers_are_those_a_spreadsheet_shows():
    table = read("\n" + HEADER + '"Ann\nMay",ann@example.org,\n\n,,,\nBea,bea@example.org,,,\n')

    assert [(row.number, row["name"]) for row in table.rows] == [(3, "Ann\nMay"), (6, "Bea")]


def test_the_line_that_excel_keeps_for_itself_has_no_number():
    table = read("sep=;\r\nName;Email address\r\nAnn, Dr;ann@example.org\r\n")

    assert [(row.number, row["name"]) for row in table.rows] == [(2, "Ann, Dr")]


@pytest.mark.parametrize(
    "header", ["NAME,e-mail,first_day", " name , Email_Address,First-Day", "name,E mail,FIRSTDAY"]
)
def test_headings_are_known_however_they_are_written(header):
    assert read(f"{header}\nAnn,ann@example.org,1/9/2027").rows[0].cells == {
        "name": "Ann",
        "email": "ann@example.org",
        "first_day": "1/9/2027",
    }


def test_columns_that_are_missing_unknown_or_there_twice_are_named():
    assert refused("Name,First day\nAnn,") == (
        "The column “Email address” is missing. Add it to the first row."
    )
    assert "The column “Shoe size” is not known here" in refused(
        HEADER.strip() + ",Shoe size\nAnn,a@b.org,,38"
    )
    assert refused("Name,Email address,name\nAnn,a@b.org,Ann") == (
        "The column “Name” is there more than once. Keep one of each."
    )


def test_a_heading_may_be_passed_over():
    content = "Name,Email address,What to mend\nAnn,a@b.org,nothing"

    assert read(content, passing_over=["What to mend"]).passed_over == ("What to mend",)
    assert read(content, passing_over=None).rows[0].cells == {
        "name": "Ann",
        "email": "a@b.org",
        "first_day": "",
    }


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+44", "-5", "@SUM(A1)", "\t=1", "  =1", "'=1", "\"'=1", "’=1", "＝1", "\u200b=1", "\u00a0@a"],
)
def test_a_formula_is_told_with_its_row_and_column(cell):
    output = io.StringIO()
    csv.writer(output).writerows([["Name", "Email address"], ["Ann", "a@b.org"], [cell, "b@b.org"]])

    fine, formula = read(output.getvalue()).rows

    assert fine.problems == ()
    assert [(each.row, each.column) for each in formula.problems] == [(3, "Name")]
    assert formula.problems[0].remedy == "This begins like a formula. Begin with a letter or a number"


def test_a_cell_without_heading_is_told():
    row = read("Name,Email address\nMay, Ann,a@b.org").rows[0]

    assert [(each.row, each.column, each.value) for each in row.problems] == [(2, "Column C", "a@b.org")]


def test_a_file_we_wrote_comes_back_as_it_was():
    response = csv_response("mend", ["Name", "Email address"], [["=Zoë", "-@b.org"], ["O'Neill", "'n"]])

    table = read(response.content)

    assert [(row["name"], row["email"]) for row in table.rows] == [("=Zoë", "-@b.org"), ("O'Neill", "'n")]


def workbook(*names):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, b"0" * MEGABYTE)
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (workbook("[Content_Types].xml", "xl/workbook.xml"), "This is an Excel workbook. Open it"),
        (workbook("people.csv"), "This is a zip file. Unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is an older Excel workbook"),
        (gzip.compress(HEADER.encode(), mtime=0), "This is a compressed file"),
        (b"%PDF-1.7 Name", "This is a PDF"),
        (b"<!DOCTYPE html><table>", "This is a web page"),
        (HEADER.encode() + b"Ann\x00,a@b.org", "The file is not plain text"),
        (HEADER.encode() + b"Ann\x81,a@b.org", "The file is not readable text"),
        (HEADER.encode("utf-16-le"), "The file is not plain text"),
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf\r\n,,\r\n", "The file is empty"),
        (HEADER.encode(), "The file has headings and no rows under them"),
        (HEADER.encode() + b'"Ann,a@b.org\nBea,b@b.org', "Row 2 cannot be read. Look for a quotation mark"),
        (HEADER.encode() + b'"Ann"e,a@b.org', "Row 2 cannot be read. Look for a quotation mark"),
        (HEADER.encode() + b"Ann" * 60_000, "A cell in row 2 is too long"),
        (HEADER.encode() + b"Ann," * 2_000, "The file has too many lines or columns at row 2"),
        (b"Hello,\nhere are our people", "The columns “Name” and “Email address” are missing"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(content, said):
    assert refused(content).startswith(said)


def test_a_file_that_is_too_long_is_refused():
    rows = "".join(f"Person {number},p{number}@example.org,\n" for number in range(4))

    assert refused(HEADER + rows, most_rows=3).startswith("The file has more than 3 rows")


def test_a_file_that_is_too_large_is_not_even_read():
    upload = SimpleUploadedFile("people.csv", HEADER.encode())
    upload.size = 50 * MEGABYTE
    upload.close()

    with pytest.raises(UnreadableTable, match="larger than 10 MB"):
        read_table(upload, columns=COLUMNS)
    assert refused(HEADER + "A" * 200, most_bytes=100).startswith("The file is larger than")


def test_5000_rows_are_read_in_well_under_a_second():
    row = "Zoë Łach,person{}@example.org,1/9/2027\r\n"
    content = (HEADER + "".join(row.format(number) for number in range(5_000))).encode()

    before = time.process_time()
    assert len(read(content).rows) == 5_000
    assert time.process_time() - before < 0.8


@given(some.binary() | some.text().map(str.encode) | some.text().map(lambda text: (HEADER + text).encode()))
def test_whatever_is_sent_is_read_or_refused_and_breaks_nothing(content):
    try:
        table = read(content, most_rows=20)
    except UnreadableTable:
        return
    assert all(set(row.cells) == {"name", "email", "first_day"} for row in table.rows)


@given(some.lists(some.text(alphabet=some.characters(exclude_categories=["C"])), min_size=2, max_size=2))
def test_a_cell_that_a_spreadsheet_would_run_never_passes_unseen(cells):
    output = io.StringIO()
    csv.writer(output, quoting=csv.QUOTE_ALL).writerows(
        [["Name", "Email address"], ["x" + cells[0], cells[1]]]
    )

    row = read(output.getvalue()).rows[0]

    assert bool(row.problems) == begins_like_a_formula(row["email"])
