"""Tables that leave the service as files, and tables that people send in."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# What some spreadsheets take for the same signs, in the wide letters of East Asian keyboards.
WIDE_FORMULA_STARTS = ("＝", "＋", "－", "＠")
MEGABYTE = 1024 * 1024
LONGEST_CELL = 20_000
MOST_LINES, MOST_COLUMNS = 200_000, 1_000  # empty ones counted


def safe_cell(value: object) -> str:
    """Text that a spreadsheet would take for a formula is quoted, so that it stays text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS + WIDE_FORMULA_STARTS) else text


def csv_response(name: str, header: list[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A CSV file to download, readable by the usual spreadsheets."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    response.write("\ufeff")  # without it, spreadsheets on Windows misread accents
    writer = csv.writer(response)
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return response


class UnreadableTable(Exception):
    """Says why a whole file cannot be taken, and what its sender can do about it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Upload(Protocol):
    """What Django hands over for a file that somebody sends; a file opened for reading bytes will do as well."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


@dataclass(frozen=True)
class Column:
    """One column a table may have: its name in the code, and the heading people write over it."""

    name: str
    heading: str
    required: bool = True
    also: tuple[str, ...] = ()

    @property
    def known_as(self) -> tuple[str, ...]:
        return (self.name, self.heading, *self.also)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, in words for whoever has to mend it."""

    row: int
    column: str
    value: str
    remedy: str


@dataclass(frozen=True)
class Row:
    """One row as it was sent. Its number is the one a spreadsheet shows beside it."""

    number: int
    cells: dict[str, str]
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.cells[name]


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: list[Row]
    # Headings that the file has and nobody asked for.
    passed_over: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)


def read_table(
    upload: Upload,
    *,
    columns: Sequence[Column],
    most_rows: int = 5_000,
    most_bytes: int = 10 * MEGABYTE,
    passing_over: Iterable[str] | None = (),
) -> Table:
    """The rows of a CSV file somebody sent. A column that is not in the file is empty in every row.

    A heading we do not know is refused, unless it is among those to be passed over (None: pass over any): the file
    may say more about people than we want to be told. A formula is nobody's name or date: it is never run, and
    is told as a problem of its row. Nothing is unpacked, and no more than the limit is held in memory.
    """
    text = _text_of(_bytes_of(upload, most_bytes))
    text, delimiter = _delimiter_of(text, columns)
    records = _records(text, delimiter)
    header = next(((number, cells) for number, cells in records if any(cells)), None)
    if header is None:
        raise UnreadableTable("The file is empty. Put headings in the first row and people under them.")
    places, passed_over = _places(header[1], columns, passing_over)
    rows: list[Row] = []
    for number, cells in records:
        if not any(cells):
            continue
        if len(rows) == most_rows:
            raise UnreadableTable(
                f"The file has more than {most_rows:,} rows. Split it into smaller files and send each by itself."
            )
        rows.append(_row(number, cells, header[1], places))
    if not rows:
        raise UnreadableTable("The file has headings and no rows under them. Add at least one row.")
    found = [column for column in columns if column.name in places.values()]
    return Table(columns=tuple(found), rows=_filled(rows, columns), passed_over=passed_over)


# From bytes to text

_CSV_REMEDY = "Open it in a spreadsheet, save it as CSV (“CSV UTF-8” in Excel), and send that file."
# What files of other kinds begin with, and what we call them.
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an older Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"{\\rtf", "a Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_WEB_PAGE = re.compile(rb"\s*<(!doctype|html|\?xml|table|script|head|body|svg)", re.IGNORECASE)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def _bytes_of(upload: Upload, most_bytes: int) -> bytes:
    limit = f"{most_bytes / MEGABYTE:.3g} MB"
    size = getattr(upload, "size", None)
    data = b""
    is_too_large = size is not None and size > most_bytes
    if not is_too_large:
        upload.seek(0)
        data = upload.read(most_bytes + 1)
    if is_too_large or len(data) > most_bytes:
        raise UnreadableTable(
            f"The file is larger than {limit}. Take out what is not needed, or split it into smaller files."
        )
    return data


def _text_of(data: bytes) -> str:
    if not data.strip():
        raise UnreadableTable("The file is empty. Put headings in the first row and people under them.")
    _refuse_other_kinds(data)
    try:
        text = _decoded(data)
    except UnicodeDecodeError:
        raise UnreadableTable(f"The file is not readable text. {_CSV_REMEDY}") from None
    if _NOT_TEXT.search(text):
        raise UnreadableTable(f"The file is not plain text. {_CSV_REMEDY}")
    if not re.search(r"\w", text):
        raise UnreadableTable("The file is empty. Put headings in the first row and people under them.")
    return text


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(b"PK"):
        if b"xl/" in data[:4096] or b"xl/workbook" in data or b"[Content_Types].xml" in data[:4096]:
            raise UnreadableTable(f"This is an Excel workbook. {_CSV_REMEDY}")
        if b"opendocument.spreadsheet" in data[:200]:
            raise UnreadableTable(f"This is a LibreOffice workbook. {_CSV_REMEDY}")
        if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
            raise UnreadableTable(
                "This is a zip file. Unpack it on your device and send the CSV file that is in it."
            )
    for start, kind in _OTHER_KINDS:
        if data.startswith(start):
            raise UnreadableTable(f"This is {kind}, not a CSV file. {_CSV_REMEDY}")
    if _WEB_PAGE.match(data[:200]):
        raise UnreadableTable(f"This is a web page, not a CSV file. {_CSV_REMEDY}")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1252")


# From text to rows

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[,;\t]*(\r\n|\r|\n)', re.IGNORECASE)


def _delimiter_of(text: str, columns: Sequence[Column]) -> tuple[str, str]:
    """The text without Excel's own line about it, and what stands between its cells."""
    if said := _SEPARATOR_LINE.match(text):
        # Excel does not show this line, so it has no row number either.
        text = text[said.end() :]
        if said[1] in ",;\t|":
            return text, said[1]
    known = {_loosely(name) for column in columns for name in column.known_as}
    return text, max(",;\t", key=lambda delimiter: _fit(text, delimiter, known))


def _fit(text: str, delimiter: str, known: set[str]) -> tuple[int, int]:
    """How many of our headings the first row shows if it is cut here."""
    try:
        header = next((cells for _, cells in _records(text, delimiter) if any(cells)), [])
    except UnreadableTable:
        return (-1, 0)
    return sum(_loosely(cell) in known for cell in header), len(header)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number: a cell of several lines is one row, and an empty line is one, too."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                raise UnreadableTable(
                    f"A cell in row {number} is too long. "
                    "Look for a quotation mark that is opened there and never closed."
                ) from None
            raise UnreadableTable(
                f'Row {number} cannot be read. Look for a quotation mark (") in it that is opened and not closed.'
            ) from None
        if number > MOST_LINES or len(cells) > MOST_COLUMNS:
            raise UnreadableTable(
                f"The file has too many lines or columns at row {number:,}. Delete those that are empty."
            )
        yield number, [_cleaned(cell) for cell in cells]


_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


def _cleaned(cell: str) -> str:
    """What was meant: no space around it, and not the apostrophe that keeps a spreadsheet from running it."""
    if not cell or (cell.isascii() and cell.isalnum()):
        return cell
    text = cell.strip(" \u00a0" + _INVISIBLE)
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS + WIDE_FORMULA_STARTS):
        text = text[1:]
    if text.startswith("\t"):
        return text  # what the tab was for is told where the row is looked at
    text = text.strip().strip(_INVISIBLE)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _loosely(heading: str) -> str:
    """Headings are the same whatever their capitals, spaces, underscores and hyphens."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", heading).casefold() if letter.isalnum())


def _places(
    header: list[str], columns: Sequence[Column], passing_over: Iterable[str] | None
) -> tuple[dict[int, str], tuple[str, ...]]:
    """Which cell of a row belongs to which column."""
    names = {_loosely(known): column for column in columns for known in column.known_as}
    let_pass = None if passing_over is None else {_loosely(heading) for heading in passing_over}
    places: dict[int, str] = {}
    passed_over, unknown, twice = [], [], []
    for place, heading in enumerate(header):
        column = names.get(_loosely(heading))
        if column is None:
            if heading and (let_pass is None or _loosely(heading) in let_pass):
                passed_over.append(heading)
            elif heading:
                unknown.append(heading)
        elif column.name in places.values():
            twice.append(column.heading)
        else:
            places[place] = column.name
    missing = [column.heading for column in columns if column.required and column.name not in places.values()]
    _refuse_headings(missing, unknown, twice, columns)
    return places, tuple(passed_over)


def _refuse_headings(
    missing: list[str], unknown: list[str], twice: list[str], columns: Sequence[Column]
) -> None:
    troubles = []
    if missing:
        troubles.append(
            f"{_columns(missing)} missing. Add {'it' if len(missing) == 1 else 'them'} to the first row."
        )
    if twice:
        troubles.append(f"{_columns(twice)} there more than once. Keep one of each.")
    if unknown:
        expected = ", ".join(column.heading for column in columns)
        troubles.append(
            f"{_columns([_short(heading) for heading in unknown])} not known here. "
            f"Take {'it' if len(unknown) == 1 else 'them'} out or correct the heading. The columns are: {expected}."
        )
    if troubles:
        raise UnreadableTable(" ".join(troubles))


def _columns(headings: list[str]) -> str:
    named = [f"“{heading}”" for heading in headings[:8]]
    if len(headings) > 8:
        named.append(f"{len(headings) - 8} more")
    if len(named) == 1:
        return f"The column {named[0]} is"
    return f"The columns {', '.join(named[:-1])} and {named[-1]} are"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _row(number: int, cells: list[str], header: list[str], places: dict[int, str]) -> Row:
    kept: dict[str, str] = {}
    problems = []
    has_surplus = False
    for place, cell in enumerate(cells):
        if place in places:
            kept[places[place]] = cell
            if remedy := _remedy(cell):
                problems.append(Problem(number, header[place], _short(cell), remedy))
        elif cell and not has_surplus and (place >= len(header) or not header[place]):
            has_surplus = True  # the first one tells enough: one comma too many moves all that follow
            problems.append(
                Problem(
                    number,
                    f"Column {_letters(place)}",
                    _short(cell),
                    "This cell has no heading over it. If it belongs to the cell before, put both together "
                    "in quotation marks; otherwise empty it",
                )
            )
    return Row(number, kept, tuple(problems))


def _remedy(cell: str) -> str:
    """How to mend a cell that nobody could mean, or nothing."""
    if not cell or cell[0].isalnum():
        return "" if len(cell) <= LONGEST_CELL else _too_long()
    if begins_like_a_formula(cell):
        return "This begins like a formula. Begin with a letter or a number"
    return "" if len(cell) <= LONGEST_CELL else _too_long()


def _too_long() -> str:
    return f"This is longer than {LONGEST_CELL:,} characters. Shorten it"


def begins_like_a_formula(cell: str) -> bool:
    """Whether a spreadsheet might run it, also once spaces or quotation marks are taken off its front."""
    bare = cell.lstrip(" \u00a0\n'\"‘’“”" + _INVISIBLE)
    return bare.startswith(FORMULA_STARTS + WIDE_FORMULA_STARTS)


def _letters(place: int) -> str:
    """The name a spreadsheet has for a column: A, B, … Z, AA."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _filled(rows: list[Row], columns: Sequence[Column]) -> list[Row]:
    for row in rows:
        for column in columns:
            row.cells.setdefault(column.name, "")
    return rows
