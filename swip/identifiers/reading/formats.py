"""One reader for each kind of file: bytes in, its texts and their places out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from swip.identifiers.reading.archives import docx, odt, pptx, xlsx
from swip.identifiers.reading.common import Picture, Texts, Unreadable
from swip.identifiers.reading.pictures import image, inside

MOST_PAGES = 300
MOST_DEPTH = 6
DRAWS = {b"Do", b"scn", b"SCN"}


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
    shown: set[Any] = set()
    for number, page in enumerate(reader.pages[:MOST_PAGES], start=1):
        place = f"page {number}"
        drawn = Drawn(page)
        text = page.extract_text(visitor_operand_before=drawn.see)
        without_text += not text.strip()
        for key, picture in drawn.pictures():
            if key not in shown:
                shown.add(key)
                yield from inside_pdf(picture, place)
        yield place, text
        for note in notes_on(page):
            yield f"note on {place}", note
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
        yield "inside"
    if count > MOST_PAGES:
        yield "too-long"
    elif without_text == count:
        yield "no-text"
    elif without_text:
        yield "some-pages"


class Drawn:
    """Which pictures a page draws: what it could draw may be listed for all pages together."""

    def __init__(self, page: Any) -> None:
        self.page, self.names = page, set[str]()
        self.in_the_text = 0

    def see(self, operator: bytes, operands: Any, *_: Any) -> None:
        if operator == b"INLINE IMAGE":
            self.in_the_text += 1
        elif operator in DRAWS and operands:
            self.names.add(str(operands[-1]))

    def pictures(self) -> Iterator[tuple[Any, Any]]:
        """Each with what tells it apart from the others."""
        for number in range(self.in_the_text):
            yield (id(self), number), None
        yield from pictures_of(self.page.get("/Resources"), self.names)
        for note in self.page.get("/Annots") or []:
            faces = (note.get_object().get("/AP") or {}).get("/N")
            if faces is not None:
                yield from pictures_below(faces)


def pictures_of(resources: Any, names: set[str] | None = None, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    """Those drawn under some names; of what lies deeper, all."""
    for kind in ("/XObject", "/Pattern"):
        for name, each in ((resources or {}).get(kind) or {}).items():
            if (names is None or name in names) and depth < MOST_DEPTH:
                yield from pictures_below(each, depth)


def pictures_below(each: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    drawn = each.get_object()
    if drawn.get("/Subtype") == "/Image":
        yield getattr(drawn.indirect_reference, "idnum", id(drawn)), drawn
    else:
        yield from pictures_of(drawn.get("/Resources"), depth=depth + 1)


def inside_pdf(picture: Any, place: str) -> Texts:
    """A photograph may be there as the camera wrote it."""
    if picture is not None and picture.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        yield from inside(picture._data, place)
    else:
        yield Picture(place)


def notes_on(page: Any) -> Iterator[str]:
    for each in page.get("/Annots") or []:
        note = each.get_object()
        for key in ("/Contents", "/T", "/V"):
            if isinstance(note.get(key), str):
                yield str(note[key])
        leads_to = (note.get("/A") or {}).get("/URI")
        if isinstance(leads_to, str):
            yield str(leads_to)


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
