"""One reader for each kind of file: bytes in, its texts and their places out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

MOST_CHARACTERS = 200_000
MOST_PAGES = 300
MOST_ROWS = 20_000
MOST_MEMBER = 50 * 1024 * 1024
MOST_MEMBERS = 3_000
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\ud800-\udfff]")

Texts = Iterator[tuple[str, str] | str]


class Unreadable(Exception):
    """Somebody has to look at the file themselves."""

    def __init__(self, problem: str):
        self.problem = problem
        super().__init__(problem)


def bounded(texts: Texts) -> tuple[list[tuple[str, str]], str]:
    """As many as may be: a text without a place is the name of a problem. Said before anything is cut off."""
    parts: list[tuple[str, str]] = []
    problem, left = "", MOST_CHARACTERS
    for each in texts:
        if isinstance(each, str):
            problem = problem or each
            continue
        place, text = each
        text = UNSEEN.sub("", text).strip()
        if not text:
            continue
        if len(text) > left:
            return [*parts, (place, text[:left])], "too-long"
        left -= len(text)
        parts.append((place, text))
    return parts, problem


# ---- PDF


def pdf(content: bytes) -> Texts:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, WrongPasswordError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("locked")
        count = len(reader.pages)
    except (FileNotDecryptedError, WrongPasswordError):
        raise Unreadable("locked") from None
    without_text = 0
    for number, page in enumerate(reader.pages[:MOST_PAGES], start=1):
        text = page.extract_text()
        without_text += not text.strip()
        yield f"page {number}", text
        for note in notes_on(page):
            yield f"note on page {number}", note
    described: dict[str, Any] = dict(reader.metadata or {})
    for key, words in {
        "/Author": "author",
        "/Title": "title",
        "/Subject": "subject",
        "/Keywords": "keywords",
    }.items():
        if described.get(key):
            yield f"its properties: {words}", str(described[key])
    for name in reader.attachments:
        yield "the name of a file inside it", str(name)
        yield "some-pages"
    if count > MOST_PAGES:
        yield "too-long"
    elif without_text == count:
        yield "no-text"
    elif without_text:
        yield "some-pages"


def notes_on(page: Any) -> Iterator[str]:
    for each in page.get("/Annots") or []:
        note = each.get_object()
        for key in ("/Contents", "/T", "/V"):
            if isinstance(note.get(key), str):
                yield str(note[key])


# ---- Archives of XML


def opened(content: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or any(each.file_size > MOST_MEMBER for each in members):
        raise Unreadable("too-long")
    if any(each.flag_bits & 1 for each in members):
        raise Unreadable("locked")
    return archive


def elements(member: IO[bytes], ends: set[str]) -> Iterator[tuple[str, Any]]:
    """The elements of some names, one after the other, without keeping what is past."""
    from defusedxml.ElementTree import iterparse

    for _, element in iterparse(member, events=("end",), forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if name in ends:
            yield name, element
            element.clear()


def words_in(element: Any, names: set[str]) -> str:
    """The text of a paragraph. Tabs and breaks stand between words."""
    said = []
    for each in element.iter():
        name = each.tag.rpartition("}")[2]
        if name in names:
            said.append(each.text or "")
        elif name in {"tab", "br", "cr", "s", "line-break"}:
            said.append(" ")
    return "".join(said)


def properties(archive: zipfile.ZipFile, member: str) -> Texts:
    """Who wrote a document, and what they called it: nobody sees it on its pages."""
    if member not in archive.namelist():
        return
    wanted = {
        "creator": "author",
        "initial-creator": "author",
        "lastModifiedBy": "last changed by",
        "title": "title",
        "subject": "subject",
        "description": "description",
        "keywords": "keywords",
    }
    with archive.open(member) as part:
        for name, element in elements(part, set(wanted)):
            yield f"its properties: {wanted[name]}", element.text or ""


def docx(content: bytes) -> Texts:
    """Paragraphs as they come, also what was deleted with changes tracked, and comments with their authors."""
    with opened(content) as archive:
        parts = [
            name
            for name in archive.namelist()
            if re.fullmatch(r"word/(document|comments|header\d*|footer\d*|footnotes|endnotes)\.xml", name)
        ]
        for name in sorted(parts, key=lambda each: (each != "word/document.xml", each)):
            kind = re.sub(r"\d", "", name.removeprefix("word/").removesuffix(".xml"))
            with archive.open(name) as part:
                number = 0
                for tag, element in elements(part, {"p", "comment"}):
                    if tag == "comment":
                        author = next((v for k, v in element.attrib.items() if k.endswith("}author")), "")
                        yield "the author of a comment", author
                        continue
                    text = words_in(element, {"t", "delText"})
                    number += bool(text.strip())
                    yield f"paragraph {number}" if kind == "document" else f"{kind} {number}", text
        yield from properties(archive, "docProps/core.xml")


def pptx(content: bytes) -> Texts:
    with opened(content) as archive:
        slides = [
            (int(match[2]), match[1], name)
            for name in archive.namelist()
            if (match := re.fullmatch(r"ppt/(slides/slide|notesSlides/notesSlide)(\d+)\.xml", name))
        ]
        for number, kind, name in sorted(slides):
            place = f"slide {number}" if kind.startswith("slides") else f"notes {number}"
            with archive.open(name) as part:
                for _, element in elements(part, {"p"}):
                    yield place, words_in(element, {"t"})
        yield from properties(archive, "docProps/core.xml")


def odt(content: bytes) -> Texts:
    with opened(content) as archive:
        with archive.open("content.xml") as part:
            number = 0
            for _, element in elements(part, {"p", "h"}):
                text = "".join(element.itertext())
                number += bool(text.strip())
                yield f"paragraph {number}", text
        yield from properties(archive, "meta.xml")


def xlsx(content: bytes) -> Texts:
    """Row by row, and the notes beside the cells; a date as it is shown."""
    from openpyxl import load_workbook

    with opened(content) as archive:
        yield from properties(archive, "docProps/core.xml")
        for name in archive.namelist():
            if re.fullmatch(
                r"xl/(comments\d*|comments/comment\d+|threadedComments/threadedComment\d+)\.xml", name
            ):
                with archive.open(name) as part:
                    for _, element in elements(part, {"text", "author"}):
                        yield "a note beside a cell", "".join(element.itertext())
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    rows = 0
    for sheet in book.worksheets:
        yield "the name of a sheet", sheet.title
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            rows += 1
            if rows > MOST_ROWS:
                yield "too-long"
                return
            cells = [in_words(value) for value in row if value is not None]
            yield f"sheet “{sheet.title}” row {number}", " | ".join(cells)


def in_words(value: Any) -> str:
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") and hasattr(value, "year") else str(value)


# ---- Pictures and plain text


def image(content: bytes) -> Texts:
    """What a camera wrote into a picture. What it shows, a person has to look at."""
    from PIL import ExifTags, Image

    with Image.open(io.BytesIO(content)) as picture:
        exif = picture.getexif()
        written = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
        if exif.get_ifd(ExifTags.IFD.GPSInfo):
            yield "place"
        for tag, value in written.items():
            name = ExifTags.TAGS.get(tag, "")
            if name in {
                "Artist",
                "Copyright",
                "ImageDescription",
                "UserComment",
                "XPAuthor",
                "XPComment",
                "XPTitle",
            }:
                yield "written inside the file", decoded(value)
        for key, value in picture.info.items():
            if isinstance(value, str) and str(key).lower() in {
                "author",
                "description",
                "comment",
                "title",
                "copyright",
            }:
                yield "written inside the file", value
    yield "picture"


def decoded(value: Any) -> str:
    if not isinstance(value, bytes):
        return str(value)
    words = value.removeprefix(b"ASCII\x00\x00\x00")
    return words.decode("utf-16-le" if b"\x00" in words[:8] else "utf-8", errors="replace")


def text(content: bytes) -> Texts:
    for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), start=1):
        yield f"line {number}", line


READERS: dict[str, Callable[[bytes], Texts]] = {
    "pdf": pdf,
    "docx": docx,
    "pptx": pptx,
    "odt": odt,
    "xlsx": xlsx,
    "image": image,
    "text": text,
}
