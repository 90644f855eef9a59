"""Small files of each kind, made on the spot."""

import io
import zipfile

from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfWriter

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = f"{OFFICE}wordprocessingml.document"
SHEETS = f"{OFFICE}spreadsheetml.sheet"


def a_pdf(*pages: str, password: str = "") -> bytes:
    """A PDF with a line of text on each page; a page without text is left blank."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode() if text else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents %d 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            % len(objects)
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


def an_archive(members: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return written.getvalue()


def a_workbook(*rows: list, note: str = "") -> bytes:
    book, written = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.title = "Plan"
    for row in rows:
        sheet.append(row)
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
