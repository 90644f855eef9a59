"""Small files of each kind, made on the spot."""

import io
import zipfile
from collections.abc import Collection, Mapping

from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfWriter

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = f"{OFFICE}wordprocessingml.document"
SHEETS = f"{OFFICE}spreadsheetml.sheet"
SLIDES = f"{OFFICE}presentationml.presentation"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def a_pdf(*pages: str, password: str = "", picture: bytes = b"", drawn_on: Collection[int] = ()) -> bytes:
    """A PDF with a line of text on each page; a page without text is left blank. All could draw the picture."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    if picture:
        objects.append(
            b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
            b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (len(picture), picture)
        )
    pictures = b"/XObject << /Im1 3 0 R >>" if picture else b""
    for number, text in enumerate(pages, start=1):
        stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode() if text else b""
        stream += b" /Im1 Do" if number in drawn_on else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents %d 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> %s >> >>"
            % (len(objects), pictures)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    written, places = io.BytesIO(b"%PDF-1.4\n"), []
    written.seek(0, io.SEEK_END)
    for number, each in enumerate(objects, start=1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    written.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    written.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    if not password:
        return written.getvalue()
    locked, out = PdfWriter(clone_from=io.BytesIO(written.getvalue())), io.BytesIO()
    locked.encrypt(password)
    locked.write(out)
    return out.getvalue()


def a_document(*paragraphs: str, author: str = "", deleted: str = "") -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    said = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    said += f"<w:p><w:del><w:r><w:delText>{deleted}</w:delText></w:r></w:del></w:p>"
    core = f'<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator></p>'
    return an_archive(
        {
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{said}</w:body></w:document>',
            "docProps/core.xml": core,
        }
    )


def an_open_text(text: str, members: Mapping[str, str | bytes] | None = None) -> bytes:
    return an_archive({"mimetype": OPEN_TEXT, "content.xml": f"<a><p>{text}</p></a>", **(members or {})})


def with_members(content: bytes, members: Mapping[str, str | bytes]) -> bytes:
    """A document with more in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return an_archive({**{name: archive.read(name) for name in archive.namelist()}, **members})


def an_archive(members: Mapping[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return written.getvalue()


def a_workbook(*rows: list, note: str = "", header: str = "") -> bytes:
    book, written = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.title = "Plan"
    for row in rows:
        sheet.append(row)
    sheet.oddHeader.left.text = header
    if note:
        sheet["A1"].comment = Comment(note, "A colleague")
    book.save(written)
    return written.getvalue()


def a_photograph(*, author: str = "") -> bytes:
    exif, written = Image.Exif(), io.BytesIO()
    if author:
        exif[0x013B] = author
        exif[0x8825] = {1: "N", 2: (51.0, 30.0, 1.0)}
    Image.new("RGB", (8, 8)).save(written, "JPEG", exif=exif)
    return written.getvalue()
