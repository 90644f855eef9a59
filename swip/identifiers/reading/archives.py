"""Word, PowerPoint, Excel and OpenDocument files: archives of XML, and of the pictures in it.

Every member is taken for something: a known text has its place, any other XML is read for its words, a picture is
counted, and what is none of these is a file inside the file.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from swip.identifiers.reading.common import Texts, Unreadable
from swip.identifiers.reading.pictures import inside

MOST_ROWS = 20_000
MOST_MEMBER = 50 * 1024 * 1024
MOST_MEMBERS = 3_000
PICTURES = re.compile(
    r"\.(?:png|jpe?g|jfif|gif|bmp|tiff?|webp|hei[cf]|emf|wmf|emz|wmz|svgz?|svm|ico|pict?|eps|wdp|jxr)$"
)
XML = re.compile(r"\.(?:xml|rels|rdf|vml)$")
VML_WORDS = re.compile(r'\b(?:alt|title)="([^"]*)"|<v:textbox\b[^>]*>(.*?)</v:textbox>', re.DOTALL)
MARKUP = re.compile(r"<[^>]*>")
# Fonts, what a printer was set to, and a small copy of the first page, of which the words are read where they stand.
WITHOUT_WORDS = re.compile(
    r"\.(?:odttf|fntdata|ttf|otf)$|printerSettings\d*\.bin$|^(?:docProps/thumbnail|Thumbnails/)|^mimetype$"
    r"|^\[Content_Types\]\.xml$|^META-INF/|^layout-cache$|^Configurations2/|/$"
)
WORD_PARTS = re.compile(r"word/(document|comments|header\d*|footer\d*|footnotes|endnotes)\.xml")
SLIDE_PARTS = re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)(\d+)\.xml")
SHEET_PARTS = re.compile(r"xl/worksheets/[^/]+\.xml")
SHEET_NOTES = re.compile(r"xl/(?:comments\d*|comments/comment\d+|threadedComments/threadedComment\d+)\.xml")
LINKING_FIELDS = re.compile(r"\b(?:HYPERLINK|INCLUDEPICTURE|INCLUDETEXT|LINK)\b.*", re.DOTALL)
FILE_NAME = re.compile(r"\.\w{2,4}$")
MARGINS = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
LINKING = re.compile(r'\b(?:display|tooltip)="([^"]*)"')
# What programs write for themselves: keys, numbers of versions, where a scheme is defined.
FOR_PROGRAMS = re.compile(
    r"[{\d][\da-fA-F-]{20,}\}?|0x[\da-fA-F]+|\d{1,5}|https?://schemas\.\S+|true|false", re.IGNORECASE
)
LABELS_OF_PROGRAMS = ("MSIP_Label_", "ContentTypeId", "_dlc_DocIdItemGuid")
FIELDS_OF_PAGES = re.compile(r'&(?:[LCRPNDTZFAGBIUESXYHO]|"[^"]*"|K[0-9A-F]{6}|\d+)')
# What a file is called in the words of its author and of their program, and what a page calls it.
PROPERTIES = {
    "creator": "author",
    "initial-creator": "author",
    "printed-by": "printed by",
    "lastModifiedBy": "last changed by",
    "title": "title",
    "subject": "subject",
    "description": "description",
    "keywords": "keywords",
    "keyword": "keywords",
    "category": "category",
    "Manager": "manager",
    "Company": "company",
    "HyperlinkBase": "base of its links",
    "Template": "template",
    "user-defined": "added by somebody",
    "property": "added by somebody",
}


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
        name = local(element.tag)
        if name in ends:
            yield name, element
            element.clear()


def local(name: str) -> str:
    return name.rpartition("}")[2]


def words_in(element: Any, names: set[str]) -> str:
    """The text of a paragraph. Tabs and breaks stand between words."""
    said = []
    for each in element.iter():
        name = local(each.tag)
        if name in names:
            said.append(each.text or "")
        elif name in {"tab", "br", "cr", "s", "line-break"}:
            said.append(" ")
    return "".join(said)


# ---- What stands in files of every kind


def pictures_and_files(archive: zipfile.ZipFile) -> Texts:
    """First of all, so that they are told also where the text is too long to be read to its end."""
    for name in archive.namelist():
        if WITHOUT_WORDS.search(name) or XML.search(name):
            continue
        if PICTURES.search(name.lower()) or is_a_picture_of_old(archive, name):
            yield from inside(archive.read(name))
        else:
            yield "inside"


def is_a_picture_of_old(archive: zipfile.ZipFile, name: str) -> bool:
    """What an OpenDocument file shows in place of an object lies there without an ending."""
    return name.startswith(("Pictures/", "ObjectReplacements/"))


def properties(archive: zipfile.ZipFile, *members: str) -> Texts:
    """Who wrote a document, for whom, and what they called it: nobody sees it on its pages."""
    for member in set(members) & set(archive.namelist()):
        with archive.open(member) as part:
            for name, element in elements(part, set(PROPERTIES)):
                called = next((v for k, v in element.attrib.items() if local(k) == "name"), "")
                if not called.startswith(LABELS_OF_PROGRAMS):
                    yield f"its properties: {PROPERTIES[name]}", " ".join([called, *element.itertext()])


def unseen(place: str, element: Any) -> Texts:
    """What stands in a paragraph and is not shown: what pictures are called, who changed it, where it leads."""
    if linking := LINKING_FIELDS.search(words_in(element, {"instrText", "delInstrText"})):
        yield f"a link in {place}", linking[0]
    for each in element.iter():
        yield from unseen_of(place, each)


def unseen_of(place: str, element: Any) -> Texts:
    tag = local(element.tag)
    for key, value in element.attrib.items():
        name = local(key)
        if name == "author":
            yield "the author of a change", value
        elif name in {"descr", "title", "alt"}:
            yield f"the description of a picture in {place}", value
        elif name in {"tooltip", "display"}:
            yield f"a link in {place}", value
        elif name == "name" and tag in {"docPr", "cNvPr"} and FILE_NAME.search(value):
            yield f"the name of a picture in {place}", value
        elif name == "instr" and (linking := LINKING_FIELDS.search(value)):
            yield f"a link in {place}", linking[0]


def links_out(archive: zipfile.ZipFile) -> Texts:
    """Where its links lead: of an Office file they are listed apart from the text."""
    for name in archive.namelist():
        if name.endswith(".rels"):
            with archive.open(name) as part:
                for _, element in elements(part, {"Relationship"}):
                    target = element.get("Target", "")
                    if element.get("TargetMode") == "External" or re.match(r"\w+:", target):
                        yield "where a link leads", target


def words_elsewhere(archive: zipfile.ZipFile, read: re.Pattern[str], ignored: str = "") -> Texts:
    """Boxes, drawings, charts, building blocks: the words of every part that has no place of its own."""
    for name in archive.namelist():
        if not XML.search(name) or WITHOUT_WORDS.search(name) or read.fullmatch(name) or name == ignored:
            continue
        if name.endswith(".rels") or name.startswith("docProps/"):
            continue
        if name.endswith(".vml"):  # not always whole XML
            yield from words_of_old_drawing(archive.read(name).decode("utf-8", errors="replace"))
        elif name.startswith("customXml/"):
            yield from words_of_hidden_data(archive, name)
        else:
            try:
                yield from words_of_part(archive, name)
            except ParseError:
                yield "part"


def words_of_part(archive: zipfile.ZipFile, name: str) -> Texts:
    is_a_pattern = re.search(r"Layouts?/|Masters?/", name) is not None
    ends = {"p", "v", "text", "s", "cNvPr", "docPr", "person", "cmAuthor", "author"}
    with archive.open(name) as part:
        for tag, element in elements(part, ends):
            if tag == "p":
                # The dates and numbers in the pattern of a slide are those of its maker.
                for each in element.iter() if is_a_pattern else ():
                    if local(each.tag) == "fld":
                        each.clear()
                yield from paragraph("a box or a drawing", element)
            elif tag == "v":
                yield "a box or a drawing", element.text or ""
            elif tag == "text":
                yield "a comment", "".join(element.itertext())
            elif tag == "s":
                yield "what a table was made from", element.get("v", "")
            elif tag in {"cNvPr", "docPr"}:
                yield from unseen_of("a drawing", element)
            else:
                said = [value for key, value in element.attrib.items() if is_a_persons_name(local(key))]
                yield "the author of a comment", " ".join(dict.fromkeys(said))


def words_of_old_drawing(text: str) -> Texts:
    for called, words in VML_WORDS.findall(text):
        yield "a box or a drawing", html.unescape(called or MARKUP.sub(" ", words))


def words_of_hidden_data(archive: zipfile.ZipFile, name: str) -> Texts:
    """What forms and lists have put into a document: it is not shown, and goes with it."""
    from defusedxml.ElementTree import iterparse

    with archive.open(name) as part:
        for _, element in iterparse(part, events=("end",), forbid_dtd=True):
            words = (element.text or "").strip()
            if not FOR_PROGRAMS.fullmatch(words):
                yield "hidden data in it", words


def is_a_persons_name(key: str) -> bool:
    return key in {"author", "displayName", "name"}


def paragraph(place: str, element: Any) -> Texts:
    yield place, words_in(element, {"t", "delText"})
    yield from unseen(place, element)


def once(texts: Texts) -> Texts:
    """Of what is the same at the same place, such as the author of a hundred changes, one."""
    seen = set()
    for each in texts:
        if isinstance(each, tuple) and len(each) == 2:
            if each in seen:
                continue
            seen.add(each)
        yield each


# ---- Office


def docx(content: bytes) -> Texts:
    """Paragraphs as they come, also what was deleted with changes tracked, and comments with their authors."""
    with opened(content) as archive:
        yield from pictures_and_files(archive)
        yield from once(words_of_docx(archive))


def words_of_docx(archive: zipfile.ZipFile) -> Texts:
    parts = [name for name in archive.namelist() if WORD_PARTS.fullmatch(name)]
    for name in sorted(parts, key=lambda each: (each != "word/document.xml", each)):
        kind = re.sub(r"\d", "", name.removeprefix("word/").removesuffix(".xml"))
        with archive.open(name) as part:
            number = 0
            for tag, element in elements(part, {"p", "comment"}):
                if tag == "comment":
                    author = next((v for k, v in element.attrib.items() if local(k) == "author"), "")
                    yield "the author of a comment", author
                    continue
                number += bool(words_in(element, {"t", "delText"}).strip())
                yield from paragraph(
                    f"paragraph {max(number, 1)}" if kind == "document" else f"{kind} {max(number, 1)}",
                    element,
                )
    yield from words_elsewhere(archive, WORD_PARTS)
    yield from links_out(archive)
    yield from properties(archive, "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")


def pptx(content: bytes) -> Texts:
    with opened(content) as archive:
        yield from pictures_and_files(archive)
        yield from once(words_of_pptx(archive))


def words_of_pptx(archive: zipfile.ZipFile) -> Texts:
    slides = [
        (int(match[2]), match[1], name)
        for name in archive.namelist()
        if (match := SLIDE_PARTS.fullmatch(name))
    ]
    for number, kind, name in sorted(slides):
        place = f"slide {number}" if kind.startswith("slides") else f"notes {number}"
        with archive.open(name) as part:
            for tag, element in elements(part, {"p", "cNvPr"}):
                yield from paragraph(place, element) if tag == "p" else unseen_of(place, element)
    yield from words_elsewhere(archive, SLIDE_PARTS)
    yield from links_out(archive)
    yield from properties(archive, "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")


def xlsx(content: bytes) -> Texts:
    """Row by row, and the notes beside the cells; a date as it is shown."""
    with opened(content) as archive:
        yield from pictures_and_files(archive)
        yield from once(words_around_sheets(archive))
    from openpyxl import load_workbook

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


def words_around_sheets(archive: zipfile.ZipFile) -> Texts:
    yield from properties(archive, "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
    for name in archive.namelist():
        if SHEET_NOTES.fullmatch(name):
            with archive.open(name) as part:
                for _, element in elements(part, {"text", "author"}):
                    yield "a note beside a cell", "".join(element.itertext())
        elif SHEET_PARTS.fullmatch(name):
            yield from words_after_cells(archive.read(name).rpartition(b"sheetData>")[2].decode())
    sheets = re.compile(f"{SHEET_PARTS.pattern}|{SHEET_NOTES.pattern}")
    # The words of the cells are read with the sheets themselves.
    yield from words_elsewhere(archive, sheets, "xl/sharedStrings.xml")
    yield from links_out(archive)


def words_after_cells(text: str) -> Texts:
    """A sheet may be large: what stands on its margins and beneath its links is written after all of its cells."""
    for said in MARGINS.findall(text):
        yield "the header or footer of a sheet", FIELDS_OF_PAGES.sub(" ", html.unescape(said))
    for said in LINKING.findall(text):
        yield "a link in a cell", html.unescape(said)


def in_words(value: Any) -> str:
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") and hasattr(value, "year") else str(value)


# ---- OpenDocument


def odt(content: bytes) -> Texts:
    with opened(content) as archive:
        yield from pictures_and_files(archive)
        yield from once(words_of_odt(archive))


def words_of_odt(archive: zipfile.ZipFile) -> Texts:
    """Paragraphs as they come; headers and footers stand among the styles, drawings in parts of their own."""
    parts = [name for name in archive.namelist() if re.search(r"(?:^|/)(?:content|styles)\.xml$", name)]
    for name in sorted(parts, key=lambda each: (each != "content.xml", each)):
        kind = {"content.xml": "paragraph", "styles.xml": "header or footer"}.get(name, "drawing")
        with archive.open(name) as part:
            number = 0
            for tag, element in elements(part, {"p", "h", "title", "desc", "creator", "date"}):
                place = f"{kind} {max(number, 1)}"
                if tag in {"p", "h"}:
                    text = spaced(element)
                    number += bool(text.strip())
                    yield f"{kind} {max(number, 1)}", text
                    for link in links_in(element):
                        yield f"a link in {place}", link
                elif tag == "creator":
                    yield "the author of a comment or a change", element.text or ""
                elif tag in {"title", "desc"}:
                    yield f"the description of a picture in {place}", element.text or ""
    yield from properties(archive, "meta.xml")


def spaced(element: Any) -> str:
    for each in element.iter():
        if local(each.tag) in {"tab", "s", "line-break"}:
            each.text = " "
    return "".join(element.itertext())


def links_in(element: Any) -> Iterator[str]:
    for each in element.iter():
        for key, value in each.attrib.items():
            if local(key) == "href" and re.match(r"\w+:", value):
                yield value
