"""What a camera or a program wrote into a picture. What it shows, a person has to look at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from swip.identifiers.reading.common import Picture, Texts

TAGS = {"Artist", "Copyright", "ImageDescription", "UserComment", "XPAuthor", "XPComment", "XPTitle"}
KEYS = {"author", "description", "comment", "title", "copyright"}


def image(content: bytes) -> Texts:
    """A picture that is a file by itself."""
    has_place = False
    for each in written_in(content):
        has_place = has_place or each == "place"
        yield each
    if not has_place:
        yield "picture"
    yield Picture()


def inside(content: bytes, place: str = "") -> Texts:
    """A picture in a document: it is kept as it is, with whatever was written into it."""
    yield Picture(place)
    try:
        said = list(written_in(content))
    except Exception:  # of a kind that is not known here, or damaged: a person looks at it in any case
        return
    for each in said:
        yield "place-inside" if isinstance(each, str) else ("written inside a picture", each[1])


def written_in(content: bytes) -> Iterator[tuple[str, str] | str]:
    from PIL import ExifTags, Image

    with Image.open(io.BytesIO(content)) as picture:
        exif = picture.getexif()
        written = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
        if exif.get_ifd(ExifTags.IFD.GPSInfo):
            yield "place"
        for tag, value in written.items():
            if ExifTags.TAGS.get(tag, "") in TAGS:
                yield "written inside the file", decoded(value)
        for key, value in picture.info.items():
            if isinstance(value, str) and str(key).lower() in KEYS:
                yield "written inside the file", value


def decoded(value: Any) -> str:
    if not isinstance(value, bytes):
        return str(value)
    words = value.removeprefix(b"ASCII\x00\x00\x00")
    return words.decode("utf-16-le" if b"\x00" in words[:8] else "utf-8", errors="replace")
