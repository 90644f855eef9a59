"""Looks a file through before it is kept: what it really is, how large it gets, what should not be in it."""

from __future__ import annotations

import codecs
import hashlib
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

import filetype
from django.core.files.base import File
from PIL import Image, ImageOps

from swip.files.rules import LONGEST_NAME

MOST_PIXELS = 60_000_000
MOST_MEMBERS = 3_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_TIMES_LARGER = 200
LARGEST_SIDE = 4_000
AT_ONCE = 256 * 1024
KEPT_IN_MEMORY = 4 * 1024 * 1024

# Characters that turn the direction of writing can make photo.exe look like photoexe.jpg.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
MARKUP = re.compile(rb"^\s*(<!doctype|<html|<svg|<script|<\?xml|<body|<head|<iframe)", re.IGNORECASE)


class FileRefused(Exception):
    """A file that is not kept, with its name and what the person can do about it."""

    def __init__(self, name: str, reason: str):
        self.name, self.reason = name, reason
        super().__init__(f"“{name}” {reason}")


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept."""

    name: str
    content_type: str
    content: File[Any]
    size: int
    digest: str
    sent_as: str = ""  # the upload that it came as, which is over once it is kept


def checked(upload: File[Any], *, most_bytes: int, sent_as: str = "") -> CheckedFile:
    """The file as it will be kept, or a refusal that names it and says what to do."""
    name = clean_name(upload.name or "")
    be_acceptable(name, upload.size or 0, most_bytes=most_bytes)
    content_type, look = ALLOWED[ending_of(name)]
    upload.seek(0)
    content = look(name, ending_of(name), upload)
    digest, size = hashlib.sha256(), 0
    for piece in pieces_of(content):
        digest.update(piece)
        size += len(piece)
    content.seek(0)
    return CheckedFile(name, content_type, content, size, digest.hexdigest(), sent_as)


def be_acceptable(name: str, size: int, *, most_bytes: int) -> None:
    """What can be told by name and size alone, before anything is sent."""
    if size > most_bytes:
        raise FileRefused(
            name, f"must be smaller than {most_bytes // 1024 // 1024} MB. Save a smaller copy and add that"
        )
    if not size:
        raise FileRefused(name, "is empty. Check that you chose the right file")
    if ending_of(name) not in ALLOWED:
        raise FileRefused(name, REMEDIES.get(ending_of(name), f"must be {KINDS_IN_WORDS}"))


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def pieces_of(file: File[Any]) -> Iterator[bytes]:
    """From its start, never all of it at once."""
    file.seek(0)
    while piece := file.read(AT_ONCE):
        yield piece


def in_a_new_file() -> IO[bytes]:
    """In memory while it is small, then on the disk, under no name."""
    return tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)


def clean_name(name: str) -> str:
    """The name as the person knows it, without a path or characters that cannot be seen."""
    name = UNSEEN.sub("", name.replace("\\", "/").rpartition("/")[2]).strip() or "file"
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > LONGEST_NAME:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"[:LONGEST_NAME]
    return name[:LONGEST_NAME]


# ---- Each kind of file


def pdf(name: str, ending: str, file: File[Any]) -> File[Any]:
    if kind_within(file).mime != "application/pdf":
        raise FileRefused(name, "is not really a PDF. Save it again and add the new copy")
    return file


def image(name: str, ending: str, file: File[Any]) -> File[Any]:
    """Written anew as its name says, so that where and when a photograph was taken does not travel with it."""
    image_format = IMAGES[ending]
    be_a_picture(name, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=sorted(set(IMAGES.values())))
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused(name, "has too many pixels. Save a smaller copy and add that")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
            if image_format == "JPEG" and plain.mode == "RGBA":
                plain = Image.alpha_composite(Image.new("RGBA", plain.size, "white"), plain).convert("RGB")
            plain.info = {}
            written = in_a_new_file()
            plain.save(written, image_format, **({"quality": 88} if image_format != "PNG" else {}))
    except FileRefused:
        raise
    except Exception:  # whatever a damaged picture makes the library raise, the person needs one answer
        raise FileRefused(
            name, "cannot be opened as a picture. Open it, save it again and add the new copy"
        ) from None
    return File(written)


def text(name: str, ending: str, file: File[Any]) -> File[Any]:
    """Whatever is not written in UTF-8 comes from an older Windows, and is written anew."""
    be_plain_text(name, file)
    if is_utf_8(file):
        return file
    written = in_a_new_file()
    for piece in pieces_of(file):
        written.write(piece.decode("cp1252", errors="replace").encode())
    return File(written)


def be_plain_text(name: str, file: File[Any]) -> None:
    for number, piece in enumerate(pieces_of(file)):
        is_something_else = number == 0 and (MARKUP.match(piece) or filetype.guess(piece[:4096]))
        if is_something_else or b"\x00" in piece:
            raise FileRefused(name, "is not plain text. Save it as plain text or PDF and add that")


def is_utf_8(file: File[Any]) -> bool:
    reader = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces_of(file):
            reader.decode(piece)
        reader.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def document(name: str, ending: str, file: File[Any]) -> File[Any]:
    """Word, Excel, PowerPoint and OpenDocument files are all archives, and are looked into as such."""
    if file.read(4) == b"\xd0\xcf\x11\xe0":
        raise FileRefused(
            name, f"is locked with a password or has an old format. Save it as .{ending} without a password"
        )
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            be_a_safe_archive(name, archive)
            be_without_macros(name, archive)
            part, holds = DOCUMENTS[ending]
            if holds not in start_of(archive, part):
                raise KeyError(part)
    except FileRefused:
        raise
    except Exception:  # a damaged archive raises many things
        raise FileRefused(
            name, f"cannot be opened as a .{ending} file. Save it again as .{ending} or PDF"
        ) from None
    return file


def start_of(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as opened:
        return opened.read(500_000)


class Kind(NamedTuple):
    """What a file is by its content, whatever its name."""

    mime: str = ""
    extension: str = ""


def kind_within(file: File[Any]) -> Kind:
    found = filetype.guess(file.read(4096))
    file.seek(0)
    return Kind(found.mime, found.extension) if found else Kind()


def be_a_picture(name: str, file: File[Any]) -> None:
    """Programs and telephones often give one of another kind a name that ends in .jpg: those we can write are taken."""
    found = kind_within(file)
    if not found.mime.startswith("image/"):
        raise FileRefused(name, "is not really a picture. Save it again and add the new copy")
    if found.mime not in {f"image/{each.lower()}" for each in IMAGES.values()}:
        kind = found.extension.upper()
        raise FileRefused(name, f"is a {kind} picture, whatever its name. Save it as JPG or PNG and add that")


def be_a_safe_archive(name: str, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked, packed = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    if (
        len(members) > MOST_MEMBERS
        or unpacked > MOST_UNPACKED
        or unpacked > MOST_TIMES_LARGER * max(packed, 1)
    ):
        raise FileRefused(name, "unpacks to far more than its size. Save it as PDF and add that")
    if any(each.flag_bits & 1 for each in members):
        raise FileRefused(name, "is locked with a password. Save it without one and add that")
    if any(each.filename.startswith("/") or ".." in each.filename.split("/") for each in members):
        raise FileRefused(name, "is not put together as it should be. Save it as PDF and add that")


def be_without_macros(name: str, archive: zipfile.ZipFile) -> None:
    names = [each.filename.lower() for each in archive.infolist()]
    has_macros = any(
        each.endswith(("vbaproject.bin", "vbadata.xml", ".docm", ".xlsm", ".pptm"))
        or each.startswith(("basic/", "scripts/"))
        for each in names
    )
    types = "[Content_Types].xml"
    if has_macros or (types.lower() in names and b"macroenabled" in start_of(archive, types).lower()):
        raise FileRefused(name, "holds macros. Save it without macros, or as PDF, and add that")


Look = Callable[[str, str, "File[Any]"], "File[Any]"]

IMAGES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
# The part that tells each of these apart from any other archive, and what stands in it.
DOCUMENTS = {
    "docx": ("[Content_Types].xml", b"wordprocessingml.document.main+xml"),
    "xlsx": ("[Content_Types].xml", b"spreadsheetml.sheet.main+xml"),
    "pptx": ("[Content_Types].xml", b"presentationml.presentation.main+xml"),
    "odt": ("mimetype", b"application/vnd.oasis.opendocument.text"),
}
OFFICE = "application/vnd.openxmlformats-officedocument."
ALLOWED: dict[str, tuple[str, Look]] = {
    "pdf": ("application/pdf", pdf),
    "png": ("image/png", image),
    "jpg": ("image/jpeg", image),
    "jpeg": ("image/jpeg", image),
    "webp": ("image/webp", image),
    "txt": ("text/plain", text),
    "docx": (f"{OFFICE}wordprocessingml.document", document),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", document),
    "pptx": (f"{OFFICE}presentationml.presentation", document),
    "odt": ("application/vnd.oasis.opendocument.text", document),
}
KINDS_IN_WORDS = (
    "a PDF, a picture (JPG, PNG, WebP), plain text, or a Word, Excel, PowerPoint or OpenDocument text file"
)
ACCEPTED_ENDINGS = ",".join(f".{ending}" for ending in ALLOWED)
NO_MACROS = "may hold macros. Save it without macros and add that"
REMEDIES = {
    "docm": NO_MACROS,
    "xlsm": NO_MACROS,
    "pptm": NO_MACROS,
    "doc": "has an old format. Save it as .docx or PDF and add that",
    "xls": "has an old format. Save it as .xlsx or PDF and add that",
    "ppt": "has an old format. Save it as .pptx or PDF and add that",
    "heic": "is a picture that not everybody can open. Save it as JPG and add that",
    "gif": "is a picture that may move. Save it as PNG or JPG and add that",
    "zip": "is an archive. Add the files in it one by one",
    "html": "is a web page. Save it as PDF and add that",
    "svg": "is a drawing that may hold programs. Save it as PNG and add that",
}
